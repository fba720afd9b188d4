/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-command-button.h"
#include "smith-test.h"

static void
count_cb (guint *count)
{
  (*count)++;
}

static void
test_command (void)
{
  GtkWidget *button = g_object_ref_sink (smith_command_button_new ());
  GtkWidget *menu_button = gtk_widget_get_first_child (button);
  guint count = 0;

  g_signal_connect_swapped (button, "notify::command", G_CALLBACK (count_cb), &count);
  g_assert_false (gtk_widget_get_sensitive (menu_button));

  smith_command_button_set_command (SMITH_COMMAND_BUTTON (button), "openssl version");
  g_assert_cmpuint (count, ==, 1);
  g_assert_true (gtk_widget_get_sensitive (menu_button));
  g_object_set (button, "command", "openssl version", NULL);
  g_assert_cmpuint (count, ==, 1);

  smith_command_button_set_command (SMITH_COMMAND_BUTTON (button), NULL);
  g_assert_cmpuint (count, ==, 2);
  g_assert_null (smith_command_button_get_command (SMITH_COMMAND_BUTTON (button)));
  g_assert_false (gtk_widget_get_sensitive (menu_button));

  g_assert_finalize_object (button);
}

static gboolean
is_mapped (gpointer user_data)
{
  return gtk_widget_get_mapped (user_data);
}

static void
test_popover (void)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *button = smith_command_button_new ();
  GtkMenuButton *menu_button = GTK_MENU_BUTTON (gtk_widget_get_first_child (button));

  smith_command_button_set_command (SMITH_COMMAND_BUTTON (button), "openssl req -new -key 'a b.pem'");
  gtk_window_set_child (GTK_WINDOW (window), button);
  gtk_window_present (GTK_WINDOW (window));
  smith_test_wait_until (is_mapped, button);

  gtk_menu_button_popup (menu_button);
  smith_test_wait_until (is_mapped, gtk_menu_button_get_popover (menu_button));
  g_assert_true (GTK_IS_BUTTON (gtk_root_get_focus (GTK_ROOT (window))));

  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/command-button/command", test_command);
  g_test_add_func ("/command-button/popover", test_popover);

  return g_test_run ();
}
