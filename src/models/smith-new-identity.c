/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-new-identity-private.h"

#include <glib/gi18n.h>

#include "smith-key-draft.h"

/**
 * SmithNewIdentity:
 *
 * What the dialog of a new certificate fills in. Its draft of a request belongs to no identity before the
 * creation, which is in smith-new-identity-creation.c.
 *
 * A renewal begins with what the certificate of its source says, else its request. A new key takes the place of
 * the one that is there, which stays in the history of the identity with its request, certificate and chain;
 * where there is none to replace, another identity gets it. With the key that is there only the request is new.
 */

enum
{
  PROP_0,
  PROP_SOURCE,
  PROP_DRAFT,
  PROP_ALGORITHM,
  PROP_KEEP_KEY,
  PROP_JOB,
  PROP_PROBLEM,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SmithNewIdentity, smith_new_identity, G_TYPE_OBJECT)

/* The kind of key that is there, unless it is one that nobody should take today. */
static const SmithKeyAlgorithm *
find_algorithm (SmithPublicKey *key)
{
  const SmithKeyAlgorithm *recommended = smith_key_algorithm_lookup ("rsa-2048");

  for (guint i = 0; key != NULL && i < smith_key_algorithm_get_n_rows (); i++)
    {
      const SmithKeyAlgorithm *algorithm = smith_key_algorithm_get_row (i);

      if (g_str_equal (smith_key_algorithm_get_title (algorithm), smith_public_key_get_title (key)) &&
          (smith_key_algorithm_get_curve (algorithm) != NULL ||
           smith_key_algorithm_get_bits (algorithm) >= smith_key_algorithm_get_bits (recommended)))
        return algorithm;
    }

  return recommended;
}

/* What the CA certified counts: it may have left names out, or added the one without "www.". */
static gpointer
find_content (SmithIdentity *source)
{
  SmithCertificate *certificate = smith_identity_get_certificate (source);

  return certificate != NULL ? (gpointer) certificate : (gpointer) smith_identity_get_request (source);
}

void
smith_new_identity_set_problem (SmithNewIdentity *self,
                                const char       *problem)
{
  if (g_strcmp0 (self->problem, problem) == 0)
    return;

  g_free (self->problem);
  self->problem = g_strdup (problem);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBLEM]);
}

void
smith_new_identity_set_job (SmithNewIdentity *self,
                            SmithJob         *job)
{
  if (g_set_object (&self->job, job))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_JOB]);
}

static void
smith_new_identity_dispose (GObject *object)
{
  SmithNewIdentity *self = SMITH_NEW_IDENTITY (object);

  g_clear_object (&self->source);
  g_clear_object (&self->identity);
  g_clear_object (&self->draft);
  g_clear_object (&self->job);

  G_OBJECT_CLASS (smith_new_identity_parent_class)->dispose (object);
}

static void
smith_new_identity_finalize (GObject *object)
{
  g_free (SMITH_NEW_IDENTITY (object)->problem);

  G_OBJECT_CLASS (smith_new_identity_parent_class)->finalize (object);
}

