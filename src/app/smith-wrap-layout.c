/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-wrap-layout.h"

/**
 * SmithWrapLayout:
 *
 * Puts children one behind the other and goes on in a new line where the width ends, as words do.
 * Each child gets its natural width, or the whole line where that is narrower. Follows the text direction.
 */
struct _SmithWrapLayout
{
  GtkLayoutManager parent_instance;

  int spacing;
  int line_spacing;
};

enum
{
  PROP_0,
  PROP_SPACING,
  PROP_LINE_SPACING,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SmithWrapLayout, smith_wrap_layout, GTK_TYPE_LAYOUT_MANAGER)

/* Goes through the children as they lie at @width; allocates them where @allocate says so.
 * Returns the height that they take. */
static int
flow (SmithWrapLayout *self,
      GtkWidget       *widget,
      int              width,
      gboolean         allocate)
{
  gboolean reverse = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  GtkWidget *line_start = gtk_widget_get_first_child (widget);
  int y = 0;

  while (line_start != NULL)
    {
      GtkWidget *line_end = NULL;
      int line_height = 0;
      int x = 0;

      /* What fits into this line, and how high it is. */
      for (GtkWidget *child = line_start; child != NULL; child = gtk_widget_get_next_sibling (child))
        {
          int natural, height, child_width;

          line_end = child;
          if (!gtk_widget_should_layout (child))
            continue;
          gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
          child_width = MIN (natural, width);
          if (x > 0 && x + self->spacing + child_width > width)
            break;
          gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, child_width, NULL, &height, NULL, NULL);
          line_height = MAX (line_height, height);
          x += (x > 0 ? self->spacing : 0) + child_width;
          line_end = gtk_widget_get_next_sibling (child);
        }

      if (x == 0)
        break;
      if (y > 0)
        y += self->line_spacing;

      x = 0;
      for (GtkWidget *child = line_start; allocate && child != line_end; child = gtk_widget_get_next_sibling (child))
        {
          GtkAllocation place = { 0, y, 0, line_height };

          if (!gtk_widget_should_layout (child))
            continue;
          gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &place.width, NULL, NULL);
          place.width = MIN (place.width, width);
          place.x = reverse ? width - x - place.width : x;
          gtk_widget_size_allocate (child, &place, -1);
          x += place.width + self->spacing;
        }

      y += line_height;
      line_start = line_end;
    }

  return y;
}

static GtkSizeRequestMode
smith_wrap_layout_get_request_mode (GtkLayoutManager *manager,
                                    GtkWidget        *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
measure_width (SmithWrapLayout *self,
               GtkWidget       *widget,
               int             *minimum,
               int             *natural)
{
  *minimum = *natural = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      int child_minimum, child_natural;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &child_minimum, &child_natural, NULL, NULL);
      *minimum = MAX (*minimum, child_minimum);
      *natural += (*natural > 0 ? self->spacing : 0) + child_natural;
    }
}

static void
smith_wrap_layout_measure (GtkLayoutManager *manager,
                           GtkWidget        *widget,
                           GtkOrientation    orientation,
                           int               for_size,
                           int              *minimum,
                           int              *natural,
                           int              *minimum_baseline,
                           int              *natural_baseline)
{
  SmithWrapLayout *self = SMITH_WRAP_LAYOUT (manager);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      measure_width (self, widget, minimum, natural);
    }
  else
    {
      if (for_size < 0)
        {
          int narrowest;

          measure_width (self, widget, &narrowest, &for_size);
          *minimum = *natural = flow (self, widget, for_size, FALSE);
        }
      else
        {
          *minimum = *natural = flow (self, widget, for_size, FALSE);
        }
    }
}

static void
smith_wrap_layout_allocate (GtkLayoutManager *manager,
                            GtkWidget        *widget,
                            int               width,
                            int               height,
                            int               baseline)
{
  flow (SMITH_WRAP_LAYOUT (manager), widget, width, TRUE);
}

static void
smith_wrap_layout_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  SmithWrapLayout *self = SMITH_WRAP_LAYOUT (object);

  switch (prop_id)
    {
    case PROP_SPACING:
      g_value_set_int (value, self->spacing);
      break;
    case PROP_LINE_SPACING:
      g_value_set_int (value, self->line_spacing);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_wrap_layout_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  SmithWrapLayout *self = SMITH_WRAP_LAYOUT (object);
  int *place;

  switch (prop_id)
    {
    case PROP_SPACING:
      place = &self->spacing;
      break;
    case PROP_LINE_SPACING:
      place = &self->line_spacing;
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      return;
    }

  if (*place == g_value_get_int (value))
    return;
  *place = g_value_get_int (value);
  gtk_layout_manager_layout_changed (GTK_LAYOUT_MANAGER (self));
  g_object_notify_by_pspec (object, pspec);
}

static void
smith_wrap_layout_class_init (SmithWrapLayoutClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  object_class->get_property = smith_wrap_layout_get_property;
  object_class->set_property = smith_wrap_layout_set_property;
  layout_class->get_request_mode = smith_wrap_layout_get_request_mode;
  layout_class->measure = smith_wrap_layout_measure;
  layout_class->allocate = smith_wrap_layout_allocate;

  properties[PROP_SPACING] =
    g_param_spec_int ("spacing", NULL, NULL, 0, G_MAXINT, 0,
                      G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_LINE_SPACING] =
    g_param_spec_int ("line-spacing", NULL, NULL, 0, G_MAXINT, 0,
                      G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
smith_wrap_layout_init (SmithWrapLayout *self)
{
}

/**
 * smith_wrap_layout_new:
 * @spacing: pixels between two children of a line
 * @line_spacing: pixels between two lines
 *
 * Returns: (transfer full): a new layout, for gtk_widget_set_layout_manager()
 */
GtkLayoutManager *
smith_wrap_layout_new (int spacing,
                       int line_spacing)
{
  return g_object_new (SMITH_TYPE_WRAP_LAYOUT, "spacing", spacing, "line-spacing", line_spacing, NULL);
}
