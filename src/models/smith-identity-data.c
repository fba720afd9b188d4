/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-identity-data.h"

#include <string.h>

#include <glib/gi18n.h>

#include "smith-path.h"

/**
 * SmithIdentityData:
 *
 * What the library knows of one identity. Built by smith-identity-folder.c from the files, or by
 * smith-identity-edit.c from what is not kept yet; never changed once another thread can see it.
 */

/**
 * smith_identity_data_new:
 * @id: the name of its folder
 * @name: (nullable): what a person calls it
 *
 * Returns: (transfer full): an identity with nothing in it
 */
SmithIdentityData *
smith_identity_data_new (const char *id,
                         const char *name)
{
  SmithIdentityData *self = g_new0 (SmithIdentityData, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->id = g_strdup (id);
  self->name = g_strdup (name);

  return self;
}

static GDateTime *
copy_date (GDateTime *date)
{
  return date != NULL ? g_date_time_ref (date) : NULL;
}

/**
 * smith_identity_data_copy:
 *
 * Returns: (transfer full): a copy without contents, to be changed; give it some with
 *   smith_identity_data_set_contents()
 */
SmithIdentityData *
smith_identity_data_copy (const SmithIdentityData *self)
{
  SmithIdentityData *copy = smith_identity_data_new (self->id, self->name);

  copy->folder = g_strdup (self->folder);
  copy->stamp = self->stamp;
  copy->created_at = copy_date (self->created_at);
  copy->has_key = self->has_key;
  copy->key_protection = self->key_protection;
  copy->key_created_at = copy_date (self->key_created_at);
  copy->former = self->former != NULL ? g_ptr_array_ref (self->former) : NULL;
  g_set_object (&copy->held_key, self->held_key);
  copy->held_passphrase = self->held_passphrase != NULL ? smith_secret_ref (self->held_passphrase) : NULL;
  copy->home = g_strdup (self->home);
  copy->home_former = g_strdup (self->home_former);
  copy->problem = g_strdup (self->problem);
  copy->damage = self->damage;
  copy->upload = smith_upload_record_copy (self->upload);
  copy->crl_due_at = self->crl_due_at;
  copy->crl_ends_at = self->crl_ends_at;

  return copy;
}

SmithIdentityData *
smith_identity_data_ref (SmithIdentityData *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

static void
clear_derived (SmithIdentityData *self)
{
  g_clear_pointer (&self->public_key_pem, g_free);
  g_clear_pointer (&self->request, g_bytes_unref);
  g_clear_pointer (&self->certificate, g_bytes_unref);
  g_clear_pointer (&self->chain, g_ptr_array_unref);
  g_clear_pointer (&self->pin, g_free);
  g_clear_pointer (&self->sha256, g_free);
  g_clear_pointer (&self->wanted_issuer, g_free);
  g_clear_pointer (&self->search_text, g_free);
}

/**
 * smith_identity_data_unref:
 * @self: (transfer full): the data
 */
void
smith_identity_data_unref (SmithIdentityData *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->id);
  g_free (self->name);
  g_free (self->folder);
  g_clear_pointer (&self->created_at, g_date_time_unref);
  g_clear_pointer (&self->key_created_at, g_date_time_unref);
  g_clear_object (&self->held_key);
  g_clear_pointer (&self->held_passphrase, smith_secret_unref);
  g_free (self->home);
  g_free (self->home_former);
  g_free (self->problem);
  g_clear_pointer (&self->upload, smith_upload_record_free);
  g_clear_pointer (&self->former, g_ptr_array_unref);
  clear_derived (self);
  g_free (self);
}

static void
append_folded (GString    *text,
               const char *part)
{
  g_autofree char *folded = NULL;

  if (part == NULL || *part == '\0')
    return;
  folded = g_utf8_casefold (part, -1);
  g_string_append (text, folded);
  g_string_append_c (text, '\n');
}

/* A fingerprint as it is shown, and without the colons, as it is pasted. */
static void
append_fingerprint (GString    *text,
                    const char *fingerprint)
{
  g_auto (GStrv) pairs = NULL;
  g_autofree char *plain = NULL;

  append_folded (text, fingerprint);
  if (fingerprint == NULL || strchr (fingerprint, ':') == NULL)
    return;
  pairs = g_strsplit (fingerprint, ":", -1);
  plain = g_strjoinv ("", pairs);
  append_folded (text, plain);
}

static void
append_alt_names (GString    *text,
                  GListModel *alt_names)
{
  guint n = alt_names != NULL ? g_list_model_get_n_items (alt_names) : 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SmithAltName) alt_name = g_list_model_get_item (alt_names, i);

      append_folded (text, smith_alt_name_get_value (alt_name));
      if (g_strcmp0 (smith_alt_name_get_display (alt_name), smith_alt_name_get_value (alt_name)) != 0)
        append_folded (text, smith_alt_name_get_display (alt_name));
    }
}

