/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-backup-files-private.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "smith-file.h"
#include "smith-identity-folder.h"
#include "smith-identity-reader-private.h"
#include "smith-transaction.h"

/*
 * From a backup into a library that may be empty or full. Each identity of the backup is compared with those that
 * have its id, its key, its certificate or its request:
 *
 *     all its files are there           nothing is done
 *     some are missing, none differs    the missing ones are added
 *     some differ                       it becomes an identity of its own, beside the other
 *     nothing is like it                it becomes an identity, with its old id
 *
 * No file that is there is ever written.
 */

#define MAX_FILE_SIZE ((gsize) 64 * 1024 * 1024)

/* An identity of the backup. */
typedef struct
{
  char      *id;
  GPtrArray *names;       /* Of the files, below the identity's folder. */
  GPtrArray *entries;     /* Borrowed, of SmithBackupEntry. */
} Group;

typedef enum
{
  LIKENESS_KNOWN,
  LIKENESS_INCOMPLETE,
  LIKENESS_OTHER,
} Likeness;

typedef struct
{
  const char *library;
  GHashTable *ids;        /* Those in the library. */
  GHashTable *by_piece;   /* The checksum of a file that names an identity: GPtrArray of ids. */
} Shelf;

/* Files whose equality makes two identities the same; canonical PEM, so equal where the fingerprint is. */
static const char * const telling_files[] = {
  SMITH_IDENTITY_FILE_PUBLIC_KEY, SMITH_IDENTITY_FILE_CERTIFICATE, SMITH_IDENTITY_FILE_REQUEST, NULL
};

static void
free_group (gpointer data)
{
  Group *group = data;

  g_free (group->id);
  g_ptr_array_unref (group->names);
  g_ptr_array_unref (group->entries);
  g_free (group);
}

/* What is written below the library's folder must stay there, whatever the archive says. */
static gboolean
is_safe_name (const char *name)
{
  g_auto (GStrv) parts = g_strsplit (name, "/", -1);

  if (g_strv_length (parts) > 3)
    return FALSE;
  for (guint i = 0; parts[i] != NULL; i++)
    if (parts[i][0] == '\0' || parts[i][0] == '.' || strlen (parts[i]) > 200 ||
        !g_utf8_validate (parts[i], -1, NULL) || strpbrk (parts[i], "\\\n\r") != NULL)
      return FALSE;

  return parts[0] != NULL;
}

/* Returns NULL where an entry has a name that no backup has. */
static GPtrArray *
group_entries (GPtrArray  *entries,
               GError    **error)
{
  g_autoptr (GPtrArray) groups = g_ptr_array_new_with_free_func (free_group);
  g_autoptr (GHashTable) by_id = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < entries->len; i++)
    {
      const SmithBackupEntry *entry = g_ptr_array_index (entries, i);
      const char *rest = entry->name + strlen (SMITH_BACKUP_IDENTITIES);
      g_autofree char *id = NULL;
      const char *slash;
      Group *group;

      if (!g_str_has_prefix (entry->name, SMITH_BACKUP_IDENTITIES))
        continue;
      slash = strchr (rest, '/');
      id = slash != NULL ? g_strndup (rest, (gsize) (slash - rest)) : NULL;
      if (id == NULL || !is_safe_name (id) || !is_safe_name (slash + 1))
        {
          g_set_error (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_DAMAGED,
                       _("The backup holds a file that does not belong into a library: “%s”. Nothing was restored."),
                       entry->name);
          return NULL;
        }
      group = g_hash_table_lookup (by_id, id);
      if (group == NULL)
        {
          group = g_new0 (Group, 1);
          group->id = g_steal_pointer (&id);
          group->names = g_ptr_array_new_with_free_func (g_free);
          group->entries = g_ptr_array_new ();
          g_ptr_array_add (groups, group);
          g_hash_table_insert (by_id, group->id, group);
        }
      g_ptr_array_add (group->names, g_strdup (slash + 1));
      g_ptr_array_add (group->entries, (gpointer) entry);
    }

  return g_steal_pointer (&groups);
}

static char *
make_piece (const char *name,
            GBytes     *content)
{
  g_autofree char *checksum = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, content);

  return g_strconcat (name, ":", checksum, NULL);
}

static void
shelve (Shelf      *shelf,
        const char *id,
        char       *piece)
{
  GPtrArray *ids = g_hash_table_lookup (shelf->by_piece, piece);

  if (ids == NULL)
    {
      ids = g_ptr_array_new_with_free_func (g_free);
      g_hash_table_insert (shelf->by_piece, piece, ids);
    }
  else
    g_free (piece);
  g_ptr_array_add (ids, g_strdup (id));
}

