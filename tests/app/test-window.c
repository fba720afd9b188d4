/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-fake-keyring.h"
#include "smith-test.h"
#include "smith-window-private.h"

typedef struct
{
  char             *folder;
  SmithApplication *application;
  SmithWorkspace   *workspace;
  SmithWindow      *window;
} Fixture;

static gboolean
is_loaded (gpointer user_data)
{
  return SMITH_WINDOW (user_data)->loaded;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (SmithKeyring) keyring = SMITH_KEYRING (smith_fake_keyring_new ());
  g_autoptr (GError) error = NULL;

  fixture->folder = smith_test_make_folder ();
  fixture->workspace = smith_workspace_new (fixture->folder, keyring);
  fixture->application = smith_application_new ();
  g_application_set_flags (G_APPLICATION (fixture->application), G_APPLICATION_NON_UNIQUE | G_APPLICATION_HANDLES_OPEN);
  g_application_register (G_APPLICATION (fixture->application), NULL, &error);
  g_assert_no_error (error);
  fixture->window = smith_window_new (fixture->application, fixture->workspace);
  gtk_window_present (GTK_WINDOW (fixture->window));
  g_assert_false (fixture->window->loaded);
  smith_test_wait_until (is_loaded, fixture->window);
}

static gboolean
is_gone (gpointer user_data)
{
  return *(gpointer *) user_data == NULL;
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_object_add_weak_pointer (G_OBJECT (fixture->window), (gpointer *) &fixture->window);
  /* Not asked about what a test left. */
  fixture->window->closing = TRUE;
  gtk_window_close (GTK_WINDOW (fixture->window));
  smith_test_wait_until (is_gone, &fixture->window);
  /* What a pane had a worker do still ends. */
  g_object_add_weak_pointer (G_OBJECT (fixture->workspace), (gpointer *) &fixture->workspace);
  g_object_unref (fixture->workspace);
  smith_test_wait_until (is_gone, &fixture->workspace);
  g_clear_object (&fixture->application);
  smith_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static const char *
get_page (Fixture *fixture)
{
  return gtk_stack_get_visible_child_name (fixture->window->stack);
}

static void
test_welcome (Fixture       *fixture,
              gconstpointer  data)
{
  int minimum;

  g_assert_cmpstr (get_page (fixture), ==, "welcome");
  gtk_widget_measure (GTK_WIDGET (fixture->window), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);
}

static SmithIdentity *
add (Fixture    *fixture,
     const char *name)
{
  return smith_library_add (smith_workspace_get_library (fixture->workspace), name);
}

/* All five panes are there, and follow the window. */
static void
test_panes (Fixture       *fixture,
            gconstpointer  data)
{
  const char *names[] = { "key", "request", "certificate", "chain", "upload" };
  SmithIdentity *identity = add (fixture, "www.example");

  g_assert_cmpstr (get_page (fixture), ==, "library");
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (SmithIdentity) shown = NULL;
      g_autoptr (SmithWorkspace) workspace = NULL;

      smith_window_show (fixture->window, identity, names[i]);
      g_assert_cmpstr (adw_view_stack_get_visible_child_name (fixture->window->view_stack), ==, names[i]);
      g_object_get (smith_window_get_pane (fixture->window, names[i]),
                    "identity", &shown, "workspace", &workspace, NULL);
      g_assert_true (shown == identity);
      g_assert_true (workspace == fixture->workspace);
    }
  g_assert_true (smith_window_get_identity (fixture->window) == identity);
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (fixture->window)), ==, "www.example");
}

static gboolean
is_kept (gpointer user_data)
{
  return smith_identity_get_kept (user_data);
}

static gboolean
is_empty (gpointer user_data)
{
  return g_list_model_get_n_items (user_data) == 0;
}

static void
test_keeps_and_deletes (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autoptr (SmithIdentity) identity = g_object_ref (add (fixture, "www.example"));
  GtkWidget *window = GTK_WIDGET (fixture->window);

  smith_window_show (fixture->window, identity, NULL);
  g_assert_true (gtk_widget_activate_action (window, "win.keep", NULL));
  smith_test_wait_until (is_kept, identity);
  g_assert_true (g_file_test (smith_identity_get_folder (identity), G_FILE_TEST_IS_DIR));

  g_assert_true (gtk_widget_activate_action (window, "win.delete", NULL));
  smith_test_wait_until (is_empty, smith_workspace_get_library (fixture->workspace));
  g_assert_null (smith_window_get_identity (fixture->window));
  g_assert_cmpstr (get_page (fixture), ==, "welcome");
}

