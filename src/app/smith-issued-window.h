/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "smith-workspace.h"

G_BEGIN_DECLS

/* What an authority has issued: revoke, undo, export the list, sign the next request. */
#define SMITH_TYPE_ISSUED_WINDOW (smith_issued_window_get_type ())
G_DECLARE_FINAL_TYPE (SmithIssuedWindow, smith_issued_window, SMITH, ISSUED_WINDOW, AdwWindow)

GtkWidget *smith_issued_window_new (SmithWorkspace *workspace,
                                    SmithIdentity  *identity);

G_END_DECLS
