/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-request-draft.h"

#include <glib/gi18n.h>

#include "smith-command.h"
#include "smith-rdn-attribute-private.h"
#include "smith-request-draft-private.h"
#include "smith-request-field-private.h"
#include "smith-section.h"

/* What the request of a draft will hold: its subject and names, as values, to look at, as a command line. */

typedef struct
{
  const char *attribute;
  const char *value;
  guint       rank;
} Pair;

static void
add_pair (GArray     *pairs,
          const char *attribute,
          const char *value)
{
  Pair pair = { attribute, value, 0 };

  if (value != NULL)
    g_array_append_val (pairs, pair);
}

/* The order of the request that the draft began with, where there is one; what it did not have goes before the
 * first attribute that would come later otherwise. */
static GPtrArray *
make_order (SmithRequestDraft *self,
            GArray            *pairs)
{
  GPtrArray *order = g_ptr_array_new ();

  for (guint i = 0; self->source_order != NULL && self->source_order[i] != NULL; i++)
    g_ptr_array_add (order, self->source_order[i]);
  for (guint i = 0; i < pairs->len; i++)
    {
      const char *attribute = g_array_index (pairs, Pair, i).attribute;
      guint place = 0;

      if (g_ptr_array_find_with_equal_func (order, attribute, g_str_equal, NULL))
        continue;
      while (place < order->len &&
             smith_rdn_attribute_get_rank (g_ptr_array_index (order, place)) <= smith_rdn_attribute_get_rank (attribute))
        place++;
      g_ptr_array_insert (order, (int) place, (gpointer) attribute);
    }

  return order;
}

static int
compare_pairs (gconstpointer a,
               gconstpointer b)
{
  const Pair *pair_a = a;
  const Pair *pair_b = b;

  return pair_a->rank < pair_b->rank ? -1 : pair_a->rank > pair_b->rank;
}

/**
 * smith_request_draft_dup_attributes: (skip)
 * @with_name: whether with the common name that is the first name
 *
 * Returns: (transfer full): attributes and values by turns as the subject has them; those with an error are left out
 */
GStrv
smith_request_draft_dup_attributes (SmithRequestDraft *self,
                                    gboolean           with_name)
{
  g_autoptr (GArray) pairs = g_array_new (FALSE, FALSE, sizeof (Pair));
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) order = NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->extra));

  for (guint i = 0; i < SMITH_N_REQUEST_FIELDS; i++)
    add_pair (pairs, smith_request_field_get_attribute (i), smith_request_draft_get_value (self, i));
  for (guint i = 0; i < n; i++)
    {
      SmithRdnEntry *entry = g_list_model_get_item (G_LIST_MODEL (self->extra), i);

      g_ptr_array_add (entries, entry);
      add_pair (pairs, smith_rdn_entry_get_attribute (entry), smith_rdn_entry_get_final_value (entry));
    }
  /* Behind others: the last one is the most specific. */
  if (with_name)
    add_pair (pairs, "CN", smith_request_draft_get_common_name (self));

  order = make_order (self, pairs);
  for (guint i = 0; i < pairs->len; i++)
    {
      Pair *pair = &g_array_index (pairs, Pair, i);

      g_ptr_array_find_with_equal_func (order, pair->attribute, g_str_equal, &pair->rank);
    }
  /* Stable: merge sort. */
  g_array_sort (pairs, compare_pairs);
  for (guint i = 0; i < pairs->len; i++)
    {
      g_strv_builder_add (builder, g_array_index (pairs, Pair, i).attribute);
      g_strv_builder_add (builder, g_array_index (pairs, Pair, i).value);
    }

  return g_strv_builder_end (builder);
}

/**
 * smith_request_draft_dup_subject:
 *
 * The most general attribute first, as openssl and CAs write it, or in the order of what the draft began with;
 * a field with an error is left out.
 *
 * Returns: (transfer full): the distinguished name, or NULL with a %SMITH_CRYPTO_ERROR
 */
SmithName *
smith_request_draft_dup_subject (SmithRequestDraft  *self,
                                 GError            **error)
{
  g_auto (GStrv) attributes = NULL;

  g_return_val_if_fail (SMITH_IS_REQUEST_DRAFT (self), NULL);

  attributes = smith_request_draft_dup_attributes (self, TRUE);

  return smith_name_new ((const char * const *) attributes, error);
}

