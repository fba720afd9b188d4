/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Puts children one behind the other and goes on in a new line where the width ends, as words do. */
#define SMITH_TYPE_WRAP_LAYOUT (smith_wrap_layout_get_type ())
G_DECLARE_FINAL_TYPE (SmithWrapLayout, smith_wrap_layout, SMITH, WRAP_LAYOUT, GtkLayoutManager)

GtkLayoutManager *smith_wrap_layout_new (int spacing,
                                         int line_spacing);

G_END_DECLS
