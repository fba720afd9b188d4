/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-request-draft.h"

#include <glib/gi18n.h>

#include "smith-command.h"
#include "smith-request-draft-private.h"
#include "smith-request-field-private.h"
#include "smith-section.h"

/* What the request of a draft will hold: its subject and names, as values, to look at, as a command line. */

/**
 * smith_request_draft_dup_subject:
 *
 * The most general attribute first, as openssl and CAs write it; a field with an error is left out.
 *
 * Returns: (transfer full): the distinguished name, or NULL with a %SMITH_CRYPTO_ERROR
 */
SmithName *
smith_request_draft_dup_subject (SmithRequestDraft  *self,
                                 GError            **error)
{
  static const SmithRequestField order[] = {
    SMITH_REQUEST_FIELD_COUNTRY, SMITH_REQUEST_FIELD_STATE, SMITH_REQUEST_FIELD_LOCALITY,
    SMITH_REQUEST_FIELD_ORGANIZATION, SMITH_REQUEST_FIELD_UNIT,
  };
  const char *attributes[2 * (SMITH_N_REQUEST_FIELDS + 1) + 1] = { NULL };
  guint n = 0;

  g_return_val_if_fail (SMITH_IS_REQUEST_DRAFT (self), NULL);

  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    {
      const char *value = smith_request_draft_get_value (self, order[i]);

      if (value == NULL)
        continue;
      attributes[n++] = smith_request_field_get_attribute (order[i]);
      attributes[n++] = value;
    }
  if (smith_request_draft_get_common_name (self) != NULL)
    {
      attributes[n++] = "CN";
      attributes[n++] = smith_request_draft_get_common_name (self);
    }
  if (smith_request_draft_get_value (self, SMITH_REQUEST_FIELD_EMAIL) != NULL)
    {
      attributes[n++] = smith_request_field_get_attribute (SMITH_REQUEST_FIELD_EMAIL);
      attributes[n++] = smith_request_draft_get_value (self, SMITH_REQUEST_FIELD_EMAIL);
    }

  return smith_name_new (attributes, error);
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
  GListModel *entries = smith_request_draft_get_names (self);
  GListStore *fields;
  g_autoptr (SmithName) subject = NULL;
  g_autoptr (GString) names = g_string_new (NULL);

  g_return_val_if_fail (SMITH_IS_REQUEST_DRAFT (self), NULL);
  g_return_val_if_fail (key == NULL || SMITH_IS_PUBLIC_KEY (key), NULL);

  fields = g_list_store_new (SMITH_TYPE_FIELD);
  subject = smith_request_draft_dup_subject (self, NULL);
  if (subject != NULL)
    {
      const char *text = smith_name_get_rfc4514 (subject);
      g_autoptr (SmithField) field = smith_field_new (_("Subject"), *text != '\0' ? text : _("Empty"), FALSE);

      g_list_store_append (fields, field);
    }

  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr (SmithNameEntry) entry = g_list_model_get_item (entries, i);
      SmithAltName *name = smith_name_entry_get_alt_name (entry);

      if (name != NULL)
        g_string_append_printf (names, "%s%s", names->len > 0 ? "\n" : "", smith_alt_name_get_prefixed (name));
    }
  if (names->len > 0)
    {
      g_autoptr (SmithField) field = smith_field_new (_("Names (Subject Alternative Name)"), names->str, FALSE);

      g_list_store_append (fields, field);
    }

  if (key != NULL)
    {
      gboolean elliptic = g_str_equal (smith_public_key_get_family (key), "EC");
      g_autoptr (SmithField) key_field = smith_field_new (_("Key"), smith_public_key_get_title (key), FALSE);
      g_autoptr (SmithField) signature_field =
        smith_field_new (_("Signature"), elliptic ? _("SHA-256 with ECDSA") : _("SHA-256 with RSA"), FALSE);

      g_list_store_append (fields, key_field);
      g_list_store_append (fields, signature_field);
    }

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
  g_autofree char *key_path = NULL;
  g_autofree char *request_path = NULL;

  g_return_val_if_fail (SMITH_IS_REQUEST_DRAFT (self), NULL);
  g_return_val_if_fail (SMITH_IS_IDENTITY (identity), NULL);

  subject = smith_request_draft_dup_subject (self, NULL);
  if (subject == NULL)
    return g_strdup ("");
  alt_names = smith_request_draft_dup_alt_names (self);
  key_path = smith_command_dup_path (identity, "private-key.pem");
  request_path = smith_command_dup_path (identity, "request.pem");

  return smith_command_create_request (subject, alt_names, key_path, request_path);
}
