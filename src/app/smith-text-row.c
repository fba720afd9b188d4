/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-text-row.h"

#include <glib/gi18n.h>

#include "smith-toast.h"

/**
 * SmithTextRow:
 *
 * A small label above a value of many lines, such as a modulus or a hundred names. Looks and behaves like
 * [class@SmithValueRow]; but a label that wraps anywhere takes a tenth of a second to find its size for a
 * few thousand characters, and a text view takes none.
 */
struct _SmithTextRow
{
  AdwPreferencesRow parent_instance;

  /* Borrowed */
  GtkWidget   *list_box;   /* whose "row-activated" is listened to */

  /* Template */
  GtkLabel    *label;
  GtkTextView *text_view;
};

G_DEFINE_FINAL_TYPE (SmithTextRow, smith_text_row, ADW_TYPE_PREFERENCES_ROW)

static void
copy_value (SmithTextRow *self)
{
  g_autofree char *value = smith_text_row_dup_value (self);
  g_autofree char *title = NULL;

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), value);
  /* Translators: %s is the label of a row, such as "Serial number" */
  title = g_strdup_printf (_("%s copied"), smith_text_row_get_label (self));
  smith_toast_show (GTK_WIDGET (self), title);
}

static void
row_activated_cb (SmithTextRow  *self,
                  GtkListBoxRow *row)
{
  if ((gpointer) row == (gpointer) self)
    copy_value (self);
}

/* A row learns of a click from its list only. */
static void
parent_changed_cb (SmithTextRow *self)
{
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));

  if (self->list_box != NULL)
    {
      g_signal_handlers_disconnect_by_func (self->list_box, row_activated_cb, self);
      g_object_remove_weak_pointer (G_OBJECT (self->list_box), (gpointer *) &self->list_box);
      self->list_box = NULL;
    }
  if (GTK_IS_LIST_BOX (parent))
    {
      self->list_box = parent;
      g_object_add_weak_pointer (G_OBJECT (parent), (gpointer *) &self->list_box);
      g_signal_connect_object (parent, "row-activated", G_CALLBACK (row_activated_cb), self, G_CONNECT_SWAPPED);
    }
}

static void
smith_text_row_dispose (GObject *object)
{
  SmithTextRow *self = SMITH_TEXT_ROW (object);

  if (self->list_box != NULL)
    g_object_remove_weak_pointer (G_OBJECT (self->list_box), (gpointer *) &self->list_box);
  self->list_box = NULL;

  G_OBJECT_CLASS (smith_text_row_parent_class)->dispose (object);
}

static void
smith_text_row_class_init (SmithTextRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = smith_text_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chainsmith/Chainsmith/smith-text-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SmithTextRow, label);
  gtk_widget_class_bind_template_child (widget_class, SmithTextRow, text_view);
}

static void
smith_text_row_init (SmithTextRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "notify::parent", G_CALLBACK (parent_changed_cb), NULL);
}

/**
 * smith_text_row_new:
 * @label: what the value is
 * @value: the value, plain text
 * @monospace: TRUE for numbers and fingerprints
 *
 * Returns: (transfer floating): a new row
 */
GtkWidget *
smith_text_row_new (const char *label,
                    const char *value,
                    gboolean    monospace)
{
  SmithTextRow *self;
  g_autofree char *spoken = NULL;

  g_return_val_if_fail (label != NULL && value != NULL, NULL);

  self = g_object_new (SMITH_TYPE_TEXT_ROW, NULL);
  gtk_label_set_label (self->label, label);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->text_view), value, -1);
  gtk_text_view_set_monospace (self->text_view, monospace);
  /* Translators: what a screen reader says of a row: "Serial number: 03:FF" */
  spoken = g_strdup_printf (_("%s: %s"), label, value);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);

  return GTK_WIDGET (self);
}

/**
 * smith_text_row_get_label:
 *
 * Returns: (transfer none): what the value is
 */
const char *
smith_text_row_get_label (SmithTextRow *self)
{
  g_return_val_if_fail (SMITH_IS_TEXT_ROW (self), NULL);

  return gtk_label_get_label (self->label);
}

/**
 * smith_text_row_dup_value:
 *
 * Returns: (transfer full): the value
 */
char *
smith_text_row_dup_value (SmithTextRow *self)
{
  GtkTextBuffer *buffer;
  GtkTextIter start;
  GtkTextIter end;

  g_return_val_if_fail (SMITH_IS_TEXT_ROW (self), NULL);

  buffer = gtk_text_view_get_buffer (self->text_view);
  gtk_text_buffer_get_bounds (buffer, &start, &end);

  return gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
}
