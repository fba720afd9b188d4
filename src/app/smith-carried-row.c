/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-carried-row.h"

#include <glib/gi18n.h>

#include "smith-removal.h"

/**
 * SmithCarriedRow:
 *
 * The extensions that a #SmithRequestDraft carries over as they are from the request or the certificate that it began
 * with, such as the template of a Microsoft CA: each with its value, to be removed with Undo. Not seen where there are
 * none.
 */
struct _SmithCarriedRow
{
  AdwExpanderRow     parent_instance;

  /* Owned */
  SmithRequestDraft *draft;
  GSignalGroup      *draft_signals;
  char             **shown;            /* (nullable): what there are rows for */
  GPtrArray         *rows;             /* of GtkWidget */
};

G_DEFINE_FINAL_TYPE (SmithCarriedRow, smith_carried_row, ADW_TYPE_EXPANDER_ROW)

static void
undo_removal_cb (gpointer owner,
                 guint    position,
                 gpointer what)
{
  smith_request_draft_set_others (owner, what);
}

static void
remove_clicked_cb (SmithCarriedRow *self,
                   GtkWidget       *button)
{
  const char *other = g_object_get_data (G_OBJECT (button), "smith-other");
  g_autofree char *title = g_strdup (g_object_get_data (G_OBJECT (button), "smith-title"));
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) before = g_strdupv (self->shown);
  g_auto (GStrv) rest = NULL;

  for (char **each = self->shown; *each != NULL; each++)
    if (!g_str_equal (*each, other))
      g_strv_builder_add (builder, *each);
  rest = g_strv_builder_end (builder);

  /* The button goes with its row: the keyboard stays near. */
  gtk_widget_child_focus (gtk_widget_get_parent (GTK_WIDGET (self)), GTK_DIR_TAB_BACKWARD);
  smith_request_draft_set_others (self->draft, (const char * const *) rest);
  smith_removal_offer_undo (GTK_WIDGET (self), title, undo_removal_cb, self->draft, 0, g_steal_pointer (&before),
                            (GDestroyNotify) g_strfreev);
}

static void
add_row (SmithCarriedRow *self,
         const char      *other)
{
  SmithExtensionValue *value = smith_extensions_describe_other (other);
  GtkWidget *row, *button;
  g_autoptr (GString) subtitle = NULL;

  if (value == NULL)
    return;

  row = adw_action_row_new ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), value->name);
  subtitle = g_string_new (value->value);
  if (value->critical)
    g_string_append_printf (subtitle, " · %s", _("critical"));
  if (!g_str_equal (value->name, value->oid))
    g_string_append_printf (subtitle, "\n%s", value->oid);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle->str);
  /* A long one is read to its end in the preview. */
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 4);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);

  button = smith_removal_button_new (value->name);
  g_object_set_data_full (G_OBJECT (button), "smith-other", g_strdup (other), g_free);
  g_object_set_data_full (G_OBJECT (button), "smith-title", g_strdup (value->name), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (remove_clicked_cb), self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);

  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
  g_ptr_array_add (self->rows, row);
  smith_extension_value_free (value);
}

/* They are few: all are made again where one is another. */
static void
update_rows (SmithCarriedRow *self)
{
  static const char * const none[] = { NULL };
  const char * const *others = self->draft != NULL ? smith_request_draft_get_others (self->draft) : NULL;
  g_autofree char *summary = NULL;

  if (others == NULL)
    others = none;
  if (g_strv_equal (others, self->shown != NULL ? (const char * const *) self->shown : none))
    return;

  g_strfreev (self->shown);
  self->shown = g_strdupv ((char **) others);
  for (guint i = 0; i < self->rows->len; i++)
    adw_expander_row_remove (ADW_EXPANDER_ROW (self), g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (; *others != NULL; others++)
    add_row (self, *others);

  summary = self->draft != NULL ? smith_request_draft_dup_others_summary (self->draft) : NULL;
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), summary != NULL ? summary : "");
  gtk_widget_set_visible (GTK_WIDGET (self), self->rows->len > 0);
}

static void
smith_carried_row_dispose (GObject *object)
{
  SmithCarriedRow *self = SMITH_CARRIED_ROW (object);

  g_clear_object (&self->draft_signals);
  g_clear_object (&self->draft);
  g_clear_pointer (&self->shown, g_strfreev);
  g_clear_pointer (&self->rows, g_ptr_array_unref);

  G_OBJECT_CLASS (smith_carried_row_parent_class)->dispose (object);
}

static void
smith_carried_row_class_init (SmithCarriedRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = smith_carried_row_dispose;

  gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (klass),
                                               "/io/github/chainsmith/Chainsmith/smith-carried-row.ui");
}

static void
smith_carried_row_init (SmithCarriedRow *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self)), -1);
  self->draft_signals = g_signal_group_new (SMITH_TYPE_REQUEST_DRAFT);
  g_signal_group_connect_swapped (self->draft_signals, "changed", G_CALLBACK (update_rows), self);
}

/**
 * smith_carried_row_set_draft:
 * @draft: (nullable): whose extensions are shown
 */
void
smith_carried_row_set_draft (SmithCarriedRow   *self,
                             SmithRequestDraft *draft)
{
  g_return_if_fail (SMITH_IS_CARRIED_ROW (self));
  g_return_if_fail (draft == NULL || SMITH_IS_REQUEST_DRAFT (draft));

  if (!g_set_object (&self->draft, draft))
    return;

  g_signal_group_set_target (self->draft_signals, draft);
  update_rows (self);
}
