/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Scrolls while something is dragged near an edge of what scrolls. */
#define SMITH_TYPE_EDGE_SCROLLER (smith_edge_scroller_get_type ())
G_DECLARE_FINAL_TYPE (SmithEdgeScroller, smith_edge_scroller, SMITH, EDGE_SCROLLER, GObject)

SmithEdgeScroller *smith_edge_scroller_new    (GtkWidget         *widget);
void               smith_edge_scroller_motion (SmithEdgeScroller *self,
                                               double             x,
                                               double             y);
void               smith_edge_scroller_stop   (SmithEdgeScroller *self);

G_END_DECLS
