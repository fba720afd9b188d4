/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "smith-workspace.h"

G_BEGIN_DECLS

/* Backs the library up: asks for a passphrase and a place, shows the progress, and what went wrong. */
#define SMITH_TYPE_BACKUP_DIALOG (smith_backup_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SmithBackupDialog, smith_backup_dialog, SMITH, BACKUP_DIALOG, AdwWindow)

GtkWindow *smith_backup_dialog_new (GtkWindow      *parent,
                                    SmithWorkspace *workspace,
                                    GtkWidget      *toast_place);

G_END_DECLS
