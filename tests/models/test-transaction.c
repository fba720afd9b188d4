/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <sys/resource.h>
#include <sys/stat.h>
#include <signal.h>
#include <string.h>

#include "smith-test.h"
#include "smith-transaction.h"

typedef struct
{
  char *folder;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->folder = smith_test_make_folder ();
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  smith_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static void
write_text (Fixture    *fixture,
            const char *name,
            const char *text)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static void
assert_text (Fixture    *fixture,
             const char *name,
             const char *expected)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  g_autofree char *text = NULL;

  g_file_get_contents (path, &text, NULL, NULL);
  g_assert_cmpstr (text, ==, expected);
}

static void
assert_found (Fixture    *fixture,
              const char *name,
              const char *expected)
{
  g_autofree char *path = smith_transaction_find (fixture->folder, name);
  g_autofree char *text = NULL;

  if (path != NULL)
    g_file_get_contents (path, &text, NULL, NULL);
  g_assert_cmpstr (text, ==, expected);
}

static void
put (SmithTransaction *transaction,
     const char       *name,
     const char       *text,
     int               mode)
{
  g_autoptr (GError) error = NULL;

  smith_transaction_put (transaction, name, text, strlen (text), mode, &error);
  g_assert_no_error (error);
}

static void
test_commit (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithTransaction) transaction = NULL;
  g_autofree char *path = g_build_filename (fixture->folder, "key", NULL);
  struct stat info;

  write_text (fixture, "old", "old");
  write_text (fixture, "gone", "gone");
  write_text (fixture, "other", "other");
  transaction = smith_transaction_begin (fixture->folder, &error);
  g_assert_no_error (error);
  put (transaction, "old", "new", 0644);
  put (transaction, "key", "secret", 0600);
  g_assert_true (smith_transaction_remove (transaction, "gone", &error));
  /* One that is not there can go, too. */
  g_assert_true (smith_transaction_remove (transaction, "never", &error));

  /* Nothing counts before the commit. */
  assert_text (fixture, "old", "old");
  assert_text (fixture, "gone", "gone");
  assert_found (fixture, "old", "old");
  assert_found (fixture, "key", NULL);
  g_assert_true (smith_transaction_commit (transaction, &error));
  g_assert_no_error (error);
  assert_text (fixture, "old", "new");
  assert_text (fixture, "key", "secret");
  assert_text (fixture, "gone", NULL);
  assert_text (fixture, "other", "other");
  g_assert_false (smith_transaction_is_pending (fixture->folder));
  g_assert_cmpint (stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
}

/* Files of a folder of the folder: put, removed, and the folder gone when nothing is left in it. */
static void
test_folders (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *room = g_build_filename (fixture->folder, "history", "old", NULL);
  SmithTransaction *transaction;

  write_text (fixture, "history/old/key", "old");
  transaction = smith_transaction_begin (fixture->folder, &error);
  g_assert_no_error (error);
  put (transaction, "history/new/key", "new", 0600);
  g_assert_true (smith_transaction_remove (transaction, "history/old/key", &error));
  /* The last word about a file counts. */
  g_assert_true (smith_transaction_remove (transaction, "both", &error));
  put (transaction, "both", "put", 0644);
  assert_found (fixture, "history/new/key", NULL);
  assert_found (fixture, "history/old/key", "old");
  g_assert_true (smith_transaction_commit (transaction, &error));
  g_assert_no_error (error);
  smith_transaction_free (transaction);
  assert_text (fixture, "history/new/key", "new");
  assert_text (fixture, "both", "put");
  g_assert_false (g_file_test (room, G_FILE_TEST_EXISTS));
  g_assert_false (smith_transaction_is_pending (fixture->folder));

  /* What was not committed leaves nothing. */
  transaction = smith_transaction_begin (fixture->folder, &error);
  put (transaction, "history/never/key", "never", 0600);
  smith_transaction_free (transaction);
  g_assert_false (smith_transaction_is_pending (fixture->folder));
  assert_text (fixture, "history/never/key", NULL);
}

static void
test_discard (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  SmithTransaction *transaction;

  write_text (fixture, "old", "old");
  transaction = smith_transaction_begin (fixture->folder, &error);
  g_assert_no_error (error);
  put (transaction, "old", "new", 0644);
  g_assert_true (smith_transaction_is_pending (fixture->folder));
  smith_transaction_free (transaction);
  assert_text (fixture, "old", "old");
  g_assert_false (smith_transaction_is_pending (fixture->folder));
}

