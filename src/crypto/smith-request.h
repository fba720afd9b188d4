/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-alt-name.h"
#include "smith-key.h"
#include "smith-name.h"

G_BEGIN_DECLS

/* A certificate signing request (PKCS#10, RFC 2986). Immutable. */
#define SMITH_TYPE_REQUEST (smith_request_get_type ())
G_DECLARE_FINAL_TYPE (SmithRequest, smith_request, SMITH, REQUEST, GObject)

SmithRequest   *smith_request_create            (SmithKey      *key,
                                                 SmithName     *subject,
                                                 GListModel    *alt_names,
                                                 GError       **error);
SmithRequest   *smith_request_new_from_der      (GBytes        *der,
                                                 GError       **error);
SmithRequest   *smith_request_new_from_pem      (const char    *pem,
                                                 GError       **error);
GBytes         *smith_request_get_der           (SmithRequest  *self);
const char     *smith_request_get_pem           (SmithRequest  *self);
char           *smith_request_dup_text          (SmithRequest  *self);
SmithName      *smith_request_get_subject       (SmithRequest  *self);
GListModel     *smith_request_get_alt_names     (SmithRequest  *self);
SmithPublicKey *smith_request_get_public_key    (SmithRequest  *self);
gboolean        smith_request_is_signature_valid (SmithRequest *self);

G_END_DECLS
