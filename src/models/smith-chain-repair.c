/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-chain-repair.h"

#include <glib/gi18n.h>

#include "smith-list.h"
#include "smith-path.h"

typedef struct
{
  SmithIdentity    *identity;
  SmithCertificate *certificate;
  GPtrArray        *before;
  GPtrArray        *after;
  SmithRepair       repair;
} Repair;

static void
repair_free (Repair *repair)
{
  g_object_unref (repair->identity);
  g_object_unref (repair->certificate);
  g_ptr_array_unref (repair->before);
  g_clear_pointer (&repair->after, g_ptr_array_unref);
  g_free (repair);
}

static GListModel *
to_list_model (GPtrArray *certificates)
{
  GListStore *store = g_list_store_new (SMITH_TYPE_CERTIFICATE);

  g_list_store_splice (store, 0, 0, certificates->pdata, certificates->len);

  return G_LIST_MODEL (store);
}

static void
set_certificate_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Repair *repair = g_task_get_task_data (task);
  GError *error = NULL;

  if (!smith_library_change_finish (SMITH_LIBRARY (source), result, &error))
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, to_list_model (repair->before), g_object_unref);
}

static void
find_better_chain_cb (GObject      *source,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GListModel) chain = NULL;
  SmithLibrary *library = g_task_get_source_object (task);
  Repair *repair = g_task_get_task_data (task);
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_error (task, error);
      return;
    }
  /* The worker took its time: the identity may hold another certificate by now. */
  if (smith_identity_get_certificate (repair->identity) != repair->certificate)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED,
                               _("The certificate changed in the meantime. Look at the checks again."));
      return;
    }

  chain = to_list_model (repair->after);
  smith_library_set_certificate_async (library, repair->identity, repair->certificate, chain,
                                       g_task_get_cancellable (task), set_certificate_cb, g_object_ref (task));
}

static void
find_better_chain_thread (GTask        *task,
                          gpointer      source_object,
                          gpointer      task_data,
                          GCancellable *cancellable)
{
  Repair *repair = task_data;

  if (repair->repair == SMITH_REPAIR_PUT_IN_ORDER)
    {
      repair->after = smith_path_order (repair->certificate, repair->before, NULL);
    }
  else
    {
      repair->after = g_ptr_array_new_with_free_func (g_object_unref);
      for (guint i = 0; i < repair->before->len; i++)
        if (!smith_certificate_is_self_signed (repair->before->pdata[i]))
          g_ptr_array_add (repair->after, g_object_ref (repair->before->pdata[i]));
    }

  g_task_return_boolean (task, TRUE);
}

/**
 * smith_chain_repair_async:
 * @identity: one with a certificate
 *
 * Puts the chain in order, without what does not belong to it, or leaves the root out.
 */
void
smith_chain_repair_async (SmithLibrary        *library,
                          SmithIdentity       *identity,
                          SmithRepair          repair,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr (GTask) worker = NULL;
  Repair *state;
  GTask *task;

  g_return_if_fail (SMITH_IS_LIBRARY (library) && SMITH_IS_IDENTITY (identity));
  g_return_if_fail (smith_identity_get_certificate (identity) != NULL);

  state = g_new0 (Repair, 1);
  state->identity = g_object_ref (identity);
  state->certificate = g_object_ref (smith_identity_get_certificate (identity));
  state->before = smith_list_dup_items (smith_identity_get_chain (identity));
  state->repair = repair;

  task = g_task_new (library, cancellable, callback, user_data);
  g_task_set_source_tag (task, smith_chain_repair_async);
  g_task_set_task_data (task, state, (GDestroyNotify) repair_free);

  worker = g_task_new (library, cancellable, find_better_chain_cb, task);
  g_task_set_source_tag (worker, find_better_chain_cb);
  g_task_set_task_data (worker, state, NULL);
  g_task_run_in_thread (worker, find_better_chain_thread);
}

/**
 * smith_chain_repair_finish:
 * @error: SMITH_LIBRARY_ERROR, G_IO_ERROR
 *
 * Returns: (transfer full) (element-type SmithCertificate): the chain as it was before
 */
GListModel *
smith_chain_repair_finish (SmithLibrary  *library,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, library), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
