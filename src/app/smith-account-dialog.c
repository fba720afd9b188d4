/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-account-dialog.h"

#include <glib/gi18n.h>

#include "smith-message-row.h"
#include "smith-secret-entry.h"

/**
 * SmithAccountDialog:
 *
 * Adds an account, or edits one. Each field is checked as it is typed; one that is still empty is not
 * called wrong. Where the keyring cannot take the secret, its own sentence says why, and "Use Once
 * Without Storing" goes on without it. What is typed into the secret rows is wiped at the end.
 */
struct _SmithAccountDialog
{
  AdwWindow parent_instance;

  /* Owned */
  SmithAccountList *accounts;
  SmithAccount     *account;       /* (nullable): to edit */
  GCancellable     *cancellable;

  /* Template */
  GtkWidget        *cancel_button;
  GtkButton        *save_button;
  GtkStack         *save_stack;
  GtkSpinner       *spinner;
  GtkWidget        *form;
  GtkEditable      *name_row;
  SmithMessageRow  *name_message_row;
  GtkEditable      *key_id_row;
  SmithMessageRow  *key_id_message_row;
  GtkEditable      *secret_row;
  SmithMessageRow  *secret_message_row;
  GtkEditable      *token_row;
  SmithMessageRow  *token_message_row;
  GtkEditable      *region_row;
  SmithMessageRow  *region_message_row;
  GtkEditable      *endpoint_row;
  SmithMessageRow  *endpoint_message_row;
  GtkWidget        *error_box;
  GtkLabel         *error_label;
  GtkWidget        *session_button;
};

enum
{
  SIGNAL_SAVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SmithAccountDialog, smith_account_dialog, ADW_TYPE_WINDOW)

static char *
dup_text (GtkEditable *row)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (row)));
}

/* An empty field is not wrong yet, only not enough. Returns whether it is good. */
static gboolean
show_problem (SmithMessageRow *row,
              gboolean         empty,
              char            *problem)
{
  g_autofree char *owned = problem;

  smith_message_row_set_message (row, empty ? NULL : owned);

  return owned == NULL;
}

static void
check_fields (SmithAccountDialog *self)
{
  g_autofree char *name = dup_text (self->name_row);
  g_autofree char *key_id = dup_text (self->key_id_row);
  g_autofree char *region = dup_text (self->region_row);
  g_autofree char *endpoint = dup_text (self->endpoint_row);
  g_autoptr (SmithSecret) secret = smith_secret_entry_dup (self->secret_row);
  g_autoptr (SmithSecret) token = smith_secret_entry_dup (self->token_row);
  gboolean keeps_secret = self->account != NULL && secret == NULL && token == NULL &&
                          g_str_equal (key_id, smith_account_get_access_key_id (self->account));
  gboolean good = TRUE;

  /* The template is still being filled. */
  if (self->accounts == NULL)
    return;

  good &= show_problem (self->name_message_row, *name == '\0',
                        smith_account_list_check_name (self->accounts, name, self->account));
  good &= show_problem (self->key_id_message_row, *key_id == '\0', smith_account_check_access_key_id (key_id));
  good &= keeps_secret || show_problem (self->secret_message_row, secret == NULL && token == NULL,
                                        smith_account_check_secret (secret));
  if (keeps_secret)
    smith_message_row_set_message (self->secret_message_row, NULL);
  good &= token == NULL || show_problem (self->token_message_row, FALSE, smith_account_check_secret (token));
  if (token == NULL)
    smith_message_row_set_message (self->token_message_row, NULL);
  good &= show_problem (self->region_message_row, *region == '\0', smith_account_check_region (region));
  good &= show_problem (self->endpoint_message_row, *endpoint == '\0',
                        *endpoint != '\0' ? smith_account_check_endpoint (endpoint) : NULL);

  gtk_widget_set_sensitive (GTK_WIDGET (self->save_button), good && self->cancellable == NULL);
}

static void
set_busy (SmithAccountDialog *self,
          gboolean            busy)
{
  g_clear_object (&self->cancellable);
  if (busy)
    self->cancellable = g_cancellable_new ();
  /* The focus must not stay in a row that is switched off. */
  if (busy)
    gtk_widget_grab_focus (self->cancel_button);
  gtk_widget_set_sensitive (self->form, !busy);
  gtk_stack_set_visible_child_name (self->save_stack, busy ? "busy" : "label");
  gtk_spinner_set_spinning (self->spinner, busy);
  check_fields (self);
}