static gboolean
fill_shelf (Shelf   *shelf,
            GError **error)
{
  g_autoptr (GPtrArray) ids = smith_identity_folder_list (shelf->library, error);

  if (ids == NULL)
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    {
      const char *id = g_ptr_array_index (ids, i);
      g_autofree char *path = smith_identity_folder_dup_path (shelf->library, id);

      g_hash_table_add (shelf->ids, g_strdup (id));
      if (smith_transaction_is_pending (path) && !smith_transaction_recover (path, error))
        return FALSE;
      for (guint j = 0; telling_files[j] != NULL; j++)
        {
          g_autofree char *file = g_build_filename (path, telling_files[j], NULL);
          g_autoptr (GBytes) content = smith_file_read (file, MAX_FILE_SIZE, NULL);

          if (content != NULL)
            shelve (shelf, id, make_piece (telling_files[j], content));
        }
    }

  return TRUE;
}

/* The name and the dates of an identity are what a person made of it: they do not tell two apart. */
static Likeness
compare (const Shelf *shelf,
         const Group *group,
         const char  *id)
{
  g_autofree char *path = smith_identity_folder_dup_path (shelf->library, id);
  Likeness likeness = LIKENESS_KNOWN;

  for (guint i = 0; i < group->entries->len; i++)
    {
      const SmithBackupEntry *entry = g_ptr_array_index (group->entries, i);
      const char *name = g_ptr_array_index (group->names, i);
      g_autofree char *file = g_build_filename (path, name, NULL);
      g_autoptr (GBytes) content = NULL;
      GStatBuf info;

      if (g_str_equal (name, SMITH_IDENTITY_FILE_INI))
        continue;
      if (g_lstat (file, &info) != 0 && (errno == ENOENT || errno == ENOTDIR))
        {
          likeness = LIKENESS_INCOMPLETE;
          continue;
        }
      content = smith_file_read (file, MAX_FILE_SIZE, NULL);
      if (content == NULL || !g_bytes_equal (content, entry->content))
        return LIKENESS_OTHER;
    }

  return likeness;
}

/* The ids that may be the same, its own first. */
static GPtrArray *
find_candidates (const Shelf *shelf,
                 const Group *group)
{
  GPtrArray *candidates = g_ptr_array_new_with_free_func (g_free);

  if (g_hash_table_contains (shelf->ids, group->id))
    g_ptr_array_add (candidates, g_strdup (group->id));
  for (guint i = 0; i < group->entries->len; i++)
    {
      const SmithBackupEntry *entry = g_ptr_array_index (group->entries, i);
      const char *name = g_ptr_array_index (group->names, i);
      g_autofree char *piece = NULL;
      GPtrArray *ids;

      if (!g_strv_contains (telling_files, name))
        continue;
      piece = make_piece (name, entry->content);
      ids = g_hash_table_lookup (shelf->by_piece, piece);
      for (guint j = 0; ids != NULL && j < ids->len; j++)
        if (!g_ptr_array_find_with_equal_func (candidates, g_ptr_array_index (ids, j), g_str_equal, NULL))
          g_ptr_array_add (candidates, g_strdup (g_ptr_array_index (ids, j)));
    }

  return candidates;
}

static int
find_mode (const char             *name,
           const SmithBackupEntry *entry)
{
  return g_str_has_suffix (name, SMITH_IDENTITY_FILE_PRIVATE_KEY) ? 0600 : (int) (entry->mode & 0644) | 0600;
}

/* The folder that a file lies in, below @path. */
static gboolean
make_parent (const char  *file,
             GError     **error)
{
  g_autofree char *parent = g_path_get_dirname (file);
  int number;

  if (g_mkdir_with_parents (parent, 0700) == 0)
    return TRUE;
  number = errno;
  g_set_error (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED,
               _("The folder “%s” of the library could not be made: %s."), parent, smith_file_describe_errno (number));

  return FALSE;
}

static gboolean
write_entry (const char              *path,
             const char              *name,
             const SmithBackupEntry  *entry,
             GError                 **error)
{
  g_autofree char *file = g_build_filename (path, name, NULL);
  gsize size;
  const void *data = g_bytes_get_data (entry->content, &size);

  return make_parent (file, error) && smith_file_write (file, data, size, find_mode (name, entry), error);
}

