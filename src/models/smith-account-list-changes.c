/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-account-list-private.h"

#include <glib/gi18n.h>

#include "smith-account-private.h"

/* How SmithAccountList adds and edits. Each verb changes the keyring first, then the file, and undoes the
 * first where the second fails; smith-account-list.c has the model and its file, smith-account-list-removal.c
 * the way out and back. */

/* What one verb carries from step to step. */
typedef struct
{
  SmithAccount *account;
  SmithAccount *before;     /* of an edit: the wanted fields, then those to go back to */
  SmithSecret  *secret;
} Change;

static void
change_free (Change *change)
{
  g_clear_object (&change->account);
  g_clear_object (&change->before);
  g_clear_pointer (&change->secret, smith_secret_unref);
  g_free (change);
}

static void
copy_fields (SmithAccount *from,
             SmithAccount *to)
{
  smith_account_set_name (to, smith_account_get_name (from));
  smith_account_set_region (to, smith_account_get_region (from));
  smith_account_set_access_key_id (to, smith_account_get_access_key_id (from));
  smith_account_set_endpoint (to, smith_account_get_endpoint (from));
  smith_account_set_caller (to, smith_account_get_account_number (from), smith_account_get_arn (from));
}

static SmithAccount *
make_account (SmithAccountSource  source,
              const char         *name,
              const char         *region,
              const char         *access_key_id,
              const char         *endpoint)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *stripped = g_strstrip (g_strdup (name));
  SmithAccount *account = smith_account_new (id, source);

  smith_account_set_name (account, stripped);
  smith_account_set_region (account, region);
  smith_account_set_access_key_id (account, access_key_id);
  smith_account_set_endpoint (account, endpoint);

  return account;
}

static gboolean
check_fields (SmithAccountList  *self,
              SmithAccount      *except,
              const char        *name,
              const char        *region,
              const char        *access_key_id,
              const char        *endpoint,
              SmithSecret       *secret,
              gboolean           secret_needed,
              SmithSecret       *session_token,
              GError           **error)
{
  g_autofree char *problem = smith_account_list_check_name (self, name, except);

  if (problem == NULL)
    problem = smith_account_check_region (region);
  if (problem == NULL)
    problem = smith_account_check_access_key_id (access_key_id);
  if (problem == NULL && endpoint != NULL)
    problem = smith_account_check_endpoint (endpoint);
  if (problem == NULL && (secret_needed || secret != NULL))
    problem = smith_account_check_secret (secret);
  if (problem == NULL && session_token != NULL)
    problem = smith_account_check_secret (session_token);
  if (problem == NULL)
    return TRUE;

  g_set_error_literal (error, SMITH_ACCOUNT_ERROR, SMITH_ACCOUNT_ERROR_INVALID, problem);

  return FALSE;
}

/* Returns: whether this program keeps @account; FALSE where @task has been answered */
gboolean
smith_account_list_check_writable (SmithAccount *account,
                                   GTask        *task)
{
  if (smith_account_get_source (account) != SMITH_ACCOUNT_SOURCE_ENVIRONMENT)
    return TRUE;
  g_task_return_new_error (task, SMITH_ACCOUNT_ERROR, SMITH_ACCOUNT_ERROR_READ_ONLY,
                           _("This account comes from the environment: change the AWS_* variables there."));

  return FALSE;
}

/* @task: (transfer full): handed on to @callback; answered where there is no keyring */
void
smith_account_list_store_secret (SmithAccountList    *self,
                                 SmithAccount        *account,
                                 const char          *name,
                                 SmithSecret         *secret,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 GTask               *task)
{
  /* Translators: how the secret is called in the system's keyring; %s is the name of an account */
  g_autofree char *label = g_strdup_printf (_("Chainsmith: AWS account “%s”"), name);
  SmithKeyring *keyring = smith_account_list_get_keyring (self);

  if (keyring == NULL)
    {
      g_task_return_new_error (task, SMITH_KEYRING_ERROR, SMITH_KEYRING_ERROR_NO_SERVICE,
                               _("There is no keyring to store the secret access key in."));
      g_object_unref (task);
      return;
    }
  smith_keyring_store_async (keyring, SMITH_KEYRING_ITEM_AWS_SECRET, smith_account_get_id (account), label, secret,
                             cancellable, callback, task);
}

