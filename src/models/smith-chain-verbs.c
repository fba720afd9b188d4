/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-chain-private.h"

#include <glib/gi18n.h>

#include "smith-list.h"

/* What SmithChain can do. A verb changes the rows at once and queues a save; saves are written one
 * after the other, and what waits for the same identity is written in one go. */

/* One write of certificate and chain, and everybody who waits for it. */
typedef struct
{
  SmithIdentity    *identity;
  SmithCertificate *leaf;
  GPtrArray        *chain;
  GPtrArray        *tasks;
} Save;

/* Of a task: what the certificates beside the chain were, should the chain not come onto the disk. */
typedef struct
{
  SmithIdentity *identity;
  GPtrArray     *left_over;
} Change;

static void save_next (SmithChain *self);

static void
save_free (Save *save)
{
  g_clear_object (&save->identity);
  g_clear_object (&save->leaf);
  g_clear_pointer (&save->chain, g_ptr_array_unref);
  g_clear_pointer (&save->tasks, g_ptr_array_unref);
  g_free (save);
}

static void
change_free (Change *change)
{
  g_clear_object (&change->identity);
  g_clear_pointer (&change->left_over, g_ptr_array_unref);
  g_free (change);
}

void
smith_chain_free_saves (SmithChain *self)
{
  g_queue_free_full (g_steal_pointer (&self->saves), (GDestroyNotify) save_free);
}

static Save *
find_save (SmithChain    *self,
           SmithIdentity *identity)
{
  for (GList *l = self->saves->tail; l != NULL; l = l->prev)
    {
      Save *save = l->data;

      if (save->identity == identity)
        return save;
    }

  return NULL;
}

/* Returns whether something for @identity is not on disk yet, and what. */
gboolean
smith_chain_get_pending (SmithChain        *self,
                         SmithIdentity     *identity,
                         SmithCertificate **leaf,
                         GPtrArray        **chain)
{
  Save *save = find_save (self, identity);

  if (save == NULL)
    return FALSE;
  g_set_object (leaf, save->leaf);
  *chain = g_ptr_array_ref (save->chain);

  return TRUE;
}

static void
set_left_over (SmithIdentity *identity,
               GPtrArray     *certificates)
{
  GListStore *store = smith_chain_left_over_of (identity);
  g_autoptr (GPtrArray) old = smith_list_dup_items (G_LIST_MODEL (store));

  if (!smith_chain_arrays_equal (old, certificates))
    g_list_store_splice (store, 0, old->len, certificates->pdata, certificates->len);
}

static void
finish_save (Save         *save,
             const GError *error)
{
  /* The last change first: each puts back what it found. */
  for (guint i = save->tasks->len; error != NULL && i > 0; i--)
    {
      Change *change = g_task_get_task_data (save->tasks->pdata[i - 1]);

      set_left_over (change->identity, change->left_over);
    }
  for (guint i = 0; i < save->tasks->len; i++)
    {
      if (error != NULL)
        g_task_return_error (save->tasks->pdata[i], g_error_copy (error));
      else
        g_task_return_boolean (save->tasks->pdata[i], TRUE);
    }
  save_free (save);
}

static void
save_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (SmithChain) self = user_data;
  g_autoptr (GError) error = NULL;
  Save *save = g_queue_pop_head (self->saves);
  SmithIdentity *identity = save->identity;
  g_autoptr (GPtrArray) failed = g_ptr_array_new ();

  g_object_ref (identity);
  if (!smith_library_change_finish (SMITH_LIBRARY (source), result, &error))
    {
      Save *follower;

      /* What was built on the change that failed falls with it. */
      while ((follower = find_save (self, identity)) != NULL)
        {
          g_queue_remove (self->saves, follower);
          g_ptr_array_add (failed, follower);
        }
    }
  for (guint i = 0; i < failed->len; i++)
    finish_save (failed->pdata[i], error);
  finish_save (save, error);
  if (self->identity == identity)
    smith_chain_follow (self);
  g_object_unref (identity);
  save_next (self);
}

static void
save_next (SmithChain *self)
{
  g_autoptr (GListStore) chain = NULL;
  Save *save = g_queue_peek_head (self->saves);

  if (save == NULL || self->library == NULL)
    return;

  chain = smith_chain_array_to_list (save->chain);
  smith_library_set_certificate_async (self->library, save->identity, save->leaf, G_LIST_MODEL (chain), NULL,
                                       save_cb, g_object_ref (self));
}

