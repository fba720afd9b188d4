/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-chain-snapshot.h"

/**
 * SmithChainSnapshot:
 *
 * What smith_chain_restore_async() needs to bring back the certificate and the chain of an identity
 * as they were, also when another identity is shown by then.
 */
struct _SmithChainSnapshot
{
  GObject parent_instance;

  /* Owned */
  SmithIdentity    *identity;
  SmithCertificate *certificate;
  GListStore       *chain;
  GListStore       *left_over;
};

G_DEFINE_FINAL_TYPE (SmithChainSnapshot, smith_chain_snapshot, G_TYPE_OBJECT)

static GListStore *
copy_list (GListModel *model)
{
  GListStore *store = g_list_store_new (SMITH_TYPE_CERTIFICATE);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (model, i);

      g_list_store_append (store, item);
    }

  return store;
}

static void
smith_chain_snapshot_dispose (GObject *object)
{
  SmithChainSnapshot *self = SMITH_CHAIN_SNAPSHOT (object);

  g_clear_object (&self->identity);
  g_clear_object (&self->certificate);
  g_clear_object (&self->chain);
  g_clear_object (&self->left_over);

  G_OBJECT_CLASS (smith_chain_snapshot_parent_class)->dispose (object);
}

static void
smith_chain_snapshot_class_init (SmithChainSnapshotClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = smith_chain_snapshot_dispose;
}

static void
smith_chain_snapshot_init (SmithChainSnapshot *self)
{
}

/**
 * smith_chain_snapshot_new:
 * @identity: whose certificate is remembered as it is now
 * @chain: (element-type SmithCertificate): copied
 * @left_over: (element-type SmithCertificate): copied
 *
 * Returns: (transfer full): a snapshot
 */
SmithChainSnapshot *
smith_chain_snapshot_new (SmithIdentity *identity,
                          GListModel    *chain,
                          GListModel    *left_over)
{
  SmithChainSnapshot *self;

  g_return_val_if_fail (SMITH_IS_IDENTITY (identity), NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (chain), NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (left_over), NULL);

  self = g_object_new (SMITH_TYPE_CHAIN_SNAPSHOT, NULL);
  self->identity = g_object_ref (identity);
  g_set_object (&self->certificate, smith_identity_get_certificate (identity));
  self->chain = copy_list (chain);
  self->left_over = copy_list (left_over);

  return self;
}

/**
 * smith_chain_snapshot_get_identity:
 *
 * Returns: (transfer none): whose it is
 */
SmithIdentity *
smith_chain_snapshot_get_identity (SmithChainSnapshot *self)
{
  g_return_val_if_fail (SMITH_IS_CHAIN_SNAPSHOT (self), NULL);

  return self->identity;
}

/**
 * smith_chain_snapshot_get_certificate:
 *
 * Returns: (transfer none) (nullable): the leaf, if there was one
 */
SmithCertificate *
smith_chain_snapshot_get_certificate (SmithChainSnapshot *self)
{
  g_return_val_if_fail (SMITH_IS_CHAIN_SNAPSHOT (self), NULL);

  return self->certificate;
}

/**
 * smith_chain_snapshot_get_chain:
 *
 * Returns: (transfer none) (element-type SmithCertificate): the chain
 */
GListModel *
smith_chain_snapshot_get_chain (SmithChainSnapshot *self)
{
  g_return_val_if_fail (SMITH_IS_CHAIN_SNAPSHOT (self), NULL);

  return G_LIST_MODEL (self->chain);
}

/**
 * smith_chain_snapshot_get_left_over:
 *
 * Returns: (transfer none) (element-type SmithCertificate): what was put aside
 */
GListModel *
smith_chain_snapshot_get_left_over (SmithChainSnapshot *self)
{
  g_return_val_if_fail (SMITH_IS_CHAIN_SNAPSHOT (self), NULL);

  return G_LIST_MODEL (self->left_over);
}
