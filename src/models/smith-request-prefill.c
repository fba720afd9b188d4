/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-request-draft.h"

#include <string.h>

#include "smith-request-draft-private.h"
#include "smith-request-field-private.h"

/* How a request draft begins: with what a request or a certificate holds, with a name, with nothing. */

/* Who calls a certificate "www.example.com" means that server. */
static void
add_own_name (SmithRequestDraft *self,
              const char        *name)
{
  g_autoptr (SmithNameEntry) entry = smith_name_entry_new (name);

  if (smith_name_entry_get_error (entry) == NULL && smith_request_draft_append_entry (self, entry))
    smith_request_draft_update (self);
}

static void
follow_key_cb (SmithIdentity     *identity,
               GParamSpec        *pspec,
               SmithRequestDraft *self)
{
  SmithPublicKey *key = smith_identity_get_public_key (identity);

  smith_request_draft_set_key_family (self, key != NULL ? smith_public_key_get_family (key) : NULL);
}

/**
 * smith_request_draft_for_identity:
 * @identity: an identity
 *
 * Returns: (transfer none): the one draft of @identity, which lives as long as it; it begins with what
 *   is in the request of @identity, else in its certificate, else with its name if that is a domain name
 */
SmithRequestDraft *
smith_request_draft_for_identity (SmithIdentity *identity)
{
  static GQuark quark = 0;
  SmithRequestDraft *self;

  g_return_val_if_fail (SMITH_IS_IDENTITY (identity), NULL);

  if (quark == 0)
    quark = g_quark_from_static_string ("smith-request-draft");
  self = g_object_get_qdata (G_OBJECT (identity), quark);
  if (self == NULL)
    {
      SmithRequest *request = smith_identity_get_request (identity);
      SmithCertificate *certificate = smith_identity_get_certificate (identity);

      self = smith_request_draft_new ();
      if (request != NULL)
        smith_request_draft_prefill_from (self, request);
      else if (certificate != NULL)
        smith_request_draft_prefill_from (self, certificate);
      else if (strchr (smith_identity_get_name (identity), '.') != NULL)
        add_own_name (self, smith_identity_get_name (identity));
      follow_key_cb (identity, NULL, self);
      g_signal_connect_object (identity, "notify::public-key", G_CALLBACK (follow_key_cb), self, 0);
      g_object_set_qdata_full (G_OBJECT (identity), quark, self, g_object_unref);
    }

  return self;
}

/* The common name that is a host becomes the first name; another one stays an attribute. */
static SmithAltName *
find_host (SmithName *subject)
{
  const char *common_name = smith_name_lookup (subject, "CN");
  SmithAltName *name = common_name != NULL ? smith_alt_name_new_from_text (common_name, NULL) : NULL;

  if (name != NULL && smith_alt_name_get_kind (name) != SMITH_ALT_NAME_DNS &&
      smith_alt_name_get_kind (name) != SMITH_ALT_NAME_IP)
    g_clear_object (&name);

  return name;
}

/* Attributes and values by turns, without the common name where it is @host. */
static GStrv
list_attributes (SmithName    *subject,
                 SmithAltName *host)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint n = smith_name_get_n_attributes (subject);
  guint last = n;

  /* The last one is the most specific (RFC 6125, 6.4.4), which smith_name_lookup() finds. */
  for (guint i = 0; host != NULL && i < n; i++)
    if (g_str_equal (smith_name_get_attribute (subject, i), "CN"))
      last = i;
  for (guint i = 0; i < n; i++)
    {
      if (i == last)
        continue;
      g_strv_builder_add (builder, smith_name_get_attribute (subject, i));
      g_strv_builder_add (builder, smith_name_get_value (subject, i));
    }

  return g_strv_builder_end (builder);
}

static GStrv
list_order (SmithName *subject)
{
  g_autoptr (GPtrArray) order = g_ptr_array_new ();
  guint n = smith_name_get_n_attributes (subject);

  for (guint i = 0; i < n; i++)
    {
      const char *attribute = smith_name_get_attribute (subject, i);

      if (!g_ptr_array_find_with_equal_func (order, attribute, g_str_equal, NULL))
        g_ptr_array_add (order, (gpointer) attribute);
    }
  g_ptr_array_add (order, NULL);

  return g_strdupv ((char **) order->pdata);
}

/**
 * smith_request_draft_prefill:
 * @subject: of a request or certificate
 * @alt_names: (element-type SmithAltName): its names
 *
 * Starts again from what is there already: the common name first, then the other names; each attribute in its
 * field, the further ones behind "More", in their order.
 */
void
smith_request_draft_prefill (SmithRequestDraft *self,
                             SmithName         *subject,
                             GListModel        *alt_names)
{
  g_autoptr (SmithAltName) host = NULL;
  g_auto (GStrv) attributes = NULL;
  guint n;

  g_return_if_fail (SMITH_IS_REQUEST_DRAFT (self));
  g_return_if_fail (SMITH_IS_NAME (subject));
  g_return_if_fail (G_IS_LIST_MODEL (alt_names));

  smith_request_draft_hold (self);
  smith_request_draft_clear_names (self);
  host = find_host (subject);
  if (host != NULL)
    {
      g_autoptr (SmithNameEntry) entry = smith_name_entry_new_for_alt_name (host);

      smith_request_draft_append_entry (self, entry);
    }
  n = g_list_model_get_n_items (alt_names);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SmithAltName) name = g_list_model_get_item (alt_names, i);
      g_autoptr (SmithNameEntry) entry = smith_name_entry_new_for_alt_name (name);

      smith_request_draft_append_entry (self, entry);
    }
  smith_request_draft_set_use_common_name (self, host != NULL || n == 0);
  g_strfreev (self->source_order);
  self->source_order = list_order (subject);
  attributes = list_attributes (subject, host);
  smith_request_draft_set_attributes (self, (const char * const *) attributes);
  smith_request_draft_update (self);
  smith_request_draft_release (self);
}

