/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-check-facts.h"

#include <string.h>

#include "smith-file.h"
#include "smith-iam-rules.h"
#include "smith-path.h"

#define MAX_KEY_FILE (1024 * 1024)
#define PEM_COLUMNS  64

typedef struct
{
  SmithCertificate *certificate;
  GPtrArray        *chain;
  SmithPublicKey   *public_key;
  char             *key_path;
} Question;

static void
question_free (Question *question)
{
  g_clear_object (&question->certificate);
  g_clear_pointer (&question->chain, g_ptr_array_unref);
  g_clear_object (&question->public_key);
  g_free (question->key_path);
  g_free (question);
}

/* One PEM block as RFC 7468 section 3 writes it, and nothing around it. */
static gboolean
is_canonical (const char *pem)
{
  g_auto (GStrv) lines = g_strsplit (pem, "\n", -1);
  guint n = g_strv_length (lines);

  if (n < 4 || *lines[n - 1] != '\0' ||
      !g_str_equal (lines[0], "-----BEGIN CERTIFICATE-----") ||
      !g_str_equal (lines[n - 2], "-----END CERTIFICATE-----"))
    return FALSE;
  for (guint i = 1; i < n - 2; i++)
    {
      gsize length = strlen (lines[i]);

      if (length == 0 || length > PEM_COLUMNS || (length < PEM_COLUMNS && i != n - 3) ||
          strspn (lines[i], "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=") != length)
        return FALSE;
    }

  return smith_iam_is_charset (pem, strlen (pem));
}

static gboolean
is_within_validity (SmithCertificate *certificate)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  return g_date_time_compare (smith_certificate_get_not_before (certificate), now) <= 0 &&
         g_date_time_compare (now, smith_certificate_get_not_after (certificate)) <= 0;
}

static gboolean
holds_same (GPtrArray *a,
            GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    if (!smith_certificate_equal (a->pdata[i], b->pdata[i]))
      return FALSE;

  return TRUE;
}

static void
look_at_chain (SmithCheckFacts  *self,
               SmithCertificate *leaf,
               GPtrArray        *chain)
{
  g_autoptr (GPtrArray) ordered = NULL;
  SmithCertificate *above = leaf;

  self->is_self_signed = smith_certificate_is_self_signed (leaf);
  for (guint i = 0; i < chain->len; i++)
    {
      SmithCertificate *certificate = chain->pdata[i];

      if (smith_certificate_equal (certificate, leaf))
        self->has_leaf_copy = TRUE;
      else if (smith_certificate_is_self_signed (certificate))
        self->has_root = TRUE;
      for (guint j = 0; j < i; j++)
        if (smith_certificate_equal (certificate, chain->pdata[j]))
          self->has_duplicate = TRUE;

      if (self->unsigned_subject == NULL && !smith_certificate_is_issued_by (above, certificate))
        {
          self->unsigned_subject = g_strdup (smith_certificate_get_title (above));
          self->unsigned_issuer = g_strdup (smith_name_get_display_name (smith_certificate_get_issuer (above)));
        }
      if (self->dated_out == NULL && !is_within_validity (certificate))
        self->dated_out = g_strdup (smith_certificate_get_title (certificate));
      above = certificate;
    }

  self->is_ordered = self->unsigned_subject == NULL && !self->has_leaf_copy && !self->has_duplicate;
  ordered = smith_path_order (leaf, chain, NULL);
  self->can_order = chain->len > 0 && !holds_same (ordered, chain) &&
                    (ordered->len > 0 || self->is_self_signed);
}

static void
look_at_pem (SmithCheckFacts  *self,
             SmithCertificate *leaf,
             GPtrArray        *chain)
{
  const char *body = smith_certificate_get_pem (leaf);

  self->body_size = strlen (body);
  self->is_canonical = is_canonical (body);
  for (guint i = 0; i < chain->len; i++)
    {
      const char *pem = smith_certificate_get_pem (chain->pdata[i]);

      self->chain_size += strlen (pem);
      self->is_canonical = self->is_canonical && is_canonical (pem);
    }
}

