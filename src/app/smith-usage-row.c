/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-usage-row.h"

#include <glib/gi18n.h>

#include "smith-message-row.h"
#include "smith-name-splitter.h"
#include "smith-tip.h"
#include "smith-wrap-layout.h"

/**
 * SmithUsageRow:
 *
 * What a key may be used for, as a request asks for it or a certificate grants it. Its subtitle says it in
 * words. Emits "edited" when a person changed something, and "reset" when what is usual is wanted again.
 */
struct _SmithUsageRow
{
  AdwExpanderRow   parent_instance;

  /* Owned */
  SmithExtensions *extensions;        /* as they were set: with what is not shown here */
  gboolean         showing;           /* what was set is being shown: nothing was edited */

  /* Template */
  GtkWidget       *usage_box;
  GtkWidget       *extended_box;
  GtkWidget       *others_row;
  SmithMessageRow *others_message;
  GtkWidget       *staple_switch;
  GtkWidget       *reset_row;
};

enum
{
  EDITED,
  RESET,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SmithUsageRow, smith_usage_row, ADW_TYPE_EXPANDER_ROW)

static gboolean
is_named (const char *usage)
{
  for (guint i = 0; i < smith_extended_key_usage_get_n_rows (); i++)
    if (g_str_equal (usage, smith_extended_key_usage_get_nick (i)))
      return TRUE;

  return FALSE;
}

static gboolean
has_usage (const SmithExtensions *extensions,
           const char            *usage)
{
  return extensions->extended_key_usages != NULL &&
         g_strv_contains ((const char * const *) extensions->extended_key_usages, usage);
}

static void
append (GString    *text,
        const char *separator,
        const char *word)
{
  g_string_append_printf (text, "%s%s", text->len > 0 ? separator : "", word);
}

static void
update_subtitle (SmithUsageRow *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < SMITH_N_KEY_USAGES; i++)
    if ((self->extensions->key_usage & (SmithKeyUsage) (1 << i)) != 0)
      append (text, ", ", smith_key_usage_get_title ((SmithKeyUsage) (1 << i)));
  for (guint i = 0; i < smith_extended_key_usage_get_n_rows (); i++)
    if (has_usage (self->extensions, smith_extended_key_usage_get_nick (i)))
      append (text, ", ", smith_extended_key_usage_get_title (i));
  for (guint i = 0; self->extensions->extended_key_usages != NULL && self->extensions->extended_key_usages[i] != NULL; i++)
    if (!is_named (self->extensions->extended_key_usages[i]))
      append (text, ", ", self->extensions->extended_key_usages[i]);
  if (self->extensions->must_staple)
    append (text, ", ", _("Must-staple"));
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), text->len > 0 ? text->str : _("The CA decides"));
  /* The line ends where the row does. */
  smith_tip_set (GTK_WIDGET (self), text->len > 0 ? text->str : NULL);
}

static void
edited_cb (SmithUsageRow *self)
{
  if (!self->showing)
    g_signal_emit (self, signals[EDITED], 0);
}

static void
reset_cb (SmithUsageRow *self)
{
  g_signal_emit (self, signals[RESET], 0);
}

static void
add_check (SmithUsageRow *self,
           GtkWidget     *box,
           const char    *title)
{
  GtkWidget *check = gtk_check_button_new_with_label (title);

  g_signal_connect_object (check, "toggled", G_CALLBACK (edited_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), check);
}

static void
smith_usage_row_finalize (GObject *object)
{
  g_clear_pointer (&SMITH_USAGE_ROW (object)->extensions, smith_extensions_free);

  G_OBJECT_CLASS (smith_usage_row_parent_class)->finalize (object);
}

static void
smith_usage_row_class_init (SmithUsageRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = smith_usage_row_finalize;

  signals[EDITED] =
    g_signal_new ("edited", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[RESET] =
    g_signal_new ("reset", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (SMITH_TYPE_MESSAGE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chainsmith/Chainsmith/smith-usage-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SmithUsageRow, usage_box);
  gtk_widget_class_bind_template_child (widget_class, SmithUsageRow, extended_box);
  gtk_widget_class_bind_template_child (widget_class, SmithUsageRow, others_row);
  gtk_widget_class_bind_template_child (widget_class, SmithUsageRow, others_message);
  gtk_widget_class_bind_template_child (widget_class, SmithUsageRow, staple_switch);
  gtk_widget_class_bind_template_child (widget_class, SmithUsageRow, reset_row);
  gtk_widget_class_bind_template_callback (widget_class, edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, reset_cb);
}

static void
smith_usage_row_init (SmithUsageRow *self)
{
  self->extensions = smith_extensions_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self)), -1);
  gtk_widget_set_layout_manager (self->usage_box, smith_wrap_layout_new (12, 6));
  gtk_widget_set_layout_manager (self->extended_box, smith_wrap_layout_new (12, 6));
  for (guint i = 0; i < SMITH_N_KEY_USAGES; i++)
    add_check (self, self->usage_box, smith_key_usage_get_title ((SmithKeyUsage) (1 << i)));
  for (guint i = 0; i < smith_extended_key_usage_get_n_rows (); i++)
    add_check (self, self->extended_box, smith_extended_key_usage_get_title (i));
  update_subtitle (self);
}

