/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-fake-keyring.h"
#include "smith-identity-row.h"
#include "smith-sidebar.h"
#include "smith-test.h"

typedef struct
{
  char           *folder;
  SmithWorkspace *workspace;
  GtkWidget      *sidebar;
  guint           n_notified;
} Fixture;

static void
count_cb (Fixture *fixture)
{
  fixture->n_notified++;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (SmithKeyring) keyring = SMITH_KEYRING (smith_fake_keyring_new ());

  fixture->folder = smith_test_make_folder ();
  fixture->workspace = smith_workspace_new (fixture->folder, keyring);
  fixture->sidebar = g_object_ref_sink (g_object_new (SMITH_TYPE_SIDEBAR, "workspace", fixture->workspace, NULL));
  g_signal_connect_swapped (fixture->sidebar, "notify::selected", G_CALLBACK (count_cb), fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  /* Rows that changed at last are sorted in an idle, which must not outlive the sidebar. */
  g_assert_finalize_object (fixture->sidebar);
  g_assert_finalize_object (fixture->workspace);
  smith_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static SmithIdentity *
add (Fixture    *fixture,
     const char *name)
{
  return smith_library_add (smith_workspace_get_library (fixture->workspace), name);
}

static GtkWidget *
find_widget (GtkWidget *widget,
             GType      type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_widget (child, type);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static GListModel *
get_model (Fixture *fixture)
{
  GtkWidget *list = find_widget (fixture->sidebar, GTK_TYPE_LIST_VIEW);

  return G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (list)));
}

static const char *
get_name (GListModel *model,
          guint       position)
{
  g_autoptr (SmithIdentity) identity = g_list_model_get_item (model, position);

  return identity != NULL ? smith_identity_get_name (identity) : NULL;
}

static gboolean
is_sorted (gpointer user_data)
{
  GListModel *model = user_data;

  return g_strcmp0 (get_name (model, 0), "a.example") == 0 && g_strcmp0 (get_name (model, 1), "b.example") == 0 &&
         g_strcmp0 (get_name (model, 2), "c.example") == 0;
}

static void
test_sorts_by_name (Fixture       *fixture,
                    gconstpointer  data)
{
  add (fixture, "c.example");
  add (fixture, "a.example");
  add (fixture, "b.example");
  smith_test_wait_until (is_sorted, get_model (fixture));
}

/* The sorting goes on in idles. */
static void
settle (void)
{
  while (g_main_context_pending (NULL))
    g_main_context_iteration (NULL, FALSE);
}

static void
test_selects (Fixture       *fixture,
              gconstpointer  data)
{
  SmithSidebar *sidebar = SMITH_SIDEBAR (fixture->sidebar);
  SmithIdentity *first = add (fixture, "a.example");
  SmithIdentity *second = add (fixture, "b.example");

  settle ();
  g_assert_null (smith_sidebar_get_selected (sidebar));
  smith_sidebar_set_selected (sidebar, second);
  g_assert_cmpuint (smith_sidebar_get_position (sidebar), ==, 1);
  g_assert_true (smith_sidebar_get_selected (sidebar) == second);
  g_assert_cmpuint (fixture->n_notified, ==, 1);
  smith_sidebar_set_selected (sidebar, second);
  g_assert_cmpuint (fixture->n_notified, ==, 1);
  smith_sidebar_select_first (sidebar);
  g_assert_true (smith_sidebar_get_selected (sidebar) == first);
  smith_sidebar_select_at (sidebar, 7);
  g_assert_true (smith_sidebar_get_selected (sidebar) == second);
  smith_sidebar_set_selected (sidebar, NULL);
  g_assert_null (smith_sidebar_get_selected (sidebar));
}

/* Asked for before the sorting is through, it is the first of the sorted that is selected. */
static void
test_selects_first_when_sorted (Fixture       *fixture,
                                gconstpointer  data)
{
  SmithIdentity *first;

  for (int i = 0; i < 200; i++)
    {
      g_autofree char *name = g_strdup_printf ("host%03d.example", 200 - i);

      add (fixture, name);
    }
  first = add (fixture, "a.example");
  smith_sidebar_select_first (SMITH_SIDEBAR (fixture->sidebar));
  settle ();
  g_assert_true (smith_sidebar_get_selected (SMITH_SIDEBAR (fixture->sidebar)) == first);
}

static gboolean
shows_one (gpointer user_data)
{
  return g_list_model_get_n_items (user_data) == 1;
}

static void
test_searches (Fixture       *fixture,
               gconstpointer  data)
{
  SmithSidebar *sidebar = SMITH_SIDEBAR (fixture->sidebar);
  GtkWidget *entry = find_widget (fixture->sidebar, GTK_TYPE_SEARCH_ENTRY);
  SmithIdentity *other = add (fixture, "other.example");

  add (fixture, "www.example");
  gtk_editable_set_text (GTK_EDITABLE (entry), "  WWW ");
  smith_test_wait_until (shows_one, get_model (fixture));
  g_assert_cmpstr (get_name (get_model (fixture), 0), ==, "www.example");

  /* What is to be selected is not hidden by an old search. */
  smith_sidebar_set_selected (sidebar, other);
  g_assert_true (smith_sidebar_get_selected (sidebar) == other);
  g_assert_cmpuint (g_list_model_get_n_items (get_model (fixture)), ==, 2);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "");
}

static void
test_row (Fixture       *fixture,
          gconstpointer  data)
{
  SmithIdentity *identity = add (fixture, "<b>.example");
  GtkWidget *row = g_object_ref_sink (g_object_new (SMITH_TYPE_IDENTITY_ROW, "identity", identity, NULL));

  g_assert_true (smith_identity_row_get_identity (SMITH_IDENTITY_ROW (row)) == identity);
  smith_identity_row_set_identity (SMITH_IDENTITY_ROW (row), NULL);
  g_assert_null (smith_identity_row_get_identity (SMITH_IDENTITY_ROW (row)));
  smith_identity_row_set_identity (SMITH_IDENTITY_ROW (row), identity);
  g_assert_finalize_object (row);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add ("/sidebar/sorts-by-name", Fixture, NULL, set_up, test_sorts_by_name, tear_down);
  g_test_add ("/sidebar/selects", Fixture, NULL, set_up, test_selects, tear_down);
  g_test_add ("/sidebar/selects-first-when-sorted", Fixture, NULL, set_up, test_selects_first_when_sorted, tear_down);
  g_test_add ("/sidebar/searches", Fixture, NULL, set_up, test_searches, tear_down);
  g_test_add ("/sidebar/row", Fixture, NULL, set_up, test_row, tear_down);

  return g_test_run ();
}
