/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-identity-folder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "smith-file.h"
#include "smith-identity-history-private.h"
#include "smith-identity-reader-private.h"
#include "smith-identity-writer-private.h"
#include "smith-library.h"
#include "smith-lock.h"
#include "smith-transaction.h"

/**
 * smith-identity-folder:
 *
 * The library's folder:
 *
 *     lock                 flock(2): readers share, one writer; touched by every change
 *     identities/UUID/     one identity each
 *     new/UUID/            one that is being made, until it is renamed into identities
 *     trash/UUID/          one that was deleted; never emptied by the program
 *
 * Files of an identity change through #SmithTransaction. Folders are 0700 and private keys 0600
 * from their first moment.
 */

#define LOCK_FILE "lock"
#define IDENTITIES_FOLDER "identities"
#define NEW_FOLDER "new"
#define TRASH_FOLDER "trash"

/* How long a writer waits for another process. */
#define PATIENCE_MS 5000

static char *
build_path (const char *library,
            const char *room,
            const char *id)
{
  return g_build_filename (library, room, id, NULL);
}

/**
 * smith_identity_folder_dup_path:
 *
 * Returns: (transfer full) (type filename): where the identity is
 */
char *
smith_identity_folder_dup_path (const char *library,
                                const char *id)
{
  return build_path (library, IDENTITIES_FOLDER, id);
}

static gboolean
make_folder (const char  *path,
             GError     **error)
{
  if (g_mkdir_with_parents (path, 0700) == 0)
    return TRUE;
  else
    {
      g_autofree char *name = g_filename_display_name (path);
      int number = errno;

      g_set_error (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED,
                   _("The folder “%s” of the library could not be made: %s."), name, smith_file_describe_errno (number));
      return FALSE;
    }
}

static gboolean
move_folder (const char  *from,
             const char  *to,
             GError     **error)
{
  /* Renames a folder over an empty one only, and a file never: nothing is overwritten. */
  if (renameat2 (AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0 ||
      ((errno == EINVAL || errno == ENOSYS) && !g_file_test (to, G_FILE_TEST_EXISTS) && g_rename (from, to) == 0))
    return TRUE;
  else
    {
      g_autofree char *name = g_filename_display_name (from);
      int number = errno;

      g_set_error (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED,
                   _("“%s” could not be moved: %s."), name, smith_file_describe_errno (number));
      return FALSE;
    }
}

/**
 * smith_identity_folder_lock:
 * @library: (type filename): the library's folder
 *
 * Waits a while for another process.
 *
 * Returns: (transfer full): the lock of the whole library; %SMITH_LIBRARY_ERROR_BUSY where another one has it
 */
SmithLock *
smith_identity_folder_lock (const char     *library,
                            SmithLockMode   mode,
                            GCancellable   *cancellable,
                            GError        **error)
{
  g_autofree char *path = g_build_filename (library, LOCK_FILE, NULL);
  g_autoptr (GError) reason = NULL;
  SmithLock *lock = smith_lock_acquire (path, mode, PATIENCE_MS, cancellable, &reason);

  if (lock != NULL)
    return lock;
  if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_BUSY))
    g_set_error_literal (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_BUSY,
                         _("Another window or program is writing to the library. Try again in a moment."));
  else
    g_propagate_error (error, g_steal_pointer (&reason));

  return NULL;
}

