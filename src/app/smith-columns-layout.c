/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-columns-layout.h"

/* A form narrower than this is better off with the whole width. */
#define MIN_COLUMN_WIDTH 340
#define SPACING 24

/**
 * SmithColumnsLayout:
 *
 * Puts children side by side, equally wide, where each gets at least 340 pixels; else one below the
 * other. Follows the text direction. (libadwaita 1.2 has no breakpoints.)
 */
struct _SmithColumnsLayout
{
  GtkLayoutManager parent_instance;
};

G_DEFINE_FINAL_TYPE (SmithColumnsLayout, smith_columns_layout, GTK_TYPE_LAYOUT_MANAGER)

/* How many columns there are at @width, and how wide each child is then. */
static int
count_columns (GtkWidget *widget,
               int        width,
               int       *column_width)
{
  int n = 0;
  int widest = MIN_COLUMN_WIDTH;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      int minimum;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
      widest = MAX (widest, minimum);
      n++;
    }

  if (n > 1 && width >= n * widest + (n - 1) * SPACING)
    {
      *column_width = (width - (n - 1) * SPACING) / n;
      return n;
    }
  *column_width = width;

  return 1;
}

static GtkSizeRequestMode
smith_columns_layout_get_request_mode (GtkLayoutManager *manager,
                                       GtkWidget        *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
smith_columns_layout_measure (GtkLayoutManager *manager,
                              GtkWidget        *widget,
                              GtkOrientation    orientation,
                              int               for_size,
                              int              *minimum,
                              int              *natural,
                              int              *minimum_baseline,
                              int              *natural_baseline)
{
  int column_width = -1;
  int columns = 1;

  *minimum = *natural = 0;
  if (orientation == GTK_ORIENTATION_VERTICAL && for_size >= 0)
    columns = count_columns (widget, for_size, &column_width);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      int child_minimum, child_natural;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, orientation, column_width, &child_minimum, &child_natural, NULL, NULL);
      if (orientation == GTK_ORIENTATION_HORIZONTAL)
        {
          *minimum = MAX (*minimum, child_minimum);
          *natural += (*natural > 0 ? SPACING : 0) + child_natural;
        }
      else if (columns > 1)
        {
          *minimum = MAX (*minimum, child_minimum);
          *natural = MAX (*natural, child_natural);
        }
      else
        {
          *minimum += (*minimum > 0 ? SPACING : 0) + child_minimum;
          *natural += (*natural > 0 ? SPACING : 0) + child_natural;
        }
    }
}

static void
smith_columns_layout_allocate (GtkLayoutManager *manager,
                               GtkWidget        *widget,
                               int               width,
                               int               height,
                               int               baseline)
{
  gboolean reverse = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int column_width;
  int columns = count_columns (widget, width, &column_width);
  int x = 0, y = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkAllocation place = { x, y, column_width, height };

      if (!gtk_widget_should_layout (child))
        continue;
      if (columns > 1)
        {
          if (reverse)
            place.x = width - x - column_width;
          x += column_width + SPACING;
        }
      else
        {
          gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, column_width, NULL, &place.height, NULL, NULL);
          y += place.height + SPACING;
        }
      gtk_widget_size_allocate (child, &place, -1);
    }
}

static void
smith_columns_layout_class_init (SmithColumnsLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->get_request_mode = smith_columns_layout_get_request_mode;
  layout_class->measure = smith_columns_layout_measure;
  layout_class->allocate = smith_columns_layout_allocate;
}

static void
smith_columns_layout_init (SmithColumnsLayout *self)
{
}

/**
 * smith_columns_layout_new:
 *
 * Returns: (transfer full): a new layout, for gtk_widget_set_layout_manager()
 */
GtkLayoutManager *
smith_columns_layout_new (void)
{
  return g_object_new (SMITH_TYPE_COLUMNS_LAYOUT, NULL);
}
