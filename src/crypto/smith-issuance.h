/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-certificate.h"
#include "smith-extensions.h"

G_BEGIN_DECLS

#define SMITH_ISSUANCE_MAX_DAYS    36500  /* a hundred years */
#define SMITH_ISSUANCE_SERVER_DAYS 398    /* CA/Browser Forum, Baseline Requirements 6.3.2; Apple and Google insist */

/* What an authority signs: all of a certificate but the keys. A plain value. */
typedef struct
{
  SmithName       *subject;
  GListModel      *alt_names;   /* (nullable): of SmithAltName */
  SmithExtensions *extensions;
  guint            days;        /* from now; the issuer's own end comes first */
  char            *digest;      /* (nullable): SHA256, SHA384, SHA512; NULL: what suits the issuer's key */
} SmithIssuance;

#define SMITH_TYPE_ISSUANCE (smith_issuance_get_type ())
GType             smith_issuance_get_type         (void);
SmithIssuance    *smith_issuance_new              (SmithName            *subject,
                                                   GListModel           *alt_names,
                                                   const SmithExtensions *extensions,
                                                   guint                 days);
SmithIssuance    *smith_issuance_new_from_request (SmithRequest         *request,
                                                   guint                 days);
SmithIssuance    *smith_issuance_copy             (const SmithIssuance  *self);
void              smith_issuance_free             (SmithIssuance        *self);
SmithExtensions  *smith_issuance_dup_granted      (const SmithIssuance  *self,
                                                   const char           *family);
char            **smith_issuance_list_warnings    (const SmithIssuance  *self,
                                                   SmithPublicKey       *public_key,
                                                   SmithCertificate     *issuer);

char             *smith_certificate_find_issuer_obstacle (SmithCertificate    *issuer,
                                                          SmithKey            *issuer_key);
SmithCertificate *smith_certificate_issue         (SmithPublicKey       *public_key,
                                                   const SmithIssuance  *issuance,
                                                   SmithCertificate     *issuer,
                                                   GPtrArray            *issuer_chain,
                                                   SmithKey             *issuer_key,
                                                   GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SmithIssuance, smith_issuance_free)

G_END_DECLS
