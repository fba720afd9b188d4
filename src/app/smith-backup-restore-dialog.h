/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "smith-workspace.h"

G_BEGIN_DECLS

/* Restores a backup: asks for its passphrase, shows the progress, and what came of it. */
#define SMITH_TYPE_BACKUP_RESTORE_DIALOG (smith_backup_restore_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SmithBackupRestoreDialog, smith_backup_restore_dialog, SMITH, BACKUP_RESTORE_DIALOG, AdwWindow)

GtkWindow *smith_backup_restore_dialog_new (GtkWindow      *parent,
                                            SmithWorkspace *workspace,
                                            GFile          *file);

G_END_DECLS