static void
show_error (SmithAccountDialog *self,
            const GError       *error)
{
  gboolean once = error != NULL && error->domain == SMITH_KEYRING_ERROR && self->account == NULL;

  gtk_widget_set_visible (self->error_box, error != NULL);
  gtk_label_set_label (self->error_label, error != NULL ? error->message : "");
  gtk_widget_set_visible (self->session_button, once);
  if (once)
    gtk_widget_grab_focus (self->session_button);
}

static void
close_saved (SmithAccountDialog *self,
             SmithAccount       *account)
{
  g_signal_emit (self, signals[SIGNAL_SAVED], 0, account);
  gtk_window_close (GTK_WINDOW (self));
}

static void
finish_saving (SmithAccountDialog *self,
               SmithAccount       *account,
               const GError       *error)
{
  /* The window was closed meanwhile. */
  if (self->cancellable == NULL)
    return;

  set_busy (self, FALSE);
  if (account != NULL)
    close_saved (self, account);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_error (self, error);
}

static void
add_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr (SmithAccountDialog) self = user_data;
  g_autoptr (SmithAccount) account = NULL;
  g_autoptr (GError) error = NULL;

  account = smith_account_list_add_finish (SMITH_ACCOUNT_LIST (source), result, &error);
  finish_saving (self, account, error);
}

static void
edit_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (SmithAccountDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean success = smith_account_list_edit_finish (SMITH_ACCOUNT_LIST (source), result, &error);

  finish_saving (self, success ? self->account : NULL, error);
}

static void
save_clicked_cb (SmithAccountDialog *self)
{
  g_autofree char *name = dup_text (self->name_row);
  g_autofree char *key_id = dup_text (self->key_id_row);
  g_autofree char *region = dup_text (self->region_row);
  g_autofree char *endpoint = dup_text (self->endpoint_row);
  g_autoptr (SmithSecret) secret = smith_secret_entry_dup (self->secret_row);
  g_autoptr (SmithSecret) token = smith_secret_entry_dup (self->token_row);
  const char *endpoint_or_null = *endpoint != '\0' ? endpoint : NULL;

  if (!gtk_widget_get_sensitive (GTK_WIDGET (self->save_button)))
    return;

  show_error (self, NULL);
  set_busy (self, TRUE);
  if (self->account != NULL)
    smith_account_list_edit_async (self->accounts, self->account, name, region, key_id, endpoint_or_null,
                                   secret, token, self->cancellable, edit_cb, g_object_ref (self));
  else
    smith_account_list_add_async (self->accounts, name, region, key_id, endpoint_or_null,
                                  secret, token, self->cancellable, add_cb, g_object_ref (self));
}

static void
use_once_clicked_cb (SmithAccountDialog *self)
{
  g_autofree char *name = dup_text (self->name_row);
  g_autofree char *key_id = dup_text (self->key_id_row);
  g_autofree char *region = dup_text (self->region_row);
  g_autofree char *endpoint = dup_text (self->endpoint_row);
  g_autoptr (SmithSecret) secret = smith_secret_entry_dup (self->secret_row);
  g_autoptr (SmithSecret) token = smith_secret_entry_dup (self->token_row);
  g_autoptr (GError) error = NULL;
  SmithAccount *account;

  account = smith_account_list_add_session (self->accounts, name, region, key_id,
                                            *endpoint != '\0' ? endpoint : NULL, secret, token, &error);
  if (account == NULL)
    show_error (self, error);
  else
    close_saved (self, account);
}

/* Whoever closes it while the keyring asks for its password does not want the account any more. */
static gboolean
smith_account_dialog_close_request (GtkWindow *window)
{
  g_cancellable_cancel (SMITH_ACCOUNT_DIALOG (window)->cancellable);

  return GTK_WINDOW_CLASS (smith_account_dialog_parent_class)->close_request (window);
}

