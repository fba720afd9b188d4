/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-password-interaction.h"

#include "smith-password-dialog.h"

/**
 * SmithPasswordInteraction:
 *
 * Asks a person for passphrases, in a dialog over a window. One who cancels the dialog cancels what the
 * passphrase was for (%G_IO_ERROR_CANCELLED); one who skips goes without (%G_TLS_INTERACTION_UNHANDLED). May be used from a worker through
 * g_tls_interaction_invoke_ask_password(); the dialog lives on the main thread.
 */
struct _SmithPasswordInteraction
{
  GTlsInteraction parent_instance;

  /* Borrowed */
  GtkWindow *parent;
};

G_DEFINE_FINAL_TYPE (SmithPasswordInteraction, smith_password_interaction, G_TYPE_TLS_INTERACTION)

static void
ask_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  GTlsInteractionResult verdict = smith_password_dialog_ask_finish (result, &error);

  if (verdict == G_TLS_INTERACTION_FAILED)
    g_task_return_error (task, error);
  else
    g_task_return_int (task, verdict);
}

static void
smith_password_interaction_ask_password_async (GTlsInteraction     *interaction,
                                               GTlsPassword        *password,
                                               GCancellable        *cancellable,
                                               GAsyncReadyCallback  callback,
                                               gpointer             user_data)
{
  SmithPasswordInteraction *self = SMITH_PASSWORD_INTERACTION (interaction);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, smith_password_interaction_ask_password_async);
  smith_password_dialog_ask_async (self->parent, password, cancellable, ask_cb, g_object_ref (task));
}

static GTlsInteractionResult
smith_password_interaction_ask_password_finish (GTlsInteraction  *interaction,
                                                GAsyncResult     *result,
                                                GError          **error)
{
  gssize verdict;

  g_return_val_if_fail (g_task_is_valid (result, interaction), G_TLS_INTERACTION_FAILED);

  verdict = g_task_propagate_int (G_TASK (result), error);

  return verdict < 0 ? G_TLS_INTERACTION_FAILED : (GTlsInteractionResult) verdict;
}

static void
smith_password_interaction_dispose (GObject *object)
{
  g_clear_weak_pointer (&SMITH_PASSWORD_INTERACTION (object)->parent);

  G_OBJECT_CLASS (smith_password_interaction_parent_class)->dispose (object);
}

static void
smith_password_interaction_class_init (SmithPasswordInteractionClass *klass)
{
  GTlsInteractionClass *interaction_class = G_TLS_INTERACTION_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = smith_password_interaction_dispose;
  interaction_class->ask_password_async = smith_password_interaction_ask_password_async;
  interaction_class->ask_password_finish = smith_password_interaction_ask_password_finish;
}

static void
smith_password_interaction_init (SmithPasswordInteraction *self)
{
}

/**
 * smith_password_interaction_new:
 * @parent: (nullable): the window that the dialog belongs to
 *
 * Returns: (transfer full): a new interaction, to be made on the main thread
 */
GTlsInteraction *
smith_password_interaction_new (GtkWindow *parent)
{
  SmithPasswordInteraction *self;

  g_return_val_if_fail (parent == NULL || GTK_IS_WINDOW (parent), NULL);

  self = g_object_new (SMITH_TYPE_PASSWORD_INTERACTION, NULL);
  g_set_weak_pointer (&self->parent, parent);

  return G_TLS_INTERACTION (self);
}
