/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The children over each other, as GtkBinLayout lays them; never asks how wide they must be for a height. */
#define SMITH_TYPE_PAGE_LAYOUT (smith_page_layout_get_type ())
G_DECLARE_FINAL_TYPE (SmithPageLayout, smith_page_layout, SMITH, PAGE_LAYOUT, GtkLayoutManager)

G_END_DECLS
