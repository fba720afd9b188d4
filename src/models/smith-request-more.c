/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-request-draft.h"

#include <glib/gi18n.h>

#include "smith-request-draft-private.h"

/* What is behind "More" of a request draft: further attributes, extensions, digest, challenge password. */

/* RFC 2985, 5.4.1: pkcs-9-ub-challengePassword, in characters. */
#define MAX_CHALLENGE 255

/**
 * smith_request_draft_get_extra:
 *
 * Returns: (transfer none) (element-type SmithRdnEntry): further attributes of the subject, in the order of a person
 */
GListModel *
smith_request_draft_get_extra (SmithRequestDraft *self)
{
  g_return_val_if_fail (SMITH_IS_REQUEST_DRAFT (self), NULL);

  return G_LIST_MODEL (self->extra);
}

/**
 * smith_request_draft_add_extra:
 * @attribute: a short name such as "OU", see smith_rdn_attribute_get_nick(), or a dotted OID
 * @value: (nullable): what it holds at first
 *
 * Returns: (transfer none): the entry, appended
 */
SmithRdnEntry *
smith_request_draft_add_extra (SmithRequestDraft *self,
                               const char        *attribute,
                               const char        *value)
{
  g_autoptr (SmithRdnEntry) entry = NULL;

  g_return_val_if_fail (SMITH_IS_REQUEST_DRAFT (self), NULL);
  g_return_val_if_fail (attribute != NULL, NULL);

  entry = smith_rdn_entry_new (attribute, value);
  smith_request_draft_insert_extra (self, g_list_model_get_n_items (G_LIST_MODEL (self->extra)), entry);

  return entry;
}

/**
 * smith_request_draft_insert_extra:
 * @position: at most the number of entries
 * @entry: one that is in no draft
 */
void
smith_request_draft_insert_extra (SmithRequestDraft *self,
                                  guint              position,
                                  SmithRdnEntry     *entry)
{
  g_return_if_fail (SMITH_IS_REQUEST_DRAFT (self));
  g_return_if_fail (SMITH_IS_RDN_ENTRY (entry));
  g_return_if_fail (position <= g_list_model_get_n_items (G_LIST_MODEL (self->extra)));

  g_signal_connect_object (entry, "notify::value", G_CALLBACK (smith_request_draft_update), self, G_CONNECT_SWAPPED);
  g_list_store_insert (self->extra, position, entry);
  smith_request_draft_update (self);
}

/**
 * smith_request_draft_remove_extra:
 * @position: less than the number of entries
 */
void
smith_request_draft_remove_extra (SmithRequestDraft *self,
                                  guint              position)
{
  g_autoptr (SmithRdnEntry) entry = NULL;

  g_return_if_fail (SMITH_IS_REQUEST_DRAFT (self));
  g_return_if_fail (position < g_list_model_get_n_items (G_LIST_MODEL (self->extra)));

  entry = g_list_model_get_item (G_LIST_MODEL (self->extra), position);
  g_signal_handlers_disconnect_by_func (entry, smith_request_draft_update, self);
  g_list_store_remove (self->extra, position);
  smith_request_draft_update (self);
}

/* @family: (nullable) */
static SmithExtensions *
make_defaults (const char *family)
{
  const char *nick = g_strcmp0 (family, "RSA") == 0 ? "rsa-2048" : NULL;

  return smith_extensions_new_for_tls_server (nick != NULL ? smith_key_algorithm_lookup (nick) : NULL);
}

/* @extensions: (transfer full) */
static void
take_extensions (SmithRequestDraft *self,
                 SmithExtensions   *extensions,
                 gboolean           are_defaults)
{
  g_autoptr (GError) error = NULL;
  gboolean equal = smith_extensions_equal (self->extensions, extensions);

  if (equal && self->default_extensions == are_defaults)
    {
      smith_extensions_free (extensions);
      return;
    }

  smith_request_draft_hold (self);
  smith_extensions_free (self->extensions);
  self->extensions = extensions;
  if (!equal)
    smith_request_draft_notify (self, SMITH_REQUEST_DRAFT_EXTENSIONS);
  if (self->default_extensions != are_defaults)
    {
      self->default_extensions = are_defaults;
      smith_request_draft_notify (self, SMITH_REQUEST_DRAFT_DEFAULT_EXTENSIONS);
    }
  smith_extensions_check (extensions, &error);
  smith_request_draft_update_text (self, &self->extensions_error, error != NULL ? g_strdup (error->message) : NULL,
                                   SMITH_REQUEST_DRAFT_EXTENSIONS_ERROR);
  smith_request_draft_update (self);
  smith_request_draft_release (self);
}

