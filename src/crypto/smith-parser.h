/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-certificate.h"
#include "smith-crl.h"
#include "smith-key.h"
#include "smith-request.h"

G_BEGIN_DECLS

/* One thing that was found in what was dropped, pasted or opened. */
#define SMITH_TYPE_PARSED (smith_parsed_get_type ())
G_DECLARE_FINAL_TYPE (SmithParsed, smith_parsed, SMITH, PARSED, GObject)

const char       *smith_parsed_get_source      (SmithParsed *self);
const char       *smith_parsed_get_format      (SmithParsed *self);
SmithCertificate *smith_parsed_get_certificate (SmithParsed *self);
SmithRequest     *smith_parsed_get_request     (SmithParsed *self);
SmithCrl         *smith_parsed_get_crl         (SmithParsed *self);
SmithKey         *smith_parsed_get_key         (SmithParsed *self);
SmithSecret      *smith_parsed_get_passphrase  (SmithParsed *self);
const GError     *smith_parsed_get_error       (SmithParsed *self);
const char * const *smith_parsed_get_mends     (SmithParsed *self);

#define SMITH_PARSER_MAX_SIZE (64 * 1024 * 1024)

GListModel *smith_parser_parse        (GBytes               *bytes,
                                       const char           *source,
                                       GTlsInteraction      *interaction,
                                       GCancellable         *cancellable,
                                       GError              **error);
void        smith_parser_parse_async  (GBytes               *bytes,
                                       const char           *source,
                                       GTlsInteraction      *interaction,
                                       GCancellable         *cancellable,
                                       GAsyncReadyCallback   callback,
                                       gpointer              user_data);
GListModel *smith_parser_parse_finish (GAsyncResult         *result,
                                       GError              **error);

G_END_DECLS
