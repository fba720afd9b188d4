/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-crl-builder.h"
#include "smith-extensions.h"
#include "smith-key.h"

G_BEGIN_DECLS

/* What an authority keeps in the folder of its identity, besides what every identity has. */
#define SMITH_AUTHORITY_FOLDER_ISSUED    "issued"            /* SERIAL.pem, one certificate each */
#define SMITH_AUTHORITY_FILE_REVOCATIONS "revocations.ini"
#define SMITH_AUTHORITY_FILE_CRL         "crl.pem"

#define SMITH_AUTHORITY_DEFAULT_CRL_DAYS 30
#define SMITH_AUTHORITY_MAX_CRL_DAYS     3650

/* One certificate that counts no longer. */
typedef struct
{
  GDateTime             *date;
  SmithRevocationReason  reason;
  gboolean               published;   /* in a list that was exported: others may know */
} SmithRevocation;

/* The records of an authority as they are on disk. Owned by whoever read them. */
typedef struct
{
  GHashTable       *revocations;      /* serial number, lower-case hexadecimal → SmithRevocation */
  guint64           crl_number;       /* of the last list; 0: none yet */
  guint             crl_days;         /* how long each list counts */
  char             *export_uri;       /* (nullable): where the last list was exported to */
  SmithExtensions  *addresses;        /* where what it issues says to look; only the URLs count */
  SmithCrl         *crl;              /* (nullable) */
  char             *problem;          /* (nullable): what is damaged, and what to do */
  gboolean          locked;           /* the revocations cannot be read: nothing may be written over them */
} SmithAuthorityRecords;

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
gint64                 smith_authority_find_crl_due       (SmithCrl                    *crl);
void                   smith_authority_records_free       (SmithAuthorityRecords       *self);
void                   smith_issued_file_free             (SmithIssuedFile             *self);
char                  *smith_authority_dup_serial         (SmithCertificate            *certificate);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SmithAuthorityRecords, smith_authority_records_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SmithIssuedFile, smith_issued_file_free)

G_END_DECLS
