/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "smith-workspace.h"

G_BEGIN_DECLS

/* A new key in the place of the one that is there. The signal "replaced" says that it was created. */
#define SMITH_TYPE_KEY_REPLACE_DIALOG (smith_key_replace_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SmithKeyReplaceDialog, smith_key_replace_dialog, SMITH, KEY_REPLACE_DIALOG, AdwWindow)

GtkWidget *smith_key_replace_dialog_new (SmithWorkspace *workspace,
                                         SmithIdentity  *identity);

G_END_DECLS
