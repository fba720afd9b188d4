/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n.h>

/*
 * Files that a person keeps: a write either leaves the new content, safe on the disk, or the old
 * content as it was. Every error is a sentence that names the file and the reason.
 */

#define N_NAME_TRIES 32
/* What is read at once when a file turns out to be longer than it said. */
#define READ_STEP ((gsize) 64 * 1024)

/**
 * smith_file_describe_errno:
 * @number: an errno
 *
 * Returns: (transfer none): the reason in words, as the end of a sentence
 */
const char *
smith_file_describe_errno (int number)
{
  switch (number)
    {
    case ENOSPC:
      return _("the disk is full");
    case EDQUOT:
      return _("your share of the disk is used up");
    case EROFS:
      return _("the disk can only be read");
    case EACCES:
    case EPERM:
      return _("you do not have the permission");
    case ENOENT:
      return _("it does not exist");
    case ENOTDIR:
      return _("a part of its path is not a folder");
    case EISDIR:
      return _("it is a folder");
    case EFBIG:
      return _("it would be larger than this system allows");
    case EMFILE:
    case ENFILE:
      return _("too many files are open");
    case ENAMETOOLONG:
      return _("its name is too long");
    case EIO:
      return _("the disk reports a fault");
    default:
      return g_strerror (number);
    }
}

static void
set_write_error (GError     **error,
                 const char  *path,
                 int          number)
{
  g_autofree char *name = g_filename_display_name (path);
  const char *reason = number == ENOENT ? _("its folder does not exist") : smith_file_describe_errno (number);

  /* Translators: the file, then the reason as the end of a sentence. */
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (number),
               _("“%s” could not be saved: %s."), name, reason);
}

static void
set_read_error (GError     **error,
                const char  *path,
                int          number)
{
  g_autofree char *name = g_filename_display_name (path);

  /* Translators: the file, then the reason as the end of a sentence. */
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (number),
               _("“%s” could not be read: %s."), name, smith_file_describe_errno (number));
}

/* Returns 0, or the errno. */
static int
write_all (int           fd,
           const guint8 *data,
           gsize         size)
{
  while (size > 0)
    {
      gssize n = write (fd, data, size);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return errno;
      data += n;
      size -= (gsize) n;
    }

  return 0;
}

/* Returns 0, or the errno. */
static int
sync_folder (const char *folder)
{
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  int number = 0;

  if (fd < 0)
    return errno;
  /* Some file systems do not know how to sync a folder, and say so by EINVAL: nothing is lost there. */
  if (fsync (fd) != 0 && errno != EINVAL && errno != ENOTSUP)
    number = errno;
  close (fd);

  return number;
}

/* A hidden name beside @path that nobody else uses; created with @mode from its first moment. */
static int
create_temporary (const char  *path,
                  int          mode,
                  char       **temporary)
{
  g_autofree char *folder = g_path_get_dirname (path);

  for (guint i = 0; i < N_NAME_TRIES; i++)
    {
      g_autofree char *name = g_strdup_printf (".smith-%08x%08x.new", g_random_int (), g_random_int ());
      g_autofree char *candidate = g_build_filename (folder, name, NULL);
      int fd = open (candidate, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);

      if (fd >= 0)
        {
          *temporary = g_steal_pointer (&candidate);
          return fd;
        }
      if (errno != EEXIST)
        return -1;
    }

  return -1;
}

/**
 * smith_file_write:
 * @path: (type filename): the file; replaced where it exists
 * @data: (nullable) (array length=size): the content
 * @size: how many bytes
 * @mode: the permissions of the new file, such as 0600; it has them from its creation on
 * @error: return location for an error of G_IO_ERROR
 *
 * Replaces a file as a whole: a new file in the same folder, fsync, rename, fsync of the folder.
 * Whatever happens in between, @path holds either its old or its new content. Blocks on the disk, so
 * it belongs in a worker.
 *
 * Returns: whether the new content is safe on the disk
 */
gboolean
smith_file_write (const char  *path,
                  const void  *data,
                  gsize        size,
                  int          mode,
                  GError     **error)
{
  g_autofree char *temporary = NULL;
  g_autofree char *folder = NULL;
  int number = 0;
  int fd;

  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (data != NULL || size == 0, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  fd = create_temporary (path, mode, &temporary);
  if (fd < 0)
    {
      set_write_error (error, path, errno);
      return FALSE;
    }

  number = write_all (fd, data, size);
  if (number == 0 && fsync (fd) != 0)
    number = errno;
  if (close (fd) != 0 && number == 0)
    number = errno;
  if (number == 0 && rename (temporary, path) != 0)
    number = errno;
  if (number != 0)
    {
      unlink (temporary);
      set_write_error (error, path, number);
      return FALSE;
    }

  folder = g_path_get_dirname (path);
  number = sync_folder (folder);
  if (number != 0)
    {
      set_write_error (error, path, number);
      return FALSE;
    }

  return TRUE;
}

/**
 * smith_file_sync_directory:
 * @path: (type filename): a folder
 * @error: return location for an error of G_IO_ERROR
 *
 * Makes the names in a folder (after a creation, a rename or a removal) safe on the disk.
 *
 * Returns: whether it worked
 */
gboolean
smith_file_sync_directory (const char  *path,
                           GError     **error)
{
  int number;

  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  number = sync_folder (path);
  if (number != 0)
    {
      set_write_error (error, path, number);
      return FALSE;
    }

  return TRUE;
}

static void
set_too_large_error (GError     **error,
                     const char  *path,
                     gsize        max_size)
{
  g_autofree char *name = g_filename_display_name (path);
  g_autofree char *limit = g_format_size (max_size);

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE,
               /* Translators: the file, then a size such as "64 MB". */
               _("“%s” is not read because it is larger than %s, the most that is expected here."), name, limit);
}

