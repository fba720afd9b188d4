/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-chain-inspection-private.h"

#include "smith-path.h"

/* A signature takes a fraction of a millisecond with the usual keys and much longer with unusual
 * ones, which anybody can put into a file: so all of them are verified in a worker. */

/* A GCopyFunc for arrays of objects, which are immutable. */
gpointer
smith_chain_ref_item (gconstpointer item,
                      gpointer      unused)
{
  return g_object_ref ((gpointer) item);
}

static GPtrArray *
copy_certificates (GPtrArray *certificates)
{
  return g_ptr_array_copy (certificates, smith_chain_ref_item, NULL);
}

void
smith_chain_inspection_free (SmithChainInspection *self)
{
  g_clear_object (&self->leaf);
  g_clear_pointer (&self->chain, g_ptr_array_unref);
  g_clear_pointer (&self->spare, g_ptr_array_unref);
  g_clear_pointer (&self->ordered, g_ptr_array_unref);
  g_clear_pointer (&self->left_over, g_ptr_array_unref);
  g_free (self->signed_above);
  g_free (self);
}

/* Each certificate once: a path has no use for the second copy, nor for the leaf. */
static GPtrArray *
collect_candidates (SmithChainInspection *self)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *candidates = g_ptr_array_new_with_free_func (g_object_unref);

  g_hash_table_add (seen, (gpointer) smith_certificate_get_sha256 (self->leaf));
  for (guint i = 0; i < self->chain->len + self->spare->len; i++)
    {
      SmithCertificate *certificate = i < self->chain->len ? self->chain->pdata[i]
                                                           : self->spare->pdata[i - self->chain->len];

      if (g_hash_table_add (seen, (gpointer) smith_certificate_get_sha256 (certificate)))
        g_ptr_array_add (candidates, g_object_ref (certificate));
    }

  return candidates;
}

static void
inspect_in_thread (GTask        *task,
                   gpointer      source,
                   gpointer      task_data,
                   GCancellable *cancellable)
{
  g_autoptr (GPtrArray) candidates = NULL;
  SmithChainInspection *self = task_data;

  for (guint i = 0; i < self->chain->len; i++)
    {
      SmithCertificate *certificate = self->chain->pdata[i];
      SmithCertificate *above = i == 0 ? self->leaf : self->chain->pdata[i - 1];

      if (g_task_return_error_if_cancelled (task))
        return;
      self->signed_above[i] = smith_certificate_is_issued_by (above, certificate);
    }
  self->is_complete = smith_path_is_complete (self->leaf, self->chain);

  if (g_task_return_error_if_cancelled (task))
    return;
  candidates = collect_candidates (self);
  self->ordered = smith_path_order (self->leaf, candidates, &self->left_over);

  g_task_return_boolean (task, TRUE);
}

/**
 * smith_chain_inspection_run_async: (skip)
 * @chain: (element-type SmithCertificate): the chain, in its order
 * @spare: (element-type SmithCertificate): what else a better chain may be made of
 *
 * Verifies, in a worker, each link of @chain, and looks for the best order.
 */
void
smith_chain_inspection_run_async (SmithCertificate    *leaf,
                                  GPtrArray           *chain,
                                  GPtrArray           *spare,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  SmithChainInspection *self;

  g_return_if_fail (SMITH_IS_CERTIFICATE (leaf));

  self = g_new0 (SmithChainInspection, 1);
  self->leaf = g_object_ref (leaf);
  self->chain = copy_certificates (chain);
  self->spare = copy_certificates (spare);
  self->signed_above = g_new0 (gboolean, chain->len + 1);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, smith_chain_inspection_run_async);
  g_task_set_task_data (task, self, (GDestroyNotify) smith_chain_inspection_free);
  g_task_run_in_thread (task, inspect_in_thread);
}

/**
 * smith_chain_inspection_run_finish: (skip)
 *
 * Returns: (transfer none): what was found, good as long as @result; NULL if it was cancelled
 */
SmithChainInspection *
smith_chain_inspection_run_finish (GAsyncResult  *result,
                                   GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;

  return g_task_get_task_data (G_TASK (result));
}