static char *
build_search_text (const SmithIdentityData     *self,
                   const SmithIdentityContents *contents)
{
  GString *text = g_string_new (NULL);

  append_folded (text, self->name);
  if (contents->request != NULL)
    {
      append_folded (text, smith_name_get_rfc4514 (smith_request_get_subject (contents->request)));
      append_alt_names (text, smith_request_get_alt_names (contents->request));
    }
  if (contents->certificate != NULL)
    {
      append_folded (text, smith_name_get_rfc4514 (smith_certificate_get_subject (contents->certificate)));
      append_alt_names (text, smith_certificate_get_alt_names (contents->certificate));
      append_folded (text, smith_name_get_rfc4514 (smith_certificate_get_issuer (contents->certificate)));
      append_fingerprint (text, smith_certificate_get_serial (contents->certificate));
      append_fingerprint (text, smith_certificate_get_sha256 (contents->certificate));
      append_fingerprint (text, smith_certificate_get_sha1 (contents->certificate));
    }
  append_fingerprint (text, self->pin);
  if (self->upload != NULL)
    append_folded (text, self->upload->arn);

  return g_string_free (text, FALSE);
}

/* The last certificate that hangs together with the leaf says whom the chain wants next. */
static char *
find_wanted_issuer (SmithCertificate *leaf,
                    GPtrArray        *path)
{
  SmithCertificate *last = path->len > 0 ? g_ptr_array_index (path, path->len - 1) : leaf;

  if (smith_certificate_is_self_signed (last))
    return NULL;

  return g_strdup (smith_name_get_rfc4514 (smith_certificate_get_issuer (last)));
}

static gboolean
begins_with (GPtrArray *chain,
             GPtrArray *path)
{
  if (path->len > chain->len)
    return FALSE;
  for (guint i = 0; i < path->len; i++)
    if (g_ptr_array_index (path, i) != g_ptr_array_index (chain, i))
      return FALSE;

  return TRUE;
}

static void
set_certificate (SmithIdentityData *self,
                 SmithCertificate  *certificate,
                 GPtrArray         *chain)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (GPtrArray) path = NULL;

  if (chain == NULL)
    chain = none;
  path = smith_path_order (certificate, chain, NULL);
  self->certificate = g_bytes_ref (smith_certificate_get_der (certificate));
  self->sha256 = g_strdup (smith_certificate_get_sha256 (certificate));
  self->not_before = g_date_time_to_unix (smith_certificate_get_not_before (certificate));
  self->not_after = g_date_time_to_unix (smith_certificate_get_not_after (certificate));
  self->self_signed = smith_certificate_is_self_signed (certificate);
  self->is_ca = smith_certificate_is_ca (certificate);
  /* Most chains are in order: the path has told so already. */
  self->chain_ordered = (path->len == chain->len && begins_with (chain, path)) || smith_path_is_ordered (certificate, chain);
  self->chain_reach = path->len;
  self->wanted_issuer = find_wanted_issuer (certificate, path);
  self->chain_gap = path->len < chain->len && self->wanted_issuer != NULL && begins_with (chain, path);
}

static const char *
find_pin (const SmithIdentityContents *contents)
{
  if (contents->public_key != NULL)
    return smith_public_key_get_spki_sha256 (contents->public_key);
  if (contents->request != NULL)
    return smith_public_key_get_spki_sha256 (smith_request_get_public_key (contents->request));
  if (contents->certificate != NULL)
    return smith_public_key_get_spki_sha256 (smith_certificate_get_public_key (contents->certificate));

  return NULL;
}

/**
 * smith_identity_data_set_contents:
 * @contents: what it holds from now on
 *
 * Sets everything that is derived from @contents. Verifies signatures, so it is for a worker where
 * there are many. Name and upload come before it: they are searched, too.
 */
void
smith_identity_data_set_contents (SmithIdentityData           *self,
                                  const SmithIdentityContents *contents)
{
  clear_derived (self);
  self->self_signed = FALSE;
  self->is_ca = FALSE;
  self->chain_ordered = FALSE;
  self->chain_reach = 0;
  self->chain_gap = FALSE;
  if (contents->public_key != NULL)
    self->public_key_pem = g_strdup (smith_public_key_get_pem (contents->public_key));
  if (contents->request != NULL)
    self->request = g_bytes_ref (smith_request_get_der (contents->request));
  if (contents->certificate != NULL)
    set_certificate (self, contents->certificate, contents->chain);
  if (contents->chain != NULL && contents->chain->len > 0)
    {
      self->chain = g_ptr_array_new_full (contents->chain->len, (GDestroyNotify) g_bytes_unref);
      for (guint i = 0; i < contents->chain->len; i++)
        g_ptr_array_add (self->chain, g_bytes_ref (smith_certificate_get_der (g_ptr_array_index (contents->chain, i))));
    }
  self->pin = g_strdup (find_pin (contents));
  self->search_text = build_search_text (self, contents);
}

