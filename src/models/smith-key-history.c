/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-key-history.h"

#include <glib/gi18n.h>

#include "smith-identity-folder.h"
#include "smith-identity-private.h"
#include "smith-library-work-private.h"

/*
 * Verbs of SmithLibrary for the keys that an identity had before: to put the one of today among them, to change places
 * with one of them, to list them. Opening one is in smith-library-keys.c.
 */

/**
 * smith_library_replace_key_async:
 * @identity: one that is kept
 * @key: the new private key
 * @passphrase: (nullable): protects it on disk
 *
 * Writes @key in the place of the one that is there. What was there, with its request, certificate and chain, is in the
 * history of the identity by the same transaction. Finish with smith_library_change_finish().
 */
void
smith_library_replace_key_async (SmithLibrary        *self,
                                 SmithIdentity       *identity,
                                 SmithKey            *key,
                                 SmithSecret         *passphrase,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  SmithIdentityEdit *edit;

  g_return_if_fail (SMITH_IS_LIBRARY (self));
  g_return_if_fail (SMITH_IS_IDENTITY (identity));
  g_return_if_fail (SMITH_IS_KEY (key));

  edit = smith_identity_edit_new ();
  smith_identity_edit_set_key (edit, key, passphrase);
  edit->what |= SMITH_IDENTITY_EDIT_REPLACE;
  smith_library_edit_async (self, identity, edit, cancellable, callback, user_data);
}

/**
 * smith_library_bring_back_key_async:
 * @former: one of the history of @identity, with its key
 *
 * Lets @former change places with the key of today, each with its request, certificate and chain. No passphrase is
 * needed: each keeps its own. Finish with smith_library_change_finish().
 */
void
smith_library_bring_back_key_async (SmithLibrary        *self,
                                    SmithIdentity       *identity,
                                    SmithFormerKey      *former,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  SmithIdentityEdit *edit;
  GDateTime *created;

  g_return_if_fail (SMITH_IS_LIBRARY (self));
  g_return_if_fail (SMITH_IS_IDENTITY (identity));
  g_return_if_fail (SMITH_IS_FORMER_KEY (former) && smith_former_key_get_id (former) != NULL);

  created = smith_former_key_get_created_at (former);
  edit = smith_identity_edit_new ();
  edit->what = SMITH_IDENTITY_EDIT_BRING_BACK;
  edit->former = g_strdup (smith_former_key_get_id (former));
  edit->key_created_at = created != NULL ? g_date_time_ref (created) : NULL;
  smith_library_edit_async (self, identity, edit, cancellable, callback, user_data);
}

static void
run_list (GTask        *task,
          gpointer      source,
          gpointer      data,
          GCancellable *cancellable)
{
  SmithLibraryWork *work = data;
  GError *error = NULL;
  GPtrArray *keys = smith_identity_folder_read_history (work->folder, work->id, cancellable, &error);

  if (keys != NULL)
    g_task_return_pointer (task, keys, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

static void
take_list_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GPtrArray) keys = NULL;
  GListStore *list;
  GError *error = NULL;

  keys = g_task_propagate_pointer (G_TASK (result), &error);
  if (keys == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  list = g_list_store_new (SMITH_TYPE_FORMER_KEY);
  g_list_store_splice (list, 0, 0, keys->pdata, keys->len);
  g_task_return_pointer (task, list, g_object_unref);
}

/**
 * smith_library_load_key_history_async:
 * @identity: any
 *
 * Reads which keys were replaced and which certificates belong to which. Of an identity that is not kept: none.
 */
void
smith_library_load_key_history_async (SmithLibrary        *self,
                                      SmithIdentity       *identity,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (SMITH_IS_LIBRARY (self));
  g_return_if_fail (SMITH_IS_IDENTITY (identity));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, smith_library_load_key_history_async);
  if (!smith_identity_get_kept (identity))
    {
      g_task_return_pointer (task, g_list_store_new (SMITH_TYPE_FORMER_KEY), g_object_unref);
      return;
    }

  smith_library_work_push (smith_library_work_new (self, identity), self, g_steal_pointer (&task), run_list, take_list_cb);
}

/**
 * smith_library_load_key_history_finish:
 *
 * Returns: (transfer full): a list of #SmithFormerKey: the one of today first where certificates of it were replaced, then
 *   the former ones, the last one first; NULL on error
 */
GListModel *
smith_library_load_key_history_finish (SmithLibrary  *self,
                                       GAsyncResult  *result,
                                       GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
