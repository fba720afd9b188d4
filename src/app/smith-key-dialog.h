/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "smith-passphrase-draft.h"

G_BEGIN_DECLS

/* Asks how a key file is to be protected, in a window of its own. */
#define SMITH_TYPE_KEY_DIALOG (smith_key_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SmithKeyDialog, smith_key_dialog, SMITH, KEY_DIALOG, AdwWindow)

void                  smith_key_dialog_ask_async  (GtkWindow            *parent,
                                                   const char           *title,
                                                   const char           *description,
                                                   const char           *button,
                                                   SmithPassphraseDraft *draft,
                                                   gboolean              rememberable,
                                                   GCancellable         *cancellable,
                                                   GAsyncReadyCallback   callback,
                                                   gpointer              user_data);
SmithPassphraseDraft *smith_key_dialog_ask_finish (GAsyncResult         *result,
                                                   GError              **error);

G_END_DECLS
