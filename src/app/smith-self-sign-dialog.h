/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "smith-workspace.h"

G_BEGIN_DECLS

#define SMITH_TYPE_SELF_SIGN_DIALOG (smith_self_sign_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SmithSelfSignDialog, smith_self_sign_dialog, SMITH, SELF_SIGN_DIALOG, AdwWindow)

GtkWidget *smith_self_sign_dialog_new (SmithWorkspace *workspace,
                                       SmithIdentity  *identity);

G_END_DECLS
