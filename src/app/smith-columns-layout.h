/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Puts children side by side, equally wide, where there is room for it; else one below the other. */
#define SMITH_TYPE_COLUMNS_LAYOUT (smith_columns_layout_get_type ())
G_DECLARE_FINAL_TYPE (SmithColumnsLayout, smith_columns_layout, SMITH, COLUMNS_LAYOUT, GtkLayoutManager)

GtkLayoutManager *smith_columns_layout_new (void);

G_END_DECLS
