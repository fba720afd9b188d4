/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-former-key.h"

#include <glib/gi18n.h>

#include "smith-former-key-private.h"

/**
 * SmithFormerKey:
 *
 * One folder of an identity's history: a private key that was replaced, and the request and the certificates that
 * were made with it. The one with no id stands for the key of today and its older certificates.
 * Immutable; made by smith_library_load_key_history_async().
 */
struct _SmithFormerKey
{
  GObject parent_instance;

  /* Owned */
  char               *id;
  GDateTime          *created_at;
  GDateTime          *replaced_at;
  SmithPublicKey     *public_key;
  SmithRequest       *request;
  GListStore         *certificates;
  GPtrArray          *chain;
  char               *problem;

  gboolean            has_key;
  SmithKeyProtection  protection;
};

G_DEFINE_FINAL_TYPE (SmithFormerKey, smith_former_key, G_TYPE_OBJECT)

static void
smith_former_key_finalize (GObject *object)
{
  SmithFormerKey *self = SMITH_FORMER_KEY (object);

  g_free (self->id);
  g_clear_pointer (&self->created_at, g_date_time_unref);
  g_clear_pointer (&self->replaced_at, g_date_time_unref);
  g_clear_object (&self->public_key);
  g_clear_object (&self->request);
  g_clear_object (&self->certificates);
  g_clear_pointer (&self->chain, g_ptr_array_unref);
  g_free (self->problem);

  G_OBJECT_CLASS (smith_former_key_parent_class)->finalize (object);
}

static void
smith_former_key_class_init (SmithFormerKeyClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = smith_former_key_finalize;
}

static void
smith_former_key_init (SmithFormerKey *self)
{
  self->certificates = g_list_store_new (SMITH_TYPE_CERTIFICATE);
}

static gboolean
has_certificate (GListModel       *certificates,
                 SmithCertificate *certificate)
{
  guint n = g_list_model_get_n_items (certificates);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SmithCertificate) other = g_list_model_get_item (certificates, i);

      if (smith_certificate_equal (other, certificate))
        return TRUE;
    }

  return FALSE;
}

/* What names the key: its public half, else what was made with it. */
static SmithPublicKey *
find_public_key (const SmithIdentityContents *contents)
{
  if (contents->public_key != NULL)
    return contents->public_key;
  if (contents->certificate != NULL)
    return smith_certificate_get_public_key (contents->certificate);

  return contents->request != NULL ? smith_request_get_public_key (contents->request) : NULL;
}

/**
 * smith_former_key_new: (skip)
 * @id: (nullable): the name of its folder in the history; NULL for the key of today
 * @data: what the folder says
 * @contents: what it holds
 * @replaced_at: (nullable): when it was put there
 * @older: (element-type SmithCertificate): certificates that were put aside; those of this key are taken
 *
 * Returns: (transfer full): a new former key
 */
SmithFormerKey *
smith_former_key_new (const char              *id,
                      const SmithIdentityData *data,
                      SmithIdentityContents   *contents,
                      GDateTime               *replaced_at,
                      GPtrArray               *older)
{
  SmithFormerKey *self = g_object_new (SMITH_TYPE_FORMER_KEY, NULL);

  self->id = g_strdup (id);
  self->created_at = data->key_created_at != NULL ? g_date_time_ref (data->key_created_at) : NULL;
  self->replaced_at = replaced_at != NULL ? g_date_time_ref (replaced_at) : NULL;
  self->has_key = data->has_key;
  self->protection = data->key_protection;
  self->problem = g_strdup (data->problem);
  g_set_object (&self->public_key, find_public_key (contents));
  g_set_object (&self->request, contents->request);
  self->chain = contents->chain != NULL ? g_ptr_array_ref (contents->chain) : g_ptr_array_new ();
  if (contents->certificate != NULL)
    g_list_store_append (self->certificates, contents->certificate);
  for (guint i = 0; self->public_key != NULL && i < older->len; i++)
    {
      SmithCertificate *certificate = g_ptr_array_index (older, i);

      if (smith_public_key_equal (self->public_key, smith_certificate_get_public_key (certificate)) &&
          !has_certificate (G_LIST_MODEL (self->certificates), certificate))
        g_list_store_append (self->certificates, certificate);
    }

  return self;
}

/**
 * smith_former_key_get_id:
 *
 * Returns: (transfer none) (nullable): what the history calls it; NULL for the key of today
 */
const char *
smith_former_key_get_id (SmithFormerKey *self)
{
  g_return_val_if_fail (SMITH_IS_FORMER_KEY (self), NULL);

  return self->id;
}

/**
 * smith_former_key_get_created_at:
 *
 * Returns: (transfer none) (nullable): when the key was created or came in
 */
GDateTime *
smith_former_key_get_created_at (SmithFormerKey *self)
{
  g_return_val_if_fail (SMITH_IS_FORMER_KEY (self), NULL);

  return self->created_at;
}