static void
look_at_key (SmithCheckFacts  *self,
             SmithCertificate *leaf,
             SmithPublicKey   *public_key,
             const char       *path)
{
  g_autoptr (SmithSecret) file = NULL;
  g_autoptr (SmithSecret) pem = NULL;
  g_autoptr (SmithKey) key = NULL;

  if (path == NULL)
    return;
  file = smith_file_read_secret (path, MAX_KEY_FILE, NULL);
  if (file == NULL)
    {
      self->key_state = public_key != NULL ? SMITH_KEY_FILE_DAMAGED : SMITH_KEY_FILE_ABSENT;
      return;
    }
  self->key_has_parameters = strstr (smith_secret_get_string (file), "-----BEGIN EC PARAMETERS-----") != NULL;
  if (smith_key_pem_is_encrypted (file))
    {
      self->key_state = SMITH_KEY_FILE_ENCRYPTED;
      self->key_size = smith_secret_get_size (file);
      self->key_fits = public_key != NULL && leaf != NULL &&
                       smith_public_key_equal (public_key, smith_certificate_get_public_key (leaf));
      return;
    }

  key = smith_key_new_from_pem (file, NULL, NULL);
  pem = key != NULL ? smith_key_to_pem (key, NULL, NULL) : NULL;
  if (pem == NULL)
    {
      self->key_state = SMITH_KEY_FILE_DAMAGED;
      return;
    }
  self->key_state = SMITH_KEY_FILE_OPEN;
  self->key_size = smith_secret_get_size (pem);
  self->key_fits = leaf != NULL && smith_public_key_equal (smith_key_get_public_key (key),
                                                           smith_certificate_get_public_key (leaf));
}

static void
find_thread (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  Question *question = task_data;

  if (g_task_return_error_if_cancelled (task))
    return;
  g_task_return_pointer (task,
                         smith_check_facts_find (question->certificate, question->chain,
                                                 question->public_key, question->key_path),
                         (GDestroyNotify) smith_check_facts_unref);
}

SmithCheckFacts *
smith_check_facts_ref (SmithCheckFacts *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
smith_check_facts_unref (SmithCheckFacts *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->unsigned_subject);
  g_free (self->unsigned_issuer);
  g_free (self->dated_out);
  g_free (self);
}

/**
 * smith_check_facts_find:
 * @certificate: (nullable): the leaf
 * @chain: (element-type SmithCertificate): what is to go with it, in that order
 * @public_key: (nullable): of the private key, as the library knows it
 * @key_path: (nullable) (type filename): the private key's file
 *
 * Verifies and reads: for a worker.
 *
 * Returns: (transfer full): what was found
 */
SmithCheckFacts *
smith_check_facts_find (SmithCertificate *certificate,
                        GPtrArray        *chain,
                        SmithPublicKey   *public_key,
                        const char       *key_path)
{
  SmithCheckFacts *self;

  g_return_val_if_fail (chain != NULL, NULL);

  self = g_new0 (SmithCheckFacts, 1);
  g_atomic_ref_count_init (&self->ref_count);
  if (certificate != NULL)
    {
      look_at_chain (self, certificate, chain);
      look_at_pem (self, certificate, chain);
    }
  look_at_key (self, certificate, public_key, key_path);

  return self;
}

/**
 * smith_check_facts_find_async:
 * @certificate: (nullable): the leaf
 * @chain: (element-type SmithCertificate): what is to go with it; not changed any more
 * @public_key: (nullable): of the private key, as the library knows it
 * @key_path: (nullable) (type filename): the private key's file
 */
void
smith_check_facts_find_async (SmithCertificate    *certificate,
                              GPtrArray           *chain,
                              SmithPublicKey      *public_key,
                              const char          *key_path,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Question *question;

  g_return_if_fail (chain != NULL);

  question = g_new0 (Question, 1);
  g_set_object (&question->certificate, certificate);
  question->chain = g_ptr_array_ref (chain);
  g_set_object (&question->public_key, public_key);
  question->key_path = g_strdup (key_path);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, smith_check_facts_find_async);
  g_task_set_task_data (task, question, (GDestroyNotify) question_free);
  g_task_run_in_thread (task, find_thread);
}

/**
 * smith_check_facts_find_finish:
 * @error: only G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): what was found
 */
SmithCheckFacts *
smith_check_facts_find_finish (GAsyncResult  *result,
                               GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
