/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-key-algorithm.h"

G_BEGIN_DECLS

/* The public half of a key, as SmithKey, SmithRequest and SmithCertificate hand it out. Immutable. */
#define SMITH_TYPE_PUBLIC_KEY (smith_public_key_get_type ())
G_DECLARE_FINAL_TYPE (SmithPublicKey, smith_public_key, SMITH, PUBLIC_KEY, GObject)

SmithPublicKey          *smith_public_key_new_from_pem    (const char      *pem,
                                                           GError         **error);
const char              *smith_public_key_get_pem         (SmithPublicKey  *self);
const char              *smith_public_key_get_spki_sha256 (SmithPublicKey  *self);
const SmithKeyAlgorithm *smith_public_key_get_algorithm   (SmithPublicKey  *self);
const char              *smith_public_key_get_title       (SmithPublicKey  *self);
const char              *smith_public_key_get_family      (SmithPublicKey  *self);
guint                    smith_public_key_get_bits        (SmithPublicKey  *self);
const char              *smith_public_key_get_curve       (SmithPublicKey  *self);
gboolean                 smith_public_key_equal           (SmithPublicKey  *a,
                                                           SmithPublicKey  *b);

G_END_DECLS