/* Adds what is missing: the identity's own files together, what lies in its folders before them. */
static gboolean
complete_identity (const Shelf  *shelf,
                   const Group  *group,
                   const char   *id,
                   GError      **error)
{
  g_autofree char *path = smith_identity_folder_dup_path (shelf->library, id);
  g_autoptr (SmithTransaction) transaction = smith_transaction_begin (path, error);

  if (transaction == NULL)
    return FALSE;
  for (guint i = 0; i < group->entries->len; i++)
    {
      const SmithBackupEntry *entry = g_ptr_array_index (group->entries, i);
      const char *name = g_ptr_array_index (group->names, i);
      g_autofree char *file = g_build_filename (path, name, NULL);
      gsize size;
      const void *data = g_bytes_get_data (entry->content, &size);
      GStatBuf info;

      if (g_lstat (file, &info) == 0)
        continue;
      if (strchr (name, '/') != NULL
          ? !write_entry (path, name, entry, error)
          : !smith_transaction_put (transaction, name, data, size, find_mode (name, entry), error))
        return FALSE;
    }

  return smith_transaction_commit (transaction, error);
}

/* "www.example.com" becomes "www.example.com (restored)". */
static SmithBackupEntry *
rename_apart (const SmithBackupEntry *entry)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *name = NULL;
  g_autofree char *apart = NULL;
  g_autoptr (GBytes) content = NULL;
  char *text;
  gsize size;

  g_key_file_load_from_bytes (file, entry->content, G_KEY_FILE_KEEP_COMMENTS, NULL);
  name = g_key_file_get_string (file, SMITH_IDENTITY_GROUP, "name", NULL);
  /* Translators: the name of an identity. */
  apart = g_strdup_printf (_("%s (restored)"), name != NULL ? name : _("Identity"));
  g_key_file_set_string (file, SMITH_IDENTITY_GROUP, "name", apart);
  text = g_key_file_to_data (file, &size, NULL);
  content = g_bytes_new_take (text, size);

  return smith_backup_entry_new (entry->name, content, entry->mode, entry->modified);
}

static char *
dup_making_path (const char *library,
                 const char *id)
{
  /* What is left there by a killed writer is discarded by the next one (smith-identity-folder.c). */
  return g_build_filename (library, "new", id, NULL);
}

/* Takes away what was made of an identity that cannot be finished. */
static void
discard (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_unlink (child) != 0 && (errno == EISDIR || errno == EPERM))
        discard (child);
    }
  g_rmdir (path);
}

static gboolean
move_in (const char  *library,
         const char  *making,
         const char  *id,
         GError     **error)
{
  g_autofree char *path = smith_identity_folder_dup_path (library, id);
  g_autofree char *identities = g_path_get_dirname (path);
  int number;

  /* Renames a folder over nothing at all: nothing is overwritten. */
  if (renameat2 (AT_FDCWD, making, AT_FDCWD, path, RENAME_NOREPLACE) == 0 ||
      ((errno == EINVAL || errno == ENOSYS) && !g_file_test (path, G_FILE_TEST_EXISTS) && g_rename (making, path) == 0))
    return smith_file_sync_directory (identities, error);
  number = errno;
  g_set_error (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED,
               _("“%s” could not be moved: %s."), making, smith_file_describe_errno (number));

  return FALSE;
}

/* Made aside and moved in as a whole. */
static gboolean
add_identity (Shelf        *shelf,
              const Group  *group,
              const char   *id,
              gboolean      apart,
              GError      **error)
{
  g_autofree char *making = dup_making_path (shelf->library, id);
  gboolean success = TRUE;

  for (guint i = 0; success && i < group->entries->len; i++)
    {
      const SmithBackupEntry *entry = g_ptr_array_index (group->entries, i);
      const char *name = g_ptr_array_index (group->names, i);
      g_autoptr (SmithBackupEntry) renamed = NULL;

      if (apart && g_str_equal (name, SMITH_IDENTITY_FILE_INI))
        renamed = rename_apart (entry);
      success = write_entry (making, name, renamed != NULL ? renamed : entry, error);
    }
  success = success && move_in (shelf->library, making, id, error);
  if (!success)
    {
      discard (making);
      return FALSE;
    }
  g_hash_table_add (shelf->ids, g_strdup (id));

  return TRUE;
}

