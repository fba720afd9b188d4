/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-identity-row.h"

#include <glib/gi18n.h>

#include "smith-tip.h"

/**
 * SmithIdentityRow:
 *
 * An identity in the sidebar: a symbol, its name, its state in words; beside it a button where it is
 * not kept yet. A second click or a long touch opens its menu. Follows its identity; is recycled by
 * the list view. Says "chosen" before anything is done with its identity, so that the list selects it,
 * and "opened" when it was clicked.
 */
struct _SmithIdentityRow
{
  GtkWidget parent_instance;

  /* Owned */
  SmithIdentity *identity;
  GSignalGroup  *signals;
  GtkWidget     *menu;                /* (nullable): since it was opened first */
  GtkWidget     *keep_button;         /* (nullable): since it was needed first */

  /* Template */
  GtkWidget     *box;
  GtkImage      *icon;
  GtkLabel      *name_label;
  GtkLabel      *state_label;
};

enum
{
  PROP_0,
  PROP_IDENTITY,
  N_PROPS
};

enum
{
  CHOSEN,
  OPENED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SmithIdentityRow, smith_identity_row, GTK_TYPE_WIDGET)

static const char *
get_state_class (SmithIdentity *identity)
{
  switch (smith_identity_get_state (identity))
    {
    case SMITH_IDENTITY_STATE_DAMAGED:
    case SMITH_IDENTITY_STATE_EXPIRED:
      return "error";
    case SMITH_IDENTITY_STATE_EXPIRING:
    case SMITH_IDENTITY_STATE_NOT_YET_VALID:
      return "warning";
    case SMITH_IDENTITY_STATE_VALID:
      return "success";
    case SMITH_IDENTITY_STATE_EMPTY:
    case SMITH_IDENTITY_STATE_KEY_ONLY:
    case SMITH_IDENTITY_STATE_WAITING:
    default:
      return "dim-label";
    }
}

/* The list's own row is what a screen reader stops at. */
static void
update_accessible_label (SmithIdentityRow *self)
{
  GtkWidget *item = gtk_widget_get_parent (GTK_WIDGET (self));
  g_autofree char *text = NULL;

  if (item == NULL || self->identity == NULL)
    return;
  /* Translators: what a screen reader says of a row: "www.example.com, Valid until 3 March 2027" */
  text = g_strdup_printf (_("%s, %s"), smith_identity_get_name (self->identity),
                          smith_identity_get_state_text (self->identity));
  gtk_accessible_update_property (GTK_ACCESSIBLE (item), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static void
choose (SmithIdentityRow *self)
{
  g_signal_emit (self, signals[CHOSEN], 0);
}

static void
keep_clicked_cb (SmithIdentityRow *self)
{
  choose (self);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.keep", NULL);
}

/* A list view holds some hundred rows, few of which ever need a button. */
static void
update_keep_button (SmithIdentityRow *self)
{
  gboolean needed = !smith_identity_get_kept (self->identity);

  if (needed && self->keep_button == NULL)
    {
      self->keep_button = gtk_button_new_with_mnemonic (_("_Keep"));
      gtk_widget_set_valign (self->keep_button, GTK_ALIGN_CENTER);
      g_signal_connect_object (self->keep_button, "clicked", G_CALLBACK (keep_clicked_cb), self, G_CONNECT_SWAPPED);
      gtk_box_append (GTK_BOX (self->box), self->keep_button);
    }
  if (self->keep_button != NULL)
    gtk_widget_set_visible (self->keep_button, needed);
}

static void
update (SmithIdentityRow *self)
{
  const char *classes[] = { NULL, NULL };

  if (self->identity == NULL)
    return;
  classes[0] = get_state_class (self->identity);
  gtk_image_set_from_icon_name (self->icon, smith_identity_get_state_icon_name (self->identity));
  gtk_widget_set_css_classes (GTK_WIDGET (self->icon), classes);
  gtk_label_set_text (self->name_label, smith_identity_get_name (self->identity));
  smith_tip_set (GTK_WIDGET (self->name_label), smith_identity_get_name (self->identity));
  gtk_label_set_text (self->state_label, smith_identity_get_state_text (self->identity));
  smith_tip_set (GTK_WIDGET (self->state_label), smith_identity_get_state_text (self->identity));
  update_keep_button (self);
  update_accessible_label (self);
}

/* The menu comes with the release: one that opens under a button that is down gets no click afterwards (GTK 4.8, X11). */
static void
released_cb (GtkGestureClick  *gesture,
             int               n_press,
             double            x,
             double            y,
             SmithIdentityRow *self)
{
  guint button = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture));

  if (button == GDK_BUTTON_SECONDARY)
    smith_identity_row_popup_menu (self, x, y);
  else if (button == GDK_BUTTON_PRIMARY)
    g_signal_emit (self, signals[OPENED], 0);
}

static void
long_pressed_cb (SmithIdentityRow *self,
                 double            x,
                 double            y)
{
  smith_identity_row_popup_menu (self, x, y);
}

static void
smith_identity_row_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (smith_identity_row_parent_class)->root (widget);

  update_accessible_label (SMITH_IDENTITY_ROW (widget));
}