/* @left_over: (nullable): unchanged */
static void
queue_save (SmithChain       *self,
            SmithIdentity    *identity,
            SmithCertificate *leaf,
            GPtrArray        *chain,
            GPtrArray        *left_over,
            GTask            *task)
{
  Change *change = g_new0 (Change, 1);
  Save *save = find_save (self, identity);

  change->identity = g_object_ref (identity);
  change->left_over = smith_list_dup_items (G_LIST_MODEL (smith_chain_left_over_of (identity)));
  g_task_set_task_data (task, change, (GDestroyNotify) change_free);
  /* From here on it happens: a cancellation would leave it open whether it did. */
  g_task_set_check_cancellable (task, FALSE);

  if (save == NULL || save == g_queue_peek_head (self->saves))
    {
      save = g_new0 (Save, 1);
      save->identity = g_object_ref (identity);
      save->tasks = g_ptr_array_new_with_free_func (g_object_unref);
      g_queue_push_tail (self->saves, save);
    }
  g_set_object (&save->leaf, leaf);
  g_clear_pointer (&save->chain, g_ptr_array_unref);
  save->chain = g_ptr_array_ref (chain);
  g_ptr_array_add (save->tasks, g_object_ref (task));

  if (left_over != NULL)
    set_left_over (identity, left_over);
  if (self->identity == identity)
    smith_chain_follow (self);
  if (save == g_queue_peek_head (self->saves))
    save_next (self);
}

void
smith_chain_change (SmithChain *self,
                    GPtrArray  *chain,
                    GPtrArray  *left_over,
                    GTask      *task)
{
  queue_save (self, self->identity, self->leaf, chain, left_over, task);
}

GTask *
smith_chain_start (SmithChain          *self,
                   GCancellable        *cancellable,
                   GAsyncReadyCallback  callback,
                   gpointer             user_data,
                   gpointer             source_tag)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, source_tag);

  return task;
}

static GPtrArray *
copy_array (GPtrArray *certificates)
{
  GPtrArray *copy = g_ptr_array_copy (certificates, smith_chain_ref_item, NULL);

  g_ptr_array_set_free_func (copy, g_object_unref);

  return copy;
}

/**
 * smith_chain_change_finish:
 *
 * Returns: whether the change is on disk; if not, the rows are what they were
 */
gboolean
smith_chain_change_finish (SmithChain    *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * smith_chain_move_async:
 * @from: the row to move, from 1: the leaf stays
 * @to: where it shall stand afterwards, from 1
 * @cancellable: (nullable): before it begins; after that the change is made
 *
 * Moves a certificate; the rows change before this returns.
 */
void
smith_chain_move_async (SmithChain          *self,
                        guint                from,
                        guint                to,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GPtrArray) chain = NULL;

  g_return_if_fail (SMITH_IS_CHAIN (self));
  g_return_if_fail (from >= 1 && from <= self->chain->len);
  g_return_if_fail (to >= 1 && to <= self->chain->len);

  task = smith_chain_start (self, cancellable, callback, user_data, smith_chain_move_async);
  if (g_task_return_error_if_cancelled (task))
    return;
  chain = copy_array (self->chain);
  g_ptr_array_insert (chain, (int) to - 1, g_ptr_array_steal_index (chain, from - 1));
  smith_chain_change (self, chain, NULL, task);
}

/**
 * smith_chain_remove_async:
 * @position: the row to remove, from 1: the leaf stays
 * @cancellable: (nullable): before it begins; after that the change is made
 *
 * Removes a certificate from the chain; the rows change before this returns.
 */
void
smith_chain_remove_async (SmithChain          *self,
                          guint                position,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GPtrArray) chain = NULL;

  g_return_if_fail (SMITH_IS_CHAIN (self));
  g_return_if_fail (position >= 1 && position <= self->chain->len);

  task = smith_chain_start (self, cancellable, callback, user_data, smith_chain_remove_async);
  if (g_task_return_error_if_cancelled (task))
    return;
  chain = copy_array (self->chain);
  g_ptr_array_remove_index (chain, position - 1);
  smith_chain_change (self, chain, NULL, task);
}

