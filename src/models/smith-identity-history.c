/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-identity-history-private.h"

#include <string.h>

#include <glib/gi18n.h>

#include "smith-file.h"
#include "smith-former-key-private.h"
#include "smith-identity-reader-private.h"
#include "smith-library.h"

/*
 * What an identity was before its key was replaced: history/20270303T101500Z with the same files as the identity
 * itself, so that any other tool can read it, and identity.ini for the dates. Nothing is ever deleted here: a key
 * that is brought back changes places with the one of today.
 */

#define PRIVATE_MODE 0600
#define PUBLIC_MODE 0644
#define STAMP_FORMAT "%Y%m%dT%H%M%SZ"

static const char * const files[] = {
  SMITH_IDENTITY_FILE_PRIVATE_KEY,
  SMITH_IDENTITY_FILE_PUBLIC_KEY,
  SMITH_IDENTITY_FILE_REQUEST,
  SMITH_IDENTITY_FILE_CERTIFICATE,
  SMITH_IDENTITY_FILE_CHAIN,
};

/**
 * smith_identity_history_dup_name: (skip)
 * @former: (type filename): a folder of the history
 * @file: (type filename): one of its files
 *
 * Returns: (transfer full) (type filename): what a transaction of the identity calls it
 */
char *
smith_identity_history_dup_name (const char *former,
                                 const char *file)
{
  return g_build_filename (SMITH_IDENTITY_HISTORY, former, file, NULL);
}

/* Names of folders only: what else lies there was put there by somebody else. */
static GPtrArray *
list_folders (const char *path)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *room = g_build_filename (path, SMITH_IDENTITY_HISTORY, NULL);
  g_autoptr (GDir) dir = g_dir_open (room, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *folder = g_build_filename (room, name, NULL);

      if (g_file_test (folder, G_FILE_TEST_IS_DIR))
        g_ptr_array_add (names, g_strdup (name));
    }

  return names;
}

/* The last one first. */
static int
compare_names_cb (gconstpointer a,
                  gconstpointer b)
{
  return -g_strcmp0 (*(const char * const *) a, *(const char * const *) b);
}

/**
 * smith_identity_history_load: (skip)
 * @path: (type filename): the folder of an identity
 *
 * Returns: (transfer full) (nullable) (element-type SmithIdentityData): what was replaced there, the last one first, each
 *   with the name of its folder as its id; NULL where nothing was
 */
GPtrArray *
smith_identity_history_load (const char *path)
{
  g_autoptr (GPtrArray) names = list_folders (path);
  GPtrArray *former;

  if (names->len == 0)
    return NULL;
  former = g_ptr_array_new_with_free_func ((GDestroyNotify) smith_identity_data_unref);
  g_ptr_array_sort (names, compare_names_cb);
  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      g_autofree char *folder = g_build_filename (path, SMITH_IDENTITY_HISTORY, name, NULL);
      g_auto (SmithIdentityContents) contents = { NULL };

      g_ptr_array_add (former, smith_identity_reader_read_former (folder, name, &contents));
    }

  return former;
}

/* Byte by byte, as it is: an encrypted key keeps its passphrase, a damaged file its damage. */
static gboolean
copy_file (SmithTransaction  *transaction,
           const char        *path,
           const char        *from,
           const char        *to,
           gboolean          *found,
           GError           **error)
{
  g_autofree char *source = smith_transaction_find (path, from);
  g_autofree char *written = NULL;
  g_autoptr (SmithSecret) bytes = NULL;
  g_autoptr (SmithSecret) again = NULL;
  int mode = g_str_has_suffix (from, SMITH_IDENTITY_FILE_PRIVATE_KEY) ? PRIVATE_MODE : PUBLIC_MODE;

  *found = source != NULL;
  if (source == NULL)
    return TRUE;
  bytes = smith_file_read_secret (source, SMITH_IDENTITY_MAX_SIZE, error);
  if (bytes == NULL ||
      !smith_transaction_put (transaction, to, smith_secret_get_data (bytes), smith_secret_get_size (bytes), mode, error))
    return FALSE;
  written = smith_transaction_dup_path (transaction, to);
  again = smith_file_read_secret (written, SMITH_IDENTITY_MAX_SIZE, error);
  if (again == NULL)
    return FALSE;
  if (!smith_secret_equal (bytes, again))
    {
      g_set_error (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED,
                   _("The copy of “%s” that was read back is another one. The disk may be faulty."), from);
      return FALSE;
    }

  return TRUE;
}