static void
discard_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      /* What is no folder, or a link to one, is not opened by this. */
      if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        discard_tree (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

/* Folders that a writer was making when it was killed: nobody was told that they exist. */
static void
discard_unfinished (const char *library)
{
  g_autofree char *room = g_build_filename (library, NEW_FOLDER, NULL);
  g_autoptr (GDir) dir = g_dir_open (room, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *folder = g_build_filename (room, name, NULL);

      discard_tree (folder);
    }
}

static gboolean
has_unfinished (const char *library)
{
  g_autofree char *room = g_build_filename (library, NEW_FOLDER, NULL);
  g_autoptr (GDir) dir = g_dir_open (room, 0, NULL);

  return dir != NULL && g_dir_read_name (dir) != NULL;
}

/**
 * smith_identity_folder_prepare:
 * @library: (type filename): the library's folder
 *
 * Makes the folders where they are missing and discards what a killed writer left unfinished.
 *
 * Returns: whether there is a library that can be read, be it without permission to write
 */
gboolean
smith_identity_folder_prepare (const char  *library,
                               GError     **error)
{
  g_autofree char *identities = g_build_filename (library, IDENTITIES_FOLDER, NULL);
  g_autoptr (SmithLock) lock = NULL;

  if (!make_folder (identities, error))
    return FALSE;
  if (!has_unfinished (library))
    return TRUE;

  lock = smith_identity_folder_lock (library, SMITH_LOCK_EXCLUSIVE, NULL, NULL);
  if (lock != NULL)
    discard_unfinished (library);

  return TRUE;
}

/**
 * smith_identity_folder_list:
 * @library: (type filename): the library's folder
 *
 * Returns: (transfer full) (element-type filename): whatever lies where identities belong
 */
GPtrArray *
smith_identity_folder_list (const char  *library,
                            GError     **error)
{
  g_autofree char *identities = g_build_filename (library, IDENTITIES_FOLDER, NULL);
  g_autoptr (GError) reason = NULL;
  g_autoptr (GDir) dir = g_dir_open (identities, 0, &reason);
  GPtrArray *ids;
  const char *name;

  if (dir == NULL)
    {
      g_autofree char *display = g_filename_display_name (identities);

      g_set_error (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED,
                   _("The library in “%s” cannot be read: %s."), display, reason->message);
      return NULL;
    }

  ids = g_ptr_array_new_with_free_func (g_free);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (ids, g_strdup (name));

  return ids;
}

/**
 * smith_identity_folder_stamp:
 *
 * Returns: a number that changes when a file of the identity does
 */
guint64
smith_identity_folder_stamp (const char *library,
                             const char *id)
{
  g_autofree char *path = build_path (library, IDENTITIES_FOLDER, id);

  return smith_identity_reader_stamp (path);
}

static void
set_gone_error (GError     **error,
                const char  *path)
{
  g_autofree char *name = g_filename_display_name (path);

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
               _("“%s” is gone: another window or program deleted it."), name);
}

/**
 * smith_identity_folder_load:
 *
 * Finishes or discards what a killed writer left; where the folder cannot be written, reads through it.
 *
 * Returns: (transfer full): the identity, which may be damaged; %G_IO_ERROR_NOT_FOUND where there
 *   is none
 */
SmithIdentityData *
smith_identity_folder_load (const char    *library,
                            const char    *id,
                            GCancellable  *cancellable,
                            GError       **error)
{
  g_autofree char *path = build_path (library, IDENTITIES_FOLDER, id);
  g_auto (SmithIdentityContents) contents = { NULL };
  g_autoptr (SmithLock) lock = smith_identity_folder_lock (library, SMITH_LOCK_SHARED, cancellable, error);
  GStatBuf info;

  if (lock == NULL)
    return NULL;
  if (smith_transaction_is_pending (path))
    {
      SmithLock *writing;

      g_clear_pointer (&lock, smith_lock_release);
      writing = smith_identity_folder_lock (library, SMITH_LOCK_EXCLUSIVE, cancellable, NULL);
      if (writing != NULL)
        (void) smith_transaction_recover (path, NULL);
      lock = writing != NULL ? writing : smith_identity_folder_lock (library, SMITH_LOCK_SHARED, cancellable, error);
      if (lock == NULL)
        return NULL;
    }
  if (g_lstat (path, &info) != 0 && errno == ENOENT)
    {
      set_gone_error (error, path);
      return NULL;
    }

  return smith_identity_reader_read (path, id, &contents);
}

