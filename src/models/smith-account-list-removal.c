/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-account-list-private.h"

#include "smith-account-private.h"

/* How an account leaves SmithAccountList, and how it comes back: file and keyring, undone where the second fails. */

/* What one verb carries from step to step. */
typedef struct
{
  SmithAccount *account;
  SmithSecret  *secret;
  char         *leftover;   /* (nullable): why the secret is still in the keyring */
} Removal;

static void
removal_free (Removal *removal)
{
  g_clear_object (&removal->account);
  g_clear_pointer (&removal->secret, smith_secret_unref);
  g_free (removal->leftover);
  g_free (removal);
}

static void
clear_removed_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Removal *removal = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (!smith_keyring_clear_finish (SMITH_KEYRING (source), result, &error))
    removal->leftover = g_strdup (error->message);
  g_task_return_boolean (task, TRUE);
}

static void
save_removed_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  SmithAccountList *self = SMITH_ACCOUNT_LIST (source);
  Removal *removal = g_task_get_task_data (task);
  GError *error = NULL;

  if (!smith_account_list_save_finish (self, result, &error))
    {
      smith_account_list_insert (self, removal->account);
      g_task_return_error (task, error);
      return;
    }
  if (removal->leftover != NULL || smith_account_list_get_keyring (self) == NULL)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  smith_keyring_clear_async (smith_account_list_get_keyring (self), SMITH_KEYRING_ITEM_AWS_SECRET,
                             smith_account_get_id (removal->account), NULL,
                             clear_removed_cb, g_steal_pointer (&task));
}

static void
look_up_removed_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  SmithAccountList *self = g_task_get_source_object (task);
  Removal *removal = g_task_get_task_data (task);
  g_autoptr (SmithSecret) secret = NULL;
  g_autoptr (GError) error = NULL;

  secret = smith_keyring_lookup_finish (SMITH_KEYRING (source), result, &error);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (error != NULL)
    {
      /* A keyring that stays closed must not hold the account in the list for ever. */
      removal->leftover = g_strdup (error->message);
    }
  else if (secret != NULL)
    {
      g_autoptr (SmithAwsCredentials) credentials =
        smith_account_split_secret (smith_account_get_access_key_id (removal->account), secret);

      smith_account_set_credentials (removal->account, credentials);
    }

  smith_account_list_take_out (self, removal->account);
  smith_account_list_save_async (self, save_removed_cb, g_steal_pointer (&task));
}

static void
save_restored_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  SmithAccountList *self = SMITH_ACCOUNT_LIST (source);
  Removal *removal = g_task_get_task_data (task);
  GError *error = NULL;

  if (!smith_account_list_save_finish (self, result, &error))
    {
      smith_account_list_take_out (self, removal->account);
      g_task_return_error (task, error);
      return;
    }

  smith_account_set_credentials (removal->account, NULL);
  g_task_return_boolean (task, TRUE);
}

static void
store_restored_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  SmithAccountList *self = g_task_get_source_object (task);
  Removal *removal = g_task_get_task_data (task);
  GError *error = NULL;

  if (!smith_keyring_store_finish (SMITH_KEYRING (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  smith_account_list_insert (self, removal->account);
  smith_account_list_save_async (self, save_restored_cb, g_steal_pointer (&task));
}

/**
 * smith_account_list_remove_async:
 *
 * Takes the account out of the list and its secret out of the keyring. The account itself keeps
 * the secret in memory until its last reference goes, so that it can be restored. A keyring that
 * cannot be opened does not hold the account back: the secret that stays in it is told.
 */
void
smith_account_list_remove_async (SmithAccountList    *self,
                                 SmithAccount        *account,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  SmithKeyring *keyring;
  Removal *removal;

  g_return_if_fail (SMITH_IS_ACCOUNT_LIST (self) && SMITH_IS_ACCOUNT (account));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, smith_account_list_remove_async);
  if (g_task_return_error_if_cancelled (task) || !smith_account_list_check_writable (account, task))
    return;

  removal = g_new0 (Removal, 1);
  removal->account = g_object_ref (account);
  g_task_set_task_data (task, removal, (GDestroyNotify) removal_free);
  if (smith_account_get_source (account) == SMITH_ACCOUNT_SOURCE_SESSION)
    {
      smith_account_list_take_out (self, account);
      g_task_return_boolean (task, TRUE);
      return;
    }
  keyring = smith_account_list_get_keyring (self);
  if (keyring == NULL)
    {
      smith_account_list_take_out (self, account);
      smith_account_list_save_async (self, save_removed_cb, g_steal_pointer (&task));
      return;
    }

  smith_keyring_lookup_async (keyring, SMITH_KEYRING_ITEM_AWS_SECRET, smith_account_get_id (account),
                              cancellable, look_up_removed_cb, g_steal_pointer (&task));
}

/**
 * smith_account_list_remove_finish:
 * @leftover: (out) (optional) (nullable) (transfer full): why the secret is still in the keyring;
 *   NULL where it is not
 * @error: SMITH_ACCOUNT_ERROR_READ_ONLY, G_IO_ERROR
 *
 * Returns: whether the account is gone from the list
 */
gboolean
smith_account_list_remove_finish (SmithAccountList  *self,
                                  GAsyncResult      *result,
                                  char             **leftover,
                                  GError           **error)
{
  Removal *removal;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  removal = g_task_get_task_data (G_TASK (result));
  if (leftover != NULL)
    *leftover = removal != NULL ? g_strdup (removal->leftover) : NULL;

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * smith_account_list_restore_async:
 * @account: one that smith_account_list_remove_async() took out
 *
 * Puts the secret back into the keyring and the account back into the list.
 */
void
smith_account_list_restore_async (SmithAccountList    *self,
                                  SmithAccount        *account,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  SmithAwsCredentials *credentials;
  Removal *removal;

  g_return_if_fail (SMITH_IS_ACCOUNT_LIST (self) && SMITH_IS_ACCOUNT (account));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, smith_account_list_restore_async);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (smith_account_list_find (self, smith_account_get_id (account)) != NULL)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  removal = g_new0 (Removal, 1);
  removal->account = g_object_ref (account);
  g_task_set_task_data (task, removal, (GDestroyNotify) removal_free);
  if (smith_account_get_source (account) != SMITH_ACCOUNT_SOURCE_KEYRING)
    {
      smith_account_list_insert (self, account);
      g_task_return_boolean (task, TRUE);
      return;
    }
  credentials = smith_account_get_credentials (account);
  if (credentials == NULL)
    {
      /* Its secret never left the keyring, or was not there. */
      smith_account_list_insert (self, account);
      smith_account_list_save_async (self, save_restored_cb, g_steal_pointer (&task));
      return;
    }

  removal->secret = smith_account_join_secret (smith_aws_credentials_get_secret_access_key (credentials),
                                              smith_aws_credentials_get_session_token (credentials));
  smith_account_list_store_secret (self, account, smith_account_get_name (account), removal->secret, cancellable,
                                   store_restored_cb, g_steal_pointer (&task));
}

gboolean
smith_account_list_restore_finish (SmithAccountList  *self,
                                   GAsyncResult      *result,
                                   GError           **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