/**
 * smith_request_draft_get_extensions:
 *
 * Returns: (transfer none): what the request asks for
 */
const SmithExtensions *
smith_request_draft_get_extensions (SmithRequestDraft *self)
{
  g_return_val_if_fail (SMITH_IS_REQUEST_DRAFT (self), NULL);

  return self->extensions;
}

/**
 * smith_request_draft_set_extensions:
 * @extensions: (nullable): what the request shall ask for; NULL: what a TLS server with such a key needs
 *
 * What is equal to the defaults becomes the defaults again, which follow the kind of the key.
 */
void
smith_request_draft_set_extensions (SmithRequestDraft     *self,
                                    const SmithExtensions *extensions)
{
  g_autoptr (SmithExtensions) defaults = NULL;

  g_return_if_fail (SMITH_IS_REQUEST_DRAFT (self));

  defaults = make_defaults (self->key_family);
  if (extensions == NULL || smith_extensions_equal (extensions, defaults))
    take_extensions (self, g_steal_pointer (&defaults), TRUE);
  else
    take_extensions (self, smith_extensions_copy (extensions), FALSE);
}

/**
 * smith_request_draft_get_default_extensions:
 *
 * Returns: whether nobody has changed what the request asks for
 */
gboolean
smith_request_draft_get_default_extensions (SmithRequestDraft *self)
{
  g_return_val_if_fail (SMITH_IS_REQUEST_DRAFT (self), FALSE);

  return self->default_extensions;
}

/**
 * smith_request_draft_get_extensions_error:
 *
 * Returns: (transfer none) (nullable): why it cannot ask for that, as a sentence
 */
const char *
smith_request_draft_get_extensions_error (SmithRequestDraft *self)
{
  g_return_val_if_fail (SMITH_IS_REQUEST_DRAFT (self), NULL);

  return self->extensions_error;
}

/* Key encipherment is RSA's: what asks for it with another key asks for what that key cannot do (RFC 8813, 3). */
static SmithExtensions *
fit_extensions (SmithRequestDraft *self,
                const char        *family)
{
  SmithExtensions *fitting;

  if (self->default_extensions)
    return make_defaults (family);
  fitting = smith_extensions_copy (self->extensions);
  if (family != NULL && !g_str_equal (family, "RSA"))
    fitting->key_usage &= ~(SmithKeyUsage) (SMITH_KEY_USAGE_KEY_ENCIPHERMENT | SMITH_KEY_USAGE_DATA_ENCIPHERMENT);

  return fitting;
}

/**
 * smith_request_draft_set_key_family:
 * @family: (nullable): of the key that will sign: "RSA", "EC" …; NULL where there is none yet
 *
 * What the request asks for follows it, as far as it depends on the kind of key. Done by itself for the draft of an
 * identity that has a key.
 */
void
smith_request_draft_set_key_family (SmithRequestDraft *self,
                                    const char        *family)
{
  g_return_if_fail (SMITH_IS_REQUEST_DRAFT (self));

  if (g_strcmp0 (self->key_family, family) == 0)
    return;

  g_free (self->key_family);
  self->key_family = g_strdup (family);
  take_extensions (self, fit_extensions (self, family), self->default_extensions);
}

/**
 * smith_request_draft_dup_extensions_for: (skip)
 * @key: (nullable): the key that signs
 *
 * Returns: (transfer full): what a request with @key asks for
 */
SmithExtensions *
smith_request_draft_dup_extensions_for (SmithRequestDraft *self,
                                        SmithPublicKey    *key)
{
  SmithExtensions *extensions = fit_extensions (self, key != NULL ? smith_public_key_get_family (key) : self->key_family);

  g_strfreev (extensions->others);
  extensions->others = g_strdupv (self->others);

  return extensions;
}

/**
 * smith_request_draft_get_others:
 *
 * Returns: (transfer none) (nullable) (array zero-terminated=1): what is asked for besides the extensions: what the
 *   request or certificate that it began with has and nothing here can change, see @others of #SmithExtensions
 */
const char * const *
smith_request_draft_get_others (SmithRequestDraft *self)
{
  g_return_val_if_fail (SMITH_IS_REQUEST_DRAFT (self), NULL);

  return (const char * const *) self->others;
}

/**
 * smith_request_draft_dup_others_summary:
 *
 * Returns: (transfer full) (nullable): the names of what is asked for besides, for people; NULL if that is nothing
 */
