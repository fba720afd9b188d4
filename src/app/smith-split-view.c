/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-split-view.h"

/**
 * SmithSplitView:
 *
 * Lays a sidebar beside its content. Where they do not fit side by side it is "folded": only one of
 * them is there, the content while "show-content" is set. What is common to libadwaita 1.2 and its
 * newest has no such widget that is not deprecated.
 *
 * "folded" and "roomy" (the content has room for wide things) change during allocation, before the
 * children are allocated, so that what follows them takes part in the same frame.
 */
struct _SmithSplitView
{
  GtkWidget parent_instance;

  /* Owned */
  GtkWidget *sidebar;
  GtkWidget *content;
  GtkWidget *separator;
  int        tried_width;         /* at which they were last tried side by side */
  gboolean   folded;
  gboolean   roomy;
  gboolean   show_content;
};

enum
{
  PROP_0,
  PROP_SIDEBAR,
  PROP_CONTENT,
  PROP_FOLDED,
  PROP_ROOMY,
  PROP_SHOW_CONTENT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void smith_split_view_buildable_init (GtkBuildableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SmithSplitView, smith_split_view, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, smith_split_view_buildable_init))

/* In application pixels. */
#define SIDEBAR_MIN_WIDTH 260
#define SIDEBAR_MAX_WIDTH 360
#define FOLD_WIDTH        760
#define ROOMY_WIDTH       800       /* of the content: the five panes in the header, symbol beside label */

static int
measure_width (GtkWidget *child)
{
  int minimum = 0;

  if (child != NULL)
    gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);

  return minimum;
}

static int
measure_height (GtkWidget *child,
                int        width,
                int       *natural)
{
  int minimum = 0;

  *natural = 0;
  if (child != NULL)
    gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, MAX (width, measure_width (child)),
                        &minimum, natural, NULL, NULL);

  return minimum;
}

static int
get_sidebar_width (SmithSplitView *self,
                   int             width)
{
  int wanted = CLAMP (width / 4, SIDEBAR_MIN_WIDTH, SIDEBAR_MAX_WIDTH);

  return MAX (wanted, measure_width (self->sidebar));
}

static void
update_child_visible (SmithSplitView *self)
{
  gboolean shows_content = !self->folded || self->show_content;
  gboolean shows_sidebar = !self->folded || !self->show_content;

  if (self->content != NULL)
    gtk_widget_set_child_visible (self->content, shows_content);
  if (self->sidebar != NULL)
    gtk_widget_set_child_visible (self->sidebar, shows_sidebar);
  gtk_widget_set_child_visible (self->separator, !self->folded);
}

static void
set_folded (SmithSplitView *self,
            gboolean        folded)
{
  if (self->folded == folded)
    return;
  self->folded = folded;
  if (folded)
    gtk_widget_add_css_class (GTK_WIDGET (self), "folded");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "folded");
  update_child_visible (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FOLDED]);
}

static void
set_roomy (SmithSplitView *self,
           gboolean        roomy)
{
  if (self->roomy == roomy)
    return;
  self->roomy = roomy;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ROOMY]);
}

static void
update_layout (SmithSplitView *self,
               int             width)
{
  int sidebar_width = get_sidebar_width (self, width);

  set_roomy (self, width >= FOLD_WIDTH && width - sidebar_width >= ROOMY_WIDTH);
  if (width < FOLD_WIDTH)
    {
      self->tried_width = 0;
      set_folded (self, TRUE);
      return;
    }

  /* Only side by side they tell how much they need. That is asked once at each width: what they needed at another
   * one, with other things shown, says nothing. */
  if (width != self->tried_width)
    set_folded (self, FALSE);
  self->tried_width = width;
  if (!self->folded)
    set_folded (self, width < sidebar_width + measure_width (self->content));
}

static GtkSizeRequestMode
smith_split_view_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
smith_split_view_measure (GtkWidget      *widget,
                          GtkOrientation  orientation,
                          int             for_size,
                          int            *minimum,
                          int            *natural,
                          int            *minimum_baseline,
                          int            *natural_baseline)
{
  SmithSplitView *self = SMITH_SPLIT_VIEW (widget);
  int sidebar_natural;
  int content_natural;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      int sidebar = measure_width (self->sidebar);

      /* Side by side the content may hold wide things that go away when it folds. */
      *minimum = self->folded ? MAX (sidebar, measure_width (self->content)) : sidebar;
      *natural = MAX (*minimum, FOLD_WIDTH);
    }
  else if (self->folded || for_size < 0)
    {
      int sidebar = measure_height (self->sidebar, for_size, &sidebar_natural);
      int content = measure_height (self->content, for_size, &content_natural);

      *minimum = MAX (sidebar, content);
      *natural = MAX (sidebar_natural, content_natural);
    }
  else
    {
      int sidebar_width = get_sidebar_width (self, for_size);
      int sidebar = measure_height (self->sidebar, sidebar_width, &sidebar_natural);
      int content = measure_height (self->content, for_size - sidebar_width, &content_natural);

      *minimum = MAX (sidebar, content);
      *natural = MAX (sidebar_natural, content_natural);
    }
}

static void
allocate (GtkWidget *child,
          int        x,
          int        width,
          int        height)
{
  if (child == NULL || !gtk_widget_should_layout (child))
    return;
  /* Read, so that GTK knows the child measured. */
  measure_width (child);
  gtk_widget_size_allocate (child, &(GtkAllocation) { x, 0, width, height }, -1);
}

