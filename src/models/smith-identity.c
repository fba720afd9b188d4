/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-identity-private.h"

#include "smith-identity-state.h"
#include "smith-next-step-private.h"

/**
 * SmithIdentity:
 *
 * One row of the library. The facts are in an immutable #SmithIdentityData that #SmithLibrary
 * exchanges after each change; request, certificate and chain are parsed when somebody asks for
 * them, so that thousands of rows cost little. State, words and next step depend on the time as
 * well: smith_library_refresh_states() brings them up to date.
 */
struct _SmithIdentity
{
  GObject parent_instance;

  /* Owned */
  SmithIdentityData  *data;
  SmithPublicKey     *public_key;
  SmithRequest       *request;
  SmithCertificate   *certificate;
  GListStore         *chain;
  char               *state_text;
  SmithNextStep      *next_step;

  SmithIdentityState  state;
  gint64              now;
  gboolean            next_step_known;
  gboolean            stored;
};

enum
{
  PROP_0,
  PROP_ID,
  PROP_NAME,
  PROP_KEPT,
  PROP_FOLDER,
  PROP_STATE,
  PROP_STATE_TEXT,
  PROP_STATE_ICON_NAME,
  PROP_PROBLEM,
  PROP_SEARCH_TEXT,
  PROP_PUBLIC_KEY,
  PROP_HAS_KEY,
  PROP_KEY_PROTECTION,
  PROP_KEY_CREATED_AT,
  PROP_N_FORMER_KEYS,
  PROP_REQUEST,
  PROP_CERTIFICATE,
  PROP_CHAIN,
  PROP_UPLOAD,
  PROP_NEXT_STEP,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SmithIdentity, smith_identity, G_TYPE_OBJECT)

static gint64
get_now (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

static void
notify (SmithIdentity *self,
        guint          prop_id)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[prop_id]);
}

static void
smith_identity_finalize (GObject *object)
{
  SmithIdentity *self = SMITH_IDENTITY (object);

  g_clear_pointer (&self->data, smith_identity_data_unref);
  g_clear_object (&self->public_key);
  g_clear_object (&self->request);
  g_clear_object (&self->certificate);
  g_clear_object (&self->chain);
  g_clear_object (&self->next_step);
  g_free (self->state_text);

  G_OBJECT_CLASS (smith_identity_parent_class)->finalize (object);
}

