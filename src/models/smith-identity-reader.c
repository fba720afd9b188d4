/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-identity-reader-private.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "smith-authority-folder.h"
#include "smith-file.h"
#include "smith-identity-history-private.h"
#include "smith-transaction.h"

/**
 * smith-identity-reader:
 *
 * From a folder to #SmithIdentityData. A folder that is damaged, or was never one of ours, gives
 * data all the same, with a problem that says what is wrong and what to do; nothing is repaired
 * behind a person's back, and nothing is skipped.
 */

#define BEGIN_CERTIFICATE "-----BEGIN CERTIFICATE-----"
#define END_CERTIFICATE "-----END CERTIFICATE-----"

/* How many chains are remembered. */
#define MAX_CHAINS 64

static GMutex chains_lock;
static GHashTable *chains;  /* text of the file → GPtrArray of SmithCertificate */

typedef struct
{
  const char            *path;
  SmithIdentityData     *data;
  SmithIdentityContents *contents;
  GString               *problem;
  guint                  n_files;
  gboolean               pending;   /* a transaction waits: files may lie elsewhere */
} Reading;

static const char * const file_names[] = {
  SMITH_IDENTITY_FILE_INI,
  SMITH_IDENTITY_FILE_PRIVATE_KEY,
  SMITH_IDENTITY_FILE_PUBLIC_KEY,
  SMITH_IDENTITY_FILE_REQUEST,
  SMITH_IDENTITY_FILE_CERTIFICATE,
  SMITH_IDENTITY_FILE_CHAIN,
  SMITH_IDENTITY_HISTORY,
  SMITH_AUTHORITY_FOLDER_ISSUED,
  SMITH_AUTHORITY_FILE_REVOCATIONS,
  SMITH_AUTHORITY_FILE_CRL,
};

static void add_problem (Reading            *reading,
                         SmithIdentityParts  part,
                         const char         *format,
                         ...) G_GNUC_PRINTF (3, 4);

/* One sentence after the other. */
static void
add_problem (Reading            *reading,
             SmithIdentityParts  part,
             const char         *format,
             ...)
{
  va_list arguments;

  reading->data->damage |= part;
  if (reading->problem->len > 0)
    g_string_append_c (reading->problem, ' ');
  va_start (arguments, format);
  g_string_append_vprintf (reading->problem, format, arguments);
  va_end (arguments);
}

/* NULL where there is no such file; else where it would be. */
static char *
find_file (Reading    *reading,
           const char *name)
{
  if (reading->pending)
    return smith_transaction_find (reading->path, name);

  return g_build_filename (reading->path, name, NULL);
}

/* NULL where the file is missing or cannot be read; the latter is a problem. */
static char *
read_text (Reading            *reading,
           const char         *name,
           SmithIdentityParts  part)
{
  g_autofree char *path = find_file (reading, name);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  if (path == NULL)
    return NULL;

  bytes = smith_file_read (path, SMITH_IDENTITY_MAX_SIZE, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    return NULL;
  reading->n_files++;
  if (bytes == NULL)
    {
      add_problem (reading, part, "%s", error->message);
      return NULL;
    }

  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static GDateTime *
read_date (GKeyFile   *file,
           const char *key)
{
  g_autofree char *text = g_key_file_get_string (file, SMITH_IDENTITY_GROUP, key, NULL);

  return text != NULL ? g_date_time_new_from_iso8601 (text, NULL) : NULL;
}

static void
read_ini (Reading *reading)
{
  g_autofree char *text = read_text (reading, SMITH_IDENTITY_FILE_INI, SMITH_IDENTITY_PART_INI);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) error = NULL;

  if (text == NULL || *text == '\0')
    return;
  if (!g_key_file_load_from_data (file, text, strlen (text), G_KEY_FILE_NONE, &error))
    {
      add_problem (reading, SMITH_IDENTITY_PART_INI,
                   _("“%s” is damaged: %s. It holds the name only: delete it, and the name is taken from the certificate."),
                   SMITH_IDENTITY_FILE_INI, error->message);
      return;
    }

  g_free (reading->data->name);
  reading->data->name = g_key_file_get_string (file, SMITH_IDENTITY_GROUP, "name", NULL);
  reading->data->created_at = read_date (file, "created");
  reading->data->key_created_at = read_date (file, "key-created");
  reading->data->upload = smith_upload_record_read (file);
}

static void
read_public_key (Reading *reading)
{
  g_autofree char *text = read_text (reading, SMITH_IDENTITY_FILE_PUBLIC_KEY, SMITH_IDENTITY_PART_PUBLIC_KEY);
  g_autoptr (GError) error = NULL;

  if (text == NULL)
    return;
  reading->contents->public_key = smith_public_key_new_from_pem (text, &error);
  if (reading->contents->public_key == NULL)
    add_problem (reading, SMITH_IDENTITY_PART_PUBLIC_KEY,
                 _("“%s” is damaged: %s Delete it, and it is made again from the private key."),
                 SMITH_IDENTITY_FILE_PUBLIC_KEY, error->message);
}

/* An unencrypted key is looked at whole: better a damage that shows today than on the day of the renewal. */
static void
check_plain_key (Reading     *reading,
                 SmithSecret *pem)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithKey) key = smith_key_new_from_pem (pem, NULL, &error);

  if (key == NULL)
    add_problem (reading, SMITH_IDENTITY_PART_PRIVATE_KEY,
                 _("“%s” is damaged: %s Drop a copy of the key here, such as one from a backup; the damaged file is kept beside it."),
                 SMITH_IDENTITY_FILE_PRIVATE_KEY, error->message);
  else if (reading->contents->public_key == NULL)
    g_set_object (&reading->contents->public_key, smith_key_get_public_key (key));
  else if (!smith_public_key_equal (reading->contents->public_key, smith_key_get_public_key (key)))
    add_problem (reading, SMITH_IDENTITY_PART_PUBLIC_KEY,
                 _("“%s” is not the public half of the private key here. Delete it if the private key is the right one."),
                 SMITH_IDENTITY_FILE_PUBLIC_KEY);
}

