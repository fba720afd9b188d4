/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "smith-key-export-draft.h"

G_BEGIN_DECLS

/* Asks for the form of a copy of a private key, in a window of its own. */
#define SMITH_TYPE_KEY_EXPORT_DIALOG (smith_key_export_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SmithKeyExportDialog, smith_key_export_dialog, SMITH, KEY_EXPORT_DIALOG, AdwWindow)

void     smith_key_export_dialog_ask_async  (GtkWindow            *parent,
                                             SmithKeyExportDraft  *draft,
                                             GCancellable         *cancellable,
                                             GAsyncReadyCallback   callback,
                                             gpointer              user_data);
gboolean smith_key_export_dialog_ask_finish (GAsyncResult         *result,
                                             GError              **error);

G_END_DECLS