char *
smith_request_draft_dup_others_summary (SmithRequestDraft *self)
{
  g_autoptr (GString) text = NULL;

  g_return_val_if_fail (SMITH_IS_REQUEST_DRAFT (self), NULL);

  text = g_string_new (NULL);
  for (guint i = 0; self->others != NULL && self->others[i] != NULL; i++)
    {
      SmithExtensionValue *value = smith_extensions_describe_other (self->others[i]);

      if (value == NULL)
        continue;
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", value->name);
      smith_extension_value_free (value);
    }

  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

/**
 * smith_request_draft_set_others:
 * @others: (nullable) (array zero-terminated=1): all that there shall be
 */
void
smith_request_draft_set_others (SmithRequestDraft  *self,
                                const char * const *others)
{
  static const char * const none[] = { NULL };
  char **old;

  g_return_if_fail (SMITH_IS_REQUEST_DRAFT (self));

  if (g_strv_equal (self->others != NULL ? (const char * const *) self->others : none, others != NULL ? others : none))
    return;

  old = self->others;
  self->others = others != NULL && *others != NULL ? g_strdupv ((char **) others) : NULL;
  g_strfreev (old);
  smith_request_draft_update (self);
}

/**
 * smith_request_draft_get_digest:
 *
 * Returns: (transfer none): what the request is signed with, "SHA256"; keys such as Ed25519 have their own
 */
const char *
smith_request_draft_get_digest (SmithRequestDraft *self)
{
  g_return_val_if_fail (SMITH_IS_REQUEST_DRAFT (self), NULL);

  return self->digest;
}

/**
 * smith_request_draft_set_digest:
 * @digest: "SHA256", "SHA384" or "SHA512"
 */
void
smith_request_draft_set_digest (SmithRequestDraft *self,
                                const char        *digest)
{
  static const char * const digests[] = { "SHA256", "SHA384", "SHA512", NULL };

  g_return_if_fail (SMITH_IS_REQUEST_DRAFT (self));
  g_return_if_fail (digest != NULL && g_strv_contains (digests, digest));

  if (g_str_equal (self->digest, digest))
    return;

  smith_request_draft_update_text (self, &self->digest, g_strdup (digest), SMITH_REQUEST_DRAFT_DIGEST);
  smith_request_draft_update (self);
}

/**
 * smith_request_draft_get_challenge:
 *
 * Returns: (transfer none) (nullable): the challenge password (RFC 2985, 5.4.1), by which a person can have the
 *   certificate revoked with some CAs
 */
SmithSecret *
smith_request_draft_get_challenge (SmithRequestDraft *self)
{
  g_return_val_if_fail (SMITH_IS_REQUEST_DRAFT (self), NULL);

  return self->challenge;
}

/**
 * smith_request_draft_set_challenge:
 * @challenge: (nullable): the challenge password; an empty one is none
 */
void
smith_request_draft_set_challenge (SmithRequestDraft *self,
                                   SmithSecret       *challenge)
{
  char *error = NULL;

  g_return_if_fail (SMITH_IS_REQUEST_DRAFT (self));

  if (challenge != NULL && smith_secret_get_size (challenge) == 0)
    challenge = NULL;
  if (self->challenge == challenge)
    return;

  if (challenge != NULL && !g_utf8_validate_len (smith_secret_get_data (challenge), smith_secret_get_size (challenge), NULL))
    error = g_strdup (_("Not readable as text (UTF-8)."));
  else if (challenge != NULL &&
           g_utf8_strlen (smith_secret_get_data (challenge), (gssize) smith_secret_get_size (challenge)) > MAX_CHALLENGE)
    error = g_strdup_printf (_("A challenge password has at most %d characters (RFC 2985)."), MAX_CHALLENGE);

  smith_request_draft_hold (self);
  g_clear_pointer (&self->challenge, smith_secret_unref);
  self->challenge = challenge != NULL ? smith_secret_ref (challenge) : NULL;
  smith_request_draft_update_text (self, &self->challenge_error, error, SMITH_REQUEST_DRAFT_CHALLENGE_ERROR);
  smith_request_draft_update (self);
  smith_request_draft_release (self);
}

/**
 * smith_request_draft_get_challenge_error:
 *
 * Returns: (transfer none) (nullable): what is wrong with the challenge password, as a sentence
 */
const char *
smith_request_draft_get_challenge_error (SmithRequestDraft *self)
{
  g_return_val_if_fail (SMITH_IS_REQUEST_DRAFT (self), NULL);

  return self->challenge_error;
}
