/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-crl-builder.h"
#include "smith-extensions.h"

G_BEGIN_DECLS

/* In the folder of the identity. */
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

gint64  smith_authority_find_crl_due (SmithCrl              *crl);
char   *smith_authority_dup_serial   (SmithCertificate      *certificate);
void    smith_authority_records_free (SmithAuthorityRecords *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SmithAuthorityRecords, smith_authority_records_free)

G_END_DECLS
