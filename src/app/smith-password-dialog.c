/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-password-dialog.h"

#include <glib/gi18n.h>

#include "smith-import-interaction.h"
#include "smith-message-row.h"
#include "smith-passphrase.h"
#include "smith-question.h"
#include "smith-secret-entry.h"

/* Within a narrow window, and no wider than what it says. */
#define MARGIN 12
#define MIN_WIDTH 320
#define MAX_WIDTH 440

/**
 * SmithPasswordDialog:
 *
 * Asks for one passphrase: of a key of the library, which the keyring may remember (#SmithPassphrase), or
 * of something that comes in (#SmithImportInteraction), which may be skipped where there are others. Used
 * through #SmithPasswordInteraction; destroys itself.
 */
struct _SmithPasswordDialog
{
  AdwWindow        parent_instance;

  /* Owned */
  GTlsPassword    *password;

  /* Template */
  GtkWidget       *ok_button;
  GtkWidget       *description_label;
  GtkWidget       *passphrase_row;
  SmithMessageRow *message_row;
  GtkWidget       *remember_row;
  GtkWidget       *remember_switch;
  GtkWidget       *skip_button;
};

G_DEFINE_FINAL_TYPE (SmithPasswordDialog, smith_password_dialog, ADW_TYPE_WINDOW)

static void
close_with (SmithPasswordDialog   *self,
            GTlsInteractionResult  verdict)
{
  g_autoptr (GTask) task = smith_question_answer (GTK_WINDOW (self));

  smith_secret_entry_clear (GTK_EDITABLE (self->passphrase_row));
  gtk_window_destroy (GTK_WINDOW (self));
  g_task_return_int (task, verdict);
}

static void
confirm (SmithPasswordDialog *self)
{
  g_autoptr (SmithSecret) secret = smith_secret_entry_dup (GTK_EDITABLE (self->passphrase_row));

  if (secret == NULL || !smith_question_is_open (GTK_WINDOW (self)))
    return;

  smith_passphrase_answer (self->password, secret);
  if (SMITH_IS_PASSPHRASE (self->password))
    smith_passphrase_set_remember (SMITH_PASSPHRASE (self->password),
                                   gtk_switch_get_active (GTK_SWITCH (self->remember_switch)));
  close_with (self, G_TLS_INTERACTION_HANDLED);
}

static void
skip_clicked_cb (SmithPasswordDialog *self)
{
  if (smith_question_is_open (GTK_WINDOW (self)))
    close_with (self, G_TLS_INTERACTION_UNHANDLED);
}

static void
passphrase_changed_cb (SmithPasswordDialog *self)
{
  g_autoptr (SmithSecret) secret = smith_secret_entry_dup (GTK_EDITABLE (self->passphrase_row));

  gtk_widget_set_sensitive (self->ok_button, secret != NULL);
  if (secret != NULL)
    smith_message_row_set_message (self->message_row, NULL);
}

static gboolean
smith_password_dialog_close_request (GtkWindow *window)
{
  SmithPasswordDialog *self = SMITH_PASSWORD_DIALOG (window);

  smith_secret_entry_clear (GTK_EDITABLE (self->passphrase_row));

  return GTK_WINDOW_CLASS (smith_password_dialog_parent_class)->close_request (window);
}

static void
smith_password_dialog_dispose (GObject *object)
{
  g_clear_object (&SMITH_PASSWORD_DIALOG (object)->password);

  G_OBJECT_CLASS (smith_password_dialog_parent_class)->dispose (object);
}

static void
smith_password_dialog_class_init (SmithPasswordDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = smith_password_dialog_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = smith_password_dialog_close_request;

  g_type_ensure (SMITH_TYPE_MESSAGE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chainsmith/Chainsmith/smith-password-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SmithPasswordDialog, ok_button);
  gtk_widget_class_bind_template_child (widget_class, SmithPasswordDialog, description_label);
  gtk_widget_class_bind_template_child (widget_class, SmithPasswordDialog, passphrase_row);
  gtk_widget_class_bind_template_child (widget_class, SmithPasswordDialog, message_row);
  gtk_widget_class_bind_template_child (widget_class, SmithPasswordDialog, remember_row);
  gtk_widget_class_bind_template_child (widget_class, SmithPasswordDialog, remember_switch);
  gtk_widget_class_bind_template_child (widget_class, SmithPasswordDialog, skip_button);
  gtk_widget_class_bind_template_callback (widget_class, confirm);
  gtk_widget_class_bind_template_callback (widget_class, skip_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, passphrase_changed_cb);
}