/**
 * smith_request_draft_set_attributes: (skip)
 * @attributes: (array zero-terminated=1): attributes and values by turns: all that there shall be
 */
void
smith_request_draft_set_attributes (SmithRequestDraft  *self,
                                    const char * const *attributes)
{
  const char *texts[SMITH_N_REQUEST_FIELDS] = { NULL };
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->extra));

  smith_request_draft_hold (self);
  while (n > 0)
    smith_request_draft_remove_extra (self, --n);
  for (guint i = 0; attributes[i] != NULL; i += 2)
    {
      guint field = 0;

      while (field < SMITH_N_REQUEST_FIELDS && !g_str_equal (attributes[i], smith_request_field_get_attribute (field)))
        field++;
      if (field < SMITH_N_REQUEST_FIELDS && texts[field] == NULL)
        texts[field] = attributes[i + 1];
      else
        smith_request_draft_add_extra (self, attributes[i], attributes[i + 1]);
    }
  for (guint i = 0; i < SMITH_N_REQUEST_FIELDS; i++)
    smith_request_draft_set_field (self, i, texts[i] != NULL ? texts[i] : "");
  smith_request_draft_release (self);
}

/* What was the issuer's to say is not asked for again. */
static SmithExtensions *
dup_requested (SmithCertificate *certificate)
{
  SmithExtensions *extensions = smith_extensions_from_certificate (certificate);

  g_clear_pointer (&extensions->crl_urls, g_strfreev);
  g_clear_pointer (&extensions->ocsp_urls, g_strfreev);
  g_clear_pointer (&extensions->issuer_urls, g_strfreev);
  if (!extensions->is_ca)
    {
      g_clear_pointer (&extensions->permitted_names, g_strfreev);
      g_clear_pointer (&extensions->excluded_names, g_strfreev);
    }

  return extensions;
}

static const char *
find_digest (SmithRequest *request)
{
  g_autofree char *algorithm = g_ascii_strup (smith_request_get_signature_algorithm (request), -1);

  if (strstr (algorithm, "SHA512") != NULL)
    return "SHA512";
  if (strstr (algorithm, "SHA384") != NULL)
    return "SHA384";

  return "SHA256";
}

/**
 * smith_request_draft_prefill_from:
 * @source: (type GObject): a #SmithRequest or a #SmithCertificate
 *
 * Starts again with the same names, subject and extensions, for a renewal or a change; with the same digest as a
 * request; with the extensions that this program knows nothing of, such as the template of a Microsoft CA. What only an
 * issuer says (addresses of its lists) is left out; a challenge password is never taken over.
 * What asked for nothing, as requests of simple tools, gets the defaults of a TLS server.
 */
void
smith_request_draft_prefill_from (SmithRequestDraft *self,
                                  gpointer           source)
{
  g_autoptr (SmithExtensions) extensions = NULL;
  g_auto (GStrv) others = NULL;
  SmithPublicKey *key;

  g_return_if_fail (SMITH_IS_REQUEST_DRAFT (self));
  g_return_if_fail (SMITH_IS_REQUEST (source) || SMITH_IS_CERTIFICATE (source));

  smith_request_draft_hold (self);
  if (SMITH_IS_REQUEST (source))
    {
      smith_request_draft_prefill (self, smith_request_get_subject (source), smith_request_get_alt_names (source));
      extensions = smith_extensions_from_request (source);
      others = smith_extensions_list_others_of_request (source);
      key = smith_request_get_public_key (source);
      smith_request_draft_set_digest (self, find_digest (source));
    }
  else
    {
      smith_request_draft_prefill (self, smith_certificate_get_subject (source), smith_certificate_get_alt_names (source));
      extensions = dup_requested (source);
      others = smith_extensions_list_others_of_certificate (source);
      key = smith_certificate_get_public_key (source);
      smith_request_draft_set_digest (self, "SHA256");
    }
  /* Whether these are the defaults depends on the kind of the key that they were for. */
  smith_request_draft_set_key_family (self, smith_public_key_get_family (key));
  smith_request_draft_set_extensions (self, smith_extensions_is_empty (extensions) ? NULL : extensions);
  smith_request_draft_set_others (self, (const char * const *) others);
  smith_request_draft_set_challenge (self, NULL);
  smith_request_draft_release (self);
}

/**
 * smith_request_draft_is_untouched: (skip)
 *
 * Returns: whether nothing but names was entered
 */
gboolean
smith_request_draft_is_untouched (SmithRequestDraft *self)
{
  for (guint i = 0; i < SMITH_N_REQUEST_FIELDS; i++)
    if (*self->texts[i] != '\0')
      return FALSE;

  return g_list_model_get_n_items (G_LIST_MODEL (self->extra)) == 0 && self->default_extensions &&
         self->others == NULL &&
         self->source_order == NULL && self->use_common_name && self->challenge == NULL &&
         g_str_equal (self->digest, "SHA256");
}