/**
 * smith_chain_adopt_async:
 * @position: which of the left-over certificates
 * @to: the row that it shall be, from 1
 * @cancellable: (nullable): before it begins; after that the change is made
 *
 * Moves a left-over certificate into the chain; the rows change before this returns.
 */
void
smith_chain_adopt_async (SmithChain          *self,
                         guint                position,
                         guint                to,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GPtrArray) chain = NULL;
  g_autoptr (GPtrArray) left_over = NULL;

  g_return_if_fail (SMITH_IS_CHAIN (self));
  g_return_if_fail (self->leaf != NULL);
  g_return_if_fail (position < g_list_model_get_n_items (G_LIST_MODEL (self->left_over)));
  g_return_if_fail (to >= 1 && to <= self->chain->len + 1);

  task = smith_chain_start (self, cancellable, callback, user_data, smith_chain_adopt_async);
  if (g_task_return_error_if_cancelled (task))
    return;
  chain = copy_array (self->chain);
  left_over = smith_list_dup_items (G_LIST_MODEL (self->left_over));
  g_ptr_array_insert (chain, (int) to - 1, g_ptr_array_steal_index (left_over, position));
  smith_chain_change (self, chain, left_over, task);
}

/**
 * smith_chain_restore_async:
 * @snapshot: from smith_chain_dup_snapshot(), of any identity of the library
 * @cancellable: (nullable): before it begins; after that the change is made
 *
 * Undo: brings back the certificate, the chain and what was put aside.
 */
void
smith_chain_restore_async (SmithChain          *self,
                           SmithChainSnapshot  *snapshot,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GPtrArray) chain = NULL;
  g_autoptr (GPtrArray) left_over = NULL;

  g_return_if_fail (SMITH_IS_CHAIN (self));
  g_return_if_fail (SMITH_IS_CHAIN_SNAPSHOT (snapshot));

  task = smith_chain_start (self, cancellable, callback, user_data, smith_chain_restore_async);
  if (g_task_return_error_if_cancelled (task))
    return;
  chain = smith_list_dup_items (smith_chain_snapshot_get_chain (snapshot));
  left_over = smith_list_dup_items (smith_chain_snapshot_get_left_over (snapshot));
  queue_save (self, smith_chain_snapshot_get_identity (snapshot),
              smith_chain_snapshot_get_certificate (snapshot), chain, left_over, task);
}

/**
 * smith_chain_forget:
 * @position: which of the left-over certificates
 *
 * Forgets a certificate that was put aside; it is on no disk.
 */
void
smith_chain_forget (SmithChain *self,
                    guint       position)
{
  g_return_if_fail (SMITH_IS_CHAIN (self));
  g_return_if_fail (position < g_list_model_get_n_items (G_LIST_MODEL (self->left_over)));

  g_list_store_remove (self->left_over, position);
}

static void
order_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  SmithChain *self = g_task_get_source_object (task);
  SmithChainInspection *inspection;
  GError *error = NULL;

  inspection = smith_chain_inspection_run_finish (result, &error);
  if (inspection == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  /* The chain may have changed under the worker. */
  if (self->leaf == NULL || !smith_certificate_equal (self->leaf, inspection->leaf) ||
      !smith_chain_arrays_equal (self->chain, inspection->chain))
    {
      g_task_return_new_error (task, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED, "%s",
                               _("The chain has changed while it was being put in order. Try again."));
      return;
    }
  smith_chain_change (self, inspection->ordered, inspection->left_over, task);
}

/**
 * smith_chain_put_in_order_async:
 * @cancellable: (nullable): while the order is looked for; after that the change is made
 *
 * Brings the certificates of the chain into the order in which each signed the one above; takes those
 * in that were put aside and fit, and puts aside what does not fit. The leaf and second copies go.
 */
void
smith_chain_put_in_order_async (SmithChain          *self,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GPtrArray) spare = NULL;

  g_return_if_fail (SMITH_IS_CHAIN (self));
  g_return_if_fail (self->leaf != NULL);

  task = smith_chain_start (self, cancellable, callback, user_data, smith_chain_put_in_order_async);
  spare = smith_list_dup_items (G_LIST_MODEL (self->left_over));
  smith_chain_inspection_run_async (self->leaf, self->chain, spare, cancellable, order_cb,
                                    g_object_ref (task));
}