static void
smith_password_dialog_init (SmithPasswordDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  smith_secret_entry_prepare (GTK_EDITABLE (self->passphrase_row));
}

static char *
describe_question (GTlsPassword *password)
{
  const char *description = g_tls_password_get_description (password);

  /* Translators: %s says what is locked, such as "The private key in “server.p12”". */
  if (smith_import_interaction_asks (password))
    return g_strdup_printf (_("%s is protected by a passphrase."), description);
  /* Translators: %s is the name of a certificate */
  if (SMITH_IS_PASSPHRASE (password))
    return g_strdup_printf (_("The private key of “%s” is protected by a passphrase."), description);

  return g_strdup_printf (_("“%s” is protected by a passphrase."), description);
}

static void
show_question (SmithPasswordDialog *self)
{
  GTlsPasswordFlags flags = g_tls_password_get_flags (self->password);
  g_autofree char *text = describe_question (self->password);

  gtk_label_set_label (GTK_LABEL (self->description_label), text);
  gtk_widget_set_visible (self->remember_row, SMITH_IS_PASSPHRASE (self->password) &&
                          smith_passphrase_get_rememberable (SMITH_PASSPHRASE (self->password)));
  gtk_widget_set_visible (self->skip_button, smith_import_interaction_may_skip (self->password));
  if (flags & G_TLS_PASSWORD_FINAL_TRY)
    smith_message_row_set_message (self->message_row, _("The passphrase is wrong. This is the last try."));
  else if (flags & G_TLS_PASSWORD_RETRY)
    smith_message_row_set_message (self->message_row, _("The passphrase is wrong. Try again."));
  else if (smith_import_interaction_gave_before (self->password))
    smith_message_row_set_message (self->message_row, _("The passphrase that you gave before does not open it."));
}

/**
 * smith_password_dialog_ask_async:
 * @parent: (nullable): the window it belongs to
 * @password: the question, which gets the answer
 * @cancellable: (nullable): closes the dialog
 *
 * Asks for a passphrase.
 */
void
smith_password_dialog_ask_async (GtkWindow           *parent,
                                 GTlsPassword        *password,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  SmithPasswordDialog *self;
  GTask *task;

  g_return_if_fail (parent == NULL || GTK_IS_WINDOW (parent));
  g_return_if_fail (G_IS_TLS_PASSWORD (password));

  self = g_object_new (SMITH_TYPE_PASSWORD_DIALOG, "transient-for", parent, NULL);
  if (parent != NULL && gtk_widget_get_width (GTK_WIDGET (parent)) > 0)
    gtk_window_set_default_size (GTK_WINDOW (self), CLAMP (gtk_widget_get_width (GTK_WIDGET (parent)) - 2 * MARGIN,
                                                           MIN_WIDTH, MAX_WIDTH), -1);
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, smith_password_dialog_ask_async);
  self->password = g_object_ref (password);
  show_question (self);

  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_grab_focus (self->passphrase_row);
  smith_question_open (GTK_WINDOW (self), task);
}

/**
 * smith_password_dialog_ask_finish:
 *
 * Returns: %G_TLS_INTERACTION_HANDLED where the question was answered, %G_TLS_INTERACTION_UNHANDLED where it
 *   was skipped; else %G_TLS_INTERACTION_FAILED with %G_IO_ERROR_CANCELLED
 */
GTlsInteractionResult
smith_password_dialog_ask_finish (GAsyncResult  *result,
                                  GError       **error)
{
  gssize verdict;

  g_return_val_if_fail (g_async_result_is_tagged (result, smith_password_dialog_ask_async), G_TLS_INTERACTION_FAILED);

  verdict = g_task_propagate_int (G_TASK (result), error);

  return verdict < 0 ? G_TLS_INTERACTION_FAILED : (GTlsInteractionResult) verdict;
}
