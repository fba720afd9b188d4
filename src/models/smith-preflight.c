/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-preflight-private.h"

#include <glib/gi18n.h>

#include "smith-iam-rules.h"
#include "smith-list.h"

/**
 * SmithPreflight:
 *
 * The prerequisites of one upload as a list of checks.
 *
 * Three things at three speeds: what smith-checks.c judges is judged at once, at every change
 * (smith-preflight-judge.c); the facts that cost time (signatures, the key's file) are found out in a
 * worker when the identity changes, and their checks are pending meanwhile; whether the name is free and
 * how full the account is, AWS is asked a moment after the last keystroke, where that is allowed (both
 * smith-preflight-inquiry.c). Main thread only.
 */

enum
{
  PROP_0,
  PROP_LIBRARY,
  PROP_KEYRING,
  PROP_IDENTITY,
  PROP_ACCOUNT,
  PROP_NAME,
  PROP_PATH,
  PROP_ASKING,
  PROP_READY,
  PROP_WHY_NOT,
  PROP_N_PASSED,
  PROP_N_WARNED,
  PROP_N_FAILED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static GType
smith_preflight_get_item_type (GListModel *model)
{
  return SMITH_TYPE_CHECK;
}

static guint
smith_preflight_get_n_items (GListModel *model)
{
  return SMITH_PREFLIGHT (model)->checks->len;
}

static gpointer
smith_preflight_get_item (GListModel *model,
                          guint       position)
{
  SmithPreflight *self = SMITH_PREFLIGHT (model);

  return position < self->checks->len ? g_object_ref (self->checks->pdata[position]) : NULL;
}

static void
smith_preflight_init_list_model (GListModelInterface *iface)
{
  iface->get_item_type = smith_preflight_get_item_type;
  iface->get_n_items = smith_preflight_get_n_items;
  iface->get_item = smith_preflight_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (SmithPreflight, smith_preflight, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, smith_preflight_init_list_model))

SmithCertificate *
smith_preflight_get_certificate (SmithPreflight *self)
{
  return self->identity != NULL ? smith_identity_get_certificate (self->identity) : NULL;
}

/* Keeps the rows that stay the same, so that a list of widgets does not flicker at each keystroke. */
static void
replace_checks (SmithPreflight *self,
                GPtrArray      *checks)
{
  guint position, removed, added;

  if (!smith_list_find_difference (self->checks, checks, (GEqualFunc) smith_check_equal, &position, &removed, &added))
    return;

  g_ptr_array_unref (self->checks);
  self->checks = g_ptr_array_ref (checks);
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
}

static void
set_count (SmithPreflight    *self,
           SmithCheckVerdict  verdict,
           guint              count,
           guint              property)
{
  if (self->counts[verdict] == count)
    return;

  self->counts[verdict] = count;
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

/* The rows, and the properties that sum them up. */
void
smith_preflight_take_checks (SmithPreflight *self,
                             GPtrArray      *checks)
{
  guint counts[SMITH_CHECK_PASSED + 1] = { 0 };
  const char *why_not = NULL;
  gboolean ready;

  for (guint i = 0; i < checks->len; i++)
    counts[smith_check_get_verdict (checks->pdata[i])]++;
  ready = counts[SMITH_CHECK_FAILED] == 0 && self->facts != NULL;
  if (counts[SMITH_CHECK_FAILED] > 0)
    why_not = smith_check_get_sentence (checks->pdata[0]);
  else if (!ready)
    why_not = _("The checks are still running.");

  g_object_freeze_notify (G_OBJECT (self));
  set_count (self, SMITH_CHECK_PENDING, counts[SMITH_CHECK_PENDING], PROP_READY);
  set_count (self, SMITH_CHECK_PASSED, counts[SMITH_CHECK_PASSED], PROP_N_PASSED);
  set_count (self, SMITH_CHECK_WARNED, counts[SMITH_CHECK_WARNED], PROP_N_WARNED);
  set_count (self, SMITH_CHECK_FAILED, counts[SMITH_CHECK_FAILED], PROP_N_FAILED);
  if (g_strcmp0 (self->why_not, why_not) != 0)
    {
      g_free (self->why_not);
      self->why_not = g_strdup (why_not);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WHY_NOT]);
    }
  if (self->ready != ready)
    {
      self->ready = ready;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READY]);
    }
  replace_checks (self, checks);
  g_object_thaw_notify (G_OBJECT (self));
}

