/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-keyring.h"
#include "smith-library.h"

G_BEGIN_DECLS

void      smith_unlock_async  (SmithLibrary         *library,
                               SmithKeyring         *keyring,
                               SmithIdentity        *identity,
                               GTlsInteraction      *person,
                               GCancellable         *cancellable,
                               GAsyncReadyCallback   callback,
                               gpointer              user_data);
SmithKey *smith_unlock_finish (SmithLibrary         *library,
                               GAsyncResult         *result,
                               GError              **error);

char     *smith_unlock_dup_keyring_label (SmithIdentity *identity);

G_END_DECLS
