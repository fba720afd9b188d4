/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-transaction.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "smith-file.h"

/**
 * SmithTransaction:
 *
 * Changes several files of one folder so that a process which dies at any moment leaves all of the
 * old or all of the new ones: a write-ahead folder.
 *
 * 1. The new files are written and synced in `.pending.tmp`. Until the next step they do not count.
 * 2. `.pending.tmp` is renamed to `.pending`, and the folder synced: the commit point.
 * 3. Each file is renamed over its old self; `NAME.remove` in `.pending` stands for "NAME goes". A folder in
 *    `.pending` stands for a folder of that name: what is in it goes there in the same way.
 * 4. The folder is synced, and the empty `.pending` removed.
 *
 * smith_transaction_recover() finishes what was committed and discards what was not; where the
 * folder cannot be written, smith_transaction_find() reads through what is pending. All of it
 * happens under the lock of the library, by one thread at a time.
 */
struct _SmithTransaction
{
  char    *folder;
  char    *draft;
  gboolean committed;
};

#define PENDING_NAME "pending"
#define DRAFT_NAME "pending.tmp"
#define REMOVE_SUFFIX ".remove"

static char *
build_hidden (const char *folder,
              const char *name)
{
  g_autofree char *hidden = g_strconcat (".", name, NULL);

  return g_build_filename (folder, hidden, NULL);
}

static void
set_errno_error (GError     **error,
                 const char  *path,
                 int          number)
{
  g_autofree char *name = g_filename_display_name (path);

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (number),
               /* Translators: the file or folder, then the system's reason. */
               _("“%s” could not be changed: %s."), name, smith_file_describe_errno (number));
}

static gboolean
is_folder (const char *path)
{
  GStatBuf info;

  return g_lstat (path, &info) == 0 && S_ISDIR (info.st_mode);
}

/* A draft holds plain files, and folders of them. */
static gboolean
discard_folder (const char  *path,
                GError     **error)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  if (dir == NULL && !g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (is_folder (child))
        {
          if (!discard_folder (child, error))
            return FALSE;
        }
      else if (g_unlink (child) != 0 && errno != ENOENT)
        {
          set_errno_error (error, child, errno);
          return FALSE;
        }
    }
  if (g_rmdir (path) != 0 && errno != ENOENT)
    {
      set_errno_error (error, path, errno);
      return FALSE;
    }

  return TRUE;
}

static gboolean
apply_removal (const char  *from,
               char        *to,
               GError     **error)
{
  to[strlen (to) - strlen (REMOVE_SUFFIX)] = '\0';
  if (g_unlink (to) != 0 && errno != ENOENT && errno != ENOTDIR)
    {
      set_errno_error (error, to, errno);
      return FALSE;
    }
  if (g_unlink (from) != 0 && errno != ENOENT)
    {
      set_errno_error (error, from, errno);
      return FALSE;
    }

  return TRUE;
}

/* Durable before anything is said to be in it. */
static gboolean
make_folder (const char  *path,
             GError     **error)
{
  g_autofree char *parent = g_path_get_dirname (path);

  if (g_mkdir (path, 0700) == 0)
    return smith_file_sync_directory (parent, error);
  if (errno == EEXIST)
    return TRUE;
  set_errno_error (error, path, errno);

  return FALSE;
}

/* Step 3 and 4 for one folder; may be repeated from any point. One that is empty afterwards goes. */
static gboolean
apply_folder (const char  *pending,
              const char  *folder,
              gboolean     top,
              GError     **error)
{
  g_autoptr (GDir) dir = g_dir_open (pending, 0, error);
  const char *name;

  if (dir == NULL)
    return FALSE;
  if (!top && !make_folder (folder, error))
    return FALSE;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *from = g_build_filename (pending, name, NULL);
      g_autofree char *to = g_build_filename (folder, name, NULL);

      if (is_folder (from))
        {
          if (!apply_folder (from, to, FALSE, error))
            return FALSE;
        }
      else if (g_str_has_suffix (name, REMOVE_SUFFIX))
        {
          if (!apply_removal (from, to, error))
            return FALSE;
        }
      else if (g_rename (from, to) != 0)
        {
          set_errno_error (error, to, errno);
          return FALSE;
        }
    }
  if (!smith_file_sync_directory (folder, error))
    return FALSE;
  if (!top)
    (void) g_rmdir (folder);
  if (g_rmdir (pending) != 0 && errno != ENOENT)
    {
      set_errno_error (error, pending, errno);
      return FALSE;
    }

  return TRUE;
}

