/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-openssl-private.h"
#include "smith-public-key.h"

G_BEGIN_DECLS

SmithPublicKey *smith_public_key_new_from_x509 (const X509_PUBKEY *spki);
SmithPublicKey *smith_public_key_new_from_pkey (EVP_PKEY          *pkey);
EVP_PKEY       *smith_public_key_peek          (SmithPublicKey    *self);

G_END_DECLS
