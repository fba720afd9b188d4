/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-request-draft.h"

#include <glib/gi18n.h>

#include "smith-request-draft-private.h"
#include "smith-request-field-private.h"

/* RFC 5280, appendix A.1: ub-common-name, in characters. */
#define MAX_COMMON_NAME 64

/**
 * SmithRequestDraft:
 *
 * The request that an identity is about to get: its names, first the one that is also the Common
 * Name, then what it says about the organization, then what it asks for. Everything is checked as it changes; the
 * reason why something is not right is a property beside it. smith-request-names.c has the verbs of the names,
 * smith-request-more.c what is behind "More", smith-request-prefill.c how it begins; smith-request-content.c says what
 * the request will hold, smith-request-creation.c creates it.
 * Main thread only.
 */

enum
{
  PROP_0,
  PROP_NAMES,
  PROP_NAMES_NOTE,
  PROP_COMMON_NAME,
  PROP_COMMON_NAME_NOTE,
  PROP_USE_COMMON_NAME,
  PROP_EXTRA,
  PROP_EXTENSIONS,
  PROP_DEFAULT_EXTENSIONS,
  PROP_EXTENSIONS_ERROR,
  PROP_DIGEST,
  PROP_CHALLENGE_ERROR,
  PROP_OBSTACLE,
  PROP_VALID,
  PROP_EDITING,
  PROP_JOB,
  PROP_PROBLEM,
  /* For each field its text and its reason, in the order of SmithRequestField. */
  PROP_FIELD,
  PROP_FIELD_ERROR,
  N_PROPS = PROP_FIELD + 2 * SMITH_N_REQUEST_FIELDS
};

enum
{
  CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SmithRequestDraft, smith_request_draft, G_TYPE_OBJECT)

static void
update_text (SmithRequestDraft  *self,
             char              **place,
             char               *text,
             guint               prop_id)
{
  if (g_strcmp0 (*place, text) == 0)
    {
      g_free (text);
      return;
    }

  g_free (*place);
  *place = text;
  g_object_notify_by_pspec (G_OBJECT (self), properties[prop_id]);
}

static void
update_common_name (SmithRequestDraft *self)
{
  g_autoptr (SmithNameEntry) first = g_list_model_get_item (G_LIST_MODEL (self->names), 0);
  SmithAltName *name = first != NULL ? smith_name_entry_get_alt_name (first) : NULL;
  char *common_name = NULL;
  char *note = NULL;

  if (name != NULL && self->use_common_name)
    {
      SmithAltNameKind kind = smith_alt_name_get_kind (name);

      if (kind != SMITH_ALT_NAME_DNS && kind != SMITH_ALT_NAME_IP)
        note = g_strdup (_("The first name is no host, so the request gets no Common Name. "
                           "Move a domain name to the top to use it as one."));
      else if (g_utf8_strlen (smith_alt_name_get_value (name), -1) > MAX_COMMON_NAME)
        note = g_strdup (_("The first name is longer than 64 characters, so the request gets no Common Name. "
                           "Browsers do not look at it; if your CA wants one, move a shorter name to the top."));
      else
        common_name = g_strdup (smith_alt_name_get_value (name));
    }

  update_text (self, &self->common_name, common_name, PROP_COMMON_NAME);
  update_text (self, &self->common_name_note, note, PROP_COMMON_NAME_NOTE);
}

static char *
find_obstacle (SmithRequestDraft *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->names));

  if (n == 0)
    return g_strdup (_("Add at least one domain name."));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SmithNameEntry) entry = g_list_model_get_item (G_LIST_MODEL (self->names), i);

      if (smith_name_entry_get_error (entry) != NULL)
        return g_strdup_printf (_("Correct or remove “%s”."), smith_name_entry_get_text (entry));
    }
  for (guint i = 0; i < SMITH_N_REQUEST_FIELDS; i++)
    {
      if (self->errors[i] != NULL)
        return g_strdup_printf (_("Correct the field “%s”."), smith_request_field_get_title (i));
    }
  n = g_list_model_get_n_items (G_LIST_MODEL (self->extra));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SmithRdnEntry) entry = g_list_model_get_item (G_LIST_MODEL (self->extra), i);

      if (smith_rdn_entry_get_error (entry) != NULL)
        return g_strdup_printf (_("Correct the field “%s”."), smith_rdn_entry_get_title (entry));
    }
  if (self->extensions_error != NULL)
    return g_strdup (_("Correct what the request asks for."));
  if (self->challenge_error != NULL)
    return g_strdup (_("Correct the challenge password."));

  return NULL;
}

