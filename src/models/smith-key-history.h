/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-former-key.h"
#include "smith-library.h"

G_BEGIN_DECLS

/* The keys that an identity had before. Those with smith_library_change_finish() change the identity. */
void        smith_library_replace_key_async       (SmithLibrary         *self,
                                                   SmithIdentity        *identity,
                                                   SmithKey             *key,
                                                   SmithSecret          *passphrase,
                                                   GCancellable         *cancellable,
                                                   GAsyncReadyCallback   callback,
                                                   gpointer              user_data);
void        smith_library_bring_back_key_async    (SmithLibrary         *self,
                                                   SmithIdentity        *identity,
                                                   SmithFormerKey       *former,
                                                   GCancellable         *cancellable,
                                                   GAsyncReadyCallback   callback,
                                                   gpointer              user_data);
void        smith_library_load_key_history_async  (SmithLibrary         *self,
                                                   SmithIdentity        *identity,
                                                   GCancellable         *cancellable,
                                                   GAsyncReadyCallback   callback,
                                                   gpointer              user_data);
GListModel *smith_library_load_key_history_finish (SmithLibrary         *self,
                                                   GAsyncResult         *result,
                                                   GError              **error);
void        smith_library_load_former_key_async   (SmithLibrary         *self,
                                                   SmithIdentity        *identity,
                                                   SmithFormerKey       *former,
                                                   GTlsInteraction      *interaction,
                                                   GCancellable         *cancellable,
                                                   GAsyncReadyCallback   callback,
                                                   gpointer              user_data);
SmithKey   *smith_library_load_former_key_finish  (SmithLibrary         *self,
                                                   GAsyncResult         *result,
                                                   GError              **error);

G_END_DECLS
