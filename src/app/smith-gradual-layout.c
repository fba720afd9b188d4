/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-gradual-layout.h"

/**
 * SmithGradualLayout:
 *
 * A column of what a pane shows, from top to bottom. What has become visible comes up one child with each
 * frame: to lay out a whole pane at once, each label with its text shaped anew, takes longer than a frame
 * lasts, and the window would stand still for as long. What has come up stays until it is hidden.
 */
struct _SmithGradualLayout
{
  GtkLayoutManager parent_instance;

  int              spacing; /* in pixels */
  guint            tick_id;
  gboolean         has_raised; /* since the last allocation */
};

enum
{
  PROP_0,
  PROP_SPACING,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SmithGradualLayout, smith_gradual_layout, GTK_TYPE_LAYOUT_MANAGER)

/* Set on a child that has come up. */
static G_DEFINE_QUARK (smith-gradual-layout-is-up, is_up)

static gboolean
takes_part (GtkWidget *child)
{
  return gtk_widget_should_layout (child) && g_object_get_qdata (G_OBJECT (child), is_up_quark ()) != NULL;
}

static GtkWidget *
find_waiting (GtkWidget *widget)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_should_layout (child) && !takes_part (child))
      return child;

  return NULL;
}

static gboolean
raise_next_cb (GtkWidget     *widget,
               GdkFrameClock *clock,
               gpointer       user_data)
{
  SmithGradualLayout *self = user_data;
  GtkWidget *child;

  /* A window that grows may be laid out some frames later. */
  if (self->has_raised)
    return G_SOURCE_CONTINUE;
  child = find_waiting (widget);
  if (child == NULL)
    {
      self->tick_id = 0;
      return G_SOURCE_REMOVE;
    }
  g_object_set_qdata (G_OBJECT (child), is_up_quark (), GINT_TO_POINTER (TRUE));
  self->has_raised = TRUE;
  gtk_widget_queue_resize (widget);

  return G_SOURCE_CONTINUE;
}

static GtkSizeRequestMode
smith_gradual_layout_get_request_mode (GtkLayoutManager *manager,
                                       GtkWidget        *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* How wide for a height is not asked of the children, as with SmithPageLayout. */
static void
smith_gradual_layout_measure (GtkLayoutManager *manager,
                              GtkWidget        *widget,
                              GtkOrientation    orientation,
                              int               for_size,
                              int              *minimum,
                              int              *natural,
                              int              *minimum_baseline,
                              int              *natural_baseline)
{
  SmithGradualLayout *self = SMITH_GRADUAL_LAYOUT (manager);
  int before = 0;

  *minimum = *natural = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      int child_minimum, child_natural;

      if (!takes_part (child))
        continue;
      gtk_widget_measure (child, orientation, orientation == GTK_ORIENTATION_VERTICAL ? for_size : -1,
                          &child_minimum, &child_natural, NULL, NULL);
      if (orientation == GTK_ORIENTATION_HORIZONTAL)
        {
          *minimum = MAX (*minimum, child_minimum);
          *natural = MAX (*natural, child_natural);
        }
      else
        {
          *minimum += before + child_minimum;
          *natural += before + child_natural;
          before = self->spacing;
        }
    }
}

static void
smith_gradual_layout_allocate (GtkLayoutManager *manager,
                               GtkWidget        *widget,
                               int               width,
                               int               height,
                               int               baseline)
{
  SmithGradualLayout *self = SMITH_GRADUAL_LAYOUT (manager);
  int y = 0;

  self->has_raised = FALSE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      int natural;

      /* What is hidden will have to wait once more. */
      if (!gtk_widget_should_layout (child))
        {
          g_object_set_qdata (G_OBJECT (child), is_up_quark (), NULL);
          gtk_widget_set_child_visible (child, FALSE);
          continue;
        }
      gtk_widget_set_child_visible (child, takes_part (child));
      if (!takes_part (child))
        continue;
      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, NULL, &natural, NULL, NULL);
      gtk_widget_size_allocate (child, &(GtkAllocation) { 0, y, width, natural }, -1);
      y += natural + self->spacing;
    }
  if (self->tick_id == 0 && find_waiting (widget) != NULL)
    self->tick_id = gtk_widget_add_tick_callback (widget, raise_next_cb, self, NULL);
}

/* Else the first map of all would come before the first allocation says who waits. */
static void
smith_gradual_layout_root (GtkLayoutManager *manager)
{
  GtkWidget *widget = gtk_layout_manager_get_widget (manager);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    gtk_widget_set_child_visible (child, takes_part (child));
}

static void
smith_gradual_layout_unroot (GtkLayoutManager *manager)
{
  SmithGradualLayout *self = SMITH_GRADUAL_LAYOUT (manager);

  if (self->tick_id != 0)
    gtk_widget_remove_tick_callback (gtk_layout_manager_get_widget (manager), self->tick_id);
  self->tick_id = 0;
  self->has_raised = FALSE;
}

static void
smith_gradual_layout_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  SmithGradualLayout *self = SMITH_GRADUAL_LAYOUT (object);

  switch (prop_id)
    {
    case PROP_SPACING:
      g_value_set_int (value, self->spacing);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_gradual_layout_set_property (GObject      *object,
                                   guint         prop_id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  SmithGradualLayout *self = SMITH_GRADUAL_LAYOUT (object);

  switch (prop_id)
    {
    case PROP_SPACING:
      self->spacing = g_value_get_int (value);
      gtk_layout_manager_layout_changed (GTK_LAYOUT_MANAGER (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_gradual_layout_class_init (SmithGradualLayoutClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  object_class->get_property = smith_gradual_layout_get_property;
  object_class->set_property = smith_gradual_layout_set_property;

  layout_class->get_request_mode = smith_gradual_layout_get_request_mode;
  layout_class->measure = smith_gradual_layout_measure;
  layout_class->allocate = smith_gradual_layout_allocate;
  layout_class->root = smith_gradual_layout_root;
  layout_class->unroot = smith_gradual_layout_unroot;

  properties[PROP_SPACING] =
    g_param_spec_int ("spacing", NULL, NULL, 0, G_MAXINT, 0, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
smith_gradual_layout_init (SmithGradualLayout *self)
{
}
