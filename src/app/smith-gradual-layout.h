/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A column whose children come up one after the other, one with each frame. */
#define SMITH_TYPE_GRADUAL_LAYOUT (smith_gradual_layout_get_type ())
G_DECLARE_FINAL_TYPE (SmithGradualLayout, smith_gradual_layout, SMITH, GRADUAL_LAYOUT, GtkLayoutManager)

G_END_DECLS
