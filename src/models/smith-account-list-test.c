/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-account-list-private.h"

#include "smith-account-private.h"
#include "smith-aws-sts.h"

/* SmithAccountList: who the credentials of an account are. */

static void
save_tested_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  /* The number is only a convenience of the file: it is found out again at the next test. */
  if (!smith_account_list_save_finish (SMITH_ACCOUNT_LIST (source), result, &error))
    g_debug ("%s", error->message);
}

static void
get_caller_identity_cb (GObject      *source,
                        GAsyncResult *result,
                        gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  SmithAccountList *self = g_task_get_source_object (task);
  SmithAccount *account = g_task_get_task_data (task);
  g_autofree char *number = NULL;
  g_autofree char *arn = NULL;
  GError *error = NULL;
  gboolean success;

  success = smith_aws_sts_get_caller_identity_finish (SMITH_AWS_CLIENT (source), result,
                                                      &number, &arn, NULL, &error);
  smith_account_set_clock_offset (account, smith_aws_client_get_clock_offset (SMITH_AWS_CLIENT (source)));
  if (!success)
    {
      g_task_return_error (task, error);
      return;
    }

  smith_account_list_note_caller (self, account, number, arn);
  g_task_return_boolean (task, TRUE);
}

static void
open_for_test_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (SmithAwsClient) client = NULL;
  GError *error = NULL;

  client = smith_account_open_finish (SMITH_ACCOUNT (source), result, &error);
  if (client == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  smith_aws_sts_get_caller_identity_async (client, g_task_get_cancellable (task),
                                           get_caller_identity_cb, g_object_ref (task));
}

/**
 * smith_account_list_test_async:
 *
 * Asks STS (GetCallerIdentity, which needs no permission) who these credentials are.
 */
void
smith_account_list_test_async (SmithAccountList    *self,
                               SmithAccount        *account,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (SMITH_IS_ACCOUNT_LIST (self) && SMITH_IS_ACCOUNT (account));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, smith_account_list_test_async);
  g_task_set_task_data (task, g_object_ref (account), g_object_unref);
  smith_account_open_async (account, smith_account_list_get_keyring (self), cancellable,
                            open_for_test_cb, g_steal_pointer (&task));
}

/**
 * smith_account_list_test_finish:
 * @error: SMITH_KEYRING_ERROR, SMITH_ACCOUNT_ERROR_NO_SECRET, SMITH_AWS_ERROR, SMITH_NET_ERROR, G_IO_ERROR_CANCELLED
 *
 * Returns: whether AWS knows the credentials; number and ARN of the account are set then
 */
gboolean
smith_account_list_test_finish (SmithAccountList  *self,
                                GAsyncResult      *result,
                                GError           **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * smith_account_list_note_caller:
 *
 * Remembers who the credentials of @account are, in accounts.ini too.
 */
void
smith_account_list_note_caller (SmithAccountList *self,
                                SmithAccount     *account,
                                const char       *account_number,
                                const char       *arn)
{
  g_return_if_fail (SMITH_IS_ACCOUNT_LIST (self) && SMITH_IS_ACCOUNT (account));

  if (g_strcmp0 (smith_account_get_account_number (account), account_number) == 0 &&
      g_strcmp0 (smith_account_get_arn (account), arn) == 0)
    return;

  smith_account_set_caller (account, account_number, arn);
  if (smith_account_get_source (account) == SMITH_ACCOUNT_SOURCE_KEYRING &&
      smith_account_list_find (self, smith_account_get_id (account)) == account)
    smith_account_list_save_async (self, save_tested_cb, NULL);
}