/**
 * smith_request_draft_dup_alt_names:
 *
 * Returns: (transfer full) (element-type SmithAltName): the names without those that are none
 */
GListModel *
smith_request_draft_dup_alt_names (SmithRequestDraft *self)
{
  GListModel *names = smith_request_draft_get_names (self);
  GListStore *alt_names;

  g_return_val_if_fail (SMITH_IS_REQUEST_DRAFT (self), NULL);

  alt_names = g_list_store_new (SMITH_TYPE_ALT_NAME);
  for (guint i = 0; i < g_list_model_get_n_items (names); i++)
    {
      g_autoptr (SmithNameEntry) entry = g_list_model_get_item (names, i);

      if (smith_name_entry_get_alt_name (entry) != NULL)
        g_list_store_append (alt_names, smith_name_entry_get_alt_name (entry));
    }

  return G_LIST_MODEL (alt_names);
}

static void
add_field (GListStore *fields,
           const char *label,
           const char *value)
{
  g_autoptr (SmithField) field = NULL;

  if (value == NULL || *value == '\0')
    return;
  field = smith_field_new (label, value, FALSE);
  g_list_store_append (fields, field);
}

static void
append_line (GString    *text,
             const char *prefix,
             const char *line)
{
  g_string_append_printf (text, "%s%s%s", text->len > 0 ? "\n" : "", prefix, line);
}

static void
add_names (GListStore        *fields,
           SmithRequestDraft *self)
{
  GListModel *entries = smith_request_draft_get_names (self);
  guint n = g_list_model_get_n_items (entries);
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SmithNameEntry) entry = g_list_model_get_item (entries, i);
      SmithAltName *name = smith_name_entry_get_alt_name (entry);

      if (name != NULL)
        append_line (names, "", smith_alt_name_get_prefixed (name));
    }
  add_field (fields, _("Names (Subject Alternative Name)"), names->str);
}

static const char *
title_extended_key_usage (const char *nick)
{
  for (guint i = 0; i < smith_extended_key_usage_get_n_rows (); i++)
    if (g_str_equal (nick, smith_extended_key_usage_get_nick (i)))
      return smith_extended_key_usage_get_title (i);

  return nick;
}

static void
append_list (GString    *text,
             const char *prefix,
             char      **list)
{
  for (guint i = 0; list != NULL && list[i] != NULL; i++)
    append_line (text, prefix, list[i]);
}

static void
add_other (GListStore *fields,
           const char *other)
{
  SmithExtensionValue *value = smith_extensions_describe_other (other);
  g_autofree char *text = NULL;

  if (value == NULL)
    return;
  /* Translators: the value of an extension that whoever does not know it must refuse. */
  text = value->critical ? g_strdup_printf (_("%s (critical)"), value->value) : g_strdup (value->value);
  add_field (fields, value->name, text);
  smith_extension_value_free (value);
}

static void
add_extensions (GListStore            *fields,
                const SmithExtensions *extensions)
{
  g_autoptr (GString) usage = g_string_new (NULL);
  g_autoptr (GString) extended = g_string_new (NULL);
  g_autoptr (GString) limits = g_string_new (NULL);
  g_autoptr (GString) addresses = g_string_new (NULL);
  g_autofree char *authority = NULL;

  for (guint i = 0; i < SMITH_N_KEY_USAGES; i++)
    if ((extensions->key_usage & (SmithKeyUsage) (1 << i)) != 0)
      g_string_append_printf (usage, "%s%s", usage->len > 0 ? ", " : "", smith_key_usage_get_title ((SmithKeyUsage) (1 << i)));
  for (guint i = 0; extensions->extended_key_usages != NULL && extensions->extended_key_usages[i] != NULL; i++)
    g_string_append_printf (extended, "%s%s", extended->len > 0 ? ", " : "",
                            title_extended_key_usage (extensions->extended_key_usages[i]));
  append_list (limits, "", extensions->permitted_names);
  /* Translators: a name such as DNS:example.com is not allowed. */
  append_list (limits, _("Not "), extensions->excluded_names);
  append_list (addresses, "CRL: ", extensions->crl_urls);
  append_list (addresses, "OCSP: ", extensions->ocsp_urls);
  append_list (addresses, _("Issuer: "), extensions->issuer_urls);
  if (extensions->is_ca && extensions->path_length >= 0)
    authority = g_strdup_printf (_("Yes, path length %d"), extensions->path_length);
  else if (extensions->is_ca)
    authority = g_strdup (_("Yes"));

  add_field (fields, _("Certificate authority"), authority);
  add_field (fields, _("Key usage"), usage->str);
  add_field (fields, _("Extended key usage"), extended->str);
  add_field (fields, _("Must-staple"), extensions->must_staple ? _("Yes") : NULL);
  add_field (fields, _("Names that it may certify"), limits->str);
  add_field (fields, _("Addresses"), addresses->str);
  for (guint i = 0; extensions->others != NULL && extensions->others[i] != NULL; i++)
    add_other (fields, extensions->others[i]);
}

