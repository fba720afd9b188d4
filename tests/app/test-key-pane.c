/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-key-pane.h"

#include <string.h>

#include <adwaita.h>

#include "smith-fake-keyring.h"
#include "smith-key-draft.h"
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
  fixture->pane = g_object_new (SMITH_TYPE_KEY_PANE, "workspace", fixture->workspace, "identity", fixture->identity, NULL);
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

static void
test_create (Fixture       *fixture,
             gconstpointer  data)
{
  GtkWidget *form = find (fixture->pane, "SmithKeyForm", NULL);
  GtkWidget *details = find (fixture->pane, "SmithKeyDetails", NULL);

  g_assert_true (gtk_widget_get_mapped (form));
  g_assert_true (details == NULL || !gtk_widget_get_mapped (details));
  smith_key_draft_set_algorithm (smith_key_draft_for_identity (fixture->identity), smith_key_algorithm_lookup ("ec-p256"));
  gtk_widget_activate_action (fixture->pane, "key.create", NULL);
  g_assert_nonnull (smith_key_draft_get_job (smith_key_draft_for_identity (fixture->identity)));
  smith_test_wait_until (has_key, fixture->identity);

  details = find (fixture->pane, "SmithKeyDetails", NULL);
  g_assert_true (gtk_widget_get_mapped (details));
  g_assert_cmpstr (smith_public_key_get_title (smith_identity_get_public_key (fixture->identity)), ==, "ECDSA P-256");
  /* A second key is not created: there is one. */
  gtk_widget_activate_action (fixture->pane, "key.create", NULL);
  g_assert_null (smith_key_draft_get_job (smith_key_draft_for_identity (fixture->identity)));
}

static void
test_passphrase (Fixture       *fixture,
                 gconstpointer  data)
{
  SmithKeyDraft *draft = smith_key_draft_for_identity (fixture->identity);
  GtkWidget *first = find (fixture->pane, "AdwPasswordEntryRow", "Passphrase");
  GtkWidget *second = find (fixture->pane, "AdwPasswordEntryRow", "Repeat the passphrase");
  GtkWidget *button = find (fixture->pane, "GtkButton", "_Create Key");
  GtkEditable *text = gtk_editable_get_delegate (GTK_EDITABLE (first));

  g_assert_true (gtk_widget_get_sensitive (button));
  g_assert_true (GTK_IS_PASSWORD_ENTRY_BUFFER (gtk_text_get_buffer (GTK_TEXT (text))));
  g_assert_false (gtk_widget_get_visible (first));
  smith_passphrase_draft_set_protect (smith_key_draft_get_protection (draft), TRUE);
  g_assert_true (gtk_widget_get_visible (first));
  g_assert_false (gtk_widget_get_sensitive (button));
  gtk_editable_set_text (GTK_EDITABLE (first), "correct horse");
  gtk_editable_set_text (GTK_EDITABLE (second), "correct mule");
  g_assert_true (gtk_widget_has_css_class (second, "error"));
  g_assert_false (gtk_widget_get_sensitive (button));
  gtk_editable_set_text (GTK_EDITABLE (second), "correct horse");
  g_assert_false (gtk_widget_has_css_class (second, "error"));
  g_assert_true (gtk_widget_get_sensitive (button));

  smith_key_draft_set_algorithm (draft, smith_key_algorithm_lookup ("ec-p256"));
  gtk_widget_activate (button);
  smith_test_wait_until (has_key, fixture->identity);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpint (smith_identity_get_key_protection (fixture->identity), ==, SMITH_KEY_PROTECTION_PASSPHRASE);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (first)), ==, "");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (second)), ==, "");
}

/* What was typed for one identity is not there for the next; what was chosen is there when it comes back. */
static void
test_another_identity (Fixture       *fixture,
                       gconstpointer  data)
{
  SmithIdentity *other = smith_library_add (smith_workspace_get_library (fixture->workspace), "other.example");
  SmithKeyDraft *draft = smith_key_draft_for_identity (fixture->identity);
  GtkWidget *first = find (fixture->pane, "AdwPasswordEntryRow", "Passphrase");

  smith_key_draft_set_algorithm (draft, smith_key_algorithm_lookup ("rsa-4096"));
  smith_passphrase_draft_set_protect (smith_key_draft_get_protection (draft), TRUE);
  gtk_editable_set_text (GTK_EDITABLE (first), "correct horse");
  g_object_set (fixture->pane, "identity", other, NULL);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (first)), ==, "");
  g_assert_false (gtk_widget_get_visible (first));
  g_object_set (fixture->pane, "identity", fixture->identity, NULL);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (first)), ==, "");
  g_assert_true (gtk_widget_get_visible (first));
  g_assert_nonnull (find (fixture->pane, "AdwExpanderRow", "RSA 4096: where it works"));
  g_assert_null (smith_passphrase_draft_dup_passphrase (smith_key_draft_get_protection (draft)));
  g_object_set (fixture->pane, "identity", NULL, NULL);
}