/**
 * smith_usage_row_new:
 *
 * Returns: (transfer floating): a row that says nothing
 */
GtkWidget *
smith_usage_row_new (void)
{
  return g_object_new (SMITH_TYPE_USAGE_ROW, NULL);
}

/**
 * smith_usage_row_set_extensions:
 * @extensions: what to show
 * @usual: whether that is what is usual: nothing to go back to
 * @error: (nullable): what is wrong with it, as a sentence
 */
void
smith_usage_row_set_extensions (SmithUsageRow         *self,
                                const SmithExtensions *extensions,
                                gboolean               usual,
                                const char            *error)
{
  g_autoptr (GString) others = g_string_new (NULL);
  GtkWidget *check;
  g_autoptr (SmithExtensions) shown = NULL;

  g_return_if_fail (SMITH_IS_USAGE_ROW (self));
  g_return_if_fail (extensions != NULL);

  self->showing = TRUE;
  shown = smith_usage_row_dup_extensions (self);
  smith_extensions_free (self->extensions);
  self->extensions = smith_extensions_copy (extensions);

  check = gtk_widget_get_first_child (self->usage_box);
  for (guint i = 0; i < SMITH_N_KEY_USAGES; i++, check = gtk_widget_get_next_sibling (check))
    gtk_check_button_set_active (GTK_CHECK_BUTTON (check), (extensions->key_usage & (SmithKeyUsage) (1 << i)) != 0);
  check = gtk_widget_get_first_child (self->extended_box);
  for (guint i = 0; i < smith_extended_key_usage_get_n_rows (); i++, check = gtk_widget_get_next_sibling (check))
    gtk_check_button_set_active (GTK_CHECK_BUTTON (check), has_usage (extensions, smith_extended_key_usage_get_nick (i)));
  gtk_switch_set_active (GTK_SWITCH (self->staple_switch), extensions->must_staple);
  /* What is being typed is not written anew: "1.3.6." is on its way. */
  if (!smith_extensions_equal (shown, extensions))
    {
      for (guint i = 0; extensions->extended_key_usages != NULL && extensions->extended_key_usages[i] != NULL; i++)
        if (!is_named (extensions->extended_key_usages[i]))
          append (others, " ", extensions->extended_key_usages[i]);
      gtk_editable_set_text (GTK_EDITABLE (self->others_row), others->str);
    }
  smith_message_row_set_message (self->others_message, error);
  gtk_widget_set_visible (self->reset_row, !usual);
  update_subtitle (self);
  self->showing = FALSE;
}

/**
 * smith_usage_row_dup_extensions:
 *
 * Returns: (transfer full): what is shown, as it was edited; with what was set and is not shown
 */
SmithExtensions *
smith_usage_row_dup_extensions (SmithUsageRow *self)
{
  g_autoptr (GStrvBuilder) usages = g_strv_builder_new ();
  g_auto (GStrv) others = NULL;
  SmithExtensions *extensions;
  GtkWidget *check;
  SmithKeyUsage usage = SMITH_KEY_USAGE_NONE;

  g_return_val_if_fail (SMITH_IS_USAGE_ROW (self), NULL);

  extensions = smith_extensions_copy (self->extensions);
  check = gtk_widget_get_first_child (self->usage_box);
  for (guint i = 0; i < SMITH_N_KEY_USAGES; i++, check = gtk_widget_get_next_sibling (check))
    if (gtk_check_button_get_active (GTK_CHECK_BUTTON (check)))
      usage |= (SmithKeyUsage) (1 << i);
  extensions->key_usage = usage;

  check = gtk_widget_get_first_child (self->extended_box);
  for (guint i = 0; i < smith_extended_key_usage_get_n_rows (); i++, check = gtk_widget_get_next_sibling (check))
    if (gtk_check_button_get_active (GTK_CHECK_BUTTON (check)))
      g_strv_builder_add (usages, smith_extended_key_usage_get_nick (i));
  others = smith_name_splitter_split (gtk_editable_get_text (GTK_EDITABLE (self->others_row)));
  for (guint i = 0; others[i] != NULL; i++)
    g_strv_builder_add (usages, others[i]);
  g_strfreev (extensions->extended_key_usages);
  extensions->extended_key_usages = g_strv_builder_end (usages);
  if (extensions->extended_key_usages[0] == NULL)
    g_clear_pointer (&extensions->extended_key_usages, g_strfreev);
  extensions->must_staple = gtk_switch_get_active (GTK_SWITCH (self->staple_switch));

  return extensions;
}
