/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-archive.h"
#include "smith-openssl-private.h"
#include "smith-parsed-private.h"
#include "smith-parser.h"
#include "smith-pem-private.h"

G_BEGIN_DECLS

/* One run of the parser, in one thread. */
typedef struct _SmithParserRun SmithParserRun;

/* Tries to open something with @passphrase (NULL: without). Fails with %SMITH_CRYPTO_ERROR_PASSWORD_NEEDED or
 * %SMITH_CRYPTO_ERROR_PASSWORD_WRONG where another one should be asked for. */
typedef gboolean (*SmithParserUnlock) (gpointer      user_data,
                                       SmithSecret  *passphrase,
                                       GError      **error);

/* A row of the parser's table. parse () returns FALSE and adds nothing where the bytes are not of its format;
 * when it returns TRUE it has added at least one result, be it an error. */
typedef struct
{
  const char *name;
  gboolean  (*parse) (SmithParserRun *run,
                      const guint8   *data,
                      gsize           size);
} SmithParserFormat;

/* src/crypto/formats: one file each. */
extern const SmithParserFormat smith_format_archive;
extern const SmithParserFormat smith_format_utf16;
extern const SmithParserFormat smith_format_pem;
extern const SmithParserFormat smith_format_pkcs12;
extern const SmithParserFormat smith_format_pkcs7;
extern const SmithParserFormat smith_format_certificate;
extern const SmithParserFormat smith_format_request;
extern const SmithParserFormat smith_format_crl;
extern const SmithParserFormat smith_format_key;
extern const SmithParserFormat smith_format_encrypted_key;
extern const SmithParserFormat smith_format_public_key;
extern const SmithParserFormat smith_format_foreign;
extern const SmithParserFormat smith_format_base64;
extern const SmithParserFormat smith_format_web_page;

void         smith_parser_run_add_certificate (SmithParserRun     *run,
                                               const char         *format,
                                               SmithCertificate   *certificate,
                                               GError             *error);
void         smith_parser_run_add_request     (SmithParserRun     *run,
                                               const char         *format,
                                               SmithRequest       *request,
                                               GError             *error);
void         smith_parser_run_add_crl         (SmithParserRun     *run,
                                               const char         *format,
                                               SmithCrl           *crl,
                                               GError             *error);
void         smith_parser_run_add_key         (SmithParserRun     *run,
                                               const char         *format,
                                               SmithKey           *key,
                                               SmithSecret        *passphrase,
                                               GError             *error);
void         smith_parser_run_add_error       (SmithParserRun     *run,
                                               const char         *format,
                                               GError             *error);
gboolean     smith_parser_run_add_public_key  (SmithParserRun     *run,
                                               const char         *format,
                                               const guint8       *data,
                                               gsize               size);
void         smith_parser_run_mend            (SmithParserRun     *run,
                                               const char         *mend);
void         smith_parser_run_push_mend       (SmithParserRun     *run,
                                               const char         *mend);
void         smith_parser_run_pop_mend        (SmithParserRun     *run);
SmithSecret *smith_parser_run_unlock          (SmithParserRun     *run,
                                               const char         *what,
                                               SmithParserUnlock   unlock,
                                               gpointer            user_data,
                                               GError            **error);
guint        smith_parser_run_get_n_results   (SmithParserRun     *run);
gboolean     smith_parser_run_is_over         (SmithParserRun     *run);
gboolean     smith_parser_run_parse           (SmithParserRun     *run,
                                               const guint8       *data,
                                               gsize               size);
gboolean     smith_parser_run_parse_armored   (SmithParserRun     *run,
                                               const char         *armor,
                                               const guint8       *data,
                                               gsize               size);
gboolean     smith_parser_run_parse_pkcs7     (SmithParserRun     *run,
                                               const guint8       *data,
                                               gsize               size);
gboolean     smith_parser_run_parse_base64    (SmithParserRun     *run,
                                               const char         *text,
                                               gsize               size);
void         smith_parser_run_parse_document  (SmithParserRun     *run,
                                               const guint8       *data,
                                               gsize               size);
void         smith_parser_run_parse_member    (SmithParserRun     *run,
                                               const char         *name,
                                               const guint8       *data,
                                               gsize               size,
                                               GError             *error);
gboolean     smith_parser_run_enter_archive   (SmithParserRun     *run);
void         smith_parser_run_leave_archive   (SmithParserRun     *run);
SmithArchiveUse *smith_parser_run_get_archive_use (SmithParserRun *run);
SmithParserRun *smith_parser_run_new          (const char         *source,
                                               GTlsInteraction    *interaction,
                                               GCancellable       *cancellable);
GListModel  *smith_parser_run_end             (SmithParserRun     *run,
                                               GError            **error);

gboolean     smith_format_is_foreign          (const guint8       *data,
                                               gsize               size);

G_END_DECLS
