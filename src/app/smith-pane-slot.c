/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-pane-slot.h"

#include "smith-workspace.h"

/**
 * SmithPaneSlot:
 *
 * Stands in the window for a pane, and builds it when it is first seen: a window shows one of five,
 * and each of them is some hundred widgets. Hands its "workspace" and "identity" on.
 */
struct _SmithPaneSlot
{
  GtkWidget parent_instance;

  /* Owned */
  GtkWidget      *pane;
  SmithWorkspace *workspace;
  SmithIdentity  *identity;
  GType           pane_type;
  guint           fill_source;
};

enum
{
  PROP_0,
  PROP_PANE_TYPE,
  PROP_WORKSPACE,
  PROP_IDENTITY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SmithPaneSlot, smith_pane_slot, GTK_TYPE_WIDGET)

/* In pixels. */
#define LEAST_HEIGHT 200
#define USUAL_HEIGHT 600

static void
build_pane (SmithPaneSlot *self)
{
  if (self->pane != NULL)
    return;
  self->pane = g_object_new (self->pane_type, "workspace", self->workspace, NULL);
  /* Nobody sees a pane that has nothing to show yet. */
  gtk_widget_set_child_visible (self->pane, FALSE);
  gtk_widget_set_parent (self->pane, GTK_WIDGET (self));
}

static void
fill_pane (SmithPaneSlot *self)
{
  g_clear_handle_id (&self->fill_source, g_source_remove);
  g_object_set (self->pane, "identity", self->identity, NULL);
  gtk_widget_set_child_visible (self->pane, TRUE);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static gboolean
fill_pane_cb (gpointer user_data)
{
  SmithPaneSlot *self = user_data;

  self->fill_source = 0;
  fill_pane (self);

  return G_SOURCE_REMOVE;
}

/* Two turns of the main loop: the widgets, then what they show. */
static void
smith_pane_slot_map (GtkWidget *widget)
{
  SmithPaneSlot *self = SMITH_PANE_SLOT (widget);

  if (self->pane == NULL)
    {
      build_pane (self);
      self->fill_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, fill_pane_cb, self, NULL);
    }

  GTK_WIDGET_CLASS (smith_pane_slot_parent_class)->map (widget);
}

/* Every pane scrolls, so it fits any height. Asking it for one would shape each of its texts for a width
 * that it never gets, a third of the time that showing a pane takes. */
static void
smith_pane_slot_measure (GtkWidget      *widget,
                         GtkOrientation  orientation,
                         int             for_size,
                         int            *minimum,
                         int            *natural,
                         int            *minimum_baseline,
                         int            *natural_baseline)
{
  SmithPaneSlot *self = SMITH_PANE_SLOT (widget);

  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      *minimum = LEAST_HEIGHT;
      *natural = USUAL_HEIGHT;
    }
  else if (self->pane != NULL)
    gtk_widget_measure (self->pane, orientation, -1, minimum, natural, NULL, NULL);
}

static void
smith_pane_slot_size_allocate (GtkWidget *widget,
                               int        width,
                               int        height,
                               int        baseline)
{
  SmithPaneSlot *self = SMITH_PANE_SLOT (widget);

  if (self->pane != NULL && gtk_widget_get_child_visible (self->pane))
    gtk_widget_size_allocate (self->pane, &(GtkAllocation) { 0, 0, width, height }, baseline);
}

static void
smith_pane_slot_dispose (GObject *object)
{
  SmithPaneSlot *self = SMITH_PANE_SLOT (object);

  g_clear_handle_id (&self->fill_source, g_source_remove);
  g_clear_pointer (&self->pane, gtk_widget_unparent);
  g_clear_object (&self->workspace);
  g_clear_object (&self->identity);

  G_OBJECT_CLASS (smith_pane_slot_parent_class)->dispose (object);
}

static void
smith_pane_slot_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  SmithPaneSlot *self = SMITH_PANE_SLOT (object);

  switch (prop_id)
    {
    case PROP_PANE_TYPE:
      g_value_set_gtype (value, self->pane_type);
      break;
    case PROP_WORKSPACE:
      g_value_set_object (value, self->workspace);
      break;
    case PROP_IDENTITY:
      g_value_set_object (value, self->identity);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_pane_slot_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  SmithPaneSlot *self = SMITH_PANE_SLOT (object);

  switch (prop_id)
    {
    case PROP_PANE_TYPE:
      self->pane_type = g_value_get_gtype (value);
      break;
    case PROP_WORKSPACE:
      if (!g_set_object (&self->workspace, g_value_get_object (value)))
        return;
      if (self->pane != NULL)
        g_object_set (self->pane, "workspace", self->workspace, NULL);
      g_object_notify_by_pspec (object, pspec);
      break;
    case PROP_IDENTITY:
      if (!g_set_object (&self->identity, g_value_get_object (value)))
        return;
      if (self->pane != NULL)
        fill_pane (self);
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_pane_slot_class_init (SmithPaneSlotClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = smith_pane_slot_dispose;
  object_class->get_property = smith_pane_slot_get_property;
  object_class->set_property = smith_pane_slot_set_property;
  widget_class->map = smith_pane_slot_map;
  widget_class->measure = smith_pane_slot_measure;
  widget_class->size_allocate = smith_pane_slot_size_allocate;

  /**
   * SmithPaneSlot:pane-type:
   *
   * A widget with the properties "workspace" and "identity".
   */
  properties[PROP_PANE_TYPE] =
    g_param_spec_gtype ("pane-type", NULL, NULL, GTK_TYPE_WIDGET,
                        G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_WORKSPACE] =
    g_param_spec_object ("workspace", NULL, NULL, SMITH_TYPE_WORKSPACE,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_IDENTITY] =
    g_param_spec_object ("identity", NULL, NULL, SMITH_TYPE_IDENTITY,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
smith_pane_slot_init (SmithPaneSlot *self)
{
}

/**
 * smith_pane_slot_ensure_pane:
 *
 * Returns: (transfer none): the pane, built now where it was not yet
 */
GtkWidget *
smith_pane_slot_ensure_pane (SmithPaneSlot *self)
{
  g_return_val_if_fail (SMITH_IS_PANE_SLOT (self), NULL);

  if (self->pane == NULL || self->fill_source != 0)
    {
      build_pane (self);
      fill_pane (self);
    }

  return self->pane;
}