/**
 * smith_former_key_get_replaced_at:
 *
 * Returns: (transfer none) (nullable): when another key took its place; NULL where nobody knows, or not yet
 */
GDateTime *
smith_former_key_get_replaced_at (SmithFormerKey *self)
{
  g_return_val_if_fail (SMITH_IS_FORMER_KEY (self), NULL);

  return self->replaced_at;
}

/**
 * smith_former_key_get_has_key:
 *
 * Returns: whether the private key is there, so that it can be exported or brought back
 */
gboolean
smith_former_key_get_has_key (SmithFormerKey *self)
{
  g_return_val_if_fail (SMITH_IS_FORMER_KEY (self), FALSE);

  return self->has_key;
}

SmithKeyProtection
smith_former_key_get_protection (SmithFormerKey *self)
{
  g_return_val_if_fail (SMITH_IS_FORMER_KEY (self), SMITH_KEY_PROTECTION_NONE);

  return self->protection;
}

/**
 * smith_former_key_get_public_key:
 *
 * Returns: (transfer none) (nullable): its public half
 */
SmithPublicKey *
smith_former_key_get_public_key (SmithFormerKey *self)
{
  g_return_val_if_fail (SMITH_IS_FORMER_KEY (self), NULL);

  return self->public_key;
}

/**
 * smith_former_key_get_request:
 *
 * Returns: (transfer none) (nullable): the last request that was made with it
 */
SmithRequest *
smith_former_key_get_request (SmithFormerKey *self)
{
  g_return_val_if_fail (SMITH_IS_FORMER_KEY (self), NULL);

  return self->request;
}

/**
 * smith_former_key_get_certificates:
 *
 * Returns: (transfer none): a list of #SmithCertificate that belong to it, the last one first
 */
GListModel *
smith_former_key_get_certificates (SmithFormerKey *self)
{
  g_return_val_if_fail (SMITH_IS_FORMER_KEY (self), NULL);

  return G_LIST_MODEL (self->certificates);
}

/**
 * smith_former_key_get_chain:
 *
 * Returns: (transfer none) (element-type SmithCertificate): the chain of its last certificate
 */
GPtrArray *
smith_former_key_get_chain (SmithFormerKey *self)
{
  g_return_val_if_fail (SMITH_IS_FORMER_KEY (self), NULL);

  return self->chain;
}

/**
 * smith_former_key_get_problem:
 *
 * Returns: (transfer none) (nullable): what is damaged in its folder, as sentences
 */
const char *
smith_former_key_get_problem (SmithFormerKey *self)
{
  g_return_val_if_fail (SMITH_IS_FORMER_KEY (self), NULL);

  return self->problem;
}

/**
 * smith_former_key_dup_title:
 *
 * Returns: (transfer full): such as "RSA 2048, until 3 March 2027"
 */
char *
smith_former_key_dup_title (SmithFormerKey *self)
{
  g_autoptr (GDateTime) local = NULL;
  g_autofree char *day = NULL;
  const char *kind;

  g_return_val_if_fail (SMITH_IS_FORMER_KEY (self), NULL);

  kind = self->public_key != NULL ? smith_public_key_get_title (self->public_key) : _("Private key");
  if (self->id == NULL)
    /* Translators: a kind of key, such as RSA 2048. */
    return g_strdup_printf (_("%s, the key of today"), kind);
  if (self->replaced_at == NULL)
    return g_strdup (kind);
  local = g_date_time_to_local (self->replaced_at);
  /* Translators: a date as the language writes it, see g_date_time_format() */
  day = g_date_time_format (local, _("%-d %B %Y"));

  /* Translators: a kind of key, such as RSA 2048, and a date. */
  return g_strdup_printf (_("%s, until %s"), kind, day);
}

/**
 * smith_former_key_dup_summary:
 *
 * Returns: (transfer full): what belongs to it and whether it is protected, or what is wrong with it
 */
char *
smith_former_key_dup_summary (SmithFormerKey *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->certificates));
  g_autofree char *certificates = NULL;

  g_return_val_if_fail (SMITH_IS_FORMER_KEY (self), NULL);

  if (self->problem != NULL)
    return g_strdup (self->problem);
  if (n == 0)
    certificates = g_strdup (self->request != NULL ? _("A request, no certificate") : _("No certificate"));
  else if (self->chain->len > 0)
    /* Translators: how many certificates, and how many follow the last of them up to its root. */
    certificates = g_strdup_printf (ngettext ("%u certificate, with a chain of %u", "%u certificates, with a chain of %u", n),
                                    n, self->chain->len);
  else
    certificates = g_strdup_printf (ngettext ("%u certificate", "%u certificates", n), n);
  if (self->protection != SMITH_KEY_PROTECTION_PASSPHRASE)
    return g_steal_pointer (&certificates);

  /* Translators: "2 certificates; protected by a passphrase" */
  return g_strdup_printf (_("%s; protected by its passphrase of then"), certificates);
}