static gboolean
exists (const char *path,
        const char *former)
{
  g_autofree char *folder = g_build_filename (path, SMITH_IDENTITY_HISTORY, former, NULL);

  return g_file_test (folder, G_FILE_TEST_EXISTS);
}

/* The time, and a number where two keys were replaced in one second. */
static char *
choose_name (const char *path,
             GDateTime  *now)
{
  g_autofree char *stamp = g_date_time_format (now, STAMP_FORMAT);

  for (guint i = 1;; i++)
    {
      g_autofree char *name = i == 1 ? g_strdup (stamp) : g_strdup_printf ("%s-%u", stamp, i);

      if (!exists (path, name))
        return g_steal_pointer (&name);
    }
}

static void
write_date (GKeyFile   *file,
            const char *key,
            GDateTime  *date)
{
  g_autoptr (GDateTime) utc = g_date_time_to_utc (date);
  g_autofree char *text = g_date_time_format_iso8601 (utc);

  g_key_file_set_string (file, SMITH_IDENTITY_GROUP, key, text);
}

static gboolean
put_dates (SmithTransaction         *transaction,
           const char               *former,
           const SmithIdentityData  *before,
           GDateTime                *now,
           GError                  **error)
{
  g_autofree char *name = smith_identity_history_dup_name (former, SMITH_IDENTITY_FILE_INI);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *text = NULL;

  g_key_file_set_string (file, SMITH_IDENTITY_GROUP, "name", before->name);
  if (before->key_created_at != NULL)
    write_date (file, "key-created", before->key_created_at);
  write_date (file, "replaced", now);
  if (before->upload != NULL)
    smith_upload_record_write (before->upload, file);
  text = g_key_file_to_data (file, NULL, NULL);

  return smith_transaction_put (transaction, name, text, strlen (text), PUBLIC_MODE, error);
}

static gboolean
put_copies (SmithTransaction         *transaction,
            const char               *path,
            const SmithIdentityData  *before,
            GError                  **error)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *former = choose_name (path, now);

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *name = smith_identity_history_dup_name (former, files[i]);
      gboolean found;

      if (!copy_file (transaction, path, files[i], name, &found, error))
        return FALSE;
    }

  return put_dates (transaction, former, before, now, error);
}

/**
 * smith_identity_history_put: (skip)
 * @transaction: the one that writes the new key
 * @path: (type filename): the folder of the identity
 * @before: what it is until then
 * @error: return location
 *
 * Puts a copy of everything into the history, and lets request, certificate and chain go: they belong to the old key.
 *
 * Returns: whether that will be so once @transaction is committed
 */
gboolean
smith_identity_history_put (SmithTransaction         *transaction,
                            const char               *path,
                            const SmithIdentityData  *before,
                            GError                  **error)
{
  return put_copies (transaction, path, before, error) &&
         smith_transaction_remove (transaction, SMITH_IDENTITY_FILE_REQUEST, error) &&
         smith_transaction_remove (transaction, SMITH_IDENTITY_FILE_CERTIFICATE, error) &&
         smith_transaction_remove (transaction, SMITH_IDENTITY_FILE_CHAIN, error);
}

/**
 * smith_identity_history_bring_back: (skip)
 * @transaction: a new one
 * @path: (type filename): the folder of the identity
 * @former: (type filename): a folder of the history
 * @before: what the identity is until then
 * @error: return location
 *
 * Lets @former and what is there today change places.
 *
 * Returns: whether that will be so once @transaction is committed
 */
