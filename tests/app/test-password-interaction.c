/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-password-interaction.h"

#include <string.h>

#include <adwaita.h>

#include "smith-import-interaction.h"
#include "smith-passphrase.h"
#include "smith-password-dialog.h"
#include "smith-test.h"

static GtkWidget *
find (GtkWidget *root,
      GType      type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (root, type))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, type);

      if (found != NULL)
        return found;
    }

  return NULL;
}

/* The one dialog that is open, or NULL. */
static GtkWidget *
find_dialog (void)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    {
      if (SMITH_IS_PASSWORD_DIALOG (l->data))
        return l->data;
    }

  return NULL;
}

static gboolean
no_dialog (gpointer data)
{
  return find_dialog () == NULL;
}

static GTlsInteractionResult
finish (GTlsInteraction  *interaction,
        GAsyncResult    **place,
        GError          **error)
{
  g_autoptr (GAsyncResult) result = smith_test_wait_result (place);

  return g_tls_interaction_ask_password_finish (interaction, result, error);
}

static void
test_answer (void)
{
  g_autoptr (GTlsInteraction) interaction = smith_password_interaction_new (NULL);
  g_autoptr (GTlsPassword) question = smith_passphrase_new (G_TLS_PASSWORD_NONE, "www.example.com", TRUE);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithSecret) answer = NULL;
  GtkWidget *dialog, *row;

  g_tls_interaction_ask_password_async (interaction, question, NULL, smith_test_store_result, &result);
  dialog = find_dialog ();
  g_assert_nonnull (dialog);
  row = find (dialog, ADW_TYPE_PASSWORD_ENTRY_ROW);
  g_assert_false (gtk_widget_has_css_class (row, "error"));
  /* Nothing typed is no answer. */
  g_signal_emit_by_name (row, "entry-activated");
  g_assert_null (result);
  gtk_editable_set_text (GTK_EDITABLE (row), "correct horse");
  gtk_switch_set_active (GTK_SWITCH (find (dialog, GTK_TYPE_SWITCH)), TRUE);
  g_signal_emit_by_name (row, "entry-activated");
  g_assert_cmpint (finish (interaction, &result, &error), ==, G_TLS_INTERACTION_HANDLED);
  g_assert_no_error (error);
  answer = smith_passphrase_dup_answer (question);
  g_assert_cmpstr (smith_secret_get_string (answer), ==, "correct horse");
  g_assert_true (smith_passphrase_get_remember (SMITH_PASSPHRASE (question)));
  smith_test_wait_until (no_dialog, NULL);
}

static void
test_retry (void)
{
  g_autoptr (GTlsInteraction) interaction = smith_password_interaction_new (NULL);
  g_autoptr (GTlsPassword) question = g_tls_password_new (G_TLS_PASSWORD_RETRY, "bundle.p12");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GtkWidget *dialog;

  g_tls_interaction_ask_password_async (interaction, question, NULL, smith_test_store_result, &result);
  dialog = find_dialog ();
  g_assert_true (gtk_widget_has_css_class (find (dialog, ADW_TYPE_PASSWORD_ENTRY_ROW), "error"));
  gtk_window_close (GTK_WINDOW (dialog));
  g_assert_cmpint (finish (interaction, &result, &error), ==, G_TLS_INTERACTION_FAILED);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  smith_test_wait_until (no_dialog, NULL);
}

static void
test_cancelled (void)
{
  g_autoptr (GTlsInteraction) interaction = smith_password_interaction_new (NULL);
  g_autoptr (GTlsPassword) question = g_tls_password_new (G_TLS_PASSWORD_NONE, "bundle.p12");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_tls_interaction_ask_password_async (interaction, question, cancellable, smith_test_store_result, &result);
  g_assert_nonnull (find_dialog ());
  g_cancellable_cancel (cancellable);
  g_assert_cmpint (finish (interaction, &result, &error), ==, G_TLS_INTERACTION_FAILED);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  smith_test_wait_until (no_dialog, NULL);
}

static GtkWidget *
find_button (GtkWidget  *root,
             const char *label)
{
  if (GTK_IS_BUTTON (root) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (root)), label) == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_button (child, label);

      if (found != NULL)
        return found;
    }

  return NULL;
}