static gboolean
apply_pending (const char  *folder,
               GError     **error)
{
  g_autofree char *pending = build_hidden (folder, PENDING_NAME);

  return apply_folder (pending, folder, TRUE, error);
}

/* The folders between the draft and a file of it. */
static gboolean
make_folders (const char  *draft,
              const char  *name,
              GError     **error)
{
  for (const char *slash = strchr (name, G_DIR_SEPARATOR); slash != NULL; slash = strchr (slash + 1, G_DIR_SEPARATOR))
    {
      g_autofree char *part = g_strndup (name, (gsize) (slash - name));
      g_autofree char *path = g_build_filename (draft, part, NULL);

      if (!make_folder (path, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * smith_transaction_is_pending:
 * @folder: (type filename): a folder
 *
 * Returns: whether a transaction of @folder was left half-way, committed or not
 */
gboolean
smith_transaction_is_pending (const char *folder)
{
  g_autofree char *pending = build_hidden (folder, PENDING_NAME);
  g_autofree char *draft = build_hidden (folder, DRAFT_NAME);

  return g_file_test (pending, G_FILE_TEST_IS_DIR) || g_file_test (draft, G_FILE_TEST_IS_DIR);
}

/**
 * smith_transaction_recover:
 * @folder: (type filename): a folder, with the writer's lock held
 *
 * Finishes what was committed, discards what was not. Does nothing where nothing was left.
 */
gboolean
smith_transaction_recover (const char  *folder,
                           GError     **error)
{
  g_autofree char *pending = NULL;
  g_autofree char *draft = NULL;

  g_return_val_if_fail (folder != NULL, FALSE);

  pending = build_hidden (folder, PENDING_NAME);
  draft = build_hidden (folder, DRAFT_NAME);
  if (g_file_test (pending, G_FILE_TEST_IS_DIR) && !apply_pending (folder, error))
    return FALSE;

  return discard_folder (draft, error);
}

/**
 * smith_transaction_find:
 * @folder: (type filename): a folder
 * @name: (type filename): one of its files
 *
 * Where to read a file: among what is committed but not yet in place, else in its place.
 *
 * Returns: (transfer full) (nullable) (type filename): a path, NULL where there is no such file
 */
char *
smith_transaction_find (const char *folder,
                        const char *name)
{
  g_autofree char *pending = NULL;
  g_autofree char *newer = NULL;
  g_autofree char *removal = NULL;
  g_autofree char *current = NULL;
  GStatBuf info;

  g_return_val_if_fail (folder != NULL && name != NULL, NULL);

  pending = build_hidden (folder, PENDING_NAME);
  newer = g_build_filename (pending, name, NULL);
  if (g_lstat (newer, &info) == 0)
    return g_steal_pointer (&newer);
  removal = g_strconcat (newer, REMOVE_SUFFIX, NULL);
  if (g_lstat (removal, &info) == 0)
    return NULL;
  current = g_build_filename (folder, name, NULL);
  if (g_lstat (current, &info) == 0 || errno != ENOENT)
    return g_steal_pointer (&current);

  return NULL;
}

/**
 * smith_transaction_begin:
 * @folder: (type filename): a folder that exists, with the writer's lock held
 *
 * Recovers @folder first.
 *
 * Returns: (transfer full): a transaction without any file yet
 */
SmithTransaction *
smith_transaction_begin (const char  *folder,
                         GError     **error)
{
  g_autoptr (SmithTransaction) self = NULL;

  g_return_val_if_fail (folder != NULL, NULL);

  if (!smith_transaction_recover (folder, error))
    return NULL;

  self = g_new0 (SmithTransaction, 1);
  self->folder = g_strdup (folder);
  self->draft = build_hidden (folder, DRAFT_NAME);
  if (g_mkdir (self->draft, 0700) != 0)
    {
      set_errno_error (error, folder, errno);
      g_clear_pointer (&self->draft, g_free);
      return NULL;
    }

  return g_steal_pointer (&self);
}

/**
 * smith_transaction_put:
 * @name: (type filename): a file of the folder, new or to be replaced; "ROOM/FILE" for one of a folder of it, which
 *   is made where it is missing
 * @data: (array length=size): its new content
 * @mode: its permissions, from its first moment
 */
gboolean
smith_transaction_put (SmithTransaction  *self,
                       const char        *name,
                       const void        *data,
                       gsize              size,
                       int                mode,
                       GError           **error)
{
  g_autofree char *path = NULL;
  g_autofree char *removal = NULL;

  g_return_val_if_fail (self != NULL && !self->committed, FALSE);
  g_return_val_if_fail (name != NULL && !g_str_has_suffix (name, REMOVE_SUFFIX), FALSE);

  path = g_build_filename (self->draft, name, NULL);
  /* The last word about a file counts. */
  removal = g_strconcat (path, REMOVE_SUFFIX, NULL);
  g_unlink (removal);

  return make_folders (self->draft, name, error) && smith_file_write (path, data, size, mode, error);
}

/**
 * smith_transaction_remove:
 * @name: (type filename): a file that is to go, as for smith_transaction_put()
 */
gboolean
smith_transaction_remove (SmithTransaction  *self,
                          const char        *name,
                          GError           **error)
{
  g_autofree char *path = NULL;
  g_autofree char *written = NULL;

  g_return_val_if_fail (self != NULL && !self->committed && name != NULL, FALSE);

  path = g_strconcat (self->draft, G_DIR_SEPARATOR_S, name, REMOVE_SUFFIX, NULL);
  written = g_build_filename (self->draft, name, NULL);
  g_unlink (written);

  return make_folders (self->draft, name, error) && smith_file_write (path, "", 0, 0600, error);
}

/**
 * smith_transaction_dup_path:
 *
 * Returns: (transfer full) (type filename): where the new content of @name lies until the commit,
 *   to be read back
 */
char *
smith_transaction_dup_path (SmithTransaction *self,
                            const char       *name)
{
  g_return_val_if_fail (self != NULL && name != NULL, NULL);

  return g_build_filename (self->draft, name, NULL);
}

/**
 * smith_transaction_commit:
 *
 * Returns: whether the change is durable. Where only putting the files in place failed it is: they
 *   are read from where they are, and put in place by the next writer.
 */
gboolean
smith_transaction_commit (SmithTransaction  *self,
                          GError           **error)
{
  g_autofree char *pending = NULL;
  g_autoptr (GError) later = NULL;

  g_return_val_if_fail (self != NULL && !self->committed, FALSE);

  pending = build_hidden (self->folder, PENDING_NAME);
  if (g_rename (self->draft, pending) != 0)
    {
      set_errno_error (error, self->folder, errno);
      return FALSE;
    }
  self->committed = TRUE;
  if (!smith_file_sync_directory (self->folder, error))
    return FALSE;
  if (!apply_pending (self->folder, &later))
    g_info ("A committed change waits for the next writer: %s", later->message);

  return TRUE;
}

/**
 * smith_transaction_free:
 * @self: (transfer full): a transaction; one that was not committed leaves nothing behind
 */
void
smith_transaction_free (SmithTransaction *self)
{
  g_return_if_fail (self != NULL);

  if (!self->committed && self->draft != NULL)
    (void) discard_folder (self->draft, NULL);
  g_free (self->draft);
  g_free (self->folder);
  g_free (self);
}