static void
smith_identity_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  SmithIdentity *self = SMITH_IDENTITY (object);

  switch (prop_id)
    {
    case PROP_ID:
      g_value_set_string (value, smith_identity_get_id (self));
      break;
    case PROP_NAME:
      g_value_set_string (value, smith_identity_get_name (self));
      break;
    case PROP_KEPT:
      g_value_set_boolean (value, smith_identity_get_kept (self));
      break;
    case PROP_FOLDER:
      g_value_set_string (value, smith_identity_get_folder (self));
      break;
    case PROP_STATE:
      g_value_set_int (value, (int) smith_identity_get_state (self));
      break;
    case PROP_STATE_TEXT:
      g_value_set_string (value, smith_identity_get_state_text (self));
      break;
    case PROP_STATE_ICON_NAME:
      g_value_set_string (value, smith_identity_get_state_icon_name (self));
      break;
    case PROP_PROBLEM:
      g_value_set_string (value, smith_identity_get_problem (self));
      break;
    case PROP_SEARCH_TEXT:
      g_value_set_string (value, smith_identity_get_search_text (self));
      break;
    case PROP_PUBLIC_KEY:
      g_value_set_object (value, smith_identity_get_public_key (self));
      break;
    case PROP_HAS_KEY:
      g_value_set_boolean (value, smith_identity_get_has_key (self));
      break;
    case PROP_KEY_PROTECTION:
      g_value_set_int (value, (int) smith_identity_get_key_protection (self));
      break;
    case PROP_KEY_CREATED_AT:
      g_value_set_boxed (value, smith_identity_get_key_created_at (self));
      break;
    case PROP_N_FORMER_KEYS:
      g_value_set_uint (value, smith_identity_get_n_former_keys (self));
      break;
    case PROP_REQUEST:
      g_value_set_object (value, smith_identity_get_request (self));
      break;
    case PROP_CERTIFICATE:
      g_value_set_object (value, smith_identity_get_certificate (self));
      break;
    case PROP_CHAIN:
      g_value_set_object (value, smith_identity_get_chain (self));
      break;
    case PROP_UPLOAD:
      g_value_set_boxed (value, smith_identity_get_upload (self));
      break;
    case PROP_NEXT_STEP:
      g_value_set_object (value, smith_identity_get_next_step (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
install_string (guint       prop_id,
                const char *name)
{
  properties[prop_id] = g_param_spec_string (name, NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
}

static void
install_object (guint       prop_id,
                const char *name,
                GType       type)
{
  properties[prop_id] = g_param_spec_object (name, NULL, NULL, type, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
}

static void
smith_identity_class_init (SmithIdentityClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = smith_identity_finalize;
  object_class->get_property = smith_identity_get_property;

  install_string (PROP_ID, "id");
  install_string (PROP_NAME, "name");
  properties[PROP_KEPT] =
    g_param_spec_boolean ("kept", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  install_string (PROP_FOLDER, "folder");
  /* #SmithIdentityState as a number, so that a GtkNumericSorter takes it. */
  properties[PROP_STATE] =
    g_param_spec_int ("state", NULL, NULL, 0, SMITH_IDENTITY_STATE_VALID, SMITH_IDENTITY_STATE_EMPTY,
                      G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  install_string (PROP_STATE_TEXT, "state-text");
  install_string (PROP_STATE_ICON_NAME, "state-icon-name");
  install_string (PROP_PROBLEM, "problem");
  install_string (PROP_SEARCH_TEXT, "search-text");
  install_object (PROP_PUBLIC_KEY, "public-key", SMITH_TYPE_PUBLIC_KEY);
  properties[PROP_HAS_KEY] =
    g_param_spec_boolean ("has-key", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_KEY_PROTECTION] =
    g_param_spec_int ("key-protection", NULL, NULL, 0, SMITH_KEY_PROTECTION_PASSPHRASE, SMITH_KEY_PROTECTION_NONE,
                      G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_KEY_CREATED_AT] =
    g_param_spec_boxed ("key-created-at", NULL, NULL, G_TYPE_DATE_TIME, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_N_FORMER_KEYS] =
    g_param_spec_uint ("n-former-keys", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  install_object (PROP_REQUEST, "request", SMITH_TYPE_REQUEST);
  install_object (PROP_CERTIFICATE, "certificate", SMITH_TYPE_CERTIFICATE);
  install_object (PROP_CHAIN, "chain", G_TYPE_LIST_MODEL);
  properties[PROP_UPLOAD] =
    g_param_spec_boxed ("upload", NULL, NULL, SMITH_TYPE_UPLOAD_RECORD, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  install_object (PROP_NEXT_STEP, "next-step", SMITH_TYPE_NEXT_STEP);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
smith_identity_init (SmithIdentity *self)
{
}

/**
 * smith_identity_new:
 * @data: its facts
 *
 * Returns: (transfer full): a new row
 */
SmithIdentity *
smith_identity_new (SmithIdentityData *data)
{
  SmithIdentity *self;

  g_return_val_if_fail (data != NULL, NULL);

  self = g_object_new (SMITH_TYPE_IDENTITY, NULL);
  self->data = smith_identity_data_ref (data);
  self->stored = data->folder != NULL;
  self->now = get_now ();
  self->state = smith_identity_state_find (data, self->now);

  return self;
}

/**
 * smith_identity_get_data:
 *
 * Returns: (transfer none): its facts; take a reference before they go to a worker
 */
SmithIdentityData *
smith_identity_get_data (SmithIdentity *self)
{
  g_return_val_if_fail (SMITH_IS_IDENTITY (self), NULL);

  return self->data;
}

gboolean
smith_identity_get_stored (SmithIdentity *self)
{
  g_return_val_if_fail (SMITH_IS_IDENTITY (self), FALSE);

  return self->stored;
}

void
smith_identity_set_stored (SmithIdentity *self,
                           gboolean       stored)
{
  g_return_if_fail (SMITH_IS_IDENTITY (self));

  self->stored = stored;
}

static gboolean
bytes_equal (GBytes *a,
             GBytes *b)
{
  if (a == NULL || b == NULL)
    return a == b;

  return g_bytes_equal (a, b);
}

static gboolean
chains_equal (GPtrArray *a,
              GPtrArray *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    if (!g_bytes_equal (g_ptr_array_index (a, i), g_ptr_array_index (b, i)))
      return FALSE;

  return TRUE;
}

static gboolean
dates_equal (GDateTime *a,
             GDateTime *b)
{
  if (a == NULL || b == NULL)
    return a == b;

  return g_date_time_equal (a, b);
}

static void
fill_chain (SmithIdentity *self)
{
  g_autoptr (GPtrArray) certificates = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; self->data->chain != NULL && i < self->data->chain->len; i++)
    g_ptr_array_add (certificates,
                     smith_certificate_new_from_der (g_ptr_array_index (self->data->chain, i), NULL));
  g_list_store_splice (self->chain, 0, g_list_model_get_n_items (G_LIST_MODEL (self->chain)),
                       certificates->pdata, certificates->len);
}

/**
 * smith_identity_refresh:
 * @now: seconds since the epoch
 *
 * Computes anew what depends on the time, and notifies what has changed.
 */
void
smith_identity_refresh (SmithIdentity *self,
                        gint64         now)
{
  SmithIdentityState state;

  g_return_if_fail (SMITH_IS_IDENTITY (self));

  self->now = now;
  state = smith_identity_state_find (self->data, now);
  if (self->state != state)
    {
      self->state = state;
      notify (self, PROP_STATE);
      notify (self, PROP_STATE_ICON_NAME);
    }
  /* Words and step that nobody asked for yet are made when somebody does. */
  if (self->state_text != NULL)
    {
      g_autofree char *text = smith_identity_state_dup_text (self->data, now);

      if (!g_str_equal (text, self->state_text))
        {
          g_free (self->state_text);
          self->state_text = g_steal_pointer (&text);
          notify (self, PROP_STATE_TEXT);
        }
    }
  if (self->next_step_known)
    {
      g_autoptr (SmithNextStep) step = smith_next_step_find (self->data, now);

      if (!smith_next_step_equal (step, self->next_step))
        {
          g_set_object (&self->next_step, step);
          notify (self, PROP_NEXT_STEP);
        }
    }
}

/* What was parsed stays the same object where its bytes stay the same. */
static void
notify_contents (SmithIdentity           *self,
                 const SmithIdentityData *before)
{
  if (g_strcmp0 (before->public_key_pem, self->data->public_key_pem) != 0)
    {
      g_clear_object (&self->public_key);
      notify (self, PROP_PUBLIC_KEY);
    }
  if (!bytes_equal (before->request, self->data->request))
    {
      g_clear_object (&self->request);
      notify (self, PROP_REQUEST);
    }
  if (!chains_equal (before->chain, self->data->chain))
    {
      if (self->chain != NULL)
        fill_chain (self);
      notify (self, PROP_CHAIN);
    }
  if (!bytes_equal (before->certificate, self->data->certificate))
    {
      g_clear_object (&self->certificate);
      notify (self, PROP_CERTIFICATE);
    }
}

/**
 * smith_identity_set_data:
 * @data: its facts from now on
 */
void
smith_identity_set_data (SmithIdentity     *self,
                         SmithIdentityData *data)
{
  g_autoptr (SmithIdentityData) before = NULL;

  g_return_if_fail (SMITH_IS_IDENTITY (self));
  g_return_if_fail (data != NULL);

  if (self->data == data)
    return;

  g_object_freeze_notify (G_OBJECT (self));
  before = self->data;
  self->data = smith_identity_data_ref (data);
  if (g_strcmp0 (before->name, data->name) != 0)
    notify (self, PROP_NAME);
  if (g_strcmp0 (before->folder, data->folder) != 0)
    {
      self->stored = data->folder != NULL;
      notify (self, PROP_FOLDER);
      notify (self, PROP_KEPT);
      notify (self, PROP_STATE_ICON_NAME);
    }
  if (g_strcmp0 (before->problem, data->problem) != 0)
    notify (self, PROP_PROBLEM);
  if (g_strcmp0 (before->search_text, data->search_text) != 0)
    notify (self, PROP_SEARCH_TEXT);
  if (before->has_key != data->has_key)
    notify (self, PROP_HAS_KEY);
  if (before->key_protection != data->key_protection)
    notify (self, PROP_KEY_PROTECTION);
  if (!dates_equal (before->key_created_at, data->key_created_at))
    notify (self, PROP_KEY_CREATED_AT);
  /* Of what belongs to them, too: who shows the history reads it anew then. */
  if (!smith_identity_data_equal_history (before, data))
    notify (self, PROP_N_FORMER_KEYS);
  if (!smith_upload_record_equal (before->upload, data->upload))
    notify (self, PROP_UPLOAD);
  notify_contents (self, before);
  smith_identity_refresh (self, get_now ());
  g_object_thaw_notify (G_OBJECT (self));
}

const char *
smith_identity_get_id (SmithIdentity *self)
{
  g_return_val_if_fail (SMITH_IS_IDENTITY (self), NULL);

  return self->data->id;
}

const char *
smith_identity_get_name (SmithIdentity *self)
{
  g_return_val_if_fail (SMITH_IS_IDENTITY (self), NULL);

  return self->data->name;
}

/**
 * smith_identity_get_kept:
 *
 * Returns: whether it is on disk
 */
gboolean
smith_identity_get_kept (SmithIdentity *self)
{
  g_return_val_if_fail (SMITH_IS_IDENTITY (self), FALSE);

  return self->data->folder != NULL;
}

/**
 * smith_identity_get_folder:
 *
 * Returns: (transfer none) (nullable) (type filename): its folder, where it is kept
 */
const char *
smith_identity_get_folder (SmithIdentity *self)
{
  g_return_val_if_fail (SMITH_IS_IDENTITY (self), NULL);

  return self->data->folder;
}

SmithIdentityState
smith_identity_get_state (SmithIdentity *self)
{
  g_return_val_if_fail (SMITH_IS_IDENTITY (self), SMITH_IDENTITY_STATE_EMPTY);

  return self->state;
}

/**
 * smith_identity_get_state_text:
 *
 * Returns: (transfer none): the state in a few words, such as "Expires in 12 days"
 */
const char *
smith_identity_get_state_text (SmithIdentity *self)
{
  g_return_val_if_fail (SMITH_IS_IDENTITY (self), NULL);

  if (self->state_text == NULL)
    self->state_text = smith_identity_state_dup_text (self->data, self->now);

  return self->state_text;
}

/**
 * smith_identity_get_state_icon_name:
 *
 * Returns: (transfer none): a symbolic icon whose shape tells the state
 */
const char *
smith_identity_get_state_icon_name (SmithIdentity *self)
{
  g_return_val_if_fail (SMITH_IS_IDENTITY (self), NULL);

  return smith_identity_state_get_icon_name (self->data, self->now);
}

/**
 * smith_identity_get_problem:
 *
 * Returns: (transfer none) (nullable): what is wrong on disk and what to do, as sentences
 */
const char *
smith_identity_get_problem (SmithIdentity *self)
{
  g_return_val_if_fail (SMITH_IS_IDENTITY (self), NULL);

  return self->data->problem;
}

/**
 * smith_identity_get_search_text:
 *
 * Returns: (transfer none): all that a person may search it by, case-folded, one a line: names,
 *   serial number, fingerprints with and without colons, public-key pin
 */
const char *
smith_identity_get_search_text (SmithIdentity *self)
{
  g_return_val_if_fail (SMITH_IS_IDENTITY (self), NULL);

  return self->data->search_text;
}

/**
 * smith_identity_get_public_key:
 *
 * Returns: (transfer none) (nullable): the public half of its private key; known without a passphrase
 */
SmithPublicKey *
smith_identity_get_public_key (SmithIdentity *self)
{
  g_return_val_if_fail (SMITH_IS_IDENTITY (self), NULL);

  if (self->public_key == NULL && self->data->public_key_pem != NULL)
    self->public_key = smith_public_key_new_from_pem (self->data->public_key_pem, NULL);

  return self->public_key;
}

gboolean
smith_identity_get_has_key (SmithIdentity *self)
{
  g_return_val_if_fail (SMITH_IS_IDENTITY (self), FALSE);

  return self->data->has_key;
}

SmithKeyProtection
smith_identity_get_key_protection (SmithIdentity *self)
{
  g_return_val_if_fail (SMITH_IS_IDENTITY (self), SMITH_KEY_PROTECTION_NONE);

  return self->data->key_protection;
}

/**
 * smith_identity_get_n_former_keys:
 *
 * Is notified when the certificate of one of them changes, too.
 *
 * Returns: how many of its private keys were replaced; see smith_library_load_key_history_async()
 */
guint
smith_identity_get_n_former_keys (SmithIdentity *self)
{
  g_return_val_if_fail (SMITH_IS_IDENTITY (self), 0);

  return self->data->former != NULL ? self->data->former->len : 0;
}

/**
 * smith_identity_get_key_created_at:
 *
 * Returns: (transfer none) (nullable): when the key was created, or came in
 */
GDateTime *
smith_identity_get_key_created_at (SmithIdentity *self)
{
  g_return_val_if_fail (SMITH_IS_IDENTITY (self), NULL);

  return self->data->key_created_at;
}

/**
 * smith_identity_get_request:
 *
 * Returns: (transfer none) (nullable): the request
 */
SmithRequest *
smith_identity_get_request (SmithIdentity *self)
{
  g_return_val_if_fail (SMITH_IS_IDENTITY (self), NULL);

  if (self->request == NULL && self->data->request != NULL)
    self->request = smith_request_new_from_der (self->data->request, NULL);

  return self->request;
}

/**
 * smith_identity_get_certificate:
 *
 * Returns: (transfer none) (nullable): the leaf
 */
SmithCertificate *
smith_identity_get_certificate (SmithIdentity *self)
{
  g_return_val_if_fail (SMITH_IS_IDENTITY (self), NULL);

  if (self->certificate == NULL && self->data->certificate != NULL)
    self->certificate = smith_certificate_new_from_der (self->data->certificate, NULL);

  return self->certificate;
}

/**
 * smith_identity_get_chain:
 *
 * Returns: (transfer none): a #GListModel of #SmithCertificate, the same one for as long as the
 *   identity lives
 */
GListModel *
smith_identity_get_chain (SmithIdentity *self)
{
  g_return_val_if_fail (SMITH_IS_IDENTITY (self), NULL);

  if (self->chain == NULL)
    {
      self->chain = g_list_store_new (SMITH_TYPE_CERTIFICATE);
      fill_chain (self);
    }

  return G_LIST_MODEL (self->chain);
}

/**
 * smith_identity_get_upload:
 *
 * Returns: (transfer none) (nullable): the latest upload
 */
const SmithUploadRecord *
smith_identity_get_upload (SmithIdentity *self)
{
  g_return_val_if_fail (SMITH_IS_IDENTITY (self), NULL);

  return self->data->upload;
}

/**
 * smith_identity_get_next_step:
 *
 * Returns: (transfer none) (nullable): what to do next
 */
SmithNextStep *
smith_identity_get_next_step (SmithIdentity *self)
{
  g_return_val_if_fail (SMITH_IS_IDENTITY (self), NULL);

  if (!self->next_step_known)
    {
      self->next_step = smith_next_step_find (self->data, self->now);
      self->next_step_known = TRUE;
    }

  return self->next_step;
}