/* One of several files: it can be skipped; what was typed before and does not open it is not called wrong. */
static void
test_import (void)
{
  g_autoptr (GTlsInteraction) person = smith_password_interaction_new (NULL);
  g_autoptr (GTlsInteraction) interaction = smith_import_interaction_new (person, TRUE);
  g_autoptr (GTlsPassword) first = g_tls_password_new (G_TLS_PASSWORD_NONE, "The private key in “a.key”");
  g_autoptr (GTlsPassword) second = g_tls_password_new (G_TLS_PASSWORD_NONE, "The private key in “b.key”");
  g_autoptr (GTlsPassword) second_again = g_tls_password_new (G_TLS_PASSWORD_RETRY, "The private key in “b.key”");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GtkWidget *row;

  g_tls_interaction_ask_password_async (interaction, first, NULL, smith_test_store_result, &result);
  row = find (find_dialog (), ADW_TYPE_PASSWORD_ENTRY_ROW);
  gtk_editable_set_text (GTK_EDITABLE (row), "correct horse");
  g_signal_emit_by_name (row, "entry-activated");
  g_assert_cmpint (finish (interaction, &result, &error), ==, G_TLS_INTERACTION_HANDLED);
  smith_test_wait_until (no_dialog, NULL);

  g_tls_interaction_ask_password_async (interaction, second, NULL, smith_test_store_result, &result);
  g_assert_null (find_dialog ());
  g_assert_cmpint (finish (interaction, &result, &error), ==, G_TLS_INTERACTION_HANDLED);
  g_tls_interaction_ask_password_async (interaction, second_again, NULL, smith_test_store_result, &result);
  g_assert_nonnull (find_dialog ());
  g_assert_true (smith_import_interaction_gave_before (second_again));
  g_signal_emit_by_name (find_button (find_dialog (), "_Skip This One"), "clicked");
  g_assert_cmpint (finish (interaction, &result, &error), ==, G_TLS_INTERACTION_UNHANDLED);
  g_assert_no_error (error);
  smith_test_wait_until (no_dialog, NULL);
}

typedef struct
{
  GTlsInteraction       *interaction;
  GTlsPassword          *question;
  GTlsInteractionResult  verdict;
  gint                   done;
} Worker;

static gpointer
ask_in_thread (gpointer data)
{
  Worker *worker = data;

  worker->verdict = g_tls_interaction_invoke_ask_password (worker->interaction, worker->question, NULL, NULL);
  g_atomic_int_set (&worker->done, 1);
  g_main_context_wakeup (NULL);

  return NULL;
}

static gboolean
is_asked (gpointer data)
{
  return find_dialog () != NULL;
}

static gboolean
is_done (gpointer data)
{
  return g_atomic_int_get (&((Worker *) data)->done);
}

/* As the library does it: the question comes from a thread, the dialog is on this one. */
static void
test_from_thread (void)
{
  g_autoptr (GTlsInteraction) interaction = smith_password_interaction_new (NULL);
  g_autoptr (GTlsPassword) question = g_tls_password_new (G_TLS_PASSWORD_NONE, "www.example.com");
  Worker worker = { interaction, question, G_TLS_INTERACTION_UNHANDLED, 0 };
  GThread *thread = g_thread_new ("asking", ask_in_thread, &worker);
  gsize size = 0;
  GtkWidget *row;

  smith_test_wait_until (is_asked, NULL);
  row = find (find_dialog (), ADW_TYPE_PASSWORD_ENTRY_ROW);
  gtk_editable_set_text (GTK_EDITABLE (row), "correct horse");
  g_signal_emit_by_name (row, "entry-activated");
  smith_test_wait_until (is_done, &worker);
  g_thread_join (thread);
  g_assert_cmpint (worker.verdict, ==, G_TLS_INTERACTION_HANDLED);
  g_assert_cmpmem (g_tls_password_get_value (question, &size), strlen ("correct horse"), "correct horse", strlen ("correct horse"));
  g_assert_cmpuint (size, ==, strlen ("correct horse"));
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/password-interaction/answer", test_answer);
  g_test_add_func ("/password-interaction/retry", test_retry);
  g_test_add_func ("/password-interaction/cancelled", test_cancelled);
  g_test_add_func ("/password-interaction/import", test_import);
  g_test_add_func ("/password-interaction/from-thread", test_from_thread);

  return g_test_run ();
}
