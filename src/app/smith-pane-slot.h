/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The place of a pane, which is built when it is first seen. */
#define SMITH_TYPE_PANE_SLOT (smith_pane_slot_get_type ())
G_DECLARE_FINAL_TYPE (SmithPaneSlot, smith_pane_slot, SMITH, PANE_SLOT, GtkWidget)

GtkWidget *smith_pane_slot_ensure_pane (SmithPaneSlot *self);

G_END_DECLS