static gboolean
says_sound (gpointer data)
{
  const char *subtitle = adw_action_row_get_subtitle (ADW_ACTION_ROW (data));

  return subtitle != NULL && strstr (subtitle, "belong together, and it is the key") != NULL;
}

static gboolean
has_former_key (gpointer data)
{
  return find (data, "SmithFormerKeyRow", NULL) != NULL;
}

/* A weak key: said in words and checked without being asked. Replaced: the former one is in the list, and nothing is weak. */
static void
test_details (Fixture       *fixture,
              gconstpointer  data)
{
  SmithKeyDraft *draft = smith_key_draft_for_identity (fixture->identity);
  GtkWidget *details, *group, *dialog, *form, *findings;
  GListModel *windows = gtk_window_get_toplevels ();

  smith_key_draft_set_algorithm (draft, smith_key_algorithm_lookup ("rsa-1024"));
  gtk_widget_activate_action (fixture->pane, "key.create", NULL);
  smith_test_wait_until (has_key, fixture->identity);
  details = find (fixture->pane, "SmithKeyDetails", NULL);
  g_assert_nonnull (find (details, "AdwActionRow",
                          "RSA with 1024 bits is weak: certificate authorities and browsers want 2048 or more."));
  smith_test_wait_until (says_sound, find (details, "SmithKeyCheckRow", "Consistency"));
  group = find (details, "SmithKeyHistoryGroup", NULL);
  g_assert_false (gtk_widget_get_visible (group));

  g_signal_emit_by_name (find (details, "GtkButton", "_Replace…"), "clicked");
  dialog = NULL;
  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (g_str_equal (G_OBJECT_TYPE_NAME (window), "SmithKeyReplaceDialog"))
        dialog = window;
    }
  g_assert_nonnull (dialog);
  /* The same kind of key to begin with. */
  g_assert_true (smith_key_draft_get_algorithm (draft) == smith_key_algorithm_lookup ("rsa-1024"));
  smith_key_draft_set_algorithm (draft, smith_key_algorithm_lookup ("ec-brainpoolp256r1") != NULL
                                        ? smith_key_algorithm_lookup ("ec-brainpoolp256r1")
                                        : smith_key_algorithm_lookup ("ed448"));
  form = find (dialog, "SmithKeyForm", NULL);
  g_assert_nonnull (form);
  smith_key_draft_set_algorithm (draft, smith_key_algorithm_lookup ("ec-p256"));
  g_signal_emit_by_name (find (dialog, "GtkButton", "_Replace Key"), "clicked");
  smith_test_wait_until (has_former_key, group);
  g_assert_true (gtk_widget_get_visible (group));
  g_assert_cmpuint (smith_identity_get_n_former_keys (fixture->identity), ==, 1);
  g_assert_null (find (details, "AdwActionRow",
                       "RSA with 1024 bits is weak: certificate authorities and browsers want 2048 or more."));
  g_assert_nonnull (find (group, "GtkButton", "_Bring Back"));

  /* What its check finds comes first. */
  findings = find (details, "SmithKeyFindingsGroup", NULL);
  g_assert_false (gtk_widget_get_visible (findings));
  g_object_set (findings, "problem", "It is damaged.", NULL);
  g_assert_true (gtk_widget_get_visible (findings));
  g_assert_nonnull (find (findings, "AdwActionRow", "It is damaged."));
  g_object_set (findings, "problem", NULL, NULL);
  g_assert_false (gtk_widget_get_visible (findings));
}

static void
test_narrow (Fixture       *fixture,
             gconstpointer  data)
{
  int minimum;

  gtk_widget_measure (fixture->pane, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add ("/key-pane/create", Fixture, NULL, set_up, test_create, tear_down);
  g_test_add ("/key-pane/passphrase", Fixture, NULL, set_up, test_passphrase, tear_down);
  g_test_add ("/key-pane/another-identity", Fixture, NULL, set_up, test_another_identity, tear_down);
  g_test_add ("/key-pane/details", Fixture, NULL, set_up, test_details, tear_down);
  g_test_add ("/key-pane/narrow", Fixture, NULL, set_up, test_narrow, tear_down);

  return g_test_run ();
}