static void
identity_changed (SmithPreflight *self)
{
  smith_preflight_find_facts (self);
  smith_preflight_queue_ask (self);
  smith_preflight_judge (self);
}

static void
chain_items_changed_cb (SmithPreflight *self)
{
  identity_changed (self);
}

static void
follow_chain (SmithPreflight *self)
{
  GListModel *chain = self->identity != NULL ? smith_identity_get_chain (self->identity) : NULL;

  if (chain == self->chain)
    return;
  if (self->chain != NULL)
    g_signal_handlers_disconnect_by_data (self->chain, self);
  g_set_object (&self->chain, chain);
  if (chain != NULL)
    g_signal_connect_object (chain, "items-changed", G_CALLBACK (chain_items_changed_cb), self, G_CONNECT_SWAPPED);
}

static void
identity_notify_cb (SmithPreflight *self,
                    GParamSpec     *pspec)
{
  static const char * const matters[] = {
    "certificate", "chain", "folder", "has-key", "key-protection", "public-key", NULL
  };

  if (!g_strv_contains (matters, pspec->name))
    return;

  follow_chain (self);
  identity_changed (self);
}

static void
account_notify_cb (SmithPreflight *self,
                   GParamSpec     *pspec)
{
  /* The offset of the clock and the caller come from an answer: they are no reason to ask again. */
  if (g_str_equal (pspec->name, "access-key-id") || g_str_equal (pspec->name, "endpoint"))
    {
      self->quota_known = FALSE;
      smith_preflight_queue_ask (self);
    }
  smith_preflight_judge (self);
}

static void
smith_preflight_dispose (GObject *object)
{
  SmithPreflight *self = SMITH_PREFLIGHT (object);

  smith_preflight_stop_inquiry (self);
  g_clear_handle_id (&self->tick_source, g_source_remove);
  if (self->chain != NULL)
    g_signal_handlers_disconnect_by_data (self->chain, self);
  if (self->identity != NULL)
    g_signal_handlers_disconnect_by_data (self->identity, self);
  if (self->account != NULL)
    g_signal_handlers_disconnect_by_data (self->account, self);
  g_clear_object (&self->chain);
  g_clear_object (&self->identity);
  g_clear_object (&self->account);
  g_clear_object (&self->library);
  g_clear_object (&self->keyring);

  G_OBJECT_CLASS (smith_preflight_parent_class)->dispose (object);
}

static void
smith_preflight_finalize (GObject *object)
{
  SmithPreflight *self = SMITH_PREFLIGHT (object);

  g_free (self->name);
  g_free (self->path);
  g_free (self->why_not);
  g_free (self->name_problem);
  g_ptr_array_unref (self->checks);
  g_clear_pointer (&self->facts, smith_check_facts_unref);

  G_OBJECT_CLASS (smith_preflight_parent_class)->finalize (object);
}