static gboolean
has_certificate (gpointer user_data)
{
  SmithIdentity *identity = smith_window_get_identity (user_data);

  return identity != NULL && smith_identity_get_certificate (identity) != NULL;
}

static void
test_imports (Fixture       *fixture,
              gconstpointer  data)
{
  const char *names[] = { "rsa-leaf.crt", "rsa-leaf.key" };
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GFile) file =
        g_file_new_build_filename (g_test_get_dir (G_TEST_BUILT), "fixtures", "data", "pki", names[i], NULL);

      g_list_store_append (files, file);
    }
  smith_window_import_files (fixture->window, G_LIST_MODEL (files));
  smith_test_wait_until (has_certificate, fixture->window);

  g_assert_true (smith_identity_get_has_key (smith_window_get_identity (fixture->window)));
  g_assert_false (smith_identity_get_kept (smith_window_get_identity (fixture->window)));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (smith_workspace_get_library (fixture->workspace))), ==, 1);
}

static gboolean
is_folded (gpointer user_data)
{
  SmithWindow *window = user_data;

  return smith_split_view_get_folded (window->split_view) &&
         adw_view_switcher_bar_get_reveal (window->view_switcher_bar);
}

static void
test_narrow (Fixture       *fixture,
             gconstpointer  data)
{
  smith_window_show (fixture->window, add (fixture, "www.example"), "key");
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 360, 480);
  smith_test_wait_until (is_folded, fixture->window);
  g_assert_true (smith_split_view_get_show_content (fixture->window->split_view));
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.back", NULL);
  g_assert_false (smith_split_view_get_show_content (fixture->window->split_view));
}

static void
test_asks_before_closing (Fixture       *fixture,
                          gconstpointer  data)
{
  SmithIdentity *identity = add (fixture, "www.example");
  GListModel *toplevels = gtk_window_get_toplevels ();
  guint n_toplevels = g_list_model_get_n_items (toplevels);

  gtk_window_close (GTK_WINDOW (fixture->window));
  g_assert_true (fixture->window->asking);
  g_assert_cmpuint (g_list_model_get_n_items (toplevels), ==, n_toplevels + 1);
  gtk_window_close (GTK_WINDOW (fixture->window));
  g_assert_cmpuint (g_list_model_get_n_items (toplevels), ==, n_toplevels + 1);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (fixture->window)));
  g_assert_false (smith_identity_get_kept (identity));
}

/* No pane asks for more than the narrowest window has. */
static void
test_minimum_width (Fixture       *fixture,
                    gconstpointer  data)
{
  const char *names[] = { "key", "request", "certificate", "chain", "upload" };

  test_imports (fixture, data);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      int minimum;

      smith_window_show (fixture->window, NULL, names[i]);
      gtk_widget_measure (smith_window_get_pane (fixture->window, names[i]), GTK_ORIENTATION_HORIZONTAL, -1,
                          &minimum, NULL, NULL, NULL);
      g_test_message ("%s: %d", names[i], minimum);
      g_assert_cmpint (minimum, <=, 360);
    }
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add ("/window/welcome", Fixture, NULL, set_up, test_welcome, tear_down);
  g_test_add ("/window/panes", Fixture, NULL, set_up, test_panes, tear_down);
  g_test_add ("/window/keeps-and-deletes", Fixture, NULL, set_up, test_keeps_and_deletes, tear_down);
  g_test_add ("/window/imports", Fixture, NULL, set_up, test_imports, tear_down);
  g_test_add ("/window/asks-before-closing", Fixture, NULL, set_up, test_asks_before_closing, tear_down);
  g_test_add ("/window/narrow", Fixture, NULL, set_up, test_narrow, tear_down);
  g_test_add ("/window/minimum-width", Fixture, NULL, set_up, test_minimum_width, tear_down);

  return g_test_run ();
}
