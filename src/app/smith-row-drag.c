/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-row-drag.h"

/* A row that is dragged to another place in its list: under the pointer hangs its picture, by where it was taken hold of;
 * where it comes from, it has the style class "dragged". */

#define DRAG_KEY "smith-row-drag"

typedef struct
{
  GtkWidget           *held;           /* borrowed: the row or in it */
  SmithRowDragPrepare  prepare;
  double               x;
  double               y;
} Drag;

static GdkContentProvider *
prepare_cb (GtkWidget *row,
            double     x,
            double     y)
{
  Drag *drag = g_object_get_data (G_OBJECT (row), DRAG_KEY);

  drag->x = x;
  drag->y = y;

  return drag->prepare (row);
}

static void
begin_cb (GtkWidget     *row,
          GdkDrag       *drag_and_drop,
          GtkDragSource *source)
{
  Drag *drag = g_object_get_data (G_OBJECT (row), DRAG_KEY);
  g_autoptr (GdkPaintable) live = gtk_widget_paintable_new (drag->held);
  g_autoptr (GdkPaintable) still = gdk_paintable_get_current_image (live);

  gtk_drag_source_set_icon (source, still, (int) drag->x, (int) drag->y);
  gtk_widget_add_css_class (row, "dragged");
}

static void
end_cb (GtkWidget *row)
{
  gtk_widget_remove_css_class (row, "dragged");
}

/**
 * smith_row_drag_add:
 * @row: what can be dragged to another place in its list
 * @held: @row or a widget in it: what is taken hold of, and hangs under the pointer as a picture
 * @prepare: says what travels
 *
 * Makes a drag source. A row that goes while it is dragged hears no more of it.
 */
void
smith_row_drag_add (GtkWidget           *row,
                    GtkWidget           *held,
                    SmithRowDragPrepare  prepare)
{
  GtkDragSource *source;
  Drag *drag;

  g_return_if_fail (GTK_IS_WIDGET (row));
  g_return_if_fail (GTK_IS_WIDGET (held));
  g_return_if_fail (prepare != NULL);

  drag = g_new0 (Drag, 1);
  drag->held = held;
  drag->prepare = prepare;
  g_object_set_data_full (G_OBJECT (row), DRAG_KEY, drag, g_free);
  source = gtk_drag_source_new ();
  gtk_drag_source_set_actions (source, GDK_ACTION_MOVE);
  g_signal_connect_object (source, "prepare", G_CALLBACK (prepare_cb), row, G_CONNECT_SWAPPED);
  g_signal_connect_object (source, "drag-begin", G_CALLBACK (begin_cb), row, G_CONNECT_SWAPPED);
  g_signal_connect_object (source, "drag-end", G_CALLBACK (end_cb), row, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (held, GTK_EVENT_CONTROLLER (source));
}