static void
smith_split_view_size_allocate (GtkWidget *widget,
                                int        width,
                                int        height,
                                int        baseline)
{
  SmithSplitView *self = SMITH_SPLIT_VIEW (widget);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int sidebar_width;
  int content_width;

  update_layout (self, width);
  if (self->folded)
    {
      allocate (self->show_content ? self->content : self->sidebar, 0, width, height);
      return;
    }

  sidebar_width = get_sidebar_width (self, width);
  content_width = width - sidebar_width - 1;
  allocate (self->sidebar, rtl ? width - sidebar_width : 0, sidebar_width, height);
  allocate (self->separator, rtl ? content_width : sidebar_width, 1, height);
  allocate (self->content, rtl ? 0 : sidebar_width + 1, content_width, height);
}

static void
set_child (SmithSplitView  *self,
           GtkWidget      **place,
           GtkWidget       *child,
           GParamSpec      *pspec)
{
  if (*place == child)
    return;
  g_clear_pointer (place, gtk_widget_unparent);
  *place = child;
  if (child != NULL)
    {
      /* The sidebar is first for the keyboard. */
      if (place == &self->sidebar)
        gtk_widget_insert_after (child, GTK_WIDGET (self), NULL);
      else
        gtk_widget_insert_before (child, GTK_WIDGET (self), NULL);
    }
  update_child_visible (self);
  g_object_notify_by_pspec (G_OBJECT (self), pspec);
}

static void
smith_split_view_add_child (GtkBuildable *buildable,
                            GtkBuilder   *builder,
                            GObject      *child,
                            const char   *type)
{
  SmithSplitView *self = SMITH_SPLIT_VIEW (buildable);

  if (g_strcmp0 (type, "sidebar") == 0)
    set_child (self, &self->sidebar, GTK_WIDGET (child), properties[PROP_SIDEBAR]);
  else
    set_child (self, &self->content, GTK_WIDGET (child), properties[PROP_CONTENT]);
}

static void
smith_split_view_buildable_init (GtkBuildableIface *iface)
{
  iface->add_child = smith_split_view_add_child;
}

static void
smith_split_view_dispose (GObject *object)
{
  SmithSplitView *self = SMITH_SPLIT_VIEW (object);

  g_clear_pointer (&self->sidebar, gtk_widget_unparent);
  g_clear_pointer (&self->content, gtk_widget_unparent);
  g_clear_pointer (&self->separator, gtk_widget_unparent);

  G_OBJECT_CLASS (smith_split_view_parent_class)->dispose (object);
}

static void
smith_split_view_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  SmithSplitView *self = SMITH_SPLIT_VIEW (object);

  switch (prop_id)
    {
    case PROP_SIDEBAR:
      g_value_set_object (value, self->sidebar);
      break;
    case PROP_CONTENT:
      g_value_set_object (value, self->content);
      break;
    case PROP_FOLDED:
      g_value_set_boolean (value, smith_split_view_get_folded (self));
      break;
    case PROP_ROOMY:
      g_value_set_boolean (value, smith_split_view_get_roomy (self));
      break;
    case PROP_SHOW_CONTENT:
      g_value_set_boolean (value, smith_split_view_get_show_content (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_split_view_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  SmithSplitView *self = SMITH_SPLIT_VIEW (object);

  switch (prop_id)
    {
    case PROP_SIDEBAR:
      set_child (self, &self->sidebar, g_value_get_object (value), pspec);
      break;
    case PROP_CONTENT:
      set_child (self, &self->content, g_value_get_object (value), pspec);
      break;
    case PROP_SHOW_CONTENT:
      smith_split_view_set_show_content (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_split_view_class_init (SmithSplitViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = smith_split_view_dispose;
  object_class->get_property = smith_split_view_get_property;
  object_class->set_property = smith_split_view_set_property;

  widget_class->get_request_mode = smith_split_view_get_request_mode;
  widget_class->measure = smith_split_view_measure;
  widget_class->size_allocate = smith_split_view_size_allocate;

  properties[PROP_SIDEBAR] =
    g_param_spec_object ("sidebar", NULL, NULL, GTK_TYPE_WIDGET,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_CONTENT] =
    g_param_spec_object ("content", NULL, NULL, GTK_TYPE_WIDGET,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_FOLDED] =
    g_param_spec_boolean ("folded", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_ROOMY] =
    g_param_spec_boolean ("roomy", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SHOW_CONTENT] =
    g_param_spec_boolean ("show-content", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "splitview");
}

static void
smith_split_view_init (SmithSplitView *self)
{
  self->separator = gtk_separator_new (GTK_ORIENTATION_VERTICAL);
  gtk_widget_set_parent (self->separator, GTK_WIDGET (self));
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

/**
 * smith_split_view_get_folded:
 *
 * Returns: whether only one of the two is there
 */
gboolean
smith_split_view_get_folded (SmithSplitView *self)
{
  g_return_val_if_fail (SMITH_IS_SPLIT_VIEW (self), FALSE);

  return self->folded;
}

/**
 * smith_split_view_get_roomy:
 *
 * Returns: whether the content has room for wide things
 */
gboolean
smith_split_view_get_roomy (SmithSplitView *self)
{
  g_return_val_if_fail (SMITH_IS_SPLIT_VIEW (self), FALSE);

  return self->roomy;
}

/**
 * smith_split_view_get_show_content:
 *
 * Returns: whether the content is what is there when folded
 */
gboolean
smith_split_view_get_show_content (SmithSplitView *self)
{
  g_return_val_if_fail (SMITH_IS_SPLIT_VIEW (self), FALSE);

  return self->show_content;
}

/**
 * smith_split_view_set_show_content:
 * @show_content: what to show when folded; without effect on what is seen side by side
 */
void
smith_split_view_set_show_content (SmithSplitView *self,
                                   gboolean        show_content)
{
  g_return_if_fail (SMITH_IS_SPLIT_VIEW (self));

  show_content = !!show_content;
  if (self->show_content == show_content)
    return;
  self->show_content = show_content;
  update_child_visible (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOW_CONTENT]);
}