static void
smith_preflight_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  SmithPreflight *self = SMITH_PREFLIGHT (object);

  switch (prop_id)
    {
    case PROP_LIBRARY:
      g_value_set_object (value, self->library);
      break;
    case PROP_KEYRING:
      g_value_set_object (value, self->keyring);
      break;
    case PROP_IDENTITY:
      g_value_set_object (value, self->identity);
      break;
    case PROP_ACCOUNT:
      g_value_set_object (value, self->account);
      break;
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_PATH:
      g_value_set_string (value, self->path);
      break;
    case PROP_ASKING:
      g_value_set_boolean (value, self->asking);
      break;
    case PROP_READY:
      g_value_set_boolean (value, self->ready);
      break;
    case PROP_WHY_NOT:
      g_value_set_string (value, self->why_not);
      break;
    case PROP_N_PASSED:
      g_value_set_uint (value, self->counts[SMITH_CHECK_PASSED]);
      break;
    case PROP_N_WARNED:
      g_value_set_uint (value, self->counts[SMITH_CHECK_WARNED]);
      break;
    case PROP_N_FAILED:
      g_value_set_uint (value, self->counts[SMITH_CHECK_FAILED]);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_preflight_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  SmithPreflight *self = SMITH_PREFLIGHT (object);

  switch (prop_id)
    {
    case PROP_LIBRARY:
      self->library = g_value_dup_object (value);
      break;
    case PROP_KEYRING:
      self->keyring = g_value_dup_object (value);
      break;
    case PROP_IDENTITY:
      smith_preflight_set_identity (self, g_value_get_object (value));
      break;
    case PROP_ACCOUNT:
      smith_preflight_set_account (self, g_value_get_object (value));
      break;
    case PROP_NAME:
      smith_preflight_set_name (self, g_value_get_string (value));
      break;
    case PROP_PATH:
      smith_preflight_set_path (self, g_value_get_string (value));
      break;
    case PROP_ASKING:
      smith_preflight_set_asking (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_preflight_class_init (SmithPreflightClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags once = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;
  const GParamFlags write = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  const GParamFlags read = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = smith_preflight_dispose;
  object_class->finalize = smith_preflight_finalize;
  object_class->get_property = smith_preflight_get_property;
  object_class->set_property = smith_preflight_set_property;

  properties[PROP_LIBRARY] = g_param_spec_object ("library", NULL, NULL, SMITH_TYPE_LIBRARY, once);
  properties[PROP_KEYRING] = g_param_spec_object ("keyring", NULL, NULL, SMITH_TYPE_KEYRING, once);
  properties[PROP_IDENTITY] = g_param_spec_object ("identity", NULL, NULL, SMITH_TYPE_IDENTITY, write);
  properties[PROP_ACCOUNT] = g_param_spec_object ("account", NULL, NULL, SMITH_TYPE_ACCOUNT, write);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, "", write);
  properties[PROP_PATH] = g_param_spec_string ("path", NULL, NULL, SMITH_IAM_DEFAULT_PATH, write);
  properties[PROP_ASKING] = g_param_spec_boolean ("asking", NULL, NULL, FALSE, write);
  properties[PROP_READY] = g_param_spec_boolean ("ready", NULL, NULL, FALSE, read);
  properties[PROP_WHY_NOT] = g_param_spec_string ("why-not", NULL, NULL, NULL, read);
  properties[PROP_N_PASSED] = g_param_spec_uint ("n-passed", NULL, NULL, 0, G_MAXUINT, 0, read);
  properties[PROP_N_WARNED] = g_param_spec_uint ("n-warned", NULL, NULL, 0, G_MAXUINT, 0, read);
  properties[PROP_N_FAILED] = g_param_spec_uint ("n-failed", NULL, NULL, 0, G_MAXUINT, 0, read);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
smith_preflight_init (SmithPreflight *self)
{
  self->name = g_strdup ("");
  self->path = g_strdup (SMITH_IAM_DEFAULT_PATH);
  self->checks = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * smith_preflight_new:
 * @library: (nullable): where another identity with the right key is looked for
 * @keyring: (nullable): where the secret of the account is
 *
 * Returns: (transfer full): the checks of nothing yet
 */
SmithPreflight *
smith_preflight_new (SmithLibrary *library,
                     SmithKeyring *keyring)
{
  SmithPreflight *self = g_object_new (SMITH_TYPE_PREFLIGHT, "library", library, "keyring", keyring, NULL);

  smith_preflight_judge (self);

  return self;
}

/**
 * smith_preflight_get_identity:
 *
 * Returns: (transfer none) (nullable): what is to be uploaded
 */
SmithIdentity *
smith_preflight_get_identity (SmithPreflight *self)
{
  g_return_val_if_fail (SMITH_IS_PREFLIGHT (self), NULL);

  return self->identity;
}

/**
 * smith_preflight_set_identity:
 * @identity: (nullable): what is to be uploaded
 */
void
smith_preflight_set_identity (SmithPreflight *self,
                              SmithIdentity  *identity)
{
  g_return_if_fail (SMITH_IS_PREFLIGHT (self));

  if (self->identity == identity)
    return;

  if (self->identity != NULL)
    g_signal_handlers_disconnect_by_data (self->identity, self);
  g_set_object (&self->identity, identity);
  if (identity != NULL)
    g_signal_connect_object (identity, "notify", G_CALLBACK (identity_notify_cb), self, G_CONNECT_SWAPPED);
  follow_chain (self);
  identity_changed (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IDENTITY]);
}

/**
 * smith_preflight_get_account:
 *
 * Returns: (transfer none) (nullable): where it is to go
 */
SmithAccount *
smith_preflight_get_account (SmithPreflight *self)
{
  g_return_val_if_fail (SMITH_IS_PREFLIGHT (self), NULL);

  return self->account;
}

/**
 * smith_preflight_set_account:
 * @account: (nullable): where it is to go
 */
void
smith_preflight_set_account (SmithPreflight *self,
                             SmithAccount   *account)
{
  g_return_if_fail (SMITH_IS_PREFLIGHT (self));

  if (self->account == account)
    return;

  if (self->account != NULL)
    g_signal_handlers_disconnect_by_data (self->account, self);
  g_set_object (&self->account, account);
  if (account != NULL)
    g_signal_connect_object (account, "notify", G_CALLBACK (account_notify_cb), self, G_CONNECT_SWAPPED);
  self->quota_known = FALSE;
  smith_preflight_queue_ask (self);
  smith_preflight_judge (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ACCOUNT]);
}

/**
 * smith_preflight_get_name:
 *
 * Returns: (transfer none): ServerCertificateName as it is typed
 */
const char *
smith_preflight_get_name (SmithPreflight *self)
{
  g_return_val_if_fail (SMITH_IS_PREFLIGHT (self), NULL);

  return self->name;
}

void
smith_preflight_set_name (SmithPreflight *self,
                          const char     *name)
{
  g_return_if_fail (SMITH_IS_PREFLIGHT (self) && name != NULL);

  if (g_str_equal (self->name, name))
    return;

  g_free (self->name);
  self->name = g_strdup (name);
  smith_preflight_queue_ask (self);
  smith_preflight_judge (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NAME]);
}

/**
 * smith_preflight_get_path:
 *
 * Returns: (transfer none): the path as it is typed
 */
const char *
smith_preflight_get_path (SmithPreflight *self)
{
  g_return_val_if_fail (SMITH_IS_PREFLIGHT (self), NULL);

  return self->path;
}

void
smith_preflight_set_path (SmithPreflight *self,
                          const char     *path)
{
  g_return_if_fail (SMITH_IS_PREFLIGHT (self) && path != NULL);

  if (g_str_equal (self->path, path))
    return;

  g_free (self->path);
  self->path = g_strdup (path);
  smith_preflight_judge (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PATH]);
}

