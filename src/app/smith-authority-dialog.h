/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "smith-workspace.h"

G_BEGIN_DECLS

/* A new authority: a name, and Create; what else there is stands behind More. */
#define SMITH_TYPE_AUTHORITY_DIALOG (smith_authority_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SmithAuthorityDialog, smith_authority_dialog, SMITH, AUTHORITY_DIALOG, AdwWindow)

GtkWidget *smith_authority_dialog_new (SmithWorkspace *workspace);

G_END_DECLS