/* Killed before the commit: as if nothing had been. */
static void
test_recover_draft (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  write_text (fixture, "old", "old");
  write_text (fixture, ".pending.tmp/old", "half");
  write_text (fixture, ".pending.tmp/.smith-1234.new", "torn");
  g_assert_true (smith_transaction_is_pending (fixture->folder));
  assert_found (fixture, "old", "old");
  g_assert_true (smith_transaction_recover (fixture->folder, &error));
  g_assert_no_error (error);
  assert_text (fixture, "old", "old");
  g_assert_false (smith_transaction_is_pending (fixture->folder));
}

/* Killed after it, with some files in place and some not: the rest follows. */
static void
test_recover_pending (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  write_text (fixture, "first", "new first");
  write_text (fixture, "second", "old second");
  write_text (fixture, "gone", "gone");
  write_text (fixture, ".pending/second", "new second");
  write_text (fixture, ".pending/third", "new third");
  write_text (fixture, ".pending/gone.remove", "");

  /* Read through, as where the folder cannot be written. */
  assert_found (fixture, "first", "new first");
  assert_found (fixture, "second", "new second");
  assert_found (fixture, "third", "new third");
  assert_found (fixture, "gone", NULL);

  g_assert_true (smith_transaction_recover (fixture->folder, &error));
  g_assert_no_error (error);
  assert_text (fixture, "first", "new first");
  assert_text (fixture, "second", "new second");
  assert_text (fixture, "third", "new third");
  assert_text (fixture, "gone", NULL);
  g_assert_false (smith_transaction_is_pending (fixture->folder));
  g_assert_true (smith_transaction_recover (fixture->folder, &error));
}

/* A new transaction finishes the one before it first. */
static void
test_begin_recovers (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithTransaction) transaction = NULL;

  write_text (fixture, "old", "old");
  write_text (fixture, ".pending/old", "committed");
  write_text (fixture, ".pending.tmp/old", "not committed");
  transaction = smith_transaction_begin (fixture->folder, &error);
  g_assert_no_error (error);
  assert_text (fixture, "old", "committed");
}

/* Where a file cannot be put in place, what was committed is read from where it is. */
static void
test_in_the_way (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithTransaction) transaction = smith_transaction_begin (fixture->folder, &error);
  SmithTransaction *next;

  g_assert_no_error (error);
  write_text (fixture, "file/in/the/way", "x");
  put (transaction, "file", "new", 0644);
  g_assert_true (smith_transaction_commit (transaction, &error));
  g_assert_no_error (error);
  assert_found (fixture, "file", "new");
  g_assert_true (smith_transaction_is_pending (fixture->folder));

  next = smith_transaction_begin (fixture->folder, &error);
  g_assert_null (next);
  g_assert_nonnull (error);
  assert_found (fixture, "file", "new");
}

/* A limit on the size of files is what a full disk looks like to write(). */
static void
test_no_space (Fixture       *fixture,
               gconstpointer  data)
{
  const struct rlimit small = { 1000, RLIM_INFINITY };
  g_autofree char *large = g_strnfill (5000, 'x');
  g_autoptr (GError) error = NULL;
  SmithTransaction *transaction;
  struct rlimit before;

  write_text (fixture, "old", "old");
  transaction = smith_transaction_begin (fixture->folder, &error);
  g_assert_no_error (error);
  put (transaction, "old", "new", 0644);
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  g_assert_false (smith_transaction_put (transaction, "large", large, strlen (large), 0644, &error));
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  g_assert_nonnull (error);
  smith_transaction_free (transaction);
  assert_text (fixture, "old", "old");
  g_assert_false (smith_transaction_is_pending (fixture->folder));
}

static void
test_no_folder (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *missing = g_build_filename (fixture->folder, "missing", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (smith_transaction_begin (missing, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add ("/transaction/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("commit", test_commit);
  ADD ("folders", test_folders);
  ADD ("discard", test_discard);
  ADD ("recover-draft", test_recover_draft);
  ADD ("recover-pending", test_recover_pending);
  ADD ("begin-recovers", test_begin_recovers);
  ADD ("in-the-way", test_in_the_way);
  ADD ("no-space", test_no_space);
  ADD ("no-folder", test_no_folder);

  return g_test_run ();
}
