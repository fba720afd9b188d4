/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-certificate.h"
#include "smith-crl.h"
#include "smith-revocation-reason.h"

G_BEGIN_DECLS

/* Collects what an authority revokes, and signs it (RFC 5280, 5). Not shared between threads. */
typedef struct _SmithCrlBuilder SmithCrlBuilder;

SmithCrlBuilder *smith_crl_builder_new             (SmithCertificate       *issuer);
void             smith_crl_builder_free            (SmithCrlBuilder        *self);
void             smith_crl_builder_set_number      (SmithCrlBuilder        *self,
                                                    guint64                 number);
void             smith_crl_builder_set_next_update (SmithCrlBuilder        *self,
                                                    guint                   days);
gboolean         smith_crl_builder_add             (SmithCrlBuilder        *self,
                                                    const char             *serial,
                                                    GDateTime              *date,
                                                    SmithRevocationReason   reason,
                                                    GError                **error);
SmithCrl        *smith_crl_builder_sign            (SmithCrlBuilder        *self,
                                                    SmithKey               *key,
                                                    GError                **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SmithCrlBuilder, smith_crl_builder_free)

G_END_DECLS
