/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A sidebar and its content, side by side or, where there is no room, one at a time. */
#define SMITH_TYPE_SPLIT_VIEW (smith_split_view_get_type ())
G_DECLARE_FINAL_TYPE (SmithSplitView, smith_split_view, SMITH, SPLIT_VIEW, GtkWidget)

gboolean smith_split_view_get_folded       (SmithSplitView *self);
gboolean smith_split_view_get_roomy        (SmithSplitView *self);
gboolean smith_split_view_get_show_content (SmithSplitView *self);
void     smith_split_view_set_show_content (SmithSplitView *self,
                                            gboolean        show_content);

G_END_DECLS