static void
read_private_key (Reading *reading)
{
  g_autofree char *path = find_file (reading, SMITH_IDENTITY_FILE_PRIVATE_KEY);
  g_autoptr (SmithSecret) pem = NULL;
  g_autoptr (GError) error = NULL;
  GStatBuf info;

  if (path != NULL)
    pem = smith_file_read_secret (path, SMITH_IDENTITY_MAX_SIZE, &error);
  if (path == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    {
      if (reading->contents->public_key != NULL)
        add_problem (reading, SMITH_IDENTITY_PART_PRIVATE_KEY,
                     _("The private key is missing, though its public half is here. Bring “%s” back from a backup, "
                       "or drop the key's file here."), SMITH_IDENTITY_FILE_PRIVATE_KEY);
      return;
    }

  reading->n_files++;
  reading->data->has_key = TRUE;
  if (reading->data->key_created_at == NULL && g_stat (path, &info) == 0)
    reading->data->key_created_at = g_date_time_new_from_unix_utc (info.st_mtime);
  if (pem == NULL)
    {
      add_problem (reading, SMITH_IDENTITY_PART_PRIVATE_KEY, "%s", error->message);
      return;
    }
  if (smith_key_pem_is_encrypted (pem))
    reading->data->key_protection = SMITH_KEY_PROTECTION_PASSPHRASE;
  else
    check_plain_key (reading, pem);
}

static void
read_request (Reading *reading)
{
  g_autofree char *text = read_text (reading, SMITH_IDENTITY_FILE_REQUEST, SMITH_IDENTITY_PART_REQUEST);
  g_autoptr (GError) error = NULL;

  if (text == NULL)
    return;
  reading->contents->request = smith_request_new_from_pem (text, &error);
  if (reading->contents->request == NULL)
    add_problem (reading, SMITH_IDENTITY_PART_REQUEST,
                 _("“%s” is damaged: %s Create the request again; the damaged file is kept beside it."),
                 SMITH_IDENTITY_FILE_REQUEST, error->message);
}

static void
read_certificate (Reading *reading)
{
  g_autofree char *text = read_text (reading, SMITH_IDENTITY_FILE_CERTIFICATE, SMITH_IDENTITY_PART_CERTIFICATE);
  g_autoptr (GError) error = NULL;

  if (text == NULL)
    return;
  reading->contents->certificate = smith_certificate_new_from_pem (text, &error);
  if (reading->contents->certificate == NULL)
    add_problem (reading, SMITH_IDENTITY_PART_CERTIFICATE,
                 _("“%s” is damaged: %s Drop the certificate's file here again; the damaged one is kept beside it."),
                 SMITH_IDENTITY_FILE_CERTIFICATE, error->message);
}

/* Most chains are those of a few CAs: parsed once, and shared by all identities that have them. */
static GPtrArray *
lookup_chain (const char *text)
{
  GPtrArray *chain = NULL;

  g_mutex_lock (&chains_lock);
  if (chains != NULL)
    chain = g_hash_table_lookup (chains, text);
  if (chain != NULL)
    g_ptr_array_ref (chain);
  g_mutex_unlock (&chains_lock);

  return chain;
}

static void
remember_chain (const char *text,
                GPtrArray  *chain)
{
  g_mutex_lock (&chains_lock);
  if (chains == NULL)
    chains = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  if (g_hash_table_size (chains) >= MAX_CHAINS)
    g_hash_table_remove_all (chains);
  g_hash_table_insert (chains, g_strdup (text), g_ptr_array_ref (chain));
  g_mutex_unlock (&chains_lock);
}

/* NULL where one of them is damaged; that is a problem then. */
static GPtrArray *
parse_chain (Reading    *reading,
             const char *text)
{
  g_autoptr (GPtrArray) chain = g_ptr_array_new_with_free_func (g_object_unref);
  const char *begin = text;

  while (begin != NULL && (begin = strstr (begin, BEGIN_CERTIFICATE)) != NULL)
    {
      const char *end = strstr (begin, END_CERTIFICATE);
      g_autoptr (GError) error = NULL;
      g_autofree char *pem = NULL;
      SmithCertificate *certificate;

      pem = end != NULL ? g_strndup (begin, (gsize) (end - begin) + strlen (END_CERTIFICATE)) : g_strdup (begin);
      certificate = smith_certificate_new_from_pem (pem, &error);
      if (certificate == NULL)
        {
          add_problem (reading, SMITH_IDENTITY_PART_CHAIN,
                       _("Certificate %u of “%s” is damaged: %s Add the chain again; the damaged file is kept beside it."),
                       chain->len + 1, SMITH_IDENTITY_FILE_CHAIN, error->message);
          return NULL;
        }
      g_ptr_array_add (chain, certificate);
      begin = end != NULL ? end + strlen (END_CERTIFICATE) : NULL;
    }
  if (chain->len == 0)
    {
      add_problem (reading, SMITH_IDENTITY_PART_CHAIN,
                   _("There is no certificate in “%s”. Add the chain again; this file is kept beside it."),
                   SMITH_IDENTITY_FILE_CHAIN);
      return NULL;
    }

  return g_steal_pointer (&chain);
}

static void
read_chain (Reading *reading)
{
  g_autofree char *text = read_text (reading, SMITH_IDENTITY_FILE_CHAIN, SMITH_IDENTITY_PART_CHAIN);
  GPtrArray *chain = NULL;

  if (text != NULL)
    chain = lookup_chain (text);
  if (text != NULL && chain == NULL)
    {
      chain = parse_chain (reading, text);
      if (chain != NULL)
        remember_chain (text, chain);
    }
  reading->contents->chain = chain != NULL ? chain : g_ptr_array_new ();
}

/* What it has issued is read when somebody wants to see it. */
static void
read_authority (Reading *reading)
{
  g_autofree char *problem = NULL;

  /* Few identities are authorities: the others cost nothing. */
  if (reading->contents->certificate == NULL || !smith_certificate_is_ca (reading->contents->certificate))
    return;
  problem = smith_authority_folder_find_problem (reading->path, &reading->data->crl_due_at, &reading->data->crl_ends_at);
  if (problem != NULL)
    add_problem (reading, SMITH_IDENTITY_PART_AUTHORITY, "%s", problem);
}

/* FALSE where there is no folder to read files from. */
static gboolean
check_folder (Reading *reading)
{
  g_autofree char *name = g_filename_display_name (reading->path);
  struct stat info;

  if (stat (reading->path, &info) != 0)
    {
      add_problem (reading, SMITH_IDENTITY_PART_FOLDER, _("“%s” cannot be read: %s."), name, smith_file_describe_errno (errno));
      return FALSE;
    }
  if (!S_ISDIR (info.st_mode))
    {
      add_problem (reading, SMITH_IDENTITY_PART_FOLDER,
                   _("“%s” is a file where only folders of identities belong. Drop it on the window to bring in what is "
                     "in it, or move it somewhere else."), name);
      return FALSE;
    }
  if (access (reading->path, R_OK | X_OK) != 0)
    {
      add_problem (reading, SMITH_IDENTITY_PART_FOLDER,
                   _("The folder “%s” cannot be opened: %s. Give yourself the permission to read it."),
                   name, smith_file_describe_errno (errno));
      return FALSE;
    }

  return TRUE;
}

static void
find_name (Reading *reading)
{
  SmithIdentityContents *contents = reading->contents;
  SmithIdentityData *data = reading->data;

  if (data->name != NULL && *data->name != '\0')
    return;
  g_free (data->name);
  if (contents->certificate != NULL)
    data->name = g_strdup (smith_certificate_get_title (contents->certificate));
  else if (contents->request != NULL)
    data->name = g_strdup (smith_name_get_display_name (smith_request_get_subject (contents->request)));
  else
    data->name = g_filename_display_name (data->id);
}

static SmithIdentityData *
read_folder (const char            *path,
             const char            *id,
             SmithIdentityContents *contents,
             gboolean               former)
{
  SmithIdentityData *data = smith_identity_data_new (id, NULL);
  Reading reading = { path, data, contents, g_string_new (NULL), 0, smith_transaction_is_pending (path) };

  *contents = (SmithIdentityContents) { NULL };
  data->folder = g_strdup (path);
  data->stamp = smith_identity_reader_stamp (path);
  if (check_folder (&reading))
    {
      SmithIdentityParts part = 0;
      g_autofree char *mismatch = NULL;

      read_ini (&reading);
      read_public_key (&reading);
      read_private_key (&reading);
      read_request (&reading);
      read_certificate (&reading);
      read_chain (&reading);
      read_authority (&reading);
      if (!former)
        data->former = smith_identity_history_load (path);
      mismatch = smith_identity_contents_find_mismatch (contents, &part);
      if (mismatch != NULL)
        add_problem (&reading, part, "%s %s", mismatch,
                     _("Drop the right file here; this one is kept beside it."));
      if (reading.n_files == 0)
        {
          g_autofree char *name = g_filename_display_name (path);

          add_problem (&reading, SMITH_IDENTITY_PART_FOLDER,
                       _("The folder “%s” holds nothing that belongs to an identity. Move it somewhere else."), name);
        }
    }
  if (reading.problem->len > 0)
    data->problem = g_string_free (reading.problem, FALSE);
  else
    g_string_free (reading.problem, TRUE);
  find_name (&reading);
  smith_identity_data_set_contents (data, contents);

  return data;
}

/**
 * smith_identity_reader_read:
 * @path: (type filename): the folder
 * @id: its name
 * @contents: (out caller-allocates): what was parsed; clear it
 *
 * Returns: (transfer full): the data; with a problem where something is wrong
 */
SmithIdentityData *
smith_identity_reader_read (const char            *path,
                            const char            *id,
                            SmithIdentityContents *contents)
{
  return read_folder (path, id, contents, FALSE);
}

/**
 * smith_identity_reader_read_former: (skip)
 * @path: (type filename): a folder of the history of an identity
 * @id: its name
 * @contents: (out caller-allocates): what was parsed; clear it
 *
 * Returns: (transfer full): the data; with a problem where something is wrong
 */
SmithIdentityData *
smith_identity_reader_read_former (const char            *path,
                                   const char            *id,
                                   SmithIdentityContents *contents)
{
  return read_folder (path, id, contents, TRUE);
}

static guint64
mix (guint64 hash,
     guint64 value)
{
  /* FNV-1a over whole words: nobody attacks a stamp. */
  return (hash ^ value) * G_GUINT64_CONSTANT (1099511628211);
}

static guint64
mix_info (guint64            hash,
          const struct stat *info)
{
  hash = mix (hash, (guint64) info->st_ino);
  hash = mix (hash, (guint64) info->st_size);
  hash = mix (hash, (guint64) info->st_mtim.tv_sec);
  hash = mix (hash, (guint64) info->st_mtim.tv_nsec);

  return mix (hash, (guint64) info->st_mode);
}

/**
 * smith_identity_reader_stamp:
 * @path: (type filename): the folder
 *
 * Returns: a number that changes when one of the files does
 */
guint64
smith_identity_reader_stamp (const char *path)
{
  guint64 hash = G_GUINT64_CONSTANT (14695981039346656037);
  struct stat info;

  if (stat (path, &info) != 0)
    return hash;
  hash = mix_info (hash, &info);
  if (!S_ISDIR (info.st_mode))
    return hash;
  for (guint i = 0; i < G_N_ELEMENTS (file_names); i++)
    {
      g_autofree char *file = g_build_filename (path, file_names[i], NULL);

      hash = lstat (file, &info) == 0 ? mix_info (hash, &info) : mix (hash, i);
    }

  return hash;
}
