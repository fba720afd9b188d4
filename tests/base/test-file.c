/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-file.h"

#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

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
  fixture->path = g_build_filename (fixture->folder, "thing.pem", NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  smith_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static guint
count_entries (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  g_assert_nonnull (dir);
  while (g_dir_read_name (dir) != NULL)
    n++;

  return n;
}

static void
assert_content (const char *path,
                const char *expected)
{
  g_autofree char *content = NULL;

  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, expected);
}

static void
test_write (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  struct stat info;

  g_assert_true (smith_file_write (fixture->path, "old", 3, 0600, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (fixture->path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);

  /* The new file has the mode that was asked for, whatever the old one had. */
  g_assert_cmpint (g_chmod (fixture->path, 0644), ==, 0);
  g_assert_true (smith_file_write (fixture->path, "new one", 7, 0600, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (fixture->path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  assert_content (fixture->path, "new one");

  g_assert_true (smith_file_write (fixture->path, NULL, 0, 0600, &error));
  g_assert_no_error (error);
  assert_content (fixture->path, "");
  g_assert_cmpuint (count_entries (fixture->folder), ==, 1);
}

static void
test_write_errors (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *missing = g_build_filename (fixture->folder, "nowhere", "thing.pem", NULL);
  g_autofree char *occupied = g_build_filename (fixture->folder, "folder", NULL);

  g_assert_false (smith_file_write (missing, "x", 1, 0600, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, missing));
  g_assert_nonnull (strstr (error->message, "its folder does not exist"));
  g_clear_error (&error);

  /* The rename fails: nothing is left behind. */
  g_assert_cmpint (g_mkdir (occupied, 0700), ==, 0);
  g_assert_false (smith_file_write (occupied, "x", 1, 0600, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY);
  g_clear_error (&error);
  g_assert_cmpuint (count_entries (fixture->folder), ==, 1);

  g_assert_false (smith_file_write ("/proc/nobody/thing", "x", 1, 0600, &error));
  g_assert_nonnull (error);
}

static void
test_write_full (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *large = g_strnfill (200000, 'x');
  struct rlimit before, limit;
  gboolean written;

  g_assert_true (smith_file_write (fixture->path, "old", 3, 0600, &error));

  /* A limit on the size of files stands in for a full disk: write() stops halfway. */
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  limit = before;
  limit.rlim_cur = 100000;
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  written = smith_file_write (fixture->path, large, 200000, 0600, &error);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  signal (SIGXFSZ, SIG_DFL);

  g_assert_false (written);
  g_assert_nonnull (error);
  g_assert_true (error->domain == G_IO_ERROR);
  g_assert_nonnull (strstr (error->message, fixture->path));
  assert_content (fixture->path, "old");
  g_assert_cmpuint (count_entries (fixture->folder), ==, 1);
}

static void
test_read (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (SmithSecret) secret = NULL;

  g_assert_true (smith_file_write (fixture->path, "0123456789", 10, 0600, &error));
  bytes = smith_file_read (fixture->path, 10, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "0123456789", 10);
  secret = smith_file_read_secret (fixture->path, 10, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (smith_secret_get_string (secret), ==, "0123456789");

  g_clear_pointer (&bytes, g_bytes_unref);
  g_assert_true (smith_file_write (fixture->path, NULL, 0, 0600, &error));
  bytes = smith_file_read (fixture->path, 10, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (bytes), ==, 0);
}

static void
test_read_unknown_size (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithSecret) secret = NULL;

  /* Files of /proc say that they have no size and are longer than that. */
  secret = smith_file_read_secret ("/proc/self/status", 1024 * 1024, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (smith_secret_get_size (secret), >, 100);
  g_assert_true (g_str_has_prefix (smith_secret_get_string (secret), "Name:"));

  g_clear_pointer (&secret, smith_secret_unref);
  secret = smith_file_read_secret ("/proc/self/status", 10, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE);
  g_assert_null (secret);
}

static void
test_read_errors (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (smith_file_read (fixture->path, 10, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, fixture->path));
  g_clear_error (&error);

  g_assert_null (smith_file_read (fixture->folder, 10, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY);
  g_clear_error (&error);

  g_assert_null (smith_file_read ("/dev/zero", 10, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE);
  g_clear_error (&error);

  g_assert_true (smith_file_write (fixture->path, "0123456789", 10, 0600, &error));
  g_assert_null (smith_file_read (fixture->path, 9, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE);
  g_clear_error (&error);

  g_assert_null (smith_file_read_secret (fixture->path, 9, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE);
}

static void
test_sync_directory (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (smith_file_sync_directory (fixture->folder, &error));
  g_assert_no_error (error);
  g_assert_false (smith_file_sync_directory (fixture->path, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/file/write", Fixture, NULL, set_up, test_write, tear_down);
  g_test_add ("/file/write-errors", Fixture, NULL, set_up, test_write_errors, tear_down);
  g_test_add ("/file/write-full", Fixture, NULL, set_up, test_write_full, tear_down);
  g_test_add ("/file/read", Fixture, NULL, set_up, test_read, tear_down);
  g_test_add_func ("/file/read-unknown-size", test_read_unknown_size);
  g_test_add ("/file/read-errors", Fixture, NULL, set_up, test_read_errors, tear_down);
  g_test_add ("/file/sync-directory", Fixture, NULL, set_up, test_sync_directory, tear_down);

  return g_test_run ();
}