static void
smith_new_identity_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  SmithNewIdentity *self = SMITH_NEW_IDENTITY (object);

  switch (prop_id)
    {
    case PROP_SOURCE:
      g_value_set_object (value, self->source);
      break;
    case PROP_DRAFT:
      g_value_set_object (value, self->draft);
      break;
    case PROP_ALGORITHM:
      g_value_set_pointer (value, (gpointer) self->algorithm);
      break;
    case PROP_KEEP_KEY:
      g_value_set_boolean (value, self->keep_key);
      break;
    case PROP_JOB:
      g_value_set_object (value, self->job);
      break;
    case PROP_PROBLEM:
      g_value_set_string (value, self->problem);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_new_identity_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  SmithNewIdentity *self = SMITH_NEW_IDENTITY (object);

  switch (prop_id)
    {
    case PROP_ALGORITHM:
      smith_new_identity_set_algorithm (self, g_value_get_pointer (value));
      break;
    case PROP_KEEP_KEY:
      smith_new_identity_set_keep_key (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_new_identity_class_init (SmithNewIdentityClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = smith_new_identity_dispose;
  object_class->finalize = smith_new_identity_finalize;
  object_class->get_property = smith_new_identity_get_property;
  object_class->set_property = smith_new_identity_set_property;

  properties[PROP_SOURCE] =
    g_param_spec_object ("source", NULL, NULL, SMITH_TYPE_IDENTITY, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_DRAFT] =
    g_param_spec_object ("draft", NULL, NULL, SMITH_TYPE_REQUEST_DRAFT, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  /* A row of the table of algorithms, which is no object. */
  properties[PROP_ALGORITHM] =
    g_param_spec_pointer ("algorithm", NULL, NULL, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_KEEP_KEY] =
    g_param_spec_boolean ("keep-key", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_JOB] =
    g_param_spec_object ("job", NULL, NULL, SMITH_TYPE_JOB, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_PROBLEM] =
    g_param_spec_string ("problem", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
smith_new_identity_init (SmithNewIdentity *self)
{
  self->draft = smith_request_draft_new ();
  self->algorithm = smith_key_algorithm_lookup ("rsa-2048");
  smith_request_draft_set_key_family (self->draft, smith_key_algorithm_get_family (self->algorithm));
}

/**
 * smith_new_identity_new:
 *
 * Returns: (transfer full): no names yet, RSA 2048, which works everywhere
 */
SmithNewIdentity *
smith_new_identity_new (void)
{
  return g_object_new (SMITH_TYPE_NEW_IDENTITY, NULL);
}

/**
 * smith_new_identity_new_renewal:
 * @source: has a request or a certificate
 *
 * Returns: (transfer full): the same names and the same kind of key as @source, with a new key
 */
SmithNewIdentity *
smith_new_identity_new_renewal (SmithIdentity *source)
{
  SmithNewIdentity *self;
  gpointer content;

  g_return_val_if_fail (SMITH_IS_IDENTITY (source), NULL);

  content = find_content (source);
  g_return_val_if_fail (content != NULL, NULL);

  self = smith_new_identity_new ();
  self->source = g_object_ref (source);
  smith_request_draft_prefill_from (self->draft, content);
  self->algorithm = find_algorithm (SMITH_IS_CERTIFICATE (content) ? smith_certificate_get_public_key (content)
                                                                   : smith_request_get_public_key (content));
  smith_request_draft_set_key_family (self->draft, smith_key_algorithm_get_family (self->algorithm));

  return self;
}

/**
 * smith_new_identity_get_source:
 *
 * Returns: (transfer none) (nullable): the identity that is renewed
 */
SmithIdentity *
smith_new_identity_get_source (SmithNewIdentity *self)
{
  g_return_val_if_fail (SMITH_IS_NEW_IDENTITY (self), NULL);

  return self->source;
}

/**
 * smith_new_identity_get_draft:
 *
 * Returns: (transfer none): the request that it gets; has the names
 */
SmithRequestDraft *
smith_new_identity_get_draft (SmithNewIdentity *self)
{
  g_return_val_if_fail (SMITH_IS_NEW_IDENTITY (self), NULL);

  return self->draft;
}

/**
 * smith_new_identity_get_algorithm:
 *
 * Returns: (transfer none): of the key that it gets
 */
const SmithKeyAlgorithm *
smith_new_identity_get_algorithm (SmithNewIdentity *self)
{
  g_return_val_if_fail (SMITH_IS_NEW_IDENTITY (self), NULL);

  return self->algorithm;
}

void
smith_new_identity_set_algorithm (SmithNewIdentity        *self,
                                  const SmithKeyAlgorithm *algorithm)
{
  g_return_if_fail (SMITH_IS_NEW_IDENTITY (self));
  g_return_if_fail (algorithm != NULL);

  if (self->algorithm == algorithm)
    return;

  self->algorithm = algorithm;
  smith_request_draft_set_key_family (self->draft, smith_key_algorithm_get_family (algorithm));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ALGORITHM]);
}

/**
 * smith_new_identity_get_keep_key:
 *
 * Returns: whether a renewal makes a new request with the key that is there
 */
gboolean
smith_new_identity_get_keep_key (SmithNewIdentity *self)
{
  g_return_val_if_fail (SMITH_IS_NEW_IDENTITY (self), FALSE);

  return self->keep_key;
}

/**
 * smith_new_identity_set_keep_key:
 * @keep_key: only where what is renewed has its key
 */
void
smith_new_identity_set_keep_key (SmithNewIdentity *self,
                                 gboolean          keep_key)
{
  g_return_if_fail (SMITH_IS_NEW_IDENTITY (self));
  g_return_if_fail (!keep_key || (self->source != NULL && smith_identity_get_has_key (self->source)));

  if (self->keep_key == !!keep_key)
    return;

  self->keep_key = !!keep_key;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KEEP_KEY]);
}

/**
 * smith_new_identity_get_replaces_key:
 *
 * Returns: whether a renewal puts a new key in the place of the one that is there, which stays in the history
 */
gboolean
smith_new_identity_get_replaces_key (SmithNewIdentity *self)
{
  g_return_val_if_fail (SMITH_IS_NEW_IDENTITY (self), FALSE);

  return self->source != NULL && !self->keep_key && smith_identity_get_kept (self->source) &&
         smith_identity_get_has_key (self->source);
}

/**
 * smith_new_identity_get_job:
 *
 * Returns: (transfer none) (nullable): the step of the creation that is under way
 */
SmithJob *
smith_new_identity_get_job (SmithNewIdentity *self)
{
  g_return_val_if_fail (SMITH_IS_NEW_IDENTITY (self), NULL);

  return self->job;
}

/**
 * smith_new_identity_get_problem:
 *
 * Returns: (transfer none) (nullable): why the last creation failed, as a sentence
 */
const char *
smith_new_identity_get_problem (SmithNewIdentity *self)
{
  g_return_val_if_fail (SMITH_IS_NEW_IDENTITY (self), NULL);

  return self->problem;
}

/**
 * smith_new_identity_dup_name:
 *
 * Returns: (transfer full): what the identity will be called: its first name, as people read it; empty without names
 */
char *
smith_new_identity_dup_name (SmithNewIdentity *self)
{
  g_autoptr (SmithNameEntry) first = NULL;
  const char *name = "";

  g_return_val_if_fail (SMITH_IS_NEW_IDENTITY (self), NULL);

  if (self->source != NULL && (self->keep_key || smith_new_identity_get_replaces_key (self)))
    return g_strdup (smith_identity_get_name (self->source));
  if (self->source != NULL)
    /* Translators: %s is the name of an identity, such as www.example.com */
    return g_strdup_printf (_("%s (renewal)"), smith_identity_get_name (self->source));

  first = g_list_model_get_item (smith_request_draft_get_names (self->draft), 0);
  if (first != NULL)
    name = smith_name_entry_get_unicode (first) != NULL ? smith_name_entry_get_unicode (first) : smith_name_entry_get_text (first);

  return g_strdup (name);
}

/**
 * smith_new_identity_dup_explanation:
 *
 * Returns: (transfer full): what the creation will do, in sentences
 */
char *
smith_new_identity_dup_explanation (SmithNewIdentity *self)
{
  g_autofree char *name = NULL;

  g_return_val_if_fail (SMITH_IS_NEW_IDENTITY (self), NULL);

  if (self->source == NULL)
    return g_strdup (_("Creates the private key, saves it on this computer without a passphrase, "
                       "and puts the request for your CA on the clipboard."));
  if (self->keep_key)
    return g_strdup_printf (_("“%s” keeps its key and gets a new request, which replaces the old one. "
                              "Its certificate stays until the new one comes."),
                            smith_identity_get_name (self->source));

  if (!smith_new_identity_get_replaces_key (self))
    {
      name = smith_new_identity_dup_name (self);
      return g_strdup_printf (_("A new key and request are made beside it, as “%s”. “%s” stays as it is."),
                              name, smith_identity_get_name (self->source));
    }
  if (smith_identity_get_key_protection (self->source) == SMITH_KEY_PROTECTION_PASSPHRASE)
    return g_strdup_printf (_("“%s” gets a new key and a new request. What is there now stays in its history, on the Key "
                              "pane; servers that use it are not touched. The new key has no passphrase until you set one."),
                            smith_identity_get_name (self->source));

  return g_strdup_printf (_("“%s” gets a new key and a new request. What is there now stays in its history, on the Key "
                            "pane; servers that use it are not touched."),
                          smith_identity_get_name (self->source));
}

/**
 * smith_new_identity_begin:
 * @name: what the identity shall be called
 *
 * Creates nothing but a row, whose drafts of a key and of a request say what was filled in here; where the key
 * is kept, not even that.
 *
 * Returns: (transfer none): the row, not kept yet; or the identity that is renewed
 */
SmithIdentity *
smith_new_identity_begin (SmithNewIdentity *self,
                          SmithWorkspace   *workspace,
                          const char       *name)
{
  SmithIdentity *identity;
  SmithRequestDraft *draft;
  GListModel *names;

  g_return_val_if_fail (SMITH_IS_NEW_IDENTITY (self), NULL);
  g_return_val_if_fail (SMITH_IS_WORKSPACE (workspace), NULL);
  g_return_val_if_fail (name != NULL && *name != '\0', NULL);

  if (self->keep_key)
    {
      identity = self->source;
    }
  else
    {
      identity = smith_library_add (smith_workspace_get_library (workspace), name);
      smith_key_draft_set_algorithm (smith_key_draft_for_identity (identity), self->algorithm);
    }
  draft = smith_request_draft_for_identity (identity);
  if (self->source != NULL)
    smith_request_draft_prefill_from (draft, find_content (self->source));
  names = smith_request_draft_get_names (self->draft);
  /* A draft begins with the name of its identity, which is one of these: nobody has added it twice. */
  if (self->source != NULL || g_list_model_get_n_items (names) > 0)
    {
      while (g_list_model_get_n_items (smith_request_draft_get_names (draft)) > 0)
        smith_request_draft_remove_name (draft, 0);
    }
  for (guint i = 0; i < g_list_model_get_n_items (names); i++)
    {
      g_autoptr (SmithNameEntry) entry = g_list_model_get_item (names, i);

      smith_request_draft_add_names (draft, smith_name_entry_get_edit_text (entry));
    }
  for (guint i = 0; i < SMITH_N_REQUEST_FIELDS; i++)
    smith_request_draft_set_field (draft, i, smith_request_draft_get_field (self->draft, i));
  if (self->keep_key)
    smith_request_draft_set_editing (draft, TRUE);

  return identity;
}
