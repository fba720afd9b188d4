/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-account-dialog.h"
#include "smith-accounts-window.h"
#include "smith-fake-keyring.h"
#include "smith-test.h"

/* The accounts window and its dialog on a screen, with a keyring that can be told to fail. */

typedef struct
{
  SmithFakeKeyring *keyring;
  SmithWorkspace   *workspace;
  SmithAccountList *accounts;
  GtkWidget        *window;
  GtkWidget        *dialog;
  char             *folder;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_unsetenv ("AWS_ACCESS_KEY_ID");
  fixture->keyring = smith_fake_keyring_new ();
  fixture->folder = smith_test_make_folder ();
  g_setenv ("XDG_CONFIG_HOME", fixture->folder, TRUE);
  fixture->workspace = smith_workspace_new (fixture->folder, SMITH_KEYRING (fixture->keyring));
  fixture->accounts = smith_workspace_get_accounts (fixture->workspace);
  while (g_list_model_get_n_items (G_LIST_MODEL (fixture->accounts)) > 0)
    {
      g_autoptr (SmithAccount) account = g_list_model_get_item (G_LIST_MODEL (fixture->accounts), 0);
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GAsyncResult) waited = NULL;

      smith_account_list_remove_async (fixture->accounts, account, NULL, smith_test_store_result, &result);
      waited = smith_test_wait_result (&result);
      g_assert_true (smith_account_list_remove_finish (fixture->accounts, waited, NULL, NULL));
    }
  fixture->window = smith_accounts_window_new (NULL, fixture->workspace);
  gtk_window_present (GTK_WINDOW (fixture->window));
  fixture->dialog = smith_account_dialog_new (GTK_WINDOW (fixture->window), fixture->accounts, NULL);
  g_object_add_weak_pointer (G_OBJECT (fixture->dialog), (gpointer *) &fixture->dialog);
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
  if (fixture->dialog != NULL)
    gtk_window_destroy (GTK_WINDOW (fixture->dialog));
  smith_test_wait_until (is_gone, &fixture->dialog);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_object_add_weak_pointer (G_OBJECT (fixture->workspace), (gpointer *) &fixture->workspace);
  g_object_unref (fixture->workspace);
  smith_test_wait_until (is_gone, &fixture->workspace);
  g_object_unref (fixture->keyring);
  smith_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static gpointer
part (Fixture    *fixture,
      const char *name)
{
  return gtk_widget_get_template_child (fixture->dialog, SMITH_TYPE_ACCOUNT_DIALOG, name);
}

static void
fill (Fixture *fixture)
{
  gtk_window_present (GTK_WINDOW (fixture->dialog));
  gtk_editable_set_text (part (fixture, "name_row"), "Work");
  gtk_editable_set_text (part (fixture, "key_id_row"), "AKIAIOSFODNN7EXAMPLE");
  gtk_editable_set_text (part (fixture, "secret_row"), "secret");
  /* What is added is tested at once: nobody is there to answer. */
  gtk_editable_set_text (part (fixture, "endpoint_row"), "http://127.0.0.1:9");
}

static const char *
get_page (Fixture *fixture)
{
  GObject *stack = gtk_widget_get_template_child (fixture->window, SMITH_TYPE_ACCOUNTS_WINDOW, "stack");

  return gtk_stack_get_visible_child_name (GTK_STACK (stack));
}

static void
test_fields (Fixture       *fixture,
             gconstpointer  data)
{
  GtkWidget *save = part (fixture, "save_button");

  g_assert_cmpstr (get_page (fixture), ==, "empty");
  g_assert_false (gtk_widget_get_sensitive (save));
  g_assert_cmpstr (gtk_editable_get_text (part (fixture, "region_row")), ==, "us-east-1");
  fill (fixture);
  g_assert_true (gtk_widget_get_sensitive (save));
  gtk_editable_set_text (part (fixture, "key_id_row"), "short");
  g_assert_false (gtk_widget_get_sensitive (save));
  g_assert_true (gtk_widget_get_visible (part (fixture, "key_id_message_row")));
  gtk_editable_set_text (part (fixture, "key_id_row"), "");
  g_assert_false (gtk_widget_get_visible (part (fixture, "key_id_message_row")));
  fill (fixture);
  gtk_editable_set_text (part (fixture, "endpoint_row"), "http://example.com");
  g_assert_false (gtk_widget_get_sensitive (save));
  gtk_editable_set_text (part (fixture, "endpoint_row"), "");
  gtk_editable_set_text (part (fixture, "region_row"), "Frankfurt");
  g_assert_false (gtk_widget_get_sensitive (save));
}

static void
test_add (Fixture       *fixture,
          gconstpointer  data)
{
  g_autoptr (SmithAccount) account = NULL;

  fill (fixture);
  g_signal_emit_by_name (part (fixture, "save_button"), "clicked");
  smith_test_wait_until (is_gone, &fixture->dialog);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->accounts)), ==, 1);
  account = g_list_model_get_item (G_LIST_MODEL (fixture->accounts), 0);
  g_assert_cmpint (smith_account_get_source (account), ==, SMITH_ACCOUNT_SOURCE_KEYRING);
  g_assert_cmpuint (smith_fake_keyring_get_n_items (fixture->keyring), ==, 1);
  g_assert_cmpstr (get_page (fixture), ==, "list");
}

static gboolean
shows_error (gpointer user_data)
{
  return gtk_widget_get_visible (part (user_data, "error_box"));
}

/* The keyring stays closed: its sentence, and the way on. */
static void
test_use_once (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr (SmithAccount) account = NULL;

  fill (fixture);
  smith_fake_keyring_fail_next (fixture->keyring, SMITH_KEYRING_ERROR_NO_SERVICE);
  g_signal_emit_by_name (part (fixture, "save_button"), "clicked");
  smith_test_wait_until (shows_error, fixture);
  g_assert_true (gtk_widget_get_visible (part (fixture, "session_button")));
  g_assert_cmpstr (gtk_label_get_label (part (fixture, "error_label")), !=, "");
  g_signal_emit_by_name (part (fixture, "session_button"), "clicked");
  smith_test_wait_until (is_gone, &fixture->dialog);
  account = g_list_model_get_item (G_LIST_MODEL (fixture->accounts), 0);
  g_assert_cmpint (smith_account_get_source (account), ==, SMITH_ACCOUNT_SOURCE_SESSION);
  g_assert_cmpuint (smith_fake_keyring_get_n_items (fixture->keyring), ==, 0);
}

/* Closed while the keyring asks for its password: nothing is added behind the person's back. */
static void
test_close (Fixture       *fixture,
            gconstpointer  data)
{
  fill (fixture);
  smith_fake_keyring_hang_next (fixture->keyring);
  g_signal_emit_by_name (part (fixture, "save_button"), "clicked");
  gtk_window_close (GTK_WINDOW (fixture->dialog));
  smith_test_wait_until (is_gone, &fixture->dialog);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->accounts)), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

#define ADD(name, function) g_test_add ("/accounts-window/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("fields", test_fields);
  ADD ("add", test_add);
  ADD ("use-once", test_use_once);
  ADD ("close", test_close);

  return g_test_run ();
}
