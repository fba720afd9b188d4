/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-unlock.h"

#include <glib/gi18n.h>

#include "smith-passphrase-interaction.h"

/* Loading a private key with the keyring as a cache of its passphrase: remembered passphrase, else
 * ask -> load -> forget what was wrong, remember what the person wants remembered. */

typedef struct
{
  SmithIdentity              *identity;
  SmithKeyring               *keyring;
  SmithPassphraseInteraction *interaction;
  SmithKey                   *key;
} Unlock;

static void
unlock_free (Unlock *state)
{
  g_clear_object (&state->identity);
  g_clear_object (&state->keyring);
  g_clear_object (&state->interaction);
  g_clear_object (&state->key);
  g_free (state);
}

static void
store_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Unlock *state = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  /* Only a cache: the key is open, and that is what was asked for. */
  if (!smith_keyring_store_finish (SMITH_KEYRING (source), result, &error))
    g_message ("The passphrase was not remembered: %s", error->message);

  g_task_return_pointer (task, g_steal_pointer (&state->key), g_object_unref);
}

static void
clear_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Unlock *state = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (!smith_keyring_clear_finish (SMITH_KEYRING (source), result, &error))
    g_message ("A passphrase that no longer fits stays in the keyring: %s", error->message);

  g_task_return_pointer (task, g_steal_pointer (&state->key), g_object_unref);
}

static void
load_key_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (SmithSecret) to_remember = NULL;
  Unlock *state = g_task_get_task_data (task);
  GError *error = NULL;

  state->key = smith_library_load_key_finish (SMITH_LIBRARY (source), result, &error);
  if (state->key == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  to_remember = smith_passphrase_interaction_dup_to_remember (state->interaction);
  if (to_remember != NULL && state->keyring != NULL)
    {
      g_autofree char *label = smith_unlock_dup_keyring_label (state->identity);

      smith_keyring_store_async (state->keyring, SMITH_KEYRING_ITEM_KEY_PASSPHRASE,
                                 smith_identity_get_id (state->identity), label, to_remember,
                                 g_task_get_cancellable (task), store_cb, g_object_ref (task));
    }
  else if (smith_passphrase_interaction_is_cache_wrong (state->interaction))
    {
      smith_keyring_clear_async (state->keyring, SMITH_KEYRING_ITEM_KEY_PASSPHRASE,
                                 smith_identity_get_id (state->identity),
                                 g_task_get_cancellable (task), clear_cb, g_object_ref (task));
    }
  else
    {
      g_task_return_pointer (task, g_steal_pointer (&state->key), g_object_unref);
    }
}

/**
 * smith_unlock_async:
 * @library: where @identity is
 * @keyring: (nullable): where its passphrase may be remembered
 * @identity: whose key to load
 * @person: (nullable): asks a person for the passphrase where the keyring does not know it
 *
 * Loads a private key. A keyring that fails is never a reason for this to fail.
 */
void
smith_unlock_async (SmithLibrary        *library,
                    SmithKeyring        *keyring,
                    SmithIdentity       *identity,
                    GTlsInteraction     *person,
                    GCancellable        *cancellable,
                    GAsyncReadyCallback  callback,
                    gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Unlock *state;

  g_return_if_fail (SMITH_IS_LIBRARY (library));
  g_return_if_fail (keyring == NULL || SMITH_IS_KEYRING (keyring));
  g_return_if_fail (SMITH_IS_IDENTITY (identity));
  g_return_if_fail (person == NULL || G_IS_TLS_INTERACTION (person));

  task = g_task_new (library, cancellable, callback, user_data);
  g_task_set_source_tag (task, smith_unlock_async);
  state = g_new0 (Unlock, 1);
  state->identity = g_object_ref (identity);
  g_set_object (&state->keyring, keyring);
  state->interaction = SMITH_PASSPHRASE_INTERACTION (smith_passphrase_interaction_new (keyring, identity, person));
  g_task_set_task_data (task, state, (GDestroyNotify) unlock_free);

  smith_library_load_key_async (library, identity, G_TLS_INTERACTION (state->interaction), cancellable,
                                load_key_cb, g_object_ref (task));
}

/**
 * smith_unlock_finish:
 *
 * Returns: (transfer full): the private key, or NULL with %G_IO_ERROR_CANCELLED when the person did
 *   not answer, or an error of the library
 */
SmithKey *
smith_unlock_finish (SmithLibrary  *library,
                     GAsyncResult  *result,
                     GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, library), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * smith_unlock_dup_keyring_label:
 * @identity: whose passphrase it is
 *
 * Returns: (transfer full): what the desktop's keyring program shows for it
 */
char *
smith_unlock_dup_keyring_label (SmithIdentity *identity)
{
  g_return_val_if_fail (SMITH_IS_IDENTITY (identity), NULL);

  return g_strdup_printf (_("Chainsmith: passphrase of the key of “%s”"), smith_identity_get_name (identity));
}
