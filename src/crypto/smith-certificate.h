/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-request.h"

G_BEGIN_DECLS

/* One X.509 certificate (RFC 5280). Immutable, free to cross threads. */
#define SMITH_TYPE_CERTIFICATE (smith_certificate_get_type ())
G_DECLARE_FINAL_TYPE (SmithCertificate, smith_certificate, SMITH, CERTIFICATE, GObject)

SmithCertificate *smith_certificate_new_from_der             (GBytes            *der,
                                                              GError           **error);
SmithCertificate *smith_certificate_new_from_pem             (const char        *pem,
                                                              GError           **error);
SmithCertificate *smith_certificate_self_sign                (SmithRequest      *request,
                                                              SmithKey          *key,
                                                              guint              days,
                                                              GError           **error);
GBytes           *smith_certificate_get_der                  (SmithCertificate  *self);
const char       *smith_certificate_get_pem                  (SmithCertificate  *self);
char             *smith_certificate_dup_text                 (SmithCertificate  *self);
guint             smith_certificate_get_version              (SmithCertificate  *self);
SmithName        *smith_certificate_get_subject              (SmithCertificate  *self);
SmithName        *smith_certificate_get_issuer               (SmithCertificate  *self);
const char       *smith_certificate_get_title                (SmithCertificate  *self);
GListModel       *smith_certificate_get_alt_names            (SmithCertificate  *self);
GDateTime        *smith_certificate_get_not_before           (SmithCertificate  *self);
GDateTime        *smith_certificate_get_not_after            (SmithCertificate  *self);
const char       *smith_certificate_get_serial               (SmithCertificate  *self);
const char       *smith_certificate_get_signature_algorithm  (SmithCertificate  *self);
const char       *smith_certificate_get_sha256               (SmithCertificate  *self);
const char       *smith_certificate_get_sha1                 (SmithCertificate  *self);
SmithPublicKey   *smith_certificate_get_public_key           (SmithCertificate  *self);
gboolean          smith_certificate_is_ca                    (SmithCertificate  *self);
gboolean          smith_certificate_is_self_signed           (SmithCertificate  *self);
gboolean          smith_certificate_is_issued_by             (SmithCertificate  *self,
                                                              SmithCertificate  *issuer);
gboolean          smith_certificate_equal                    (SmithCertificate  *a,
                                                              SmithCertificate  *b);
GListModel       *smith_certificate_get_sections             (SmithCertificate  *self);

G_END_DECLS