static gboolean
restore_group (Shelf              *shelf,
               const Group        *group,
               SmithBackupResult  *result,
               GError            **error)
{
  g_autoptr (GPtrArray) candidates = find_candidates (shelf, group);
  g_autofree char *fresh = NULL;
  const char *incomplete = NULL;
  gboolean taken = g_hash_table_contains (shelf->ids, group->id);

  result->n_identities++;
  for (guint i = 0; i < candidates->len; i++)
    {
      const char *id = g_ptr_array_index (candidates, i);

      switch (compare (shelf, group, id))
        {
        case LIKENESS_KNOWN:
          result->n_known++;
          return TRUE;
        case LIKENESS_INCOMPLETE:
          if (incomplete == NULL)
            incomplete = id;
          break;
        case LIKENESS_OTHER:
        default:
          break;
        }
    }
  if (incomplete != NULL)
    {
      if (!complete_identity (shelf, group, incomplete, error))
        return FALSE;
      result->n_completed++;
      return TRUE;
    }

  fresh = taken ? g_uuid_string_random () : g_strdup (group->id);
  if (!add_identity (shelf, group, fresh, candidates->len > 0, error))
    return FALSE;
  if (candidates->len > 0)
    result->n_apart++;
  else
    result->n_added++;

  return TRUE;
}

static GBytes *
find_content (GPtrArray  *entries,
              const char *name)
{
  for (guint i = 0; i < entries->len; i++)
    {
      const SmithBackupEntry *entry = g_ptr_array_index (entries, i);

      if (g_str_equal (entry->name, name))
        return entry->content;
    }

  return NULL;
}

/* Says when it was made; refuses what a later version of the program wrote in another way. */
static gboolean
read_head (GPtrArray          *entries,
           SmithBackupResult  *result,
           GError            **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  GBytes *content = find_content (entries, SMITH_BACKUP_FILE_INI);
  g_autofree char *created = NULL;

  if (content == NULL || !g_key_file_load_from_bytes (file, content, G_KEY_FILE_NONE, NULL) ||
      g_key_file_get_integer (file, SMITH_BACKUP_GROUP, "version", NULL) < 1)
    {
      g_set_error_literal (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_DAMAGED,
                           _("The file opens with this passphrase, but it is not a backup of Chainsmith."));
      return FALSE;
    }
  if (g_key_file_get_integer (file, SMITH_BACKUP_GROUP, "version", NULL) > SMITH_BACKUP_VERSION)
    {
      g_set_error_literal (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED,
                           _("The backup was made by a newer version of Chainsmith. Restore it with that one."));
      return FALSE;
    }
  created = g_key_file_get_string (file, SMITH_BACKUP_GROUP, "created", NULL);
  result->created_at = created != NULL ? g_date_time_new_from_iso8601 (created, NULL) : NULL;

  return TRUE;
}

static GBytes *
ref_content (GPtrArray  *entries,
             const char *name)
{
  GBytes *content = find_content (entries, name);

  return content != NULL ? g_bytes_ref (content) : NULL;
}

/**
 * smith_backup_merge: (skip)
 * @library: (type filename): the library's folder
 * @entries: (element-type SmithBackupEntry): the files of a backup
 * @progress: told how far it is, in this thread
 * @result: what is counted
 * @profiles: (out) (nullable): the text of profiles.ini in the backup
 * @accounts: (out) (nullable): the text of accounts.ini in the backup
 *
 * Holds the library's lock meanwhile. Where it is cancelled or fails, each identity is there as a whole or not at all.
 *
 * Returns: whether all of it was restored
 */
gboolean
smith_backup_merge (const char           *library,
                    GPtrArray            *entries,
                    SmithBackupProgress   progress,
                    gpointer              user_data,
                    SmithBackupResult    *result,
                    GBytes              **profiles,
                    GBytes              **accounts,
                    GCancellable         *cancellable,
                    GError              **error)
{
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) by_piece = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                                           (GDestroyNotify) g_ptr_array_unref);
  Shelf shelf = { library, ids, by_piece };
  g_autoptr (GPtrArray) groups = NULL;
  g_autoptr (SmithLock) lock = NULL;

  if (!read_head (entries, result, error))
    return FALSE;
  groups = group_entries (entries, error);
  if (groups == NULL || !smith_identity_folder_prepare (library, error))
    return FALSE;
  lock = smith_identity_folder_lock (library, SMITH_LOCK_EXCLUSIVE, cancellable, error);
  if (lock == NULL || !fill_shelf (&shelf, error))
    return FALSE;
  for (guint i = 0; i < groups->len; i++)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      progress ((double) i / groups->len, user_data);
      if (!restore_group (&shelf, g_ptr_array_index (groups, i), result, error))
        return FALSE;
    }
  *profiles = ref_content (entries, SMITH_BACKUP_FILE_PROFILES);
  *accounts = ref_content (entries, SMITH_BACKUP_FILE_ACCOUNTS);
  smith_lock_touch (lock);

  return TRUE;
}