gboolean
smith_preflight_get_asking (SmithPreflight *self)
{
  g_return_val_if_fail (SMITH_IS_PREFLIGHT (self), FALSE);

  return self->asking;
}

/**
 * smith_preflight_set_asking:
 * @asking: whether AWS may be asked for the name and the quota; while a person looks at the checks
 */
void
smith_preflight_set_asking (SmithPreflight *self,
                            gboolean        asking)
{
  g_return_if_fail (SMITH_IS_PREFLIGHT (self));

  if (self->asking == asking)
    return;

  self->asking = asking;
  smith_preflight_queue_ask (self);
  smith_preflight_judge (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ASKING]);
}

/**
 * smith_preflight_ask_again:
 *
 * After an upload, or when there was no answer.
 */
void
smith_preflight_ask_again (SmithPreflight *self)
{
  g_return_if_fail (SMITH_IS_PREFLIGHT (self));

  smith_preflight_queue_ask (self);
  smith_preflight_judge (self);
}

/**
 * smith_preflight_get_ready:
 *
 * Returns: whether nothing failed and everything that this computer can know is known
 */
gboolean
smith_preflight_get_ready (SmithPreflight *self)
{
  g_return_val_if_fail (SMITH_IS_PREFLIGHT (self), FALSE);

  return self->ready;
}

/**
 * smith_preflight_get_why_not:
 *
 * Returns: (transfer none) (nullable): what stands in the way, as a sentence
 */
const char *
smith_preflight_get_why_not (SmithPreflight *self)
{
  g_return_val_if_fail (SMITH_IS_PREFLIGHT (self), NULL);

  return self->why_not;
}

guint
smith_preflight_get_n_passed (SmithPreflight *self)
{
  g_return_val_if_fail (SMITH_IS_PREFLIGHT (self), 0);

  return self->counts[SMITH_CHECK_PASSED];
}

guint
smith_preflight_get_n_warned (SmithPreflight *self)
{
  g_return_val_if_fail (SMITH_IS_PREFLIGHT (self), 0);

  return self->counts[SMITH_CHECK_WARNED];
}

guint
smith_preflight_get_n_failed (SmithPreflight *self)
{
  g_return_val_if_fail (SMITH_IS_PREFLIGHT (self), 0);

  return self->counts[SMITH_CHECK_FAILED];
}

/**
 * smith_preflight_get_key_size:
 *
 * Returns: how many characters of private key are sent; 0 while that is not known
 */
gsize
smith_preflight_get_key_size (SmithPreflight *self)
{
  g_return_val_if_fail (SMITH_IS_PREFLIGHT (self), 0);

  return self->facts != NULL && self->facts->key_state == SMITH_KEY_FILE_OPEN ? self->facts->key_size : 0;
}
