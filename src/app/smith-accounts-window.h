/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "smith-workspace.h"

G_BEGIN_DECLS

/* The accounts of this computer: add, test, edit, remove. */
#define SMITH_TYPE_ACCOUNTS_WINDOW (smith_accounts_window_get_type ())
G_DECLARE_FINAL_TYPE (SmithAccountsWindow, smith_accounts_window, SMITH, ACCOUNTS_WINDOW, AdwWindow)

GtkWidget *smith_accounts_window_new (GtkWindow      *parent,
                                      SmithWorkspace *workspace);

G_END_DECLS
