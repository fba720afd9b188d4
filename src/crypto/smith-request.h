/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-alt-name.h"
#include "smith-key.h"
#include "smith-name.h"
#include "smith-secret.h"

G_BEGIN_DECLS

/* Defined in smith-extensions.h. */
typedef struct _SmithExtensions SmithExtensions;

/**
 * SmithRequestSpec:
 * @subject: may be empty where there are @alt_names
 * @alt_names: (nullable): a list of #SmithAltName, see smith_request_create()
 * @extensions: (nullable): what it asks for besides names; NULL for nothing
 * @digest: (nullable): "SHA256", "SHA384" or "SHA512"; NULL for SHA-256. Keys with a digest of their own, such as
 *   Ed25519, ignore it
 * @challenge_password: (nullable): PKCS#9 challengePassword (RFC 2985, 5.4.1). Anybody who has the request can read it
 *
 * All that goes into a request. Borrowed by smith_request_create_full().
 */
typedef struct
{
  SmithName             *subject;
  GListModel            *alt_names;
  const SmithExtensions *extensions;
  const char            *digest;
  SmithSecret           *challenge_password;
} SmithRequestSpec;

/* A certificate signing request (PKCS#10, RFC 2986). Immutable. */
#define SMITH_TYPE_REQUEST (smith_request_get_type ())
G_DECLARE_FINAL_TYPE (SmithRequest, smith_request, SMITH, REQUEST, GObject)

SmithRequest   *smith_request_create            (SmithKey      *key,
                                                 SmithName     *subject,
                                                 GListModel    *alt_names,
                                                 GError       **error);
SmithRequest   *smith_request_create_full       (SmithKey      *key,
                                                 const SmithRequestSpec *spec,
                                                 GError       **error);
SmithRequest   *smith_request_new_from_der      (GBytes        *der,
                                                 GError       **error);
SmithRequest   *smith_request_new_from_pem      (const char    *pem,
                                                 GError       **error);
GBytes         *smith_request_get_der           (SmithRequest  *self);
const char     *smith_request_get_pem           (SmithRequest  *self);
char           *smith_request_dup_text          (SmithRequest  *self);
guint           smith_request_get_version       (SmithRequest  *self);
SmithName      *smith_request_get_subject       (SmithRequest  *self);
GListModel     *smith_request_get_alt_names     (SmithRequest  *self);
SmithPublicKey *smith_request_get_public_key    (SmithRequest  *self);
const SmithExtensions *smith_request_get_extensions (SmithRequest *self);
const char     *smith_request_get_signature_algorithm (SmithRequest *self);
gboolean        smith_request_has_challenge_password (SmithRequest *self);
GListModel     *smith_request_get_sections      (SmithRequest  *self);
gboolean        smith_request_is_signature_valid (SmithRequest *self);

G_END_DECLS