/* The error of the file is the one to report: that the keyring keeps an item nobody names any more is harmless. */
static void
clear_after_failed_add_cb (GObject      *source,
                           GAsyncResult *result,
                           gpointer      user_data)
{
  smith_keyring_clear_finish (SMITH_KEYRING (source), result, NULL);
}

static void
save_added_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  SmithAccountList *self = SMITH_ACCOUNT_LIST (source);
  Change *change = g_task_get_task_data (task);
  GError *error = NULL;

  if (!smith_account_list_save_finish (SMITH_ACCOUNT_LIST (source), result, &error))
    {
      smith_account_list_take_out (self, change->account);
      smith_keyring_clear_async (smith_account_list_get_keyring (self), SMITH_KEYRING_ITEM_AWS_SECRET,
                                 smith_account_get_id (change->account), NULL, clear_after_failed_add_cb, NULL);
      g_task_return_error (task, error);
      return;
    }

  smith_account_set_credentials (change->account, NULL);
  g_task_return_pointer (task, g_object_ref (change->account), g_object_unref);
}

static void
store_added_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  SmithAccountList *self = g_task_get_source_object (task);
  Change *change = g_task_get_task_data (task);
  GError *error = NULL;

  if (!smith_keyring_store_finish (SMITH_KEYRING (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  smith_account_list_insert (self, change->account);
  smith_account_list_save_async (self, save_added_cb, g_steal_pointer (&task));
}

static void
save_edited_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  SmithAccountList *self = SMITH_ACCOUNT_LIST (source);
  Change *change = g_task_get_task_data (task);
  GError *error = NULL;

  if (!smith_account_list_save_finish (SMITH_ACCOUNT_LIST (source), result, &error))
    {
      copy_fields (change->before, change->account);
      g_task_return_error (task, error);
      return;
    }

  /* The name decides the place in the list. */
  smith_account_list_take_out (self, change->account);
  smith_account_list_insert (self, change->account);
  g_task_return_boolean (task, TRUE);
}

static void
apply_edit (GTask *task)
{
  SmithAccountList *self = g_task_get_source_object (task);
  Change *change = g_task_get_task_data (task);
  g_autoptr (SmithAccount) wanted = g_steal_pointer (&change->before);
  gboolean same_key = g_str_equal (smith_account_get_access_key_id (wanted),
                                   smith_account_get_access_key_id (change->account));

  change->before = smith_account_new ("", SMITH_ACCOUNT_SOURCE_SESSION);
  copy_fields (change->account, change->before);
  if (same_key)
    smith_account_set_caller (wanted, smith_account_get_account_number (change->account),
                              smith_account_get_arn (change->account));
  copy_fields (wanted, change->account);
  smith_account_list_save_async (self, save_edited_cb, task);
}

static void
store_edited_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (!smith_keyring_store_finish (SMITH_KEYRING (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  apply_edit (g_steal_pointer (&task));
}

/**
 * smith_account_list_add_async:
 * @endpoint: (nullable): a URI in place of AWS's own
 * @session_token: (nullable): of temporary credentials
 *
 * Stores the secret in the keyring, writes accounts.ini and appends the account.
 */
void
smith_account_list_add_async (SmithAccountList    *self,
                              const char          *name,
                              const char          *region,
                              const char          *access_key_id,
                              const char          *endpoint,
                              SmithSecret         *secret_access_key,
                              SmithSecret         *session_token,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;
  Change *change;

  g_return_if_fail (SMITH_IS_ACCOUNT_LIST (self));
  g_return_if_fail (name != NULL && region != NULL && access_key_id != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, smith_account_list_add_async);
  if (!check_fields (self, NULL, name, region, access_key_id, endpoint, secret_access_key, TRUE,
                     session_token, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  change = g_new0 (Change, 1);
  change->account = make_account (SMITH_ACCOUNT_SOURCE_KEYRING, name, region, access_key_id, endpoint);
  change->secret = smith_account_join_secret (secret_access_key, session_token);
  g_task_set_task_data (task, change, (GDestroyNotify) change_free);
  smith_account_list_store_secret (self, change->account, smith_account_get_name (change->account), change->secret,
                                   cancellable, store_added_cb, g_steal_pointer (&task));
}

/**
 * smith_account_list_add_finish:
 * @error: SMITH_ACCOUNT_ERROR_INVALID; SMITH_KEYRING_ERROR, after which the same fields may go to
 *   smith_account_list_add_session(); G_IO_ERROR
 *
 * Returns: (transfer full): the new account
 */
SmithAccount *
smith_account_list_add_finish (SmithAccountList  *self,
                               GAsyncResult      *result,
                               GError           **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * smith_account_list_add_session:
 * @endpoint: (nullable): a URI in place of AWS's own
 * @session_token: (nullable): of temporary credentials
 *
 * Appends an account that is stored nowhere.
 *
 * Returns: (transfer none): the new account, or NULL with SMITH_ACCOUNT_ERROR_INVALID
 */
SmithAccount *
smith_account_list_add_session (SmithAccountList  *self,
                                const char        *name,
                                const char        *region,
                                const char        *access_key_id,
                                const char        *endpoint,
                                SmithSecret       *secret_access_key,
                                SmithSecret       *session_token,
                                GError           **error)
{
  g_autoptr (SmithAwsCredentials) credentials = NULL;
  g_autoptr (SmithAccount) account = NULL;

  g_return_val_if_fail (SMITH_IS_ACCOUNT_LIST (self), NULL);
  g_return_val_if_fail (name != NULL && region != NULL && access_key_id != NULL, NULL);

  if (!check_fields (self, NULL, name, region, access_key_id, endpoint, secret_access_key, TRUE,
                     session_token, error))
    return NULL;

  account = make_account (SMITH_ACCOUNT_SOURCE_SESSION, name, region, access_key_id, endpoint);
  credentials = smith_aws_credentials_new (access_key_id, secret_access_key, session_token);
  smith_account_set_credentials (account, credentials);
  smith_account_list_insert (self, account);

  return account;
}

/**
 * smith_account_list_edit_async:
 * @endpoint: (nullable): a URI in place of AWS's own
 * @secret_access_key: (nullable): NULL: the one that is stored stays
 * @session_token: (nullable): of temporary credentials; only together with @secret_access_key
 *
 * Changes all fields at once.
 */
void
smith_account_list_edit_async (SmithAccountList    *self,
                               SmithAccount        *account,
                               const char          *name,
                               const char          *region,
                               const char          *access_key_id,
                               const char          *endpoint,
                               SmithSecret         *secret_access_key,
                               SmithSecret         *session_token,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;
  gboolean other_key;
  Change *change;

  g_return_if_fail (SMITH_IS_ACCOUNT_LIST (self) && SMITH_IS_ACCOUNT (account));
  g_return_if_fail (name != NULL && region != NULL && access_key_id != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, smith_account_list_edit_async);
  if (g_task_return_error_if_cancelled (task) || !smith_account_list_check_writable (account, task))
    return;
  other_key = !g_str_equal (smith_account_get_access_key_id (account), access_key_id);
  if (!check_fields (self, account, name, region, access_key_id, endpoint, secret_access_key, other_key,
                     session_token, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  change = g_new0 (Change, 1);
  change->account = g_object_ref (account);
  change->before = make_account (SMITH_ACCOUNT_SOURCE_SESSION, name, region, access_key_id, endpoint);
  g_task_set_task_data (task, change, (GDestroyNotify) change_free);
  if (secret_access_key == NULL)
    {
      apply_edit (g_steal_pointer (&task));
      return;
    }
  if (smith_account_get_source (account) == SMITH_ACCOUNT_SOURCE_SESSION)
    {
      g_autoptr (SmithAwsCredentials) credentials =
        smith_aws_credentials_new (access_key_id, secret_access_key, session_token);

      smith_account_set_credentials (account, credentials);
      apply_edit (g_steal_pointer (&task));
      return;
    }
  change->secret = smith_account_join_secret (secret_access_key, session_token);
  smith_account_list_store_secret (self, account, name, change->secret, cancellable, store_edited_cb,
                                   g_steal_pointer (&task));
}

gboolean
smith_account_list_edit_finish (SmithAccountList  *self,
                                GAsyncResult      *result,
                                GError           **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