/* "“www.example.com” was not saved." in front of the reason. */
static void
explain_failure (GError     **error,
                 const char  *name)
{
  g_autofree char *reason = NULL;

  if (error == NULL || *error == NULL || g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  reason = g_strdup ((*error)->message);
  g_clear_error (error);
  g_set_error (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED,
               /* Translators: the name of an identity, then the reason as a sentence of its own. */
               _("“%s” was not saved; what was there before is untouched. %s"), name, reason);
}

/**
 * smith_identity_folder_create:
 * @id: the name of the folder, which does not exist
 * @edit: what is in it; a name at least
 *
 * Returns: (transfer full): the identity as it is on disk now
 */
SmithIdentityData *
smith_identity_folder_create (const char               *library,
                              const char               *id,
                              const SmithIdentityEdit  *edit,
                              GCancellable             *cancellable,
                              GError                  **error)
{
  g_autofree char *making = build_path (library, NEW_FOLDER, id);
  g_autofree char *room = g_build_filename (library, NEW_FOLDER, NULL);
  g_autofree char *identities = g_build_filename (library, IDENTITIES_FOLDER, NULL);
  g_autofree char *path = g_build_filename (identities, id, NULL);
  g_auto (SmithIdentityContents) contents = { NULL };
  g_autoptr (SmithIdentityData) nothing = smith_identity_data_new (id, edit->name);
  g_autoptr (SmithLock) lock = NULL;

  g_return_val_if_fail (edit->what & SMITH_IDENTITY_EDIT_NAME, NULL);

  if (!make_folder (identities, error) || !make_folder (room, error))
    return NULL;
  lock = smith_identity_folder_lock (library, SMITH_LOCK_EXCLUSIVE, cancellable, error);
  if (lock == NULL)
    return NULL;
  discard_unfinished (library);
  if (!smith_identity_edit_check (edit, nothing, &contents, error))
    return NULL;
  if (!make_folder (making, error))
    return NULL;
  if (!smith_identity_writer_write (making, edit, nothing, &contents, cancellable, error) ||
      !move_folder (making, path, error) ||
      !smith_file_sync_directory (identities, error))
    {
      explain_failure (error, edit->name);
      discard_unfinished (library);
      return NULL;
    }
  smith_lock_touch (lock);

  return smith_identity_reader_read (path, id, &contents);
}

/**
 * smith_identity_folder_change:
 * @id: the name of a folder that exists
 * @edit: what changes
 *
 * All of @edit is on disk after this, or nothing of it. What is there is read from the disk first,
 * so that a change that another process made is not undone.
 *
 * Returns: (transfer full): the identity as it is on disk now
 */
SmithIdentityData *
smith_identity_folder_change (const char               *library,
                              const char               *id,
                              const SmithIdentityEdit  *edit,
                              GCancellable             *cancellable,
                              GError                  **error)
{
  g_autofree char *path = build_path (library, IDENTITIES_FOLDER, id);
  g_auto (SmithIdentityContents) before_contents = { NULL };
  g_auto (SmithIdentityContents) contents = { NULL };
  g_autoptr (SmithIdentityData) before = NULL;
  g_autoptr (SmithLock) lock = smith_identity_folder_lock (library, SMITH_LOCK_EXCLUSIVE, cancellable, error);
  GStatBuf info;

  if (lock == NULL)
    return NULL;
  if (g_lstat (path, &info) != 0 && errno == ENOENT)
    {
      set_gone_error (error, path);
      return NULL;
    }
  before = smith_identity_reader_read (path, id, &before_contents);
  if (!smith_identity_edit_check (edit, before, &before_contents, error))
    return NULL;
  if (!smith_identity_writer_write (path, edit, before, &before_contents, cancellable, error))
    {
      explain_failure (error, before->name);
      return NULL;
    }
  smith_lock_touch (lock);

  return smith_identity_reader_read (path, id, &contents);
}

static SmithSecret *
read_key_file (const char    *library,
               const char    *id,
               const char    *name,
               GCancellable  *cancellable,
               GError       **error)
{
  g_autofree char *path = build_path (library, IDENTITIES_FOLDER, id);
  g_autofree char *file = NULL;
  g_autoptr (SmithLock) lock = smith_identity_folder_lock (library, SMITH_LOCK_SHARED, cancellable, error);

  if (lock == NULL)
    return NULL;
  file = smith_transaction_find (path, name);
  if (file == NULL)
    {
      g_set_error_literal (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_NO_KEY,
                           _("There is no private key here yet. Create one first."));
      return NULL;
    }

  return smith_file_read_secret (file, SMITH_IDENTITY_MAX_SIZE, error);
}

/**
 * smith_identity_folder_read_key:
 *
 * Returns: (transfer full): the private key's PEM as it is on disk
 */
SmithSecret *
smith_identity_folder_read_key (const char    *library,
                                const char    *id,
                                GCancellable  *cancellable,
                                GError       **error)
{
  return read_key_file (library, id, SMITH_IDENTITY_FILE_PRIVATE_KEY, cancellable, error);
}

/**
 * smith_identity_folder_read_former_key:
 * @former: (type filename): a folder of the identity's history
 *
 * Returns: (transfer full): the PEM of a private key that was replaced, as it is on disk
 */
SmithSecret *
smith_identity_folder_read_former_key (const char    *library,
                                       const char    *id,
                                       const char    *former,
                                       GCancellable  *cancellable,
                                       GError       **error)
{
  g_autofree char *name = g_build_filename (SMITH_IDENTITY_HISTORY, former, SMITH_IDENTITY_FILE_PRIVATE_KEY, NULL);

  return read_key_file (library, id, name, cancellable, error);
}

/**
 * smith_identity_folder_read_history:
 *
 * Returns: (transfer full) (element-type SmithFormerKey): the keys of the identity's history, as
 *   smith_library_load_key_history_finish() has them; NULL where the library is locked for too long
 */
GPtrArray *
smith_identity_folder_read_history (const char    *library,
                                    const char    *id,
                                    GCancellable  *cancellable,
                                    GError       **error)
{
  g_autofree char *path = build_path (library, IDENTITIES_FOLDER, id);
  g_autoptr (SmithLock) lock = smith_identity_folder_lock (library, SMITH_LOCK_SHARED, cancellable, error);

  return lock != NULL ? smith_identity_history_read (path) : NULL;
}

/* A name in the trash that is free: a folder that was deleted twice is there twice. */
static char *
choose_trash_name (const char *library,
                   const char *id)
{
  for (guint i = 1;; i++)
    {
      g_autofree char *name = i == 1 ? g_strdup (id) : g_strdup_printf ("%s-%u", id, i);
      g_autofree char *path = build_path (library, TRASH_FOLDER, name);
      GStatBuf info;

      if (g_lstat (path, &info) != 0)
        return g_steal_pointer (&name);
    }
}

static gboolean
sync_both (const char  *library,
           GError     **error)
{
  g_autofree char *identities = g_build_filename (library, IDENTITIES_FOLDER, NULL);
  g_autofree char *trash = g_build_filename (library, TRASH_FOLDER, NULL);

  return smith_file_sync_directory (trash, error) && smith_file_sync_directory (identities, error);
}

/**
 * smith_identity_folder_trash:
 *
 * Returns: (transfer full) (type filename): what it is called in the trash
 */
char *
smith_identity_folder_trash (const char    *library,
                             const char    *id,
                             GCancellable  *cancellable,
                             GError       **error)
{
  g_autofree char *path = build_path (library, IDENTITIES_FOLDER, id);
  g_autofree char *room = g_build_filename (library, TRASH_FOLDER, NULL);
  g_autofree char *name = NULL;
  g_autofree char *trashed = NULL;
  g_autoptr (SmithLock) lock = NULL;

  if (!make_folder (room, error))
    return NULL;
  lock = smith_identity_folder_lock (library, SMITH_LOCK_EXCLUSIVE, cancellable, error);
  if (lock == NULL)
    return NULL;
  name = choose_trash_name (library, id);
  trashed = build_path (library, TRASH_FOLDER, name);
  if (!move_folder (path, trashed, error) || !sync_both (library, error))
    return NULL;
  smith_lock_touch (lock);

  return g_steal_pointer (&name);
}

/**
 * smith_identity_folder_restore:
 * @trashed: (type filename): what it is called in the trash
 *
 * Returns: (transfer full): the identity, back in its place
 */
SmithIdentityData *
smith_identity_folder_restore (const char    *library,
                               const char    *id,
                               const char    *trashed,
                               GCancellable  *cancellable,
                               GError       **error)
{
  g_autofree char *path = build_path (library, IDENTITIES_FOLDER, id);
  g_autofree char *from = build_path (library, TRASH_FOLDER, trashed);
  g_auto (SmithIdentityContents) contents = { NULL };
  g_autoptr (SmithLock) lock = smith_identity_folder_lock (library, SMITH_LOCK_EXCLUSIVE, cancellable, error);

  if (lock == NULL)
    return NULL;
  if (!move_folder (from, path, error) || !sync_both (library, error))
    return NULL;
  smith_lock_touch (lock);

  return smith_identity_reader_read (path, id, &contents);
}
