/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-certificate.h"

G_BEGIN_DECLS

/* A certificate revocation list (RFC 5280, 5). Immutable. */
#define SMITH_TYPE_CRL (smith_crl_get_type ())
G_DECLARE_FINAL_TYPE (SmithCrl, smith_crl, SMITH, CRL, GObject)

SmithCrl   *smith_crl_new_from_der            (GBytes            *der,
                                               GError           **error);
GBytes     *smith_crl_get_der                 (SmithCrl          *self);
const char *smith_crl_get_pem                 (SmithCrl          *self);
SmithName  *smith_crl_get_issuer              (SmithCrl          *self);
GDateTime  *smith_crl_get_this_update         (SmithCrl          *self);
GDateTime  *smith_crl_get_next_update         (SmithCrl          *self);
const char *smith_crl_get_number              (SmithCrl          *self);
const char *smith_crl_get_signature_algorithm (SmithCrl          *self);
const char *smith_crl_get_sha256              (SmithCrl          *self);
guint       smith_crl_get_n_revoked           (SmithCrl          *self);
GListModel *smith_crl_get_revoked             (SmithCrl          *self);
gboolean    smith_crl_is_signed_by            (SmithCrl          *self,
                                               SmithCertificate  *issuer);

G_END_DECLS
