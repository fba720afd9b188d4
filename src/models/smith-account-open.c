/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-account-private.h"

#include <string.h>

#include <glib/gi18n.h>

/* How SmithAccount comes to a client: the secret access key out of the keyring -> credentials -> a client, which alone
 * keeps them. */

/* The services that this program calls; each may have an endpoint of its own (AWS SDKs and Tools
 * Reference Guide, "Service-specific endpoints"). */
static const char * const services[] = { "iam", "sts" };

/**
 * smith_account_join_secret:
 * @session_token: (nullable): of temporary credentials
 *
 * Returns: (transfer full): both as one item of the keyring
 */
SmithSecret *
smith_account_join_secret (SmithSecret *secret_access_key,
                           SmithSecret *session_token)
{
  gsize key_size, token_size, size;
  char *joined;

  g_return_val_if_fail (secret_access_key != NULL, NULL);

  if (session_token == NULL)
    return smith_secret_ref (secret_access_key);

  key_size = smith_secret_get_size (secret_access_key);
  token_size = smith_secret_get_size (session_token);
  size = key_size + 1 + token_size;
  joined = g_malloc (size);
  memcpy (joined, smith_secret_get_data (secret_access_key), key_size);
  joined[key_size] = '\n';
  memcpy (joined + key_size + 1, smith_secret_get_data (session_token), token_size);

  return smith_secret_new_take (joined, size);
}

/**
 * smith_account_split_secret:
 * @joined: from smith_account_join_secret()
 *
 * Returns: (transfer full) (nullable): the credentials; NULL if there is no secret access key in it
 */
SmithAwsCredentials *
smith_account_split_secret (const char  *access_key_id,
                            SmithSecret *joined)
{
  g_autoptr (SmithSecret) secret_access_key = NULL;
  g_autoptr (SmithSecret) session_token = NULL;
  const char *data, *end;
  gsize size;

  g_return_val_if_fail (access_key_id != NULL && joined != NULL, NULL);

  data = smith_secret_get_data (joined);
  size = smith_secret_get_size (joined);
  end = memchr (data, '\n', size);
  if (end == NULL)
    end = data + size;
  if (end == data)
    return NULL;

  secret_access_key = smith_secret_new (data, end - data);
  if (end + 1 < data + size)
    session_token = smith_secret_new (end + 1, data + size - end - 1);

  return smith_aws_credentials_new (access_key_id, secret_access_key, session_token);
}

static SmithAwsClient *
make_client (SmithAccount        *self,
             SmithAwsCredentials *credentials)
{
  SmithAwsClient *client = smith_aws_client_new (credentials, smith_account_get_region (self));

  for (guint i = 0; i < G_N_ELEMENTS (services); i++)
    {
      const char *uri = smith_account_get_service_endpoint (self, services[i]);

      if (uri != NULL)
        smith_aws_client_set_endpoint (client, services[i], uri);
    }

  return client;
}

static void
look_up_secret_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (SmithAwsCredentials) credentials = NULL;
  g_autoptr (SmithSecret) secret = NULL;
  SmithAccount *self = g_task_get_source_object (task);
  GError *error = NULL;

  secret = smith_keyring_lookup_finish (SMITH_KEYRING (source), result, &error);
  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (g_task_return_error_if_cancelled (task))
    return;
  if (secret != NULL)
    credentials = smith_account_split_secret (smith_account_get_access_key_id (self), secret);
  if (credentials == NULL)
    {
      g_task_return_new_error (task, SMITH_ACCOUNT_ERROR, SMITH_ACCOUNT_ERROR_NO_SECRET,
                               _("The keyring has no secret access key for the account “%s”. "
                                 "Edit the account and enter it again."), smith_account_get_name (self));
      return;
    }

  g_task_return_pointer (task, make_client (self, credentials), g_object_unref);
}

/**
 * smith_account_open_async:
 * @keyring: (nullable): where the secret is; not needed for the environment and for this session
 *
 * Prepares a client with the credentials of this account.
 */
void
smith_account_open_async (SmithAccount        *self,
                          SmithKeyring        *keyring,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (SMITH_IS_ACCOUNT (self));
  g_return_if_fail (keyring == NULL || SMITH_IS_KEYRING (keyring));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, smith_account_open_async);
  if (g_task_return_error_if_cancelled (task))
    return;

  if (smith_account_get_source (self) != SMITH_ACCOUNT_SOURCE_KEYRING && smith_account_get_credentials (self) != NULL)
    {
      g_task_return_pointer (task, make_client (self, smith_account_get_credentials (self)), g_object_unref);
      return;
    }
  if (keyring == NULL)
    {
      g_task_return_new_error (task, SMITH_KEYRING_ERROR, SMITH_KEYRING_ERROR_NO_SERVICE,
                               _("There is no keyring to read the secret access key from."));
      return;
    }

  smith_keyring_lookup_async (keyring, SMITH_KEYRING_ITEM_AWS_SECRET, smith_account_get_id (self), cancellable,
                              look_up_secret_cb, g_steal_pointer (&task));
}

/**
 * smith_account_open_finish:
 * @error: SMITH_KEYRING_ERROR as the keyring said, SMITH_ACCOUNT_ERROR_NO_SECRET, G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): a client for this account
 */
SmithAwsClient *
smith_account_open_finish (SmithAccount  *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
