/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-request-pane.h"

#include <adwaita.h>

#include "smith-fake-keyring.h"
#include "smith-name-list.h"
#include "smith-name-row.h"
#include "smith-request-draft.h"
#include "smith-test.h"

typedef struct
{
  char           *folder;
  SmithWorkspace *workspace;
  SmithIdentity  *identity;
  GtkWidget      *window;
  GtkWidget      *overlay;
  GtkWidget      *pane;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (SmithFakeKeyring) keyring = smith_fake_keyring_new ();

  fixture->folder = smith_test_make_folder ();
  fixture->workspace = smith_workspace_new (fixture->folder, SMITH_KEYRING (keyring));
  fixture->identity = g_object_ref (smith_library_add (smith_workspace_get_library (fixture->workspace), "www.example.com"));
  fixture->pane = g_object_new (SMITH_TYPE_REQUEST_PANE, "workspace", fixture->workspace, "identity", fixture->identity, NULL);
  fixture->overlay = adw_toast_overlay_new ();
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (fixture->overlay), fixture->pane);
  fixture->window = adw_window_new ();
  adw_window_set_content (ADW_WINDOW (fixture->window), fixture->overlay);
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  GtkWidget *pane = fixture->pane;

  g_object_add_weak_pointer (G_OBJECT (pane), (gpointer *) &pane);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_null (pane);
  g_clear_object (&fixture->identity);
  g_clear_object (&fixture->workspace);
  smith_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static GtkWidget *
find (GtkWidget  *root,
      const char *type,
      const char *title)
{
  if (g_str_equal (G_OBJECT_TYPE_NAME (root), type) &&
      (title == NULL || (ADW_IS_PREFERENCES_ROW (root) &&
                         g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (root)), title) == 0) ||
       (GTK_IS_BUTTON (root) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (root)), title) == 0)))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, type, title);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static gboolean
has_key (gpointer data)
{
  return smith_identity_get_has_key (data);
}

static gboolean
has_request (gpointer data)
{
  return smith_identity_get_request (data) != NULL;
}

static void
key_written_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  smith_library_change_finish (SMITH_LIBRARY (source), result, &error);
  g_assert_no_error (error);
}

static void
add_key (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithKey) key = smith_key_generate (smith_key_algorithm_lookup ("ec-p256"), NULL, &error);

  g_assert_no_error (error);
  smith_library_set_key_async (smith_workspace_get_library (fixture->workspace), fixture->identity, key, NULL, NULL,
                               key_written_cb, NULL);
  smith_test_wait_until (has_key, fixture->identity);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static guint
count_rows (Fixture *fixture)
{
  return g_list_model_get_n_items (smith_request_draft_get_names (smith_request_draft_for_identity (fixture->identity)));
}