/**
 * smith_identity_data_parse_contents:
 * @contents: (out caller-allocates): filled with new objects
 */
void
smith_identity_data_parse_contents (const SmithIdentityData *self,
                                    SmithIdentityContents   *contents)
{
  *contents = (SmithIdentityContents) { NULL };
  /* All of it was parsed once before it came in here. */
  if (self->public_key_pem != NULL)
    contents->public_key = smith_public_key_new_from_pem (self->public_key_pem, NULL);
  if (self->request != NULL)
    contents->request = smith_request_new_from_der (self->request, NULL);
  if (self->certificate != NULL)
    contents->certificate = smith_certificate_new_from_der (self->certificate, NULL);
  contents->chain = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; self->chain != NULL && i < self->chain->len; i++)
    g_ptr_array_add (contents->chain, smith_certificate_new_from_der (g_ptr_array_index (self->chain, i), NULL));
}

/**
 * smith_identity_data_is_uploaded:
 *
 * Returns: whether the certificate that it holds now is the one that was uploaded
 */
gboolean
smith_identity_data_is_uploaded (const SmithIdentityData *self)
{
  return self->upload != NULL && self->sha256 != NULL && g_strcmp0 (self->upload->sha256, self->sha256) == 0;
}

static gboolean
equal_bytes (GBytes *a,
             GBytes *b)
{
  return a == b || (a != NULL && b != NULL && g_bytes_equal (a, b));
}

/**
 * smith_identity_data_equal_contents:
 *
 * Returns: whether both have, or lack, a key, and have the same request, certificate and chain
 */
gboolean
smith_identity_data_equal_contents (const SmithIdentityData *self,
                                    const SmithIdentityData *other)
{
  guint n = self->chain != NULL ? self->chain->len : 0;

  if (self->has_key != other->has_key || !equal_bytes (self->certificate, other->certificate) ||
      !equal_bytes (self->request, other->request) || n != (other->chain != NULL ? other->chain->len : 0))
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!equal_bytes (g_ptr_array_index (self->chain, i), g_ptr_array_index (other->chain, i)))
      return FALSE;

  return TRUE;
}

/**
 * smith_identity_data_equal_history:
 *
 * Returns: whether both have the same former keys, each with the same contents
 */
gboolean
smith_identity_data_equal_history (const SmithIdentityData *self,
                                   const SmithIdentityData *other)
{
  guint n = self->former != NULL ? self->former->len : 0;

  if (n != (other->former != NULL ? other->former->len : 0))
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      SmithIdentityData *a = g_ptr_array_index (self->former, i);
      SmithIdentityData *b = g_ptr_array_index (other->former, i);

      if (g_strcmp0 (a->id, b->id) != 0 || !smith_identity_data_equal_contents (a, b))
        return FALSE;
    }

  return TRUE;
}

void
smith_identity_contents_clear (SmithIdentityContents *contents)
{
  g_clear_object (&contents->public_key);
  g_clear_object (&contents->request);
  g_clear_object (&contents->certificate);
  g_clear_pointer (&contents->chain, g_ptr_array_unref);
}

/**
 * smith_identity_contents_find_mismatch:
 * @part: (out): what does not belong
 *
 * Returns: (transfer full) (nullable): a sentence where the key, the request and the certificate
 *   are not of one key pair
 */
char *
smith_identity_contents_find_mismatch (const SmithIdentityContents *contents,
                                       SmithIdentityParts          *part)
{
  SmithPublicKey *key = contents->public_key;

  if (key != NULL && contents->request != NULL &&
      !smith_public_key_equal (key, smith_request_get_public_key (contents->request)))
    {
      *part = SMITH_IDENTITY_PART_REQUEST;
      return g_strdup (_("The request was made with another key than the private key here."));
    }
  if (key != NULL && contents->certificate != NULL &&
      !smith_public_key_equal (key, smith_certificate_get_public_key (contents->certificate)))
    {
      *part = SMITH_IDENTITY_PART_CERTIFICATE;
      return g_strdup (_("The certificate belongs to another key than the private key here."));
    }
  if (key == NULL && contents->request != NULL && contents->certificate != NULL &&
      !smith_public_key_equal (smith_request_get_public_key (contents->request),
                               smith_certificate_get_public_key (contents->certificate)))
    {
      *part = SMITH_IDENTITY_PART_CERTIFICATE;
      return g_strdup (_("The certificate belongs to another key than the request here."));
    }

  return NULL;
}
