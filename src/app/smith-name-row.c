/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-name-row.h"

#include <glib/gi18n.h>

/**
 * SmithNameRow:
 *
 * One name of a request: its kind as a chip, what is wrong with it, buttons to move it to the top and to
 * remove it. Signals: "edit" (a click or Enter), "remove", "move" with how far (G_MININT: to the top).
 */
struct _SmithNameRow
{
  AdwActionRow    parent_instance;

  /* Owned */
  SmithNameEntry *entry;

  /* Template */
  GtkWidget      *chip;
  GtkWidget      *first_button;
  GtkWidget      *remove_button;
};

enum
{
  EDIT,
  MOVE,
  REMOVE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SmithNameRow, smith_name_row, ADW_TYPE_ACTION_ROW)

/* A hyphen where a line ends would look like a part of the domain name. */
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
first_clicked_cb (SmithNameRow *self)
{
  g_signal_emit (self, signals[MOVE], 0, G_MININT);
}

static void
remove_clicked_cb (SmithNameRow *self)
{
  g_signal_emit (self, signals[REMOVE], 0);
}

static gboolean
move_cb (GtkWidget *widget,
         GVariant  *args,
         gpointer   user_data)
{
  g_signal_emit (widget, signals[MOVE], 0, g_variant_get_int32 (args));

  return TRUE;
}

static gboolean
remove_cb (GtkWidget *widget,
           GVariant  *args,
           gpointer   user_data)
{
  g_signal_emit (widget, signals[REMOVE], 0);

  return TRUE;
}

static void
smith_name_row_activate (AdwActionRow *row)
{
  g_signal_emit (row, signals[EDIT], 0);
}

static void
smith_name_row_dispose (GObject *object)
{
  g_clear_object (&SMITH_NAME_ROW (object)->entry);

  G_OBJECT_CLASS (smith_name_row_parent_class)->dispose (object);
}

static void
smith_name_row_class_init (SmithNameRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = smith_name_row_dispose;
  ADW_ACTION_ROW_CLASS (klass)->activate = smith_name_row_activate;

  signals[EDIT] =
    g_signal_new ("edit", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[MOVE] =
    g_signal_new ("move", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  signals[REMOVE] =
    g_signal_new ("remove", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chainsmith/Chainsmith/smith-name-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SmithNameRow, chip);
  gtk_widget_class_bind_template_child (widget_class, SmithNameRow, first_button);
  gtk_widget_class_bind_template_child (widget_class, SmithNameRow, remove_button);
  gtk_widget_class_bind_template_callback (widget_class, first_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_clicked_cb);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Up, GDK_ALT_MASK, move_cb, "i", -1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Down, GDK_ALT_MASK, move_cb, "i", 1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Delete, 0, remove_cb, NULL);
}

static void
smith_name_row_init (SmithNameRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  forbid_hyphens (GTK_WIDGET (self));
}

/**
 * smith_name_row_new:
 * @entry: the name
 *
 * Returns: (transfer floating): a new row
 */
GtkWidget *
smith_name_row_new (SmithNameEntry *entry)
{
  SmithNameRow *self;
  g_autofree char *remove = NULL;
  g_autofree char *first = NULL;

  g_return_val_if_fail (SMITH_IS_NAME_ENTRY (entry), NULL);

  self = g_object_new (SMITH_TYPE_NAME_ROW, "title", smith_name_entry_get_text (entry), NULL);
  self->entry = g_object_ref (entry);
  gtk_label_set_label (GTK_LABEL (self->chip), smith_name_entry_get_kind (entry));
  if (smith_name_entry_get_error (entry) != NULL)
    {
      gtk_widget_add_css_class (GTK_WIDGET (self), "smith-invalid");
      gtk_widget_add_css_class (self->chip, "error");
      gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE, -1);
    }

  /* Translators: %s is a domain name */
  remove = g_strdup_printf (_("Remove %s"), smith_name_entry_get_text (entry));
  first = g_strdup_printf (_("Use %s as Common Name"), smith_name_entry_get_text (entry));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->remove_button), GTK_ACCESSIBLE_PROPERTY_LABEL, remove, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->first_button), GTK_ACCESSIBLE_PROPERTY_LABEL, first, -1);
  smith_name_row_set_place (self, FALSE, FALSE);

  return GTK_WIDGET (self);
}

/**
 * smith_name_row_get_entry:
 *
 * Returns: (transfer none): the name
 */
SmithNameEntry *
smith_name_row_get_entry (SmithNameRow *self)
{
  g_return_val_if_fail (SMITH_IS_NAME_ROW (self), NULL);

  return self->entry;
}

/**
 * smith_name_row_set_place:
 * @first: whether it is the first of the list
 * @common_name: whether it is the Common Name
 */
void
smith_name_row_set_place (SmithNameRow *self,
                          gboolean      first,
                          gboolean      common_name)
{
  const char *error;
  const char *subtitle;
  g_autofree char *label = NULL;

  g_return_if_fail (SMITH_IS_NAME_ROW (self));

  error = smith_name_entry_get_error (self->entry);
  subtitle = error != NULL ? error : common_name ? _("Also the Common Name") : "";
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle);
  gtk_widget_set_visible (self->first_button, !first && error == NULL);
  /* Translators: a name, its kind, and more about it, for a screen reader */
  label = g_strdup_printf (_("%s, %s. %s"), smith_name_entry_get_text (self->entry),
                           smith_name_entry_get_kind (self->entry), subtitle);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}
