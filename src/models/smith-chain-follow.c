/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-chain-private.h"

#include "smith-chain-link-private.h"
#include "smith-list.h"

/* How SmithChain follows its identity: the rows at once, what they add up to when a worker has verified
 * the signatures. */

/* Takes the row that showed @certificate out of @pool, else makes one. */
static SmithChainLink *
reuse_link (GPtrArray        *pool,
            SmithCertificate *certificate)
{
  for (guint i = 0; i < pool->len; i++)
    if (smith_certificate_equal (smith_chain_link_get_certificate (pool->pdata[i]), certificate))
      return g_ptr_array_steal_index (pool, i);

  return smith_chain_link_new (certificate);
}

static void
apply_rows (SmithChain *self)
{
  g_autoptr (GPtrArray) old = g_steal_pointer (&self->links);
  g_autoptr (GPtrArray) pool = g_ptr_array_copy (old, smith_chain_ref_item, NULL);
  guint position, removed, added;

  g_ptr_array_set_free_func (pool, g_object_unref);
  self->links = g_ptr_array_new_with_free_func (g_object_unref);
  if (self->leaf != NULL)
    {
      g_ptr_array_add (self->links, reuse_link (pool, self->leaf));
      for (guint i = 0; i < self->chain->len; i++)
        g_ptr_array_add (self->links, reuse_link (pool, self->chain->pdata[i]));
    }
  smith_chain_judge_links (self, self->links);

  if (smith_list_find_difference (old, self->links, NULL, &position, &removed, &added))
    g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
}

static void
summarize (SmithChain           *self,
           SmithChainInspection *inspection)
{
  gboolean is_ordered = TRUE;
  gboolean in_date = TRUE;
  gboolean can_order;
  SmithChainState state;

  for (guint i = 1; i < self->links->len; i++)
    {
      SmithChainLink *link = self->links->pdata[i];

      is_ordered &= smith_chain_link_get_holds (link);
      in_date &= smith_chain_link_get_verdict (link) != SMITH_CHAIN_VERDICT_EXPIRED &&
                 smith_chain_link_get_verdict (link) != SMITH_CHAIN_VERDICT_NOT_YET_VALID;
    }
  /* Where an issuer is missing, order would only put aside what comes after the gap. */
  can_order = !smith_chain_arrays_equal (inspection->ordered, self->chain) &&
              (smith_chain_find_repairable (self, SMITH_CHAIN_REPAIR_ORDER) != NULL ||
               smith_chain_find_repairable (self, SMITH_CHAIN_REPAIR_REMOVE) != NULL);

  if (self->chain->len == 0)
    state = smith_certificate_is_self_signed (self->leaf) ? SMITH_CHAIN_STATE_SELF_SIGNED : SMITH_CHAIN_STATE_EMPTY;
  else if (!is_ordered)
    state = smith_chain_find_repairable (self, SMITH_CHAIN_REPAIR_ORDER) == NULL &&
            smith_chain_find_repairable (self, SMITH_CHAIN_REPAIR_ADD_ISSUER) != NULL ? SMITH_CHAIN_STATE_GAP
                                                                          : SMITH_CHAIN_STATE_UNORDERED;
  else if (!in_date)
    state = SMITH_CHAIN_STATE_OUT_OF_DATE;
  else if (smith_chain_get_has_root (self))
    state = SMITH_CHAIN_STATE_COMPLETE;
  else
    state = SMITH_CHAIN_STATE_ROOTLESS;

  smith_chain_set_summary (self, state, is_ordered, is_ordered && inspection->is_complete, can_order);
}

static void
inspect_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (SmithChain) self = user_data;
  SmithChainInspection *inspection = smith_chain_inspection_run_finish (result, NULL);

  /* The only error is that a newer inspection took its place. */
  if (inspection == NULL || g_task_get_cancellable (G_TASK (result)) != self->inspection)
    return;

  g_clear_object (&self->inspection);
  for (guint i = 0; i < inspection->chain->len; i++)
    {
      SmithCertificate *above = i == 0 ? inspection->leaf : inspection->chain->pdata[i - 1];

      smith_chain_remember_signed (self, above, inspection->chain->pdata[i], inspection->signed_above[i]);
    }
  g_ptr_array_unref (self->ordered);
  self->ordered = g_ptr_array_ref (inspection->ordered);
  smith_chain_judge_links (self, self->links);
  summarize (self, inspection);
  smith_chain_notify_checking (self);
}

void
smith_chain_inspect (SmithChain *self)
{
  g_autoptr (GPtrArray) spare = NULL;
  gboolean was_checking = self->inspection != NULL;

  g_cancellable_cancel (self->inspection);
  g_clear_object (&self->inspection);
  if (self->leaf == NULL)
    {
      smith_chain_set_summary (self, SMITH_CHAIN_STATE_NO_CERTIFICATE, FALSE, FALSE, FALSE);
      if (was_checking)
        smith_chain_notify_checking (self);
      return;
    }

  spare = smith_list_dup_items (G_LIST_MODEL (self->left_over));
  self->inspection = g_cancellable_new ();
  smith_chain_inspection_run_async (self->leaf, self->chain, spare, self->inspection, inspect_cb,
                                    g_object_ref (self));
  if (!was_checking)
    smith_chain_notify_checking (self);
}

void
smith_chain_set_chain (SmithChain *self,
                       GPtrArray  *chain)
{
  g_autoptr (GPtrArray) old = self->chain;

  self->chain = g_ptr_array_ref (chain);
  apply_rows (self);
  smith_chain_inspect (self);
}

void
smith_chain_follow (SmithChain *self)
{
  g_autoptr (GPtrArray) chain = NULL;
  g_autoptr (SmithCertificate) leaf = NULL;

  /* While a change is on its way to the disk, it is newer than the identity. */
  if (self->identity != NULL && !smith_chain_get_pending (self, self->identity, &leaf, &chain))
    {
      g_set_object (&leaf, smith_identity_get_certificate (self->identity));
      if (leaf != NULL)
        chain = smith_list_dup_items (smith_identity_get_chain (self->identity));
    }
  if (chain == NULL)
    chain = smith_list_dup_items (NULL);

  if (leaf == self->leaf || (leaf != NULL && self->leaf != NULL && smith_certificate_equal (leaf, self->leaf)))
    {
      if (smith_chain_arrays_equal (chain, self->chain))
        return;
    }
  else
    {
      g_set_object (&self->leaf, leaf);
      if (leaf != NULL)
        smith_chain_set_summary (self, SMITH_CHAIN_STATE_CHECKING, FALSE, FALSE, FALSE);
    }
  smith_chain_set_chain (self, chain);
}