gboolean
smith_identity_history_bring_back (SmithTransaction         *transaction,
                                   const char               *path,
                                   const char               *former,
                                   const SmithIdentityData  *before,
                                   GError                  **error)
{
  g_autofree char *key = smith_identity_history_dup_name (former, SMITH_IDENTITY_FILE_PRIVATE_KEY);
  g_autofree char *ini = smith_identity_history_dup_name (former, SMITH_IDENTITY_FILE_INI);
  g_autofree char *found_key = smith_transaction_find (path, key);
  g_autofree char *found_ini = smith_transaction_find (path, ini);

  if (found_key == NULL)
    {
      g_set_error_literal (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_NO_KEY,
                           _("The former private key is not there any more: another window or program moved it."));
      return FALSE;
    }
  if (before->has_key && !put_copies (transaction, path, before, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *name = smith_identity_history_dup_name (former, files[i]);
      gboolean found;

      if (!copy_file (transaction, path, name, files[i], &found, error) ||
          !smith_transaction_remove (transaction, found ? name : files[i], error))
        return FALSE;
    }

  return found_ini == NULL || smith_transaction_remove (transaction, ini, error);
}

/* The name of the folder tells as well where identity.ini is lost. */
static GDateTime *
read_replaced (const char *folder,
               const char *former)
{
  g_autofree char *path = g_build_filename (folder, SMITH_IDENTITY_FILE_INI, NULL);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *text = NULL;

  if (g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL))
    text = g_key_file_get_string (file, SMITH_IDENTITY_GROUP, "replaced", NULL);

  if (text == NULL)
    text = g_strndup (former, strlen ("20270303T101500Z"));

  return g_date_time_new_from_iso8601 (text, NULL);
}

/* certificate-20270303-01AB.pem: what a newer certificate of the same key took the place of. */
static GPtrArray *
read_older (const char *path)
{
  GPtrArray *certificates = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, "certificate-") && g_str_has_suffix (name, ".pem"))
      g_ptr_array_add (names, g_build_filename (path, name, NULL));
  g_ptr_array_sort (names, compare_names_cb);
  for (guint i = 0; i < names->len; i++)
    {
      g_autoptr (GBytes) bytes = smith_file_read (g_ptr_array_index (names, i), SMITH_IDENTITY_MAX_SIZE, NULL);
      g_autofree char *text = bytes != NULL ? g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)) : NULL;
      SmithCertificate *certificate = text != NULL ? smith_certificate_new_from_pem (text, NULL) : NULL;

      if (certificate != NULL)
        g_ptr_array_add (certificates, certificate);
    }

  return certificates;
}

static SmithFormerKey *
read_one (const char *folder,
          const char *former,
          GPtrArray  *older)
{
  g_auto (SmithIdentityContents) contents = { NULL };
  g_autoptr (SmithIdentityData) data = smith_identity_reader_read_former (folder, former != NULL ? former : "", &contents);
  g_autoptr (GDateTime) replaced = former != NULL ? read_replaced (folder, former) : NULL;

  return smith_former_key_new (former, data, &contents, replaced, older);
}

/**
 * smith_identity_history_read: (skip)
 * @path: (type filename): the folder of an identity
 *
 * Returns: (transfer full) (element-type SmithFormerKey): the key of today where certificates of it were replaced, then
 *   the former ones, the last one first; one that is damaged says so
 */
GPtrArray *
smith_identity_history_read (const char *path)
{
  GPtrArray *keys = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) names = list_folders (path);
  g_autoptr (GPtrArray) older = read_older (path);
  g_autoptr (SmithFormerKey) today = NULL;

  if (older->len > 0)
    today = read_one (path, NULL, older);
  if (today != NULL && smith_former_key_get_has_key (today) &&
      g_list_model_get_n_items (smith_former_key_get_certificates (today)) > 1)
    g_ptr_array_add (keys, g_steal_pointer (&today));

  g_ptr_array_sort (names, compare_names_cb);
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *folder = g_build_filename (path, SMITH_IDENTITY_HISTORY, g_ptr_array_index (names, i), NULL);

      g_ptr_array_add (keys, read_one (folder, g_ptr_array_index (names, i), older));
    }

  return keys;
}
