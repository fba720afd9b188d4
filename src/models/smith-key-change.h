/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-workspace.h"

G_BEGIN_DECLS

/* What can be done with a key that is there. The passphrase, (nullable), is the new one; NULL: none. */
void     smith_key_change_passphrase_async  (SmithWorkspace       *workspace,
                                             SmithIdentity        *identity,
                                             GTlsInteraction      *interaction,
                                             SmithSecret          *passphrase,
                                             gboolean              remember,
                                             GCancellable         *cancellable,
                                             GAsyncReadyCallback   callback,
                                             gpointer              user_data);
void     smith_key_change_check_async       (SmithWorkspace       *workspace,
                                             SmithIdentity        *identity,
                                             GTlsInteraction      *interaction,
                                             GCancellable         *cancellable,
                                             GAsyncReadyCallback   callback,
                                             gpointer              user_data);
gboolean smith_key_change_finish            (SmithWorkspace       *workspace,
                                             GAsyncResult         *result,
                                             char                **warning,
                                             GError              **error);

void     smith_key_change_forget_async      (SmithWorkspace       *workspace,
                                             SmithIdentity        *identity,
                                             GCancellable         *cancellable,
                                             GAsyncReadyCallback   callback,
                                             gpointer              user_data);
gboolean smith_key_change_forget_finish     (SmithWorkspace       *workspace,
                                             GAsyncResult         *result,
                                             GError              **error);

G_END_DECLS
