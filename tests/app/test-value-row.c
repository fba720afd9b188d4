/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-test.h"
#include "smith-value-row.h"

static void
count_cb (guint *count)
{
  (*count)++;
}

static void
test_properties (void)
{
  GtkWidget *row = g_object_ref_sink (smith_value_row_new ("Serial <number>", NULL));
  SmithValueRow *value_row = SMITH_VALUE_ROW (row);
  guint count = 0;

  g_signal_connect_swapped (row, "notify", G_CALLBACK (count_cb), &count);

  g_assert_cmpstr (smith_value_row_get_label (value_row), ==, "Serial <number>");
  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), ==, "Serial <number>");
  g_assert_false (gtk_list_box_row_get_activatable (GTK_LIST_BOX_ROW (row)));

  smith_value_row_set_value (value_row, "<b>03:FF</b>");
  g_assert_cmpuint (count, >=, 1);
  g_assert_true (gtk_list_box_row_get_activatable (GTK_LIST_BOX_ROW (row)));
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), ==, "<b>03:FF</b>");
  g_assert_false (adw_preferences_row_get_use_markup (ADW_PREFERENCES_ROW (row)));

  count = 0;
  smith_value_row_set_value (value_row, "<b>03:FF</b>");
  g_assert_cmpuint (count, ==, 0);

  g_object_set (row, "monospace", TRUE, NULL);
  g_assert_cmpuint (count, >=, 1);
  g_assert_true (gtk_widget_has_css_class (row, "smith-monospace"));

  g_assert_finalize_object (row);
}

static gboolean
has_text (gpointer user_data)
{
  return *(char **) user_data != NULL;
}

static void
text_read_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  *(char **) user_data = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, &error);
  g_assert_no_error (error);
}

static void
test_copies (void)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *overlay = adw_toast_overlay_new ();
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *row = smith_value_row_new ("Serial number", "03:FF");
  g_autofree char *text = NULL;

  gtk_list_box_append (GTK_LIST_BOX (list), row);
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), list);
  gtk_window_set_child (GTK_WINDOW (window), overlay);
  gtk_window_present (GTK_WINDOW (window));

  g_assert_true (gtk_widget_activate (row));
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (row), NULL, text_read_cb, &text);
  smith_test_wait_until (has_text, &text);
  g_assert_cmpstr (text, ==, "03:FF");

  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/value-row/properties", test_properties);
  g_test_add_func ("/value-row/copies", test_copies);

  return g_test_run ();
}
