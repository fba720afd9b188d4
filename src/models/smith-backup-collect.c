/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-backup-files-private.h"

#include <errno.h>
#include <sys/stat.h>

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "smith-file.h"
#include "smith-identity-folder.h"
#include "smith-transaction.h"

/*
 * What goes into a backup: every file of every identity as it is on disk, so that whatever an identity keeps
 * (its history, what its authority issued) is in it, whoever wrote it. The trash is left out.
 */

/* identities/UUID/issued/SERIAL.pem, and one more. */
#define MAX_DEPTH 3
#define MAX_FILE_SIZE ((gsize) 64 * 1024 * 1024)

static gboolean
add_file (GPtrArray   *entries,
          const char  *path,
          const char  *name,
          GError     **error)
{
  g_autoptr (GBytes) content = NULL;
  GStatBuf info;

  if (g_stat (path, &info) != 0)
    {
      g_autofree char *display = g_filename_display_name (path);
      int number = errno;

      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (number),
                   /* Translators: the file, then the reason as the end of a sentence. */
                   _("“%s” could not be read: %s."), display, smith_file_describe_errno (number));
      return FALSE;
    }
  content = smith_file_read (path, MAX_FILE_SIZE, error);
  if (content == NULL)
    return FALSE;
  g_ptr_array_add (entries, smith_backup_entry_new (name, content, info.st_mode, info.st_mtime));

  return TRUE;
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return g_strcmp0 (*(const char * const *) a, *(const char * const *) b);
}

/* Hidden names are what a writer is at, or what another program left. */
static GPtrArray *
list_folder (const char  *path,
             GError     **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) folder = g_dir_open (path, 0, error);
  const char *name;

  if (folder == NULL)
    return NULL;
  while ((name = g_dir_read_name (folder)) != NULL)
    if (*name != '.' && g_utf8_validate (name, -1, NULL))
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);

  return g_steal_pointer (&names);
}

static gboolean
add_folder (GPtrArray   *entries,
            const char  *path,
            const char  *name,
            guint        depth,
            GError     **error)
{
  g_autoptr (GPtrArray) names = list_folder (path, error);

  if (names == NULL)
    return FALSE;
  for (guint i = 0; i < names->len; i++)
    {
      const char *child = g_ptr_array_index (names, i);
      g_autofree char *child_path = g_build_filename (path, child, NULL);
      g_autofree char *child_name = g_strconcat (name, "/", child, NULL);
      GStatBuf info;

      if (g_lstat (child_path, &info) != 0)
        continue;
      if (S_ISREG (info.st_mode))
        {
          if (!add_file (entries, child_path, child_name, error))
            return FALSE;
        }
      else if (S_ISDIR (info.st_mode) && depth < MAX_DEPTH)
        {
          if (!add_folder (entries, child_path, child_name, depth + 1, error))
            return FALSE;
        }
    }

  return TRUE;
}

/* First in the archive: what it is, for this program and for whoever opens it by other means. */
static SmithBackupEntry *
make_head (guint n_identities)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *created = g_date_time_format_iso8601 (now);
  g_autoptr (GBytes) content = NULL;
  char *text;
  gsize size;

  g_key_file_set_integer (file, SMITH_BACKUP_GROUP, "version", SMITH_BACKUP_VERSION);
  g_key_file_set_string (file, SMITH_BACKUP_GROUP, "program", "Chainsmith " PACKAGE_VERSION);
  g_key_file_set_string (file, SMITH_BACKUP_GROUP, "created", created);
  g_key_file_set_integer (file, SMITH_BACKUP_GROUP, "identities", (int) n_identities);
  text = g_key_file_to_data (file, &size, NULL);
  content = g_bytes_new_take (text, size);

  return smith_backup_entry_new (SMITH_BACKUP_FILE_INI, content, 0644, g_date_time_to_unix (now));
}

/**
 * smith_backup_collect: (skip)
 * @library: (type filename): the library's folder
 * @accounts: (nullable): the text of accounts.ini, without secrets
 * @progress: told how far it is, in this thread
 * @result: what is counted
 *
 * Holds the library's lock meanwhile, so that no change is in it by half.
 *
 * Returns: (transfer full) (element-type SmithBackupEntry): the files; NULL on error
 */
GPtrArray *
smith_backup_collect (const char           *library,
                      GBytes               *accounts,
                      SmithBackupProgress   progress,
                      gpointer              user_data,
                      SmithBackupResult    *result,
                      GCancellable         *cancellable,
                      GError              **error)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) smith_backup_entry_free);
  g_autofree char *profiles = g_build_filename (library, SMITH_BACKUP_FILE_PROFILES, NULL);
  g_autoptr (SmithLock) lock = NULL;
  g_autoptr (GPtrArray) ids = NULL;

  if (!smith_identity_folder_prepare (library, error))
    return NULL;
  lock = smith_identity_folder_lock (library, SMITH_LOCK_EXCLUSIVE, cancellable, error);
  if (lock == NULL)
    return NULL;
  ids = smith_identity_folder_list (library, error);
  if (ids == NULL)
    return NULL;
  g_ptr_array_sort (ids, compare_names);

  for (guint i = 0; i < ids->len; i++)
    {
      const char *id = g_ptr_array_index (ids, i);
      g_autofree char *path = smith_identity_folder_dup_path (library, id);
      g_autofree char *name = g_strconcat (SMITH_BACKUP_IDENTITIES, id, NULL);
      GStatBuf info;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      progress ((double) i / ids->len, user_data);
      if (*id == '.' || !g_utf8_validate (id, -1, NULL) || g_lstat (path, &info) != 0 || !S_ISDIR (info.st_mode))
        continue;
      /* What a killed writer left. */
      if (smith_transaction_is_pending (path) && !smith_transaction_recover (path, error))
        return NULL;
      if (!add_folder (entries, path, name, 1, error))
        return NULL;
      result->n_identities++;
    }
  if (g_file_test (profiles, G_FILE_TEST_IS_REGULAR) && !add_file (entries, profiles, SMITH_BACKUP_FILE_PROFILES, error))
    return NULL;
  if (accounts != NULL)
    g_ptr_array_add (entries, smith_backup_entry_new (SMITH_BACKUP_FILE_ACCOUNTS, accounts, 0600,
                                                      g_get_real_time () / G_USEC_PER_SEC));
  g_ptr_array_insert (entries, 0, make_head (result->n_identities));

  return g_steal_pointer (&entries);
}