static void
test_create (Fixture       *fixture,
             gconstpointer  data)
{
  GtkWidget *form, *summary, *entry, *country, *button;
  SmithRequestDraft *draft = smith_request_draft_for_identity (fixture->identity);
  g_autoptr (SmithRequest) before = NULL;

  /* No key: nothing to fill in yet. */
  g_assert_null (find (fixture->pane, "SmithRequestForm", NULL));
  add_key (fixture);
  form = find (fixture->pane, "SmithRequestForm", NULL);
  entry = find (fixture->pane, "AdwEntryRow", "Add a name");
  country = find (fixture->pane, "SmithCountryRow", "Country");
  button = find (fixture->pane, "GtkButton", "_Create Request");
  g_assert_true (gtk_widget_get_mapped (form));

  /* The certificate is called www.example.com. */
  g_assert_cmpuint (count_rows (fixture), ==, 1);
  g_assert_true (gtk_widget_get_sensitive (button));

  gtk_editable_set_text (GTK_EDITABLE (entry), "not_a_name");
  g_assert_true (gtk_widget_has_css_class (entry, "error"));
  g_signal_emit_by_name (entry, "entry-activated");
  g_assert_cmpuint (count_rows (fixture), ==, 1);
  gtk_editable_set_text (GTK_EDITABLE (entry), "");
  g_assert_false (gtk_widget_has_css_class (entry, "error"));

  gtk_editable_set_text (GTK_EDITABLE (country), "UK");
  g_assert_true (gtk_widget_has_css_class (country, "error"));
  g_assert_false (gtk_widget_get_sensitive (button));
  gtk_editable_set_text (GTK_EDITABLE (country), "united kingdom");
  g_assert_true (gtk_widget_get_sensitive (button));
  g_assert_cmpstr (smith_request_draft_get_field (draft, SMITH_REQUEST_FIELD_COUNTRY), ==, "GB");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (country)), ==, "united kingdom");

  /* A name that was typed but not added is part of the request. */
  gtk_editable_set_text (GTK_EDITABLE (entry), "example.com");
  gtk_widget_activate_action (fixture->pane, "request.create", NULL);
  smith_test_wait_until (has_request, fixture->identity);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  summary = find (fixture->pane, "SmithRequestSummary", NULL);
  g_assert_true (gtk_widget_get_mapped (summary));
  g_set_object (&before, smith_identity_get_request (fixture->identity));
  g_assert_cmpuint (g_list_model_get_n_items (smith_request_get_alt_names (before)), ==, 2);
  g_assert_cmpstr (smith_name_get_rfc4514 (smith_request_get_subject (before)), ==, "CN=www.example.com,C=GB");

  /* Change… shows the form, and can be given up. */
  gtk_widget_activate_action (fixture->pane, "request.change", NULL);
  g_assert_true (gtk_widget_get_mapped (form));
  gtk_editable_set_text (GTK_EDITABLE (country), "FR");
  g_signal_emit_by_name (find (fixture->pane, "GtkButton", "_Keep the Old One"), "clicked");
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_true (gtk_widget_get_mapped (summary));
  g_assert_true (smith_identity_get_request (fixture->identity) == before);
  g_assert_cmpstr (smith_request_draft_get_field (draft, SMITH_REQUEST_FIELD_COUNTRY), ==, "GB");
}

static void
copied_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  *(char **) user_data = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static gboolean
is_copied (gpointer data)
{
  return *(char **) data != NULL;
}

static void
test_copy (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *text = NULL;

  add_key (fixture);
  gtk_widget_activate_action (fixture->pane, "request.create", NULL);
  smith_test_wait_until (has_request, fixture->identity);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  gtk_widget_activate_action (fixture->pane, "request.copy", NULL);
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (fixture->pane), NULL, copied_cb, &text);
  smith_test_wait_until (is_copied, &text);
  g_assert_cmpstr (text, ==, smith_request_get_pem (smith_identity_get_request (fixture->identity)));
}

static void
test_pasted_list (Fixture       *fixture,
                  gconstpointer  data)
{
  GtkWidget *entry;

  add_key (fixture);
  entry = find (fixture->pane, "AdwEntryRow", "Add a name");
  gtk_editable_set_text (GTK_EDITABLE (entry), "a.example, b.example; c.example");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "");
  g_assert_cmpuint (count_rows (fixture), ==, 4);
}

static void
assert_names (SmithRequestDraft *draft,
              const char        *expected)
{
  GListModel *names = smith_request_draft_get_names (draft);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (names); i++)
    {
      g_autoptr (SmithNameEntry) entry = g_list_model_get_item (names, i);

      g_string_append_printf (text, "%s%s", i > 0 ? " " : "", smith_name_entry_get_text (entry));
    }
  g_assert_cmpstr (text->str, ==, expected);
}

static void
click_undo (Fixture *fixture)
{
  GtkWidget *button = find (fixture->overlay, "GtkButton", "Undo");

  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
}

static GtkWidget *
find_icon (GtkWidget  *root,
           const char *icon_name)
{
  if (GTK_IS_BUTTON (root) && g_strcmp0 (gtk_button_get_icon_name (GTK_BUTTON (root)), icon_name) == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_icon (child, icon_name);

      if (found != NULL)
        return found;
    }

  return NULL;
}

