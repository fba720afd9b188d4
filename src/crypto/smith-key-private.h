/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-key.h"
#include "smith-openssl-private.h"
#include "smith-pem-private.h"

G_BEGIN_DECLS

SmithKey *smith_key_new_take_pkey      (EVP_PKEY             *pkey,
                                        GError              **error);
SmithKey *smith_key_new_from_der       (const guint8         *der,
                                        gsize                 size,
                                        GError              **error);
SmithKey *smith_key_new_from_encrypted (const guint8         *der,
                                        gsize                 size,
                                        SmithSecret          *passphrase,
                                        GError              **error);
SmithKey *smith_key_new_from_block     (const SmithPemBlock  *block,
                                        SmithSecret          *passphrase,
                                        GError              **error);
gboolean  smith_key_block_is_encrypted (const SmithPemBlock  *block);
EVP_PKEY *smith_key_peek               (SmithKey             *self);
const EVP_MD *smith_key_get_digest     (SmithKey             *self);

G_END_DECLS
