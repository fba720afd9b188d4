/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-self-sign-dialog.h"

#include <glib/gi18n.h>

#include "smith-command-button.h"
#include "smith-command.h"
#include "smith-password-interaction.h"
#include "smith-self-sign.h"

/**
 * SmithSelfSignDialog:
 *
 * Asks for how many days, and self-signs the request of an identity. Stays open, with the reason, where
 * that fails. Emits "signed" and closes once the certificate is on disk.
 */
struct _SmithSelfSignDialog
{
  AdwWindow parent_instance;

  /* Owned */
  SmithWorkspace *workspace;
  SmithIdentity  *identity;
  GCancellable   *cancellable;  /* of the signature that is under way */

  /* Template */
  GtkSpinButton      *days_button;
  GtkLabel           *hint_label;
  GtkLabel           *replaces_label;
  GtkLabel           *error_label;
  GtkButton          *sign_button;
  GtkSpinner         *spinner;
  SmithCommandButton *command_button;
};

enum
{
  SIGNAL_SIGNED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SmithSelfSignDialog, smith_self_sign_dialog, ADW_TYPE_WINDOW)

static void
update_days (SmithSelfSignDialog *self)
{
  guint days = (guint) gtk_spin_button_get_value_as_int (self->days_button);
  g_autofree char *hint = smith_self_sign_dup_hint (days);
  g_autofree char *request = NULL;
  g_autofree char *key = NULL;
  g_autofree char *certificate = NULL;
  g_autofree char *command = NULL;

  gtk_label_set_label (self->hint_label, hint);
  if (self->identity == NULL || smith_identity_get_request (self->identity) == NULL || days == 0)
    return;

  request = smith_command_dup_path (self->identity, "request.pem");
  key = smith_command_dup_path (self->identity, "private-key.pem");
  certificate = smith_command_dup_path (self->identity, "certificate.pem");
  command = smith_command_self_sign (smith_identity_get_request (self->identity), days, request, key, certificate);
  smith_command_button_set_command (self->command_button, command);
}

static void
set_busy (SmithSelfSignDialog *self,
          gboolean             busy)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->sign_button), !busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->days_button), !busy);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
  gtk_spinner_set_spinning (self->spinner, busy);
}

static void
sign_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (SmithSelfSignDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean signed_it = smith_self_sign_finish (SMITH_LIBRARY (source), result, &error);

  g_clear_object (&self->cancellable);
  /* The window may be gone by now: then nobody waits for the answer. */
  if (self->identity == NULL)
    return;
  set_busy (self, FALSE);
  if (signed_it)
    {
      g_signal_emit (self, signals[SIGNAL_SIGNED], 0);
      gtk_window_close (GTK_WINDOW (self));
      return;
    }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  gtk_label_set_label (self->error_label, error->message);
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), TRUE);
}

static void
sign_clicked_cb (SmithSelfSignDialog *self)
{
  g_autoptr (GTlsInteraction) interaction = NULL;

  if (self->cancellable != NULL)
    return;

  gtk_spin_button_update (self->days_button);
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), FALSE);
  set_busy (self, TRUE);
  self->cancellable = g_cancellable_new ();
  interaction = smith_password_interaction_new (GTK_WINDOW (self));
  smith_self_sign_async (smith_workspace_get_library (self->workspace), smith_workspace_get_keyring (self->workspace),
                         self->identity, (guint) gtk_spin_button_get_value_as_int (self->days_button), interaction,
                         self->cancellable, sign_cb, g_object_ref (self));
}

static void
days_changed_cb (SmithSelfSignDialog *self)
{
  update_days (self);
}

static gboolean
smith_self_sign_dialog_close_request (GtkWindow *window)
{
  SmithSelfSignDialog *self = SMITH_SELF_SIGN_DIALOG (window);

  g_cancellable_cancel (self->cancellable);

  return GTK_WINDOW_CLASS (smith_self_sign_dialog_parent_class)->close_request (window);
}

static void
smith_self_sign_dialog_dispose (GObject *object)
{
  SmithSelfSignDialog *self = SMITH_SELF_SIGN_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->workspace);
  g_clear_object (&self->identity);

  G_OBJECT_CLASS (smith_self_sign_dialog_parent_class)->dispose (object);
}

static void
smith_self_sign_dialog_class_init (SmithSelfSignDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (SMITH_TYPE_COMMAND_BUTTON);

  object_class->dispose = smith_self_sign_dialog_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = smith_self_sign_dialog_close_request;

  /**
   * SmithSelfSignDialog::signed:
   *
   * The identity has a new certificate, and no chain.
   */
  signals[SIGNAL_SIGNED] = g_signal_new ("signed", SMITH_TYPE_SELF_SIGN_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chainsmith/Chainsmith/smith-self-sign-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SmithSelfSignDialog, days_button);
  gtk_widget_class_bind_template_child (widget_class, SmithSelfSignDialog, hint_label);
  gtk_widget_class_bind_template_child (widget_class, SmithSelfSignDialog, replaces_label);
  gtk_widget_class_bind_template_child (widget_class, SmithSelfSignDialog, error_label);
  gtk_widget_class_bind_template_child (widget_class, SmithSelfSignDialog, sign_button);
  gtk_widget_class_bind_template_child (widget_class, SmithSelfSignDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, SmithSelfSignDialog, command_button);
  gtk_widget_class_bind_template_callback (widget_class, sign_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, days_changed_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
smith_self_sign_dialog_init (SmithSelfSignDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_spin_button_set_range (self->days_button, 1, SMITH_SELF_SIGN_MAX_DAYS);
  gtk_spin_button_set_value (self->days_button, SMITH_SELF_SIGN_DEFAULT_DAYS);
  /* Enter signs: GtkSpinButton has a property for that from 4.14 on. */
  gtk_text_set_activates_default (GTK_TEXT (gtk_editable_get_delegate (GTK_EDITABLE (self->days_button))), TRUE);
}

/**
 * smith_self_sign_dialog_new:
 * @workspace: the models
 * @identity: has a key and a request
 *
 * Returns: (transfer none): a window, to be made transient for another and presented
 */
GtkWidget *
smith_self_sign_dialog_new (SmithWorkspace *workspace,
                            SmithIdentity  *identity)
{
  SmithSelfSignDialog *self;

  g_return_val_if_fail (SMITH_IS_WORKSPACE (workspace), NULL);
  g_return_val_if_fail (SMITH_IS_IDENTITY (identity), NULL);

  self = g_object_new (SMITH_TYPE_SELF_SIGN_DIALOG, NULL);
  self->workspace = g_object_ref (workspace);
  self->identity = g_object_ref (identity);
  gtk_widget_set_visible (GTK_WIDGET (self->replaces_label), smith_identity_get_certificate (identity) != NULL);
  update_days (self);

  return GTK_WIDGET (self);
}
