/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-key-change.h"

#include <glib/gi18n.h>

#include "smith-unlock.h"

/* What can be done with a key that is there.
 * Another passphrase: unlock -> on disk -> the keyring remembers the new one, or forgets the old one.
 * Check: unlock -> in a worker. */

typedef struct
{
  SmithWorkspace *workspace;
  SmithIdentity  *identity;
  SmithKey       *key;
  SmithSecret    *passphrase;
  gboolean        remember;
  gboolean        was_protected;
  char           *warning;
} Change;

static void
change_free (Change *state)
{
  g_clear_object (&state->workspace);
  g_clear_object (&state->identity);
  g_clear_object (&state->key);
  g_clear_pointer (&state->passphrase, smith_secret_unref);
  g_free (state->warning);
  g_free (state);
}

static GTask *
start_change (SmithWorkspace      *workspace,
              SmithIdentity       *identity,
              SmithSecret         *passphrase,
              GCancellable        *cancellable,
              GAsyncReadyCallback  callback,
              gpointer             user_data,
              gpointer             source_tag)
{
  GTask *task = g_task_new (workspace, cancellable, callback, user_data);
  Change *state = g_new0 (Change, 1);

  g_task_set_source_tag (task, source_tag);
  state->workspace = g_object_ref (workspace);
  state->identity = g_object_ref (identity);
  state->passphrase = passphrase != NULL ? smith_secret_ref (passphrase) : NULL;
  state->was_protected = smith_identity_get_key_protection (identity) == SMITH_KEY_PROTECTION_PASSPHRASE;
  g_task_set_task_data (task, state, (GDestroyNotify) change_free);

  return task;
}

static void
remember_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  Change *state = g_task_get_task_data (task);

  if (!smith_keyring_store_finish (SMITH_KEYRING (source), result, &error))
    state->warning = g_strdup_printf (_("The passphrase was changed, but is not remembered: %s"), error->message);

  g_task_return_boolean (task, TRUE);
}

static void
forget_old_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  Change *state = g_task_get_task_data (task);

  /* Without a keyring there is nothing to forget. */
  if (!smith_keyring_clear_finish (SMITH_KEYRING (source), result, &error) &&
      !g_error_matches (error, SMITH_KEYRING_ERROR, SMITH_KEYRING_ERROR_NO_SERVICE))
    state->warning = g_strdup_printf (_("The passphrase was changed, but the keyring may still remember the old one: %s"),
                                      error->message);

  g_task_return_boolean (task, TRUE);
}

