/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-import-details.h"

#include <string.h>

#include "smith-fake-keyring.h"
#include "smith-test.h"

/* More than anybody looks at, and more than can be made into widgets at once. */
#define N_FILES 2000

typedef struct
{
  char               *folder;
  SmithWorkspace     *workspace;
  SmithImportSummary *summary;
} Fixture;

static GBytes *
make_text (void)
{
  return g_bytes_new_static ("buy milk", strlen ("buy milk"));
}

static gboolean
is_loaded (gpointer data)
{
  return !smith_library_get_loading (data);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (SmithFakeKeyring) keyring = smith_fake_keyring_new ();
  g_autoptr (GBytes) text = make_text ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) waited = NULL;

  fixture->folder = smith_test_make_folder ();
  fixture->workspace = smith_workspace_new (fixture->folder, SMITH_KEYRING (keyring));
  smith_library_load_async (smith_workspace_get_library (fixture->workspace), NULL, NULL, NULL);
  smith_test_wait_until (is_loaded, smith_workspace_get_library (fixture->workspace));
  smith_workspace_import_bytes_async (fixture->workspace, text, "notes.txt", NULL, NULL, smith_test_store_result, &result);
  waited = smith_test_wait_result (&result);
  fixture->summary = smith_workspace_import_finish (fixture->workspace, waited, NULL);
  g_assert_nonnull (fixture->summary);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_clear_object (&fixture->summary);
  g_clear_object (&fixture->workspace);
  smith_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static guint
count_widgets (GtkWidget *root,
               GType      type)
{
  guint n = G_TYPE_CHECK_INSTANCE_TYPE (root, type) ? 1 : 0;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    n += count_widgets (child, type);

  return n;
}

static gboolean
has_rows (gpointer data)
{
  return count_widgets (data, GTK_TYPE_TREE_EXPANDER) > 0;
}

static gboolean
is_gone (gpointer data)
{
  return *(gpointer *) data == NULL;
}

static void
close_and_wait (GtkWidget *window)
{
  gpointer watched = window;

  g_object_add_weak_pointer (G_OBJECT (window), &watched);
  gtk_window_destroy (GTK_WINDOW (window));
  smith_test_wait_until (is_gone, &watched);
}

static void
test_show (Fixture       *fixture,
           gconstpointer  data)
{
  GtkWidget *details = smith_import_details_new (fixture->workspace, fixture->summary);

  gtk_window_present (GTK_WINDOW (details));
  smith_test_wait_until (has_rows, details);
  g_assert_cmpuint (count_widgets (details, GTK_TYPE_TREE_EXPANDER), ==, 1);
  close_and_wait (details);
}

/* Rows are made as they are seen. */
static void
test_many (Fixture       *fixture,
           gconstpointer  data)
{
  GListStore *items = G_LIST_STORE (smith_import_summary_get_items (fixture->summary));
  GtkWidget *details;
  gint64 start;

  for (guint i = 0; i < N_FILES; i++)
    {
      g_autofree char *name = g_strdup_printf ("file %u", i);
      g_autoptr (SmithImportItem) item = smith_import_item_new (name, "Came in more than once", SMITH_IMPORT_KNOWN, NULL);

      g_list_store_append (items, item);
    }
  start = g_get_monotonic_time ();
  details = smith_import_details_new (fixture->workspace, fixture->summary);
  gtk_window_present (GTK_WINDOW (details));
  smith_test_wait_until (has_rows, details);
  g_test_message ("%d files: %.0f ms", N_FILES, (double) (g_get_monotonic_time () - start) / 1000);
  g_assert_cmpuint (count_widgets (details, GTK_TYPE_TREE_EXPANDER), <, N_FILES / 4);
  close_and_wait (details);
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *configuration = NULL;
  int status;

  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  /* Nobody's own accounts. */
  configuration = smith_test_make_folder ();
  g_setenv ("XDG_CONFIG_HOME", configuration, TRUE);

  g_test_add ("/import-details/show", Fixture, NULL, set_up, test_show, tear_down);
  g_test_add ("/import-details/many", Fixture, NULL, set_up, test_many, tear_down);

  status = g_test_run ();
  smith_test_remove_folder (configuration);

  return status;
}
