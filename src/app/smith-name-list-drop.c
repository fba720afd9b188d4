/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-name-list-private.h"

#include "smith-name-row.h"

/* The names of a list, reordered by the pointer: the mark where one would go, and the list that scrolls meanwhile. */

/* The gap at @y: 0 is the one above the first name. */
static guint
find_gap (SmithNameList *self,
          double         y)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_y (self->list_box, (int) y);
  graphene_rect_t box;

  if (row == NULL)
    return y < 0 ? 0 : smith_name_list_count (self);
  if (!gtk_widget_compute_bounds (GTK_WIDGET (row), GTK_WIDGET (self->list_box), &box))
    return 0;

  return (guint) gtk_list_box_row_get_index (row) + (y > box.origin.y + box.size.height / 2 ? 1 : 0);
}

static void
show_mark (SmithNameList *self,
           gboolean       show)
{
  guint n = smith_name_list_count (self);
  guint gap = show ? find_gap (self, self->drop_y) : 0;

  for (guint i = 0; i < n && smith_name_list_get_row (self, i) != NULL; i++)
    {
      SmithNameRowMark mark = SMITH_NAME_ROW_MARK_NONE;

      if (show && i == gap)
        mark = SMITH_NAME_ROW_MARK_ABOVE;
      else if (show && gap == n && i == n - 1)
        mark = SMITH_NAME_ROW_MARK_BELOW;
      smith_name_row_set_mark (SMITH_NAME_ROW (smith_name_list_get_row (self, i)), mark);
    }
}

static void
scrolled_cb (SmithNameList *self,
             double         distance)
{
  self->drop_y += distance;
  show_mark (self, TRUE);
}

static GdkDragAction
drop_motion_cb (SmithNameList *self,
                double         x,
                double         y)
{
  self->drop_y = y;
  show_mark (self, TRUE);
  smith_edge_scroller_motion (self->scroller, x, y);

  return GDK_ACTION_MOVE;
}

static void
drop_leave_cb (SmithNameList *self)
{
  smith_edge_scroller_stop (self->scroller);
  show_mark (self, FALSE);
}

static gboolean
drop_cb (SmithNameList *self,
         const GValue  *value,
         double         x,
         double         y)
{
  guint gap = find_gap (self, y);
  guint from;

  drop_leave_cb (self);
  /* Names of another window's list are not ours to take away. */
  if (!smith_name_list_find (self, g_value_get_object (value), &from))
    return FALSE;

  /* The gap was counted with the row still in its place. */
  smith_name_list_move (self, from, gap > from ? gap - 1 : gap);

  return TRUE;
}

/**
 * smith_name_list_init_drop:
 *
 * Lets the names be reordered by the pointer.
 */
void
smith_name_list_init_drop (SmithNameList *self)
{
  GtkDropTarget *target = gtk_drop_target_new (SMITH_TYPE_NAME_ENTRY, GDK_ACTION_MOVE);

  self->scroller = smith_edge_scroller_new (GTK_WIDGET (self->list_box));
  g_signal_connect_object (self->scroller, "scrolled", G_CALLBACK (scrolled_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (target, "enter", G_CALLBACK (drop_motion_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (target, "motion", G_CALLBACK (drop_motion_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (target, "leave", G_CALLBACK (drop_leave_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->list_box), GTK_EVENT_CONTROLLER (target));
}