static void
change_passphrase_cb (GObject      *source,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Change *state = g_task_get_task_data (task);
  SmithKeyring *keyring = smith_workspace_get_keyring (state->workspace);
  const char *id = smith_identity_get_id (state->identity);
  GError *error = NULL;

  if (!smith_library_change_finish (SMITH_LIBRARY (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  if (keyring == NULL)
    {
      g_task_return_boolean (task, TRUE);
    }
  else if (state->passphrase != NULL && state->remember)
    {
      g_autofree char *label = smith_unlock_dup_keyring_label (state->identity);

      smith_keyring_store_async (keyring, SMITH_KEYRING_ITEM_KEY_PASSPHRASE, id, label, state->passphrase,
                                 g_task_get_cancellable (task), remember_cb, g_object_ref (task));
    }
  else if (state->was_protected)
    {
      smith_keyring_clear_async (keyring, SMITH_KEYRING_ITEM_KEY_PASSPHRASE, id,
                                 g_task_get_cancellable (task), forget_old_cb, g_object_ref (task));
    }
  else
    {
      g_task_return_boolean (task, TRUE);
    }
}

static void
unlock_for_change_cb (GObject      *source,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Change *state = g_task_get_task_data (task);
  GError *error = NULL;

  state->key = smith_unlock_finish (SMITH_LIBRARY (source), result, &error);
  if (state->key == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  /* From here on it happens: what follows is not taken back by a cancel. */
  g_task_set_check_cancellable (task, FALSE);
  smith_library_change_passphrase_async (SMITH_LIBRARY (source), state->identity, state->key, state->passphrase,
                                         g_task_get_cancellable (task), change_passphrase_cb, g_object_ref (task));
}

/**
 * smith_key_change_passphrase_async:
 * @interaction: (nullable): asks for the passphrase that the key has now
 * @passphrase: (nullable): the new one; NULL: without
 * @remember: whether the keyring shall remember @passphrase
 *
 * Gives the key another passphrase, one at all, or none.
 */
void
smith_key_change_passphrase_async (SmithWorkspace      *workspace,
                                   SmithIdentity       *identity,
                                   GTlsInteraction     *interaction,
                                   SmithSecret         *passphrase,
                                   gboolean             remember,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Change *state;

  g_return_if_fail (SMITH_IS_WORKSPACE (workspace));
  g_return_if_fail (SMITH_IS_IDENTITY (identity));

  task = start_change (workspace, identity, passphrase, cancellable, callback, user_data,
                       smith_key_change_passphrase_async);
  state = g_task_get_task_data (task);
  state->remember = remember;

  smith_unlock_async (smith_workspace_get_library (workspace), smith_workspace_get_keyring (workspace), identity,
                      interaction, cancellable, unlock_for_change_cb, g_object_ref (task));
}

static void
check_in_thread (GTask        *worker,
                 gpointer      source,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  Change *state = task_data;
  GError *error = NULL;

  if (smith_key_check (state->key, cancellable, &error))
    g_task_return_boolean (worker, TRUE);
  else
    g_task_return_error (worker, error);
}

static void
check_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
unlock_for_check_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GTask) worker = NULL;
  Change *state = g_task_get_task_data (task);
  GError *error = NULL;

  state->key = smith_unlock_finish (SMITH_LIBRARY (source), result, &error);
  if (state->key == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  worker = g_task_new (NULL, g_task_get_cancellable (task), check_cb, g_object_ref (task));
  g_task_set_source_tag (worker, unlock_for_check_cb);
  /* The state belongs to the outer task, which check_cb() holds until the worker is done. */
  g_task_set_task_data (worker, state, NULL);
  g_task_run_in_thread (worker, check_in_thread);
}

/**
 * smith_key_change_check_async:
 * @interaction: (nullable): asks for the passphrase that the key has
 *
 * Asks whether the numbers of the key belong together, and whether it is the one of its public half: smith_key_check() in
 * a worker. %SMITH_CRYPTO_ERROR_DAMAGED where they do not.
 */
void
smith_key_change_check_async (SmithWorkspace      *workspace,
                              SmithIdentity       *identity,
                              GTlsInteraction     *interaction,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (SMITH_IS_WORKSPACE (workspace));
  g_return_if_fail (SMITH_IS_IDENTITY (identity));

  task = start_change (workspace, identity, NULL, cancellable, callback, user_data, smith_key_change_check_async);
  smith_unlock_async (smith_workspace_get_library (workspace), smith_workspace_get_keyring (workspace), identity,
                      interaction, cancellable, unlock_for_check_cb, g_object_ref (task));
}

/**
 * smith_key_change_finish:
 * @warning: (out) (optional) (nullable) (transfer full): what went wrong after it was on disk
 *
 * Finishes smith_key_change_passphrase_async() and smith_key_change_check_async().
 *
 * Returns: whether it is done
 */
gboolean
smith_key_change_finish (SmithWorkspace  *workspace,
                         GAsyncResult    *result,
                         char           **warning,
                         GError         **error)
{
  Change *state;

  g_return_val_if_fail (g_task_is_valid (result, workspace), FALSE);

  state = g_task_get_task_data (G_TASK (result));
  if (warning != NULL)
    *warning = g_steal_pointer (&state->warning);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
forget_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (smith_keyring_clear_finish (SMITH_KEYRING (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * smith_key_change_forget_async:
 *
 * Makes the keyring forget the passphrase of a key. The key stays as it is.
 */
void
smith_key_change_forget_async (SmithWorkspace      *workspace,
                               SmithIdentity       *identity,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (SMITH_IS_WORKSPACE (workspace));
  g_return_if_fail (SMITH_IS_IDENTITY (identity));

  task = g_task_new (workspace, cancellable, callback, user_data);
  g_task_set_source_tag (task, smith_key_change_forget_async);
  if (smith_workspace_get_keyring (workspace) == NULL)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  smith_keyring_clear_async (smith_workspace_get_keyring (workspace), SMITH_KEYRING_ITEM_KEY_PASSPHRASE,
                             smith_identity_get_id (identity), cancellable, forget_cb, g_object_ref (task));
}

/**
 * smith_key_change_forget_finish:
 *
 * Returns: whether the keyring remembers no passphrase of that key any more
 */
gboolean
smith_key_change_forget_finish (SmithWorkspace  *workspace,
                                GAsyncResult    *result,
                                GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, workspace), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
