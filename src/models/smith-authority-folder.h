/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-authority-records.h"
#include "smith-key.h"

G_BEGIN_DECLS

/* What an authority keeps in the folder of its identity, besides its records and what every identity has. */
#define SMITH_AUTHORITY_FOLDER_ISSUED "issued"   /* SERIAL.pem, one certificate each */

/* One file of the folder of issued certificates. */
typedef struct
{
  char             *name;
  SmithCertificate *certificate;      /* (nullable) */
  char             *problem;          /* (nullable) */
} SmithIssuedFile;

typedef enum
{
  SMITH_AUTHORITY_CHANGE_REVOKE,      /* serial, reason, perhaps the certificate; a new list */
  SMITH_AUTHORITY_CHANGE_RESTORE,     /* serial; a new list */
  SMITH_AUTHORITY_CHANGE_RENEW,       /* a new list */
  SMITH_AUTHORITY_CHANGE_PUBLISH,     /* what the list of crl_number revokes is known now, at export_uri */
  SMITH_AUTHORITY_CHANGE_CRL_DAYS,    /* crl_days */
  SMITH_AUTHORITY_CHANGE_ADDRESSES,   /* addresses */
} SmithAuthorityChangeKind;

typedef struct
{
  SmithAuthorityChangeKind  kind;
  char                     *serial;
  SmithRevocationReason     reason;
  SmithCertificate         *certificate; /* (nullable): goes among the issued ones, if it is not there */
  SmithExtensions          *addresses;
  char                     *export_uri;
  guint                     crl_days;
  SmithCertificate         *issuer;   /* with key: signs the new list */
  SmithKey                 *key;
} SmithAuthorityChange;

/* All of it blocks: for workers. @library is the library's folder, @id the name of the identity's. */
SmithAuthorityRecords *smith_authority_folder_read        (const char                  *library,
                                                           const char                  *id,
                                                           GCancellable                *cancellable,
                                                           GError                     **error);
GPtrArray             *smith_authority_folder_read_issued (const char                  *library,
                                                           const char                  *id,
                                                           GCancellable                *cancellable,
                                                           GError                     **error);
gboolean               smith_authority_folder_add_issued  (const char                  *library,
                                                           const char                  *id,
                                                           SmithCertificate            *certificate,
                                                           GCancellable                *cancellable,
                                                           GError                     **error);
SmithAuthorityRecords *smith_authority_folder_change      (const char                  *library,
                                                           const char                  *id,
                                                           const SmithAuthorityChange  *change,
                                                           GCancellable                *cancellable,
                                                           GError                     **error);
char                  *smith_authority_folder_find_problem (const char                 *path,
                                                            gint64                     *crl_due_at,
                                                            gint64                     *crl_ends_at);
void                   smith_issued_file_free             (SmithIssuedFile             *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SmithIssuedFile, smith_issued_file_free)

G_END_DECLS