/* The first of @root that shows @icon_name. */
static void
click_icon (GtkWidget  *root,
            const char *icon_name)
{
  GtkWidget *button = find_icon (root, icon_name);

  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
}

static gboolean
has_last_row (gpointer data)
{
  Fixture *fixture = data;

  return find (fixture->pane, "SmithNameRow", "d.example") != NULL;
}

static void
test_rows (Fixture       *fixture,
           gconstpointer  data)
{
  SmithRequestDraft *draft = smith_request_draft_for_identity (fixture->identity);
  GtkWidget *row, *editor;

  add_key (fixture);
  smith_request_draft_add_names (draft, "a.example b.example");
  row = find (fixture->pane, "SmithNameRow", "a.example");
  g_assert_nonnull (row);

  g_signal_emit_by_name (row, "move", G_MININT);
  g_assert_cmpstr (smith_request_draft_get_common_name (draft), ==, "a.example");
  row = find (fixture->pane, "SmithNameRow", "a.example");
  g_assert_cmpstr (smith_name_row_get_detail (SMITH_NAME_ROW (row)), ==, "Also the Common Name");
  g_signal_emit_by_name (row, "move", -1);
  g_assert_cmpstr (smith_request_draft_get_common_name (draft), ==, "a.example");
  g_signal_emit_by_name (row, "move", 1);
  g_assert_cmpstr (smith_request_draft_get_common_name (draft), ==, "www.example.com");

  /* Edited where it stands. */
  row = find (fixture->pane, "SmithNameRow", "b.example");
  smith_name_row_edit (SMITH_NAME_ROW (row));
  g_assert_true (smith_name_row_get_editing (SMITH_NAME_ROW (row)));
  editor = find (row, "GtkEntry", NULL);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (editor)), ==, "b.example");
  gtk_editable_set_text (GTK_EDITABLE (editor), "a.example");
  g_assert_false (smith_name_row_finish (SMITH_NAME_ROW (row)));
  g_assert_cmpstr (smith_name_row_get_detail (SMITH_NAME_ROW (row)), ==, "This name is in the list already.");
  gtk_editable_set_text (GTK_EDITABLE (editor), "B.EXAMPLE");
  g_assert_true (smith_name_row_finish (SMITH_NAME_ROW (row)));
  g_assert_false (smith_name_row_get_editing (SMITH_NAME_ROW (row)));
  smith_name_row_edit (SMITH_NAME_ROW (row));
  gtk_editable_set_text (GTK_EDITABLE (find (row, "GtkEntry", NULL)), "c.example, d.example");
  g_assert_true (smith_name_list_commit (SMITH_NAME_LIST (find (fixture->pane, "SmithNameList", NULL))));
  g_assert_null (find (fixture->pane, "SmithNameRow", "b.example"));
  assert_names (draft, "www.example.com a.example c.example d.example");
  /* In a frame there are only a few new rows. */
  smith_test_wait_until (has_last_row, fixture);

  /* Removed, and back where it was. */
  g_signal_emit_by_name (find (fixture->pane, "SmithNameRow", "a.example"), "remove");
  assert_names (draft, "www.example.com c.example d.example");
  click_undo (fixture);
  assert_names (draft, "www.example.com a.example c.example d.example");
}