/* Only regular files: a device or a pipe could block for ever. */
static int
open_regular (const char  *path,
              gsize       *size,
              GError     **error)
{
  struct stat info;
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);

  if (fd < 0)
    {
      set_read_error (error, path, errno);
      return -1;
    }
  if (fstat (fd, &info) != 0)
    {
      set_read_error (error, path, errno);
      close (fd);
      return -1;
    }
  if (S_ISDIR (info.st_mode))
    {
      set_read_error (error, path, EISDIR);
      close (fd);
      return -1;
    }
  if (!S_ISREG (info.st_mode))
    {
      g_autofree char *name = g_filename_display_name (path);

      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE,
                   _("“%s” could not be read: it is a device or a pipe, not a file."), name);
      close (fd);
      return -1;
    }
  *size = (gsize) info.st_size;

  return fd;
}

/* Reads everything into memory that was never realloc()ed: outgrown memory is wiped before it goes,
 * so that a key leaves no copy behind. */
static guint8 *
read_all (const char  *path,
          gsize        max_size,
          gsize       *size,
          gsize       *capacity,
          GError     **error)
{
  guint8 *data;
  int fd = open_regular (path, capacity, error);

  if (fd < 0)
    return NULL;
  if (*capacity > max_size)
    {
      set_too_large_error (error, path, max_size);
      close (fd);
      return NULL;
    }

  *size = 0;
  *capacity += 1;
  data = g_malloc (*capacity);
  for (;;)
    {
      gssize n = read (fd, data + *size, *capacity - *size);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          set_read_error (error, path, errno);
          break;
        }
      if (n == 0)
        {
          close (fd);
          return data;
        }
      *size += (gsize) n;
      if (*size > max_size)
        {
          set_too_large_error (error, path, max_size);
          break;
        }
      if (*size == *capacity)
        {
          guint8 *larger = g_malloc (*capacity + READ_STEP);

          memcpy (larger, data, *size);
          smith_secret_wipe (data, *capacity);
          g_free (data);
          data = larger;
          *capacity += READ_STEP;
        }
    }

  close (fd);
  smith_secret_wipe (data, *capacity);
  g_free (data);

  return NULL;
}

typedef struct
{
  guint8 *data;
  gsize   capacity;
} Content;

static void
content_free (gpointer user_data)
{
  Content *content = user_data;

  smith_secret_wipe (content->data, content->capacity);
  g_free (content->data);
  g_free (content);
}

/**
 * smith_file_read:
 * @path: (type filename): a regular file
 * @max_size: the most bytes that are read; a larger file is refused
 * @error: return location for an error of G_IO_ERROR; %G_IO_ERROR_MESSAGE_TOO_LARGE over @max_size
 *
 * Blocks on the disk, so it belongs in a worker. Nobody knows beforehand whether a file holds a key: the
 * memory is wiped with the last reference.
 *
 * Returns: (transfer full): the content; NULL on error
 */
GBytes *
smith_file_read (const char  *path,
                 gsize        max_size,
                 GError     **error)
{
  Content *content;
  guint8 *data;
  gsize size = 0;
  gsize capacity = 0;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  data = read_all (path, max_size, &size, &capacity, error);
  if (data == NULL)
    return NULL;
  content = g_new (Content, 1);
  content->data = data;
  content->capacity = capacity;

  return g_bytes_new_with_free_func (data, size, content_free, content);
}

/**
 * smith_file_read_secret:
 * @path: (type filename): a regular file, such as a private key
 * @max_size: the most bytes that are read; a larger file is refused
 * @error: return location for an error of G_IO_ERROR; %G_IO_ERROR_MESSAGE_TOO_LARGE over @max_size
 *
 * As smith_file_read(), leaving no copy of the content in freed memory.
 *
 * Returns: (transfer full): the content; NULL on error
 */
SmithSecret *
smith_file_read_secret (const char  *path,
                        gsize        max_size,
                        GError     **error)
{
  SmithSecret *secret;
  guint8 *data;
  gsize size = 0;
  gsize capacity = 0;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  data = read_all (path, max_size, &size, &capacity, error);
  if (data == NULL)
    return NULL;

  secret = smith_secret_new (data, size);
  smith_secret_wipe (data, capacity);
  g_free (data);

  return secret;
}
