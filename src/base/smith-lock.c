/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-lock.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n.h>

#include "smith-file.h"

/**
 * SmithLock:
 *
 * Keeps two processes, or two threads of one, from writing the same files at once: flock(2) on a
 * file that is made for it and never removed. The kernel lets go of it when the process ends,
 * however it ends. One that is held belongs to whoever acquired it, on any thread.
 */
struct _SmithLock
{
  int fd;  /* -1: nobody can write here, so there is nothing to lock */
};

/* How long a waiting thread sleeps between two tries. */
#define PAUSE_MS 5

static int
open_lock_file (const char *path)
{
  int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NOFOLLOW, 0600);

  if (fd < 0 && (errno == EACCES || errno == EROFS || errno == EPERM))
    {
      int number = errno;

      fd = open (path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NOFOLLOW);
      if (fd < 0)
        errno = number;
    }

  return fd;
}

/* Sleeps a moment; FALSE once cancelled. */
static gboolean
pause_for_others (GCancellable  *cancellable,
                  GError       **error)
{
  GPollFD poll_fd;

  if (g_cancellable_make_pollfd (cancellable, &poll_fd))
    {
      g_poll (&poll_fd, 1, PAUSE_MS);
      g_cancellable_release_fd (cancellable);
    }
  else
    {
      g_usleep (PAUSE_MS * 1000);
    }

  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

/**
 * smith_lock_acquire:
 * @path: (type filename): the lock file, created with mode 0600 where it is missing
 * @mode: shared with other readers, or alone
 * @patience_ms: how many milliseconds to wait for others, at least
 *
 * Blocks: for workers only. A shared lock on a place where no file can be created succeeds without
 * one, because nobody writes there.
 *
 * Returns: (transfer full): the lock; %G_IO_ERROR_BUSY where the others did not end in time
 */
SmithLock *
smith_lock_acquire (const char     *path,
                    SmithLockMode   mode,
                    guint           patience_ms,
                    GCancellable   *cancellable,
                    GError        **error)
{
  gint64 deadline = g_get_monotonic_time () + (gint64) patience_ms * 1000;
  int operation = mode == SMITH_LOCK_EXCLUSIVE ? LOCK_EX : LOCK_SH;
  SmithLock *self;
  int fd;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  fd = open_lock_file (path);
  if (fd < 0 && mode != SMITH_LOCK_SHARED)
    {
      g_autofree char *name = g_filename_display_name (path);
      int number = errno;

      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (number),
                   _("“%s” could not be opened for writing: %s."), name, smith_file_describe_errno (number));
      return NULL;
    }

  while (fd >= 0 && flock (fd, operation | LOCK_NB) != 0)
    {
      int number = errno;

      if (number != EWOULDBLOCK && number != EINTR)
        {
          g_autofree char *name = g_filename_display_name (path);

          g_set_error (error, G_IO_ERROR, g_io_error_from_errno (number),
                       _("“%s” could not be locked: %s."), name, smith_file_describe_errno (number));
          close (fd);
          return NULL;
        }
      if (g_get_monotonic_time () >= deadline)
        {
          g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_BUSY,
                               _("Another program is writing here, and did not end in time. Try again in a moment."));
          close (fd);
          return NULL;
        }
      if (!pause_for_others (cancellable, error))
        {
          close (fd);
          return NULL;
        }
    }

  self = g_new0 (SmithLock, 1);
  self->fd = fd;

  return self;
}

/**
 * smith_lock_touch:
 *
 * Sets the time of the lock file to now, so that whoever watches that file learns of a change.
 */
void
smith_lock_touch (SmithLock *self)
{
  g_return_if_fail (self != NULL);

  if (self->fd >= 0)
    (void) futimens (self->fd, NULL);
}

/**
 * smith_lock_release:
 * @self: (transfer full): the lock
 */
void
smith_lock_release (SmithLock *self)
{
  g_return_if_fail (self != NULL);

  if (self->fd >= 0)
    close (self->fd);
  g_free (self);
}
