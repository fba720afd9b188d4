/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-account-list-private.h"

#include "smith-account-private.h"
#include "smith-account-store.h"

/*
 * Accounts that come from a backup: who they are, without their secrets.
 */

static gboolean
is_known (SmithAccountList *self,
          SmithAccount     *account)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self));

  if (smith_account_list_find (self, smith_account_get_id (account)) != NULL)
    return TRUE;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SmithAccount) other = g_list_model_get_item (G_LIST_MODEL (self), i);

      if (g_strcmp0 (smith_account_get_access_key_id (account), smith_account_get_access_key_id (other)) == 0 &&
          g_strcmp0 (smith_account_get_region (account), smith_account_get_region (other)) == 0)
        return TRUE;
    }

  return FALSE;
}

static void
save_merged_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (!smith_account_list_save_finish (SMITH_ACCOUNT_LIST (source), result, &error))
    g_task_return_error (task, error);
  else
    g_task_return_int (task, GPOINTER_TO_INT (g_task_get_task_data (task)));
}

/**
 * smith_account_list_merge_async:
 * @bytes: the text of an accounts.ini
 *
 * Appends the accounts of @bytes that the list does not have, by id or by access key ID and region, and writes
 * accounts.ini. Their secrets are asked for when they are used.
 */
void
smith_account_list_merge_async (SmithAccountList    *self,
                                GBytes              *bytes,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_autoptr (GPtrArray) accounts = NULL;
  g_autoptr (GTask) task = NULL;
  int n_added = 0;

  g_return_if_fail (SMITH_IS_ACCOUNT_LIST (self));
  g_return_if_fail (bytes != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, smith_account_list_merge_async);
  accounts = smith_account_store_parse (bytes);
  for (guint i = 0; i < accounts->len; i++)
    {
      SmithAccount *account = g_ptr_array_index (accounts, i);

      if (is_known (self, account))
        continue;
      smith_account_list_insert (self, account);
      n_added++;
    }
  if (n_added == 0)
    {
      g_task_return_int (task, 0);
      return;
    }
  g_task_set_task_data (task, GINT_TO_POINTER (n_added), NULL);
  smith_account_list_save_async (self, save_merged_cb, g_steal_pointer (&task));
}

/**
 * smith_account_list_merge_finish:
 *
 * Returns: how many accounts were added; -1 on error
 */
int
smith_account_list_merge_finish (SmithAccountList  *self,
                                 GAsyncResult      *result,
                                 GError           **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), -1);

  return (int) g_task_propagate_int (G_TASK (result), error);
}
