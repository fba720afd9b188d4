/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "smith-lock.h"
#include "smith-test.h"

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->folder = smith_test_make_folder ();
  fixture->path = g_build_filename (fixture->folder, "lock", NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  smith_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static void
test_readers_share (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithLock) first = smith_lock_acquire (fixture->path, SMITH_LOCK_SHARED, 0, NULL, &error);
  g_autoptr (SmithLock) second = smith_lock_acquire (fixture->path, SMITH_LOCK_SHARED, 0, NULL, &error);
  g_autoptr (SmithLock) writer = NULL;
  struct stat info;

  g_assert_no_error (error);
  g_assert_nonnull (first);
  g_assert_nonnull (second);
  g_assert_cmpint (stat (fixture->path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);

  writer = smith_lock_acquire (fixture->path, SMITH_LOCK_EXCLUSIVE, 20, NULL, &error);
  g_assert_null (writer);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_BUSY);
}

static void
test_writer_alone (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  SmithLock *writer = smith_lock_acquire (fixture->path, SMITH_LOCK_EXCLUSIVE, 0, NULL, &error);
  g_autoptr (SmithLock) reader = NULL;

  g_assert_no_error (error);
  reader = smith_lock_acquire (fixture->path, SMITH_LOCK_SHARED, 20, NULL, &error);
  g_assert_null (reader);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_BUSY);
  g_clear_error (&error);

  smith_lock_release (writer);
  reader = smith_lock_acquire (fixture->path, SMITH_LOCK_SHARED, 0, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (reader);
}

static gpointer
release_later (gpointer data)
{
  g_usleep (100 * 1000);
  smith_lock_release (data);

  return NULL;
}

static void
test_waits (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  SmithLock *first = smith_lock_acquire (fixture->path, SMITH_LOCK_EXCLUSIVE, 0, NULL, &error);
  GThread *thread = g_thread_new ("release", release_later, first);
  g_autoptr (SmithLock) second = smith_lock_acquire (fixture->path, SMITH_LOCK_EXCLUSIVE, 20000, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (second);
  g_thread_join (thread);
}

static gpointer
cancel_later (gpointer data)
{
  g_usleep (50 * 1000);
  g_cancellable_cancel (data);

  return NULL;
}

static void
test_cancel (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (SmithLock) first = smith_lock_acquire (fixture->path, SMITH_LOCK_EXCLUSIVE, 0, cancellable, &error);
  GThread *thread = g_thread_new ("cancel", cancel_later, cancellable);
  SmithLock *second = smith_lock_acquire (fixture->path, SMITH_LOCK_EXCLUSIVE, 20000, cancellable, &error);

  g_assert_null (second);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
}

/* The kernel lets go for a process that was killed. */
static void
test_dead_process (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithLock) lock = NULL;
  int ready[2];
  char byte;
  pid_t child;

  g_assert_cmpint (pipe (ready), ==, 0);
  child = fork ();
  if (child == 0)
    {
      if (smith_lock_acquire (fixture->path, SMITH_LOCK_EXCLUSIVE, 0, NULL, NULL) == NULL ||
          write (ready[1], "x", 1) != 1)
        _exit (1);
      for (;;)
        pause ();
    }
  g_assert_cmpint (read (ready[0], &byte, 1), ==, 1);
  lock = smith_lock_acquire (fixture->path, SMITH_LOCK_EXCLUSIVE, 20, NULL, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_BUSY);
  g_clear_error (&error);

  kill (child, SIGKILL);
  waitpid (child, NULL, 0);
  lock = smith_lock_acquire (fixture->path, SMITH_LOCK_EXCLUSIVE, 5000, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (lock);
  close (ready[0]);
  close (ready[1]);
}

static void
test_touch (Fixture       *fixture,
            gconstpointer  data)
{
  const struct timespec long_ago[2] = { { 1000, 0 }, { 1000, 0 } };
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithLock) lock = smith_lock_acquire (fixture->path, SMITH_LOCK_EXCLUSIVE, 0, NULL, &error);
  struct stat info;

  g_assert_no_error (error);
  g_assert_cmpint (utimensat (AT_FDCWD, fixture->path, long_ago, 0), ==, 0);
  smith_lock_touch (lock);
  g_assert_cmpint (stat (fixture->path, &info), ==, 0);
  g_assert_cmpint (info.st_mtime, >, 1000);
}

static void
test_no_folder (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "missing", "lock", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithLock) writer = smith_lock_acquire (path, SMITH_LOCK_EXCLUSIVE, 0, NULL, &error);
  g_autoptr (SmithLock) reader = NULL;

  g_assert_null (writer);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);

  /* Nobody writes there, so nobody is in the way. */
  reader = smith_lock_acquire (path, SMITH_LOCK_SHARED, 0, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (reader);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/lock/readers-share", Fixture, NULL, set_up, test_readers_share, tear_down);
  g_test_add ("/lock/writer-alone", Fixture, NULL, set_up, test_writer_alone, tear_down);
  g_test_add ("/lock/waits", Fixture, NULL, set_up, test_waits, tear_down);
  g_test_add ("/lock/cancel", Fixture, NULL, set_up, test_cancel, tear_down);
  g_test_add ("/lock/dead-process", Fixture, NULL, set_up, test_dead_process, tear_down);
  g_test_add ("/lock/touch", Fixture, NULL, set_up, test_touch, tear_down);
  g_test_add ("/lock/no-folder", Fixture, NULL, set_up, test_no_folder, tear_down);

  return g_test_run ();
}