static char *
describe_signature (SmithRequestDraft *self,
                    const char        *family)
{
  const char *digest = smith_request_draft_get_digest (self);
  const char *title = g_str_equal (digest, "SHA512") ? "SHA-512" : g_str_equal (digest, "SHA384") ? "SHA-384" : "SHA-256";

  if (g_str_equal (family, "EC"))
    /* Translators: a digest, such as SHA-256. */
    return g_strdup_printf (_("%s with ECDSA"), title);
  if (g_str_equal (family, "RSA"))
    return g_strdup_printf (_("%s with RSA"), title);

  /* Such as Ed25519, whose digest is a part of it. */
  return g_strdup (family);
}

/**
 * smith_request_draft_dup_preview:
 * @key: (nullable): the key that will sign it
 *
 * Returns: (transfer full) (element-type SmithField): the request as it will be, label and value
 */
GListModel *
smith_request_draft_dup_preview (SmithRequestDraft *self,
                                 SmithPublicKey    *key)
{
  GListStore *fields;
  g_autoptr (SmithName) subject = NULL;
  g_autoptr (SmithExtensions) extensions = NULL;

  g_return_val_if_fail (SMITH_IS_REQUEST_DRAFT (self), NULL);
  g_return_val_if_fail (key == NULL || SMITH_IS_PUBLIC_KEY (key), NULL);

  fields = g_list_store_new (SMITH_TYPE_FIELD);
  subject = smith_request_draft_dup_subject (self, NULL);
  if (subject != NULL)
    {
      const char *text = smith_name_get_rfc4514 (subject);

      add_field (fields, _("Subject"), *text != '\0' ? text : _("Empty"));
    }
  add_names (fields, self);
  if (key != NULL)
    {
      g_autofree char *signature = describe_signature (self, smith_public_key_get_family (key));

      add_field (fields, _("Key"), smith_public_key_get_title (key));
      add_field (fields, _("Signature"), signature);
    }
  extensions = smith_request_draft_dup_extensions_for (self, key);
  add_extensions (fields, extensions);
  add_field (fields, _("Challenge password"), smith_request_draft_get_challenge (self) != NULL ? _("Set") : NULL);

  return G_LIST_MODEL (fields);
}

/**
 * smith_request_draft_dup_command:
 * @identity: whose request it will be
 *
 * Returns: (transfer full): the command line that does the same
 */
char *
smith_request_draft_dup_command (SmithRequestDraft *self,
                                 SmithIdentity     *identity)
{
  g_autoptr (SmithName) subject = NULL;
  g_autoptr (GListModel) alt_names = NULL;
  g_autoptr (SmithExtensions) extensions = NULL;
  g_autofree char *key_path = NULL;
  g_autofree char *request_path = NULL;
  SmithRequestSpec spec;

  g_return_val_if_fail (SMITH_IS_REQUEST_DRAFT (self), NULL);
  g_return_val_if_fail (SMITH_IS_IDENTITY (identity), NULL);

  subject = smith_request_draft_dup_subject (self, NULL);
  if (subject == NULL)
    return g_strdup ("");
  alt_names = smith_request_draft_dup_alt_names (self);
  extensions = smith_request_draft_dup_extensions_for (self, smith_identity_get_public_key (identity));
  key_path = smith_command_dup_path (identity, "private-key.pem");
  request_path = smith_command_dup_path (identity, "request.pem");
  spec = (SmithRequestSpec) {
    .subject = subject, .alt_names = alt_names, .extensions = extensions,
    .digest = smith_request_draft_get_digest (self), .challenge_password = smith_request_draft_get_challenge (self),
  };

  return smith_command_create_request (&spec, key_path, request_path);
}