static void
smith_identity_row_size_allocate (GtkWidget *widget,
                                  int        width,
                                  int        height,
                                  int        baseline)
{
  SmithIdentityRow *self = SMITH_IDENTITY_ROW (widget);
  GtkWidget *child = gtk_widget_get_first_child (widget);

  gtk_widget_size_allocate (child, &(GtkAllocation) { 0, 0, width, height }, baseline);
  if (self->menu != NULL)
    gtk_popover_present (GTK_POPOVER (self->menu));
}

static void
smith_identity_row_measure (GtkWidget      *widget,
                            GtkOrientation  orientation,
                            int             for_size,
                            int            *minimum,
                            int            *natural,
                            int            *minimum_baseline,
                            int            *natural_baseline)
{
  gtk_widget_measure (gtk_widget_get_first_child (widget), orientation, for_size,
                      minimum, natural, minimum_baseline, natural_baseline);
}

static void
smith_identity_row_dispose (GObject *object)
{
  SmithIdentityRow *self = SMITH_IDENTITY_ROW (object);

  g_clear_object (&self->signals);
  g_clear_object (&self->identity);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  gtk_widget_dispose_template (GTK_WIDGET (self), SMITH_TYPE_IDENTITY_ROW);

  G_OBJECT_CLASS (smith_identity_row_parent_class)->dispose (object);
}

static void
smith_identity_row_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  SmithIdentityRow *self = SMITH_IDENTITY_ROW (object);

  switch (prop_id)
    {
    case PROP_IDENTITY:
      g_value_set_object (value, smith_identity_row_get_identity (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_identity_row_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  SmithIdentityRow *self = SMITH_IDENTITY_ROW (object);

  switch (prop_id)
    {
    case PROP_IDENTITY:
      smith_identity_row_set_identity (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_identity_row_class_init (SmithIdentityRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = smith_identity_row_dispose;
  object_class->get_property = smith_identity_row_get_property;
  object_class->set_property = smith_identity_row_set_property;

  widget_class->root = smith_identity_row_root;
  widget_class->measure = smith_identity_row_measure;
  widget_class->size_allocate = smith_identity_row_size_allocate;

  properties[PROP_IDENTITY] =
    g_param_spec_object ("identity", NULL, NULL, SMITH_TYPE_IDENTITY,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CHOSEN] =
    g_signal_new ("chosen", SMITH_TYPE_IDENTITY_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[OPENED] =
    g_signal_new ("opened", SMITH_TYPE_IDENTITY_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chainsmith/Chainsmith/smith-identity-row.ui");
  gtk_widget_class_set_css_name (widget_class, "identityrow");
  gtk_widget_class_bind_template_child (widget_class, SmithIdentityRow, box);
  gtk_widget_class_bind_template_child (widget_class, SmithIdentityRow, icon);
  gtk_widget_class_bind_template_child (widget_class, SmithIdentityRow, name_label);
  gtk_widget_class_bind_template_child (widget_class, SmithIdentityRow, state_label);
  gtk_widget_class_bind_template_callback (widget_class, long_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, released_cb);
}

static void
smith_identity_row_init (SmithIdentityRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->signals = g_signal_group_new (SMITH_TYPE_IDENTITY);
  g_signal_group_connect_swapped (self->signals, "notify::name", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->signals, "notify::state", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->signals, "notify::state-text", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->signals, "notify::kept", G_CALLBACK (update), self);
}

/**
 * smith_identity_row_get_identity:
 *
 * Returns: (nullable) (transfer none): what it shows
 */
SmithIdentity *
smith_identity_row_get_identity (SmithIdentityRow *self)
{
  g_return_val_if_fail (SMITH_IS_IDENTITY_ROW (self), NULL);

  return self->identity;
}

/**
 * smith_identity_row_set_identity:
 * @identity: (nullable): what to show
 */
void
smith_identity_row_set_identity (SmithIdentityRow *self,
                                 SmithIdentity    *identity)
{
  g_return_if_fail (SMITH_IS_IDENTITY_ROW (self));

  if (!g_set_object (&self->identity, identity))
    return;
  g_signal_group_set_target (self->signals, identity);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IDENTITY]);
}

/**
 * smith_identity_row_popup_menu:
 * @x: in the row
 * @y: in the row
 *
 * Opens the menu of the identity, which is selected before.
 */
void
smith_identity_row_popup_menu (SmithIdentityRow *self,
                               double            x,
                               double            y)
{
  g_return_if_fail (SMITH_IS_IDENTITY_ROW (self));

  choose (self);
  /* Made for the occasion: a list of thousands has many rows and one menu. */
  if (self->menu == NULL)
    {
      g_autoptr (GtkBuilder) builder =
        gtk_builder_new_from_resource ("/io/github/chainsmith/Chainsmith/smith-identity-menu.ui");

      self->menu = gtk_popover_menu_new_from_model (G_MENU_MODEL (gtk_builder_get_object (builder, "identity_menu")));
      gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
      gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
      gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
    }
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &(GdkRectangle) { (int) x, (int) y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->menu));
}
