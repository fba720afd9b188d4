/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-attributes-row.h"

#include <glib/gi18n.h>

#include "smith-message-row.h"
#include "smith-removal.h"

/**
 * SmithAttributesRow:
 *
 * The further attributes of the #SmithRequestDraft of a request: a second organizational unit, a number in a
 * register. Each is an entry with its reason below it; a menu adds one, removing has Undo.
 */
struct _SmithAttributesRow
{
  AdwExpanderRow     parent_instance;

  /* Owned */
  SmithRequestDraft *draft;
  GSignalGroup      *extra_signals;
  GPtrArray         *rows;              /* of GtkWidget: entries and their messages, by turns */

  /* Template */
  GtkWidget         *add_row;
  GtkMenuButton     *add_button;
};

G_DEFINE_FINAL_TYPE (SmithAttributesRow, smith_attributes_row, ADW_TYPE_EXPANDER_ROW)

static GListModel *
get_extra (SmithAttributesRow *self)
{
  return self->draft != NULL ? smith_request_draft_get_extra (self->draft) : NULL;
}

static guint
count_extra (SmithAttributesRow *self)
{
  return self->draft != NULL ? g_list_model_get_n_items (get_extra (self)) : 0;
}

static void
update_subtitle (SmithAttributesRow *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < count_extra (self); i++)
    {
      g_autoptr (SmithRdnEntry) entry = g_list_model_get_item (get_extra (self), i);

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", smith_rdn_entry_get_title (entry));
    }
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self),
                                 text->len > 0 ? text->str : _("A second unit, the number in a register, an address …"));
}

static void
undo_removal_cb (gpointer owner,
                 guint    position,
                 gpointer what)
{
  guint last = g_list_model_get_n_items (smith_request_draft_get_extra (owner));

  smith_request_draft_insert_extra (owner, MIN (position, last), what);
}

static void
remove_clicked_cb (SmithAttributesRow *self,
                   GtkWidget          *button)
{
  SmithRdnEntry *entry = g_object_get_data (G_OBJECT (button), "smith-entry");

  for (guint i = 0; i < count_extra (self); i++)
    {
      g_autoptr (SmithRdnEntry) other = g_list_model_get_item (get_extra (self), i);

      if (other != entry)
        continue;
      smith_request_draft_remove_extra (self->draft, i);
      gtk_widget_grab_focus (GTK_WIDGET (self->add_button));
      smith_removal_offer_undo (GTK_WIDGET (self), smith_rdn_entry_get_title (other), undo_removal_cb, self->draft, i,
                                g_object_ref (other), g_object_unref);
      return;
    }
}

static void
add_rows (SmithAttributesRow *self,
          SmithRdnEntry      *entry)
{
  GtkWidget *row = adw_entry_row_new ();
  GtkWidget *button = smith_removal_button_new (smith_rdn_entry_get_title (entry));
  GtkWidget *message = smith_message_row_new (row);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), smith_rdn_entry_get_title (entry));
  adw_entry_row_set_input_hints (ADW_ENTRY_ROW (row), GTK_INPUT_HINT_NO_SPELLCHECK | GTK_INPUT_HINT_NO_EMOJI);
  g_object_bind_property (entry, "value", row, "text", G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
  g_object_bind_property (entry, "error", message, "message", G_BINDING_SYNC_CREATE);

  g_object_set_data_full (G_OBJECT (button), "smith-entry", g_object_ref (entry), g_object_unref);
  g_signal_connect_object (button, "clicked", G_CALLBACK (remove_clicked_cb), self, G_CONNECT_SWAPPED);
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (row), button);

  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), message);
  g_ptr_array_add (self->rows, row);
  g_ptr_array_add (self->rows, message);
}

/* They are few: all are made again, and what adds one stays last. */
static void
update_rows (SmithAttributesRow *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_expander_row_remove (ADW_EXPANDER_ROW (self), g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);

  g_object_ref (self->add_row);
  adw_expander_row_remove (ADW_EXPANDER_ROW (self), self->add_row);
  for (guint i = 0; i < count_extra (self); i++)
    {
      g_autoptr (SmithRdnEntry) entry = g_list_model_get_item (get_extra (self), i);

      add_rows (self, entry);
    }
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), self->add_row);
  g_object_unref (self->add_row);
  update_subtitle (self);
}

static void
add_action_cb (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  SmithAttributesRow *self = SMITH_ATTRIBUTES_ROW (widget);

  if (self->draft == NULL)
    return;

  smith_request_draft_add_extra (self->draft, g_variant_get_string (parameter, NULL), "");
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self), TRUE);
  if (self->rows->len >= 2)
    gtk_widget_grab_focus (g_ptr_array_index (self->rows, self->rows->len - 2));
}

static GMenuModel *
create_menu (void)
{
  GMenu *menu = g_menu_new ();

  for (guint i = 0; i < smith_rdn_attribute_get_n_rows (); i++)
    {
      g_autoptr (GMenuItem) item = g_menu_item_new (smith_rdn_attribute_get_title (i), NULL);

      g_menu_item_set_action_and_target (item, "attributes.add", "s", smith_rdn_attribute_get_nick (i));
      g_menu_append_item (menu, item);
    }

  return G_MENU_MODEL (menu);
}

static void
smith_attributes_row_dispose (GObject *object)
{
  SmithAttributesRow *self = SMITH_ATTRIBUTES_ROW (object);

  g_clear_object (&self->extra_signals);
  g_clear_object (&self->draft);
  g_clear_pointer (&self->rows, g_ptr_array_unref);

  G_OBJECT_CLASS (smith_attributes_row_parent_class)->dispose (object);
}

static void
smith_attributes_row_class_init (SmithAttributesRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = smith_attributes_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chainsmith/Chainsmith/smith-attributes-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SmithAttributesRow, add_row);
  gtk_widget_class_bind_template_child (widget_class, SmithAttributesRow, add_button);
  gtk_widget_class_install_action (widget_class, "attributes.add", "s", add_action_cb);
}

static void
smith_attributes_row_init (SmithAttributesRow *self)
{
  g_autoptr (GMenuModel) menu = create_menu ();

  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_menu_model (self->add_button, menu);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self)), -1);
  self->extra_signals = g_signal_group_new (G_TYPE_LIST_MODEL);
  g_signal_group_connect_swapped (self->extra_signals, "items-changed", G_CALLBACK (update_rows), self);
  update_subtitle (self);
}

/**
 * smith_attributes_row_set_draft:
 * @draft: (nullable): whose attributes are shown
 */
void
smith_attributes_row_set_draft (SmithAttributesRow *self,
                                SmithRequestDraft  *draft)
{
  g_return_if_fail (SMITH_IS_ATTRIBUTES_ROW (self));
  g_return_if_fail (draft == NULL || SMITH_IS_REQUEST_DRAFT (draft));

  if (!g_set_object (&self->draft, draft))
    return;

  g_signal_group_set_target (self->extra_signals, get_extra (self));
  update_rows (self);
  /* What is filled in is seen. */
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self), count_extra (self) > 0);
}