/* What stands behind "More": each of its rows has a button that removes it, and Undo. */
static void
test_removal (Fixture       *fixture,
              gconstpointer  data)
{
  static const char * const others[] = { "1.3.6.1.4.1.311.20.2=DER:1e0a005700650062", "1.2.3.4=critical,DER:0500", NULL };
  SmithRequestDraft *draft = smith_request_draft_for_identity (fixture->identity);
  g_autoptr (SmithRdnEntry) entry = NULL;
  GtkWidget *row;

  add_key (fixture);
  smith_request_draft_add_extra (draft, "OU", "First");
  smith_request_draft_add_extra (draft, "OU", "Second");
  row = find (fixture->pane, "SmithAttributesRow", NULL);
  g_assert_nonnull (row);
  click_icon (row, "user-trash-symbolic");
  g_assert_cmpuint (g_list_model_get_n_items (smith_request_draft_get_extra (draft)), ==, 1);
  click_undo (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (smith_request_draft_get_extra (draft)), ==, 2);
  entry = g_list_model_get_item (smith_request_draft_get_extra (draft), 0);
  g_assert_cmpstr (smith_rdn_entry_get_value (entry), ==, "First");

  smith_request_draft_set_others (draft, others);
  row = find (fixture->pane, "SmithCarriedRow", NULL);
  g_assert_nonnull (row);
  g_assert_true (gtk_widget_get_visible (row));
  click_icon (row, "user-trash-symbolic");
  g_assert_cmpuint (g_strv_length ((char **) smith_request_draft_get_others (draft)), ==, 1);
  g_assert_cmpstr (smith_request_draft_get_others (draft)[0], ==, others[1]);
  click_undo (fixture);
  g_assert_true (g_strv_equal (smith_request_draft_get_others (draft), others));
}

static gboolean
has_rows (gpointer data)
{
  Fixture *fixture = data;

  return find (fixture->pane, "SmithNameRow", "n099.example") != NULL;
}

/* The rows of a long list come a few a frame, in their order. */
static void
test_many (Fixture       *fixture,
           gconstpointer  data)
{
  SmithRequestDraft *draft = smith_request_draft_for_identity (fixture->identity);
  g_autoptr (GString) text = g_string_new (NULL);
  GtkWidget *row;

  add_key (fixture);
  for (guint i = 0; i < 100; i++)
    g_string_append_printf (text, "n%03u.example\n", i);
  g_assert_cmpuint (smith_request_draft_add_names (draft, text->str), ==, 100);
  g_assert_null (find (fixture->pane, "SmithNameRow", "n099.example"));
  smith_test_wait_until (has_rows, fixture);

  row = gtk_widget_get_next_sibling (find (fixture->pane, "SmithNameRow", "www.example.com"));
  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *name = g_strdup_printf ("n%03u.example", i);

      g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), ==, name);
      row = gtk_widget_get_next_sibling (row);
    }
  g_assert_null (row);
}

static void
test_narrow (Fixture       *fixture,
             gconstpointer  data)
{
  SmithRequestDraft *draft = smith_request_draft_for_identity (fixture->identity);
  int minimum;

  gtk_widget_measure (fixture->pane, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);
  add_key (fixture);
  gtk_widget_measure (fixture->pane, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);

  /* Whatever is typed. */
  smith_request_draft_add_names (draft, "m\303\274nchen.example a-very-long-name-of-a-host-that-somebody-has-thought-of.example.com "
                                        "10.0.0.1 not_a_name_but_a_long_mistake_that_somebody_has_pasted");
  for (guint i = 0; i < SMITH_N_REQUEST_FIELDS; i++)
    smith_request_draft_set_field (draft, i, "Donaudampfschifffahrtselektrizit\303\244tenhauptbetriebswerkbauunterbeamtengesellschaft");
  smith_request_draft_add_extra (draft, "OU", "Something");
  smith_request_draft_set_editing (draft, TRUE);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  gtk_widget_measure (fixture->pane, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 340);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add ("/request-pane/create", Fixture, NULL, set_up, test_create, tear_down);
  g_test_add ("/request-pane/copy", Fixture, NULL, set_up, test_copy, tear_down);
  g_test_add ("/request-pane/pasted-list", Fixture, NULL, set_up, test_pasted_list, tear_down);
  g_test_add ("/request-pane/rows", Fixture, NULL, set_up, test_rows, tear_down);
  g_test_add ("/request-pane/removal", Fixture, NULL, set_up, test_removal, tear_down);
  g_test_add ("/request-pane/many", Fixture, NULL, set_up, test_many, tear_down);
  g_test_add ("/request-pane/narrow", Fixture, NULL, set_up, test_narrow, tear_down);

  return g_test_run ();
}
