/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-chain-private.h"

#include "smith-chain-link-private.h"

/**
 * SmithChain:
 *
 * The chain of one identity as a list of [class@SmithChainLink]: the leaf as the fixed first row,
 * then the chain's certificates in their order.
 *
 * Follows the certificate and the chain of its identity (smith-chain-follow.c). Its verbs (smith-chain-verbs.c,
 * smith-chain-add.c) change the rows at once and save through the library; if that fails, the rows
 * go back to what is on disk. Signatures are verified in a worker: a row says that it is being
 * checked until the answer is there, and remembers it. Main thread only.
 *
 * "left-over" are the certificates that do not belong to the chain: set aside by
 * smith_chain_put_in_order_async() and by adding, kept with the identity until the program ends.
 */

enum
{
  PROP_0,
  PROP_LIBRARY,
  PROP_IDENTITY,
  PROP_LEFT_OVER,
  PROP_STATE,
  PROP_SENTENCE,
  PROP_CHECKING,
  PROP_IS_ORDERED,
  PROP_IS_COMPLETE,
  PROP_CAN_ORDER,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static GType
smith_chain_get_item_type (GListModel *model)
{
  return SMITH_TYPE_CHAIN_LINK;
}

static guint
smith_chain_get_n_items (GListModel *model)
{
  return SMITH_CHAIN (model)->links->len;
}

static gpointer
smith_chain_get_item (GListModel *model,
                      guint       position)
{
  SmithChain *self = SMITH_CHAIN (model);

  return position < self->links->len ? g_object_ref (self->links->pdata[position]) : NULL;
}

static void
smith_chain_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = smith_chain_get_item_type;
  iface->get_n_items = smith_chain_get_n_items;
  iface->get_item = smith_chain_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (SmithChain, smith_chain, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, smith_chain_list_model_init))

static void
set_flag (SmithChain *self,
          gboolean   *place,
          gboolean    value,
          guint       prop_id)
{
  if (*place == value)
    return;
  *place = value;
  g_object_notify_by_pspec (G_OBJECT (self), properties[prop_id]);
}

void
smith_chain_set_summary (SmithChain      *self,
                         SmithChainState  state,
                         gboolean         is_ordered,
                         gboolean         is_complete,
                         gboolean         can_order)
{
  g_autofree char *sentence = smith_chain_dup_sentence (self, state);

  g_object_freeze_notify (G_OBJECT (self));
  if (self->state != state)
    {
      self->state = state;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
    }
  if (g_strcmp0 (self->sentence, sentence) != 0)
    {
      g_free (self->sentence);
      self->sentence = g_steal_pointer (&sentence);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SENTENCE]);
    }
  set_flag (self, &self->is_ordered, is_ordered, PROP_IS_ORDERED);
  set_flag (self, &self->is_complete, is_complete, PROP_IS_COMPLETE);
  set_flag (self, &self->can_order, can_order, PROP_CAN_ORDER);
  g_object_thaw_notify (G_OBJECT (self));
}

/* Whether a worker is under way has changed. */
void
smith_chain_notify_checking (SmithChain *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHECKING]);
}

static void
left_over_changed_cb (SmithChain *self)
{
  /* The order is looked for among these as well. */
  if (self->leaf != NULL)
    {
      smith_chain_judge_links (self, self->links);
      smith_chain_inspect (self);
    }
}

static void
smith_chain_dispose (GObject *object)
{
  SmithChain *self = SMITH_CHAIN (object);

  if (self->identity != NULL)
    g_signal_handlers_disconnect_by_data (self->identity, self);
  if (self->left_over != NULL)
    g_signal_handlers_disconnect_by_data (self->left_over, self);
  g_cancellable_cancel (self->inspection);
  g_clear_object (&self->inspection);
  g_clear_object (&self->identity);
  g_clear_object (&self->library);
  g_clear_object (&self->leaf);
  g_clear_object (&self->left_over);

  G_OBJECT_CLASS (smith_chain_parent_class)->dispose (object);
}

static void
smith_chain_finalize (GObject *object)
{
  SmithChain *self = SMITH_CHAIN (object);

  smith_chain_free_saves (self);
  g_ptr_array_unref (self->chain);
  g_ptr_array_unref (self->links);
  g_ptr_array_unref (self->ordered);
  g_hash_table_unref (self->verdicts);
  g_free (self->sentence);

  G_OBJECT_CLASS (smith_chain_parent_class)->finalize (object);
}