static void
smith_account_dialog_dispose (GObject *object)
{
  SmithAccountDialog *self = SMITH_ACCOUNT_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->secret_row != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->secret_row, self);
      g_signal_handlers_disconnect_by_data (self->token_row, self);
      smith_secret_entry_clear (self->secret_row);
      smith_secret_entry_clear (self->token_row);
      self->secret_row = NULL;
    }
  g_clear_object (&self->accounts);
  g_clear_object (&self->account);

  G_OBJECT_CLASS (smith_account_dialog_parent_class)->dispose (object);
}

static void
smith_account_dialog_class_init (SmithAccountDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = smith_account_dialog_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = smith_account_dialog_close_request;

  signals[SIGNAL_SAVED] =
    g_signal_new ("saved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, SMITH_TYPE_ACCOUNT);

  g_type_ensure (SMITH_TYPE_MESSAGE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chainsmith/Chainsmith/smith-account-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SmithAccountDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, SmithAccountDialog, save_button);
  gtk_widget_class_bind_template_child (widget_class, SmithAccountDialog, save_stack);
  gtk_widget_class_bind_template_child (widget_class, SmithAccountDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, SmithAccountDialog, form);
  gtk_widget_class_bind_template_child (widget_class, SmithAccountDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, SmithAccountDialog, name_message_row);
  gtk_widget_class_bind_template_child (widget_class, SmithAccountDialog, key_id_row);
  gtk_widget_class_bind_template_child (widget_class, SmithAccountDialog, key_id_message_row);
  gtk_widget_class_bind_template_child (widget_class, SmithAccountDialog, secret_row);
  gtk_widget_class_bind_template_child (widget_class, SmithAccountDialog, secret_message_row);
  gtk_widget_class_bind_template_child (widget_class, SmithAccountDialog, token_row);
  gtk_widget_class_bind_template_child (widget_class, SmithAccountDialog, token_message_row);
  gtk_widget_class_bind_template_child (widget_class, SmithAccountDialog, region_row);
  gtk_widget_class_bind_template_child (widget_class, SmithAccountDialog, region_message_row);
  gtk_widget_class_bind_template_child (widget_class, SmithAccountDialog, endpoint_row);
  gtk_widget_class_bind_template_child (widget_class, SmithAccountDialog, endpoint_message_row);
  gtk_widget_class_bind_template_child (widget_class, SmithAccountDialog, error_box);
  gtk_widget_class_bind_template_child (widget_class, SmithAccountDialog, error_label);
  gtk_widget_class_bind_template_child (widget_class, SmithAccountDialog, session_button);
  gtk_widget_class_bind_template_callback (widget_class, check_fields);
  gtk_widget_class_bind_template_callback (widget_class, save_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, use_once_clicked_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
smith_account_dialog_init (SmithAccountDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  smith_secret_entry_prepare (self->secret_row);
  smith_secret_entry_prepare (self->token_row);
}

/**
 * smith_account_dialog_new:
 * @parent: the window that it belongs to
 * @accounts: where the account goes
 * @account: (nullable): the one to edit; NULL: a new one
 *
 * Returns: (transfer none): a window that is not yet shown
 */
GtkWidget *
smith_account_dialog_new (GtkWindow        *parent,
                          SmithAccountList *accounts,
                          SmithAccount     *account)
{
  SmithAccountDialog *self;

  g_return_val_if_fail (SMITH_IS_ACCOUNT_LIST (accounts), NULL);

  self = g_object_new (SMITH_TYPE_ACCOUNT_DIALOG, "transient-for", parent, NULL);
  self->accounts = g_object_ref (accounts);
  if (account != NULL)
    {
      const char *endpoint = smith_account_get_endpoint (account);

      self->account = g_object_ref (account);
      gtk_window_set_title (GTK_WINDOW (self), _("Edit Account"));
      gtk_button_set_label (self->save_button, _("_Save"));
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->secret_row),
                                     _("New secret access key (empty: keep the stored one)"));
      gtk_editable_set_text (self->name_row, smith_account_get_name (account));
      gtk_editable_set_text (self->key_id_row, smith_account_get_access_key_id (account));
      gtk_editable_set_text (self->region_row, smith_account_get_region (account));
      gtk_editable_set_text (self->endpoint_row, endpoint != NULL ? endpoint : "");
    }
  else
    {
      gtk_editable_set_text (self->region_row, "us-east-1");
    }
  check_fields (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->name_row));

  return GTK_WIDGET (self);
}