/**
 * smith_request_draft_update: (skip)
 *
 * Derives again what follows from the things that a person entered, and says that something changed.
 */
void
smith_request_draft_update (SmithRequestDraft *self)
{
  gboolean valid = smith_request_draft_get_valid (self);

  if (self->n_holds > 0)
    {
      self->changed = TRUE;
      return;
    }

  g_object_freeze_notify (G_OBJECT (self));
  update_common_name (self);
  update_text (self, &self->obstacle, find_obstacle (self), PROP_OBSTACLE);
  if (valid != smith_request_draft_get_valid (self))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VALID]);
  g_object_thaw_notify (G_OBJECT (self));
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * smith_request_draft_hold: (skip)
 *
 * Several changes follow that shall be told as one, by smith_request_draft_release().
 */
void
smith_request_draft_hold (SmithRequestDraft *self)
{
  self->n_holds++;
  g_object_freeze_notify (G_OBJECT (self));
}

void
smith_request_draft_release (SmithRequestDraft *self)
{
  self->n_holds--;
  if (self->n_holds == 0 && self->changed)
    {
      self->changed = FALSE;
      smith_request_draft_update (self);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

static GParamSpec *
find_pspec (SmithRequestDraftProperty property)
{
  static const guint ids[] = {
    [SMITH_REQUEST_DRAFT_NAMES_NOTE] = PROP_NAMES_NOTE,
    [SMITH_REQUEST_DRAFT_USE_COMMON_NAME] = PROP_USE_COMMON_NAME,
    [SMITH_REQUEST_DRAFT_EXTENSIONS] = PROP_EXTENSIONS,
    [SMITH_REQUEST_DRAFT_DEFAULT_EXTENSIONS] = PROP_DEFAULT_EXTENSIONS,
    [SMITH_REQUEST_DRAFT_EXTENSIONS_ERROR] = PROP_EXTENSIONS_ERROR,
    [SMITH_REQUEST_DRAFT_DIGEST] = PROP_DIGEST,
    [SMITH_REQUEST_DRAFT_CHALLENGE_ERROR] = PROP_CHALLENGE_ERROR,
  };

  return properties[ids[property]];
}

void
smith_request_draft_notify (SmithRequestDraft         *self,
                            SmithRequestDraftProperty  property)
{
  g_object_notify_by_pspec (G_OBJECT (self), find_pspec (property));
}

/**
 * smith_request_draft_update_text: (skip)
 * @place: a string of the draft
 * @text: (transfer full) (nullable): its new value
 */
void
smith_request_draft_update_text (SmithRequestDraft          *self,
                                 char                      **place,
                                 char                       *text,
                                 SmithRequestDraftProperty   property)
{
  update_text (self, place, text, find_pspec (property)->param_id);
}

static void
smith_request_draft_finalize (GObject *object)
{
  SmithRequestDraft *self = SMITH_REQUEST_DRAFT (object);

  g_clear_object (&self->names);
  g_clear_pointer (&self->keys, g_hash_table_unref);
  g_clear_pointer (&self->names_note, g_free);
  g_clear_object (&self->extra);
  g_clear_pointer (&self->source_order, g_strfreev);
  g_clear_pointer (&self->extensions, smith_extensions_free);
  g_clear_pointer (&self->extensions_error, g_free);
  g_clear_pointer (&self->others, g_strfreev);
  g_clear_pointer (&self->key_family, g_free);
  g_clear_pointer (&self->digest, g_free);
  g_clear_pointer (&self->challenge, smith_secret_unref);
  g_clear_pointer (&self->challenge_error, g_free);
  g_clear_object (&self->job);
  g_clear_pointer (&self->problem, g_free);
  for (guint i = 0; i < SMITH_N_REQUEST_FIELDS; i++)
    {
      g_free (self->texts[i]);
      g_free (self->values[i]);
      g_free (self->errors[i]);
    }
  g_clear_pointer (&self->common_name, g_free);
  g_clear_pointer (&self->common_name_note, g_free);
  g_clear_pointer (&self->obstacle, g_free);

  G_OBJECT_CLASS (smith_request_draft_parent_class)->finalize (object);
}

static void
smith_request_draft_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  SmithRequestDraft *self = SMITH_REQUEST_DRAFT (object);

  switch (prop_id)
    {
    case PROP_NAMES:
      g_value_set_object (value, smith_request_draft_get_names (self));
      break;
    case PROP_NAMES_NOTE:
      g_value_set_string (value, smith_request_draft_get_names_note (self));
      break;
    case PROP_USE_COMMON_NAME:
      g_value_set_boolean (value, smith_request_draft_get_use_common_name (self));
      break;
    case PROP_EXTRA:
      g_value_set_object (value, smith_request_draft_get_extra (self));
      break;
    case PROP_EXTENSIONS:
      g_value_set_boxed (value, smith_request_draft_get_extensions (self));
      break;
    case PROP_DEFAULT_EXTENSIONS:
      g_value_set_boolean (value, smith_request_draft_get_default_extensions (self));
      break;
    case PROP_EXTENSIONS_ERROR:
      g_value_set_string (value, smith_request_draft_get_extensions_error (self));
      break;
    case PROP_DIGEST:
      g_value_set_string (value, smith_request_draft_get_digest (self));
      break;
    case PROP_CHALLENGE_ERROR:
      g_value_set_string (value, smith_request_draft_get_challenge_error (self));
      break;
    case PROP_COMMON_NAME:
      g_value_set_string (value, smith_request_draft_get_common_name (self));
      break;
    case PROP_COMMON_NAME_NOTE:
      g_value_set_string (value, smith_request_draft_get_common_name_note (self));
      break;
    case PROP_OBSTACLE:
      g_value_set_string (value, smith_request_draft_get_obstacle (self));
      break;
    case PROP_VALID:
      g_value_set_boolean (value, smith_request_draft_get_valid (self));
      break;
    case PROP_EDITING:
      g_value_set_boolean (value, smith_request_draft_get_editing (self));
      break;
    case PROP_JOB:
      g_value_set_object (value, smith_request_draft_get_job (self));
      break;
    case PROP_PROBLEM:
      g_value_set_string (value, smith_request_draft_get_problem (self));
      break;
    default:
      if (prop_id >= PROP_FIELD && prop_id < N_PROPS)
        {
          SmithRequestField field = (prop_id - PROP_FIELD) / 2;

          if ((prop_id - PROP_FIELD) % 2 == 0)
            g_value_set_string (value, smith_request_draft_get_field (self, field));
          else
            g_value_set_string (value, smith_request_draft_get_field_error (self, field));
        }
      else
        {
          G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
        }
    }
}

static void
smith_request_draft_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  SmithRequestDraft *self = SMITH_REQUEST_DRAFT (object);

  if (prop_id == PROP_EDITING)
    smith_request_draft_set_editing (self, g_value_get_boolean (value));
  else if (prop_id == PROP_USE_COMMON_NAME)
    smith_request_draft_set_use_common_name (self, g_value_get_boolean (value));
  else if (prop_id == PROP_EXTENSIONS)
    smith_request_draft_set_extensions (self, g_value_get_boxed (value));
  else if (prop_id == PROP_DIGEST)
    smith_request_draft_set_digest (self, g_value_get_string (value));
  else if (prop_id >= PROP_FIELD && prop_id < N_PROPS && (prop_id - PROP_FIELD) % 2 == 0)
    smith_request_draft_set_field (self, (prop_id - PROP_FIELD) / 2, g_value_get_string (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
smith_request_draft_class_init (SmithRequestDraftClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = smith_request_draft_finalize;
  object_class->get_property = smith_request_draft_get_property;
  object_class->set_property = smith_request_draft_set_property;

  properties[PROP_NAMES] =
    g_param_spec_object ("names", NULL, NULL, G_TYPE_LIST_MODEL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_NAMES_NOTE] =
    g_param_spec_string ("names-note", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_USE_COMMON_NAME] =
    g_param_spec_boolean ("use-common-name", NULL, NULL, TRUE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_EXTRA] =
    g_param_spec_object ("extra", NULL, NULL, G_TYPE_LIST_MODEL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_EXTENSIONS] =
    g_param_spec_boxed ("extensions", NULL, NULL, SMITH_TYPE_EXTENSIONS,
                        G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_DEFAULT_EXTENSIONS] =
    g_param_spec_boolean ("default-extensions", NULL, NULL, TRUE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_EXTENSIONS_ERROR] =
    g_param_spec_string ("extensions-error", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_DIGEST] =
    g_param_spec_string ("digest", NULL, NULL, "SHA256",
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_CHALLENGE_ERROR] =
    g_param_spec_string ("challenge-error", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_COMMON_NAME] =
    g_param_spec_string ("common-name", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_COMMON_NAME_NOTE] =
    g_param_spec_string ("common-name-note", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_OBSTACLE] =
    g_param_spec_string ("obstacle", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_VALID] =
    g_param_spec_boolean ("valid", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_EDITING] =
    g_param_spec_boolean ("editing", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_JOB] =
    g_param_spec_object ("job", NULL, NULL, SMITH_TYPE_JOB, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_PROBLEM] =
    g_param_spec_string ("problem", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  for (guint i = 0; i < SMITH_N_REQUEST_FIELDS; i++)
    {
      const char *nick = smith_request_field_get_nick (i);
      g_autofree char *error_nick = g_strconcat (nick, "-error", NULL);

      properties[PROP_FIELD + 2 * i] =
        g_param_spec_string (nick, NULL, NULL, "",
                             G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
      properties[PROP_FIELD_ERROR + 2 * i] =
        g_param_spec_string (error_nick, NULL, NULL, NULL, G_PARAM_READABLE);
    }
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * SmithRequestDraft::changed:
   *
   * Something that goes into the request changed: the preview and the command line are old.
   */
  signals[CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
smith_request_draft_init (SmithRequestDraft *self)
{
  self->names = g_list_store_new (SMITH_TYPE_NAME_ENTRY);
  self->keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->use_common_name = TRUE;
  self->extra = g_list_store_new (SMITH_TYPE_RDN_ENTRY);
  self->extensions = smith_extensions_new_for_tls_server (NULL);
  self->default_extensions = TRUE;
  self->digest = g_strdup ("SHA256");
  for (guint i = 0; i < SMITH_N_REQUEST_FIELDS; i++)
    self->texts[i] = g_strdup ("");
  self->obstacle = find_obstacle (self);
}

/**
 * smith_request_draft_set_job: (skip)
 * @job: (nullable): the creation that is under way
 */
void
smith_request_draft_set_job (SmithRequestDraft *self,
                             SmithJob          *job)
{
  if (!g_set_object (&self->job, job))
    return;

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_JOB]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VALID]);
}

/**
 * smith_request_draft_set_problem: (skip)
 * @problem: (nullable): why the last creation failed
 */
void
smith_request_draft_set_problem (SmithRequestDraft *self,
                                 const char        *problem)
{
  update_text (self, &self->problem, g_strdup (problem), PROP_PROBLEM);
}

/**
 * smith_request_draft_get_value: (skip)
 *
 * Returns: (transfer none) (nullable): what goes into the request; NULL for nothing, or with an error
 */
const char *
smith_request_draft_get_value (SmithRequestDraft *self,
                               SmithRequestField  field)
{
  return self->values[field];
}

/**
 * smith_request_draft_new:
 *
 * Returns: (transfer full): an empty draft
 */
SmithRequestDraft *
smith_request_draft_new (void)
{
  return g_object_new (SMITH_TYPE_REQUEST_DRAFT, NULL);
}

/**
 * smith_request_draft_get_names:
 *
 * Returns: (transfer none) (element-type SmithNameEntry): the names, the first one foremost
 */
GListModel *
smith_request_draft_get_names (SmithRequestDraft *self)
{
  g_return_val_if_fail (SMITH_IS_REQUEST_DRAFT (self), NULL);

  return G_LIST_MODEL (self->names);
}

/**
 * smith_request_draft_get_common_name:
 *
 * Returns: (transfer none) (nullable): the first name, if it can be the Common Name
 */
const char *
smith_request_draft_get_common_name (SmithRequestDraft *self)
{
  g_return_val_if_fail (SMITH_IS_REQUEST_DRAFT (self), NULL);

  return self->common_name;
}

/**
 * smith_request_draft_get_common_name_note:
 *
 * Returns: (transfer none) (nullable): why there is a first name but no Common Name, in sentences
 */
const char *
smith_request_draft_get_common_name_note (SmithRequestDraft *self)
{
  g_return_val_if_fail (SMITH_IS_REQUEST_DRAFT (self), NULL);

  return self->common_name_note;
}

/**
 * smith_request_draft_get_use_common_name:
 *
 * Returns: whether the first name is also the Common Name. Browsers do not look at it (RFC 9525); some CAs want one
 */
gboolean
smith_request_draft_get_use_common_name (SmithRequestDraft *self)
{
  g_return_val_if_fail (SMITH_IS_REQUEST_DRAFT (self), FALSE);

  return self->use_common_name;
}

void
smith_request_draft_set_use_common_name (SmithRequestDraft *self,
                                         gboolean           use_common_name)
{
  g_return_if_fail (SMITH_IS_REQUEST_DRAFT (self));

  if (self->use_common_name == !!use_common_name)
    return;

  self->use_common_name = !!use_common_name;
  smith_request_draft_notify (self, SMITH_REQUEST_DRAFT_USE_COMMON_NAME);
  smith_request_draft_update (self);
}

/**
 * smith_request_draft_get_field:
 *
 * Returns: (transfer none): what was typed, never NULL
 */
const char *
smith_request_draft_get_field (SmithRequestDraft *self,
                               SmithRequestField  field)
{
  g_return_val_if_fail (SMITH_IS_REQUEST_DRAFT (self), NULL);
  g_return_val_if_fail (field < SMITH_N_REQUEST_FIELDS, NULL);

  return self->texts[field];
}

/**
 * smith_request_draft_set_field:
 * @text: (nullable): what was typed
 */
void
smith_request_draft_set_field (SmithRequestDraft *self,
                               SmithRequestField  field,
                               const char        *text)
{
  char *error = NULL;

  g_return_if_fail (SMITH_IS_REQUEST_DRAFT (self));
  g_return_if_fail (field < SMITH_N_REQUEST_FIELDS);

  if (text == NULL)
    text = "";
  if (g_str_equal (self->texts[field], text))
    return;

  g_free (self->texts[field]);
  self->texts[field] = g_strdup (text);
  g_free (self->values[field]);
  self->values[field] = smith_request_field_normalize (field, text, &error);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FIELD + 2 * field]);
  update_text (self, &self->errors[field], error, PROP_FIELD_ERROR + 2 * field);
  smith_request_draft_update (self);
}

/**
 * smith_request_draft_get_field_error:
 *
 * Returns: (transfer none) (nullable): what is wrong with it, as a sentence
 */
const char *
smith_request_draft_get_field_error (SmithRequestDraft *self,
                                     SmithRequestField  field)
{
  g_return_val_if_fail (SMITH_IS_REQUEST_DRAFT (self), NULL);
  g_return_val_if_fail (field < SMITH_N_REQUEST_FIELDS, NULL);

  return self->errors[field];
}

/**
 * smith_request_draft_get_obstacle:
 *
 * Returns: (transfer none) (nullable): the first thing to do before the request can be created
 */
const char *
smith_request_draft_get_obstacle (SmithRequestDraft *self)
{
  g_return_val_if_fail (SMITH_IS_REQUEST_DRAFT (self), NULL);

  return self->obstacle;
}

/**
 * smith_request_draft_get_valid:
 *
 * Returns: whether smith_request_draft_create_async() may be called
 */
gboolean
smith_request_draft_get_valid (SmithRequestDraft *self)
{
  g_return_val_if_fail (SMITH_IS_REQUEST_DRAFT (self), FALSE);

  return self->obstacle == NULL && self->job == NULL;
}

/**
 * smith_request_draft_get_editing:
 *
 * Returns: whether a person is changing a request that is there already
 */
gboolean
smith_request_draft_get_editing (SmithRequestDraft *self)
{
  g_return_val_if_fail (SMITH_IS_REQUEST_DRAFT (self), FALSE);

  return self->editing;
}

void
smith_request_draft_set_editing (SmithRequestDraft *self,
                                 gboolean           editing)
{
  g_return_if_fail (SMITH_IS_REQUEST_DRAFT (self));

  if (self->editing == !!editing)
    return;

  self->editing = !!editing;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EDITING]);
}

/**
 * smith_request_draft_get_job:
 *
 * Returns: (transfer none) (nullable): the creation that is under way
 */
SmithJob *
smith_request_draft_get_job (SmithRequestDraft *self)
{
  g_return_val_if_fail (SMITH_IS_REQUEST_DRAFT (self), NULL);

  return self->job;
}

/**
 * smith_request_draft_get_problem:
 *
 * Returns: (transfer none) (nullable): why the last creation failed, as a sentence
 */
const char *
smith_request_draft_get_problem (SmithRequestDraft *self)
{
  g_return_val_if_fail (SMITH_IS_REQUEST_DRAFT (self), NULL);

  return self->problem;
}