static void
smith_chain_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  SmithChain *self = SMITH_CHAIN (object);

  switch (prop_id)
    {
    case PROP_LIBRARY:
      g_value_set_object (value, self->library);
      break;
    case PROP_IDENTITY:
      g_value_set_object (value, self->identity);
      break;
    case PROP_LEFT_OVER:
      g_value_set_object (value, self->left_over);
      break;
    case PROP_STATE:
      g_value_set_int (value, self->state);
      break;
    case PROP_SENTENCE:
      g_value_set_string (value, self->sentence);
      break;
    case PROP_CHECKING:
      g_value_set_boolean (value, smith_chain_get_checking (self));
      break;
    case PROP_IS_ORDERED:
      g_value_set_boolean (value, self->is_ordered);
      break;
    case PROP_IS_COMPLETE:
      g_value_set_boolean (value, self->is_complete);
      break;
    case PROP_CAN_ORDER:
      g_value_set_boolean (value, self->can_order);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_chain_set_property (GObject      *object,
                          guint         prop_id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  SmithChain *self = SMITH_CHAIN (object);

  switch (prop_id)
    {
    case PROP_LIBRARY:
      self->library = g_value_dup_object (value);
      break;
    case PROP_IDENTITY:
      smith_chain_set_identity (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_chain_class_init (SmithChainClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = smith_chain_dispose;
  object_class->finalize = smith_chain_finalize;
  object_class->get_property = smith_chain_get_property;
  object_class->set_property = smith_chain_set_property;

  properties[PROP_LIBRARY] =
    g_param_spec_object ("library", NULL, NULL, SMITH_TYPE_LIBRARY,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_IDENTITY] =
    g_param_spec_object ("identity", NULL, NULL, SMITH_TYPE_IDENTITY,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_LEFT_OVER] = g_param_spec_object ("left-over", NULL, NULL, G_TYPE_LIST_MODEL, readable);
  properties[PROP_STATE] =
    g_param_spec_int ("state", NULL, NULL, 0, SMITH_CHAIN_STATE_COMPLETE, 0, readable);
  properties[PROP_SENTENCE] = g_param_spec_string ("sentence", NULL, NULL, NULL, readable);
  properties[PROP_CHECKING] = g_param_spec_boolean ("checking", NULL, NULL, FALSE, readable);
  properties[PROP_IS_ORDERED] = g_param_spec_boolean ("is-ordered", NULL, NULL, FALSE, readable);
  properties[PROP_IS_COMPLETE] = g_param_spec_boolean ("is-complete", NULL, NULL, FALSE, readable);
  properties[PROP_CAN_ORDER] = g_param_spec_boolean ("can-order", NULL, NULL, FALSE, readable);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
smith_chain_init (SmithChain *self)
{
  self->chain = g_ptr_array_new_with_free_func (g_object_unref);
  self->links = g_ptr_array_new_with_free_func (g_object_unref);
  self->ordered = g_ptr_array_new_with_free_func (g_object_unref);
  self->left_over = g_list_store_new (SMITH_TYPE_CERTIFICATE);
  self->verdicts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->saves = g_queue_new ();
  self->sentence = smith_chain_dup_sentence (self, SMITH_CHAIN_STATE_NO_CERTIFICATE);
}

/**
 * smith_chain_new:
 * @library: where changes are saved
 *
 * Returns: (transfer full): a chain of no identity
 */
SmithChain *
smith_chain_new (SmithLibrary *library)
{
  g_return_val_if_fail (SMITH_IS_LIBRARY (library), NULL);

  return g_object_new (SMITH_TYPE_CHAIN, "library", library, NULL);
}

/**
 * smith_chain_get_library:
 *
 * Returns: (transfer none): where changes are saved
 */
SmithLibrary *
smith_chain_get_library (SmithChain *self)
{
  g_return_val_if_fail (SMITH_IS_CHAIN (self), NULL);

  return self->library;
}

/**
 * smith_chain_get_identity:
 *
 * Returns: (transfer none) (nullable): whose chain it is
 */
SmithIdentity *
smith_chain_get_identity (SmithChain *self)
{
  g_return_val_if_fail (SMITH_IS_CHAIN (self), NULL);

  return self->identity;
}

/**
 * smith_chain_set_identity:
 * @identity: (nullable): whose chain to show and change
 */
void
smith_chain_set_identity (SmithChain    *self,
                          SmithIdentity *identity)
{
  g_return_if_fail (SMITH_IS_CHAIN (self));
  g_return_if_fail (identity == NULL || SMITH_IS_IDENTITY (identity));

  if (self->identity == identity)
    return;

  if (self->identity != NULL)
    g_signal_handlers_disconnect_by_data (self->identity, self);
  g_signal_handlers_disconnect_by_data (self->left_over, self);
  g_set_object (&self->identity, identity);
  g_object_unref (self->left_over);
  if (identity != NULL)
    {
      self->left_over = g_object_ref (smith_chain_left_over_of (identity));
      g_signal_connect_object (identity, "notify::certificate", G_CALLBACK (smith_chain_follow), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (identity, "notify::chain", G_CALLBACK (smith_chain_follow), self,
                               G_CONNECT_SWAPPED);
    }
  else
    {
      self->left_over = g_list_store_new (SMITH_TYPE_CERTIFICATE);
    }
  g_signal_connect_object (self->left_over, "items-changed", G_CALLBACK (left_over_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LEFT_OVER]);
  smith_chain_follow (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IDENTITY]);
}

/**
 * smith_chain_get_left_over:
 *
 * Returns: (transfer none) (element-type SmithCertificate): what is not part of the chain; another
 *   list for each identity
 */
GListModel *
smith_chain_get_left_over (SmithChain *self)
{
  g_return_val_if_fail (SMITH_IS_CHAIN (self), NULL);

  return G_LIST_MODEL (self->left_over);
}

SmithChainState
smith_chain_get_state (SmithChain *self)
{
  g_return_val_if_fail (SMITH_IS_CHAIN (self), SMITH_CHAIN_STATE_NO_CERTIFICATE);

  return self->state;
}

/**
 * smith_chain_get_sentence:
 *
 * Returns: (transfer none): the state in words
 */
const char *
smith_chain_get_sentence (SmithChain *self)
{
  g_return_val_if_fail (SMITH_IS_CHAIN (self), NULL);

  return self->sentence;
}

/**
 * smith_chain_get_checking:
 *
 * Returns: whether a worker is verifying; the state is that of before until it is done
 */
gboolean
smith_chain_get_checking (SmithChain *self)
{
  g_return_val_if_fail (SMITH_IS_CHAIN (self), FALSE);

  return self->inspection != NULL;
}

/**
 * smith_chain_get_is_ordered:
 *
 * Returns: whether each certificate signed the one above
 */
gboolean
smith_chain_get_is_ordered (SmithChain *self)
{
  g_return_val_if_fail (SMITH_IS_CHAIN (self), FALSE);

  return self->is_ordered;
}

/**
 * smith_chain_get_is_complete:
 *
 * Returns: whether it is in order and there is at least the issuer of the leaf, which a leaf that signed
 *   itself does not need; whether another intermediate is missing can be told only with a root
 *   (%SMITH_CHAIN_STATE_COMPLETE)
 */
gboolean
smith_chain_get_is_complete (SmithChain *self)
{
  g_return_val_if_fail (SMITH_IS_CHAIN (self), FALSE);

  return self->is_complete;
}

/**
 * smith_chain_get_can_order:
 *
 * Returns: whether smith_chain_put_in_order_async() would change something for the better
 */
gboolean
smith_chain_get_can_order (SmithChain *self)
{
  g_return_val_if_fail (SMITH_IS_CHAIN (self), FALSE);

  return self->can_order;
}

/**
 * smith_chain_get_has_root:
 *
 * Returns: whether the last certificate of the chain signed itself
 */
gboolean
smith_chain_get_has_root (SmithChain *self)
{
  g_return_val_if_fail (SMITH_IS_CHAIN (self), FALSE);

  return self->links->len > 1 && smith_chain_link_get_is_root (self->links->pdata[self->links->len - 1]);
}

/**
 * smith_chain_dup_pem:
 * @parts: whether the leaf and a root at the end shall be in it
 *
 * Returns: (transfer full): the certificates as PEM (RFC 7468), in the order of the rows
 */
char *
smith_chain_dup_pem (SmithChain      *self,
                     SmithChainParts  parts)
{
  GString *pem;
  guint length;

  g_return_val_if_fail (SMITH_IS_CHAIN (self), NULL);

  pem = g_string_new (NULL);
  length = self->chain->len;
  if (!(parts & SMITH_CHAIN_PARTS_ROOT) && smith_chain_get_has_root (self))
    length--;
  if ((parts & SMITH_CHAIN_PARTS_LEAF) && self->leaf != NULL)
    g_string_append (pem, smith_certificate_get_pem (self->leaf));
  for (guint i = 0; i < length; i++)
    g_string_append (pem, smith_certificate_get_pem (self->chain->pdata[i]));

  return g_string_free (pem, FALSE);
}

/**
 * smith_chain_dup_snapshot:
 *
 * Returns: (transfer full) (nullable): all that a verb may change, for smith_chain_restore_async(); NULL
 *   without an identity
 */
SmithChainSnapshot *
smith_chain_dup_snapshot (SmithChain *self)
{
  g_autoptr (GListStore) chain = NULL;

  g_return_val_if_fail (SMITH_IS_CHAIN (self), NULL);

  if (self->identity == NULL)
    return NULL;
  chain = smith_chain_array_to_list (self->chain);

  return smith_chain_snapshot_new (self->identity, G_LIST_MODEL (chain), G_LIST_MODEL (self->left_over));
}
