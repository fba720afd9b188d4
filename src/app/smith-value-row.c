/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-value-row.h"

#include <glib/gi18n.h>

#include "smith-toast.h"

/**
 * SmithValueRow:
 *
 * A small label above a value that may be long and is never cut off. A click or Enter copies the value
 * and says so in a toast. Both texts are plain, not markup. Lives in an AdwPreferencesGroup or any GtkListBox.
 */
struct _SmithValueRow
{
  AdwActionRow parent_instance;

  /* Owned */
  char      *label;
  char      *value;
  gboolean   monospace;

  /* Template */
  GtkWidget *copy_image;
};

enum
{
  PROP_0,
  PROP_LABEL,
  PROP_VALUE,
  PROP_MONOSPACE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SmithValueRow, smith_value_row, ADW_TYPE_ACTION_ROW)

static void
update_accessible_label (SmithValueRow *self)
{
  g_autofree char *text = NULL;

  /* Translators: what a screen reader says of a row: "Serial number: 03:FF" */
  text = g_strdup_printf (_("%s: %s"), self->label != NULL ? self->label : "", self->value != NULL ? self->value : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static void
smith_value_row_activate (AdwActionRow *row)
{
  SmithValueRow *self = SMITH_VALUE_ROW (row);
  g_autofree char *title = NULL;

  if (self->value == NULL)
    return;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->value);
  /* Translators: %s is the label of a row, such as "Serial number" */
  title = g_strdup_printf (_("%s copied"), self->label);
  smith_toast_show (GTK_WIDGET (self), title);
}

static void
smith_value_row_finalize (GObject *object)
{
  SmithValueRow *self = SMITH_VALUE_ROW (object);

  g_free (self->label);
  g_free (self->value);

  G_OBJECT_CLASS (smith_value_row_parent_class)->finalize (object);
}

static void
smith_value_row_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  SmithValueRow *self = SMITH_VALUE_ROW (object);

  switch (prop_id)
    {
    case PROP_LABEL:
      g_value_set_string (value, smith_value_row_get_label (self));
      break;
    case PROP_VALUE:
      g_value_set_string (value, smith_value_row_get_value (self));
      break;
    case PROP_MONOSPACE:
      g_value_set_boolean (value, smith_value_row_get_monospace (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_value_row_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  SmithValueRow *self = SMITH_VALUE_ROW (object);

  switch (prop_id)
    {
    case PROP_LABEL:
      smith_value_row_set_label (self, g_value_get_string (value));
      break;
    case PROP_VALUE:
      smith_value_row_set_value (self, g_value_get_string (value));
      break;
    case PROP_MONOSPACE:
      smith_value_row_set_monospace (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_value_row_class_init (SmithValueRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  AdwActionRowClass *row_class = ADW_ACTION_ROW_CLASS (klass);

  object_class->finalize = smith_value_row_finalize;
  object_class->get_property = smith_value_row_get_property;
  object_class->set_property = smith_value_row_set_property;

  row_class->activate = smith_value_row_activate;

  properties[PROP_LABEL] =
    g_param_spec_string ("label", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_VALUE] =
    g_param_spec_string ("value", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_MONOSPACE] =
    g_param_spec_boolean ("monospace", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chainsmith/Chainsmith/smith-value-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SmithValueRow, copy_image);
}

/* A value that goes on in the next line must not look as if it had a hyphen there. */
static void
forbid_hyphens (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    {
      g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

      pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
      gtk_label_set_attributes (GTK_LABEL (widget), attributes);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    forbid_hyphens (child);
}

static void
smith_value_row_init (SmithValueRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  forbid_hyphens (GTK_WIDGET (self));
}

/**
 * smith_value_row_new:
 * @label: (nullable): what the value is
 * @value: (nullable): the value
 *
 * Returns: (transfer floating): a new row
 */
GtkWidget *
smith_value_row_new (const char *label,
                     const char *value)
{
  return g_object_new (SMITH_TYPE_VALUE_ROW, "label", label, "value", value, NULL);
}

/**
 * smith_value_row_get_label:
 *
 * Returns: (nullable) (transfer none): what the value is
 */
const char *
smith_value_row_get_label (SmithValueRow *self)
{
  g_return_val_if_fail (SMITH_IS_VALUE_ROW (self), NULL);

  return self->label;
}

/**
 * smith_value_row_set_label:
 * @label: (nullable): plain text
 */
void
smith_value_row_set_label (SmithValueRow *self,
                           const char    *label)
{
  g_return_if_fail (SMITH_IS_VALUE_ROW (self));

  if (g_strcmp0 (self->label, label) == 0)
    return;
  g_free (self->label);
  self->label = g_strdup (label);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), label != NULL ? label : "");
  update_accessible_label (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LABEL]);
}

/**
 * smith_value_row_get_value:
 *
 * Returns: (nullable) (transfer none): the value
 */
const char *
smith_value_row_get_value (SmithValueRow *self)
{
  g_return_val_if_fail (SMITH_IS_VALUE_ROW (self), NULL);

  return self->value;
}

/**
 * smith_value_row_set_value:
 * @value: (nullable): plain text, may have several lines; the row cannot be activated without
 */
void
smith_value_row_set_value (SmithValueRow *self,
                           const char    *value)
{
  g_return_if_fail (SMITH_IS_VALUE_ROW (self));

  if (g_strcmp0 (self->value, value) == 0)
    return;
  g_free (self->value);
  self->value = g_strdup (value);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), value != NULL ? value : "");
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), value != NULL);
  gtk_widget_set_visible (self->copy_image, value != NULL);
  update_accessible_label (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VALUE]);
}

/**
 * smith_value_row_get_monospace:
 *
 * Returns: whether the value is set in the monospace face
 */
gboolean
smith_value_row_get_monospace (SmithValueRow *self)
{
  g_return_val_if_fail (SMITH_IS_VALUE_ROW (self), FALSE);

  return self->monospace;
}

/**
 * smith_value_row_set_monospace:
 * @monospace: TRUE for numbers and fingerprints
 */
void
smith_value_row_set_monospace (SmithValueRow *self,
                               gboolean       monospace)
{
  g_return_if_fail (SMITH_IS_VALUE_ROW (self));

  monospace = !!monospace;
  if (self->monospace == monospace)
    return;
  self->monospace = monospace;
  if (monospace)
    gtk_widget_add_css_class (GTK_WIDGET (self), "smith-monospace");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "smith-monospace");
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MONOSPACE]);
}
