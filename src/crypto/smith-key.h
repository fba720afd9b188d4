/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-key-algorithm.h"
#include "smith-public-key.h"
#include "smith-secret.h"

G_BEGIN_DECLS

/* A private key. Immutable, free to cross threads; shown to nobody but by smith_key_to_pem(). */
#define SMITH_TYPE_KEY (smith_key_get_type ())
G_DECLARE_FINAL_TYPE (SmithKey, smith_key, SMITH, KEY, GObject)

SmithKey       *smith_key_generate        (const SmithKeyAlgorithm  *algorithm,
                                           GCancellable             *cancellable,
                                           GError                  **error);
void            smith_key_generate_async  (const SmithKeyAlgorithm  *algorithm,
                                           GCancellable             *cancellable,
                                           GAsyncReadyCallback       callback,
                                           gpointer                  user_data);
SmithKey       *smith_key_generate_finish (GAsyncResult             *result,
                                           GError                  **error);
SmithKey       *smith_key_new_from_pem    (SmithSecret              *pem,
                                           SmithSecret              *passphrase,
                                           GError                  **error);
SmithSecret    *smith_key_to_pem          (SmithKey                 *self,
                                           SmithSecret              *passphrase,
                                           GError                  **error);
gboolean        smith_key_check           (SmithKey                 *self,
                                           GCancellable             *cancellable,
                                           GError                  **error);
SmithPublicKey *smith_key_get_public_key  (SmithKey                 *self);
gboolean        smith_key_pem_is_encrypted (SmithSecret             *pem);

G_END_DECLS
