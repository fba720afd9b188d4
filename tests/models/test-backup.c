/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "material.h"

#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <glib/gstdio.h>

#include "smith-account-store.h"
#include "smith-backup.h"
#include "smith-backup-container-private.h"
#include "smith-crypto-error.h"
#include "smith-fake-keyring.h"
#include "smith-lock.h"
#include "smith-profile-list.h"
#include "smith-test.h"

/* The whole library as one file and back: into an empty one, into one that has it, and into one that differs. */

#define PASSPHRASE "a long passphrase for tests"

typedef struct
{
  char             *folder;
  SmithWorkspace   *workspace;
} Place;

typedef struct
{
  Place        here;
  Place        there;
  char        *folder;
  GFile       *file;
  SmithSecret *passphrase;
} Fixture;

static void
open_place (Place *place)
{
  g_autoptr (SmithFakeKeyring) keyring = smith_fake_keyring_new ();

  place->folder = smith_test_make_folder ();
  place->workspace = smith_workspace_new (place->folder, SMITH_KEYRING (keyring));
  material_load (smith_workspace_get_library (place->workspace));
}

static void
close_place (Place *place)
{
  material_drop (place->workspace);
  smith_test_remove_folder (place->folder);
  g_free (place->folder);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autofree char *path = NULL;

  open_place (&fixture->here);
  open_place (&fixture->there);
  fixture->folder = smith_test_make_folder ();
  path = g_build_filename (fixture->folder, "mine.backup", NULL);
  fixture->file = g_file_new_for_path (path);
  fixture->passphrase = smith_secret_new_string (PASSPHRASE);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  close_place (&fixture->here);
  close_place (&fixture->there);
  smith_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_object_unref (fixture->file);
  smith_secret_unref (fixture->passphrase);
}

static GListModel *
list (Place *place)
{
  return G_LIST_MODEL (smith_workspace_get_library (place->workspace));
}

static void
write_file (const char *folder,
            const char *name,
            const char *content)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, content, -1, NULL));
}

static char *
read_file (const char *folder,
           const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  char *content = NULL;

  g_file_get_contents (path, &content, NULL, NULL);

  return content;
}

/* Every file of every identity, as sha256sum tells them. */
static char *
sum (Place *place)
{
  g_autofree char *command = g_strdup_printf ("cd '%s/identities' && find . -type f | sort | xargs sha256sum", place->folder);
  int status = -1;

  return smith_test_run ((const char * const[]) { "sh", "-c", command, NULL }, NULL, &status);
}

static char *
identity_path (SmithIdentity *identity)
{
  return g_strdup (smith_identity_get_folder (identity));
}

/* Two identities, one of them with files of kinds that nobody has told the backup of. */
static void
fill (Place *place)
{
  SmithLibrary *library = smith_workspace_get_library (place->workspace);
  SmithIdentity *first = material_keep (library, "rsa-leaf", "rsa-two,rsa-one");
  g_autofree char *path = identity_path (first);
  g_autofree char *former = material_text ("rsa-one.key");

  material_keep (library, "ec-leaf", "ec-two");
  write_file (path, "issued/01ab.pem", "what an authority issued\n");
  write_file (path, "revocations.ini", "[01ab]\nreason=1\n");
  write_file (path, "history/20260101T000000Z/private-key.pem", former);
  write_file (place->folder, "profiles.ini", "[profile-1]\nname=Office\nsubject=O;Example;\n\n[profile-2]\nname=Home\n");
  write_file (place->folder, "trash/x/private-key.pem", "deleted\n");
}

static SmithBackupResult *
back_up (Fixture  *fixture,
         GError  **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) waited = NULL;
  SmithJob *job = smith_backup_write_async (fixture->here.workspace, fixture->file, fixture->passphrase,
                                            smith_test_store_result, &result);

  g_assert_nonnull (job);
  waited = smith_test_wait_result (&result);

  return smith_backup_write_finish (fixture->here.workspace, waited, error);
}

static SmithBackupResult *
restore (Fixture      *fixture,
         SmithSecret  *passphrase,
         GError      **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) waited = NULL;

  smith_backup_restore_async (fixture->there.workspace, fixture->file, passphrase, smith_test_store_result, &result);
  waited = smith_test_wait_result (&result);

  return smith_backup_restore_finish (fixture->there.workspace, waited, error);
}

static SmithBackupResult *
restore_well (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  SmithBackupResult *result = restore (fixture, fixture->passphrase, &error);

  g_assert_no_error (error);

  return result;
}

static void
back_up_well (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithBackupResult) result = back_up (fixture, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (result->n_identities, ==, 2);
}

static void
test_into_empty (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (SmithBackupResult) result = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  SmithProfileList *profiles;
  g_autofree char *trash = NULL;
  g_autofree char *title = NULL;
  struct stat info;

  fill (&fixture->here);
  smith_library_add (smith_workspace_get_library (fixture->here.workspace), "Not kept");
  back_up_well (fixture);
  g_assert_cmpint (g_stat (g_file_peek_path (fixture->file), &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);

  result = restore_well (fixture);
  g_assert_cmpuint (result->n_added, ==, 2);
  g_assert_cmpuint (result->n_apart + result->n_known + result->n_completed, ==, 0);
  g_assert_cmpuint (result->n_profiles, ==, 2);
  g_assert_nonnull (result->created_at);
  before = sum (&fixture->here);
  after = sum (&fixture->there);
  g_assert_cmpstr (before, ==, after);
  g_assert_nonnull (strstr (after, "issued/01ab.pem"));
  g_assert_nonnull (strstr (after, "history/20260101T000000Z/private-key.pem"));
  g_assert_cmpuint (g_list_model_get_n_items (list (&fixture->there)), ==, 2);
  profiles = smith_profile_list_for_library (smith_workspace_get_library (fixture->there.workspace));
  g_assert_nonnull (smith_profile_list_find (profiles, "Office"));
  g_assert_nonnull (smith_profile_list_find (profiles, "Home"));
  trash = read_file (fixture->there.folder, "trash/x/private-key.pem");
  g_assert_null (trash);
  title = smith_backup_result_dup_title (result);
  g_assert_cmpstr (title, ==, "2 identities restored");
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (SmithIdentity) identity = g_list_model_get_item (list (&fixture->there), i);
      g_autofree char *path = identity_path (identity);
      g_autofree char *key = g_build_filename (path, "private-key.pem", NULL);
      g_autofree char *former = NULL;

      g_assert_cmpint (g_stat (key, &info), ==, 0);
      g_assert_cmpint (info.st_mode & 0777, ==, 0600);
      g_assert_cmpint (g_stat (path, &info), ==, 0);
      g_assert_cmpint (info.st_mode & 0777, ==, 0700);
      /* Keys of the past too, whatever the archive says. */
      former = g_build_filename (path, "history", "20260101T000000Z", "private-key.pem", NULL);
      if (g_stat (former, &info) == 0)
        g_assert_cmpint (info.st_mode & 0777, ==, 0600);
    }
}

static void
test_again (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (SmithBackupResult) first = NULL;
  g_autoptr (SmithBackupResult) second = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *title = NULL;

  fill (&fixture->here);
  back_up_well (fixture);
  first = restore_well (fixture);
  before = sum (&fixture->there);
  second = restore_well (fixture);
  after = sum (&fixture->there);
  g_assert_cmpuint (second->n_known, ==, 2);
  g_assert_cmpuint (second->n_added + second->n_apart + second->n_completed + second->n_profiles, ==, 0);
  g_assert_cmpstr (before, ==, after);
  title = smith_backup_result_dup_title (second);
  g_assert_cmpstr (title, ==, "Everything in the backup is here already");
}

/* Gaps are filled; the same things under another id are the same things. */
static void
test_completes (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (SmithBackupResult) result = NULL;
  g_autofree char *path = NULL;
  g_autofree char *chain = NULL;
  g_autofree char *issued = NULL;
  g_autofree char *details = NULL;
  SmithIdentity *same;

  fill (&fixture->here);
  back_up_well (fixture);
  same = material_keep (smith_workspace_get_library (fixture->there.workspace), "rsa-leaf", "rsa-two,rsa-one");
  path = identity_path (same);
  chain = g_build_filename (path, "chain.pem", NULL);
  g_assert_cmpint (g_unlink (chain), ==, 0);

  result = restore_well (fixture);
  g_assert_cmpuint (result->n_completed, ==, 1);
  g_assert_cmpuint (result->n_added, ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (list (&fixture->there)), ==, 2);
  g_assert_true (g_file_test (chain, G_FILE_TEST_EXISTS));
  issued = read_file (path, "issued/01ab.pem");
  g_assert_cmpstr (issued, ==, "what an authority issued\n");
  details = smith_backup_result_dup_details (result);
  g_assert_nonnull (strstr (details, "1 was here in part and is complete now."));
}

static void
test_apart (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (SmithBackupResult) first = NULL;
  g_autoptr (SmithBackupResult) second = NULL;
  g_autoptr (SmithBackupResult) third = NULL;
  g_autoptr (SmithIdentity) identity = NULL;
  g_autofree char *path = NULL;
  g_autofree char *kept = NULL;
  guint n_marked = 0;

  fill (&fixture->here);
  back_up_well (fixture);
  first = restore_well (fixture);
  identity = g_list_model_get_item (list (&fixture->there), 0);
  path = identity_path (identity);
  write_file (path, "chain.pem", "another chain\n");

  second = restore_well (fixture);
  g_assert_cmpuint (second->n_apart, ==, 1);
  g_assert_cmpuint (second->n_known, ==, 1);
  kept = read_file (path, "chain.pem");
  g_assert_cmpstr (kept, ==, "another chain\n");
  g_assert_cmpuint (g_list_model_get_n_items (list (&fixture->there)), ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (SmithIdentity) each = g_list_model_get_item (list (&fixture->there), i);

      n_marked += g_str_has_suffix (smith_identity_get_name (each), " (restored)");
    }
  g_assert_cmpuint (n_marked, ==, 1);

  /* Once, not every time. */
  third = restore_well (fixture);
  g_assert_cmpuint (third->n_apart, ==, 0);
  g_assert_cmpuint (third->n_known, ==, 2);
}

static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  const char *path = g_file_peek_path (fixture->file);
  g_autoptr (SmithSecret) wrong = smith_secret_new_string ("wrong");
  g_autoptr (GError) error = NULL;
  g_autofree char *content = NULL;
  gsize size;

  fill (&fixture->here);
  back_up_well (fixture);
  g_assert_null (restore (fixture, wrong, &error));
  g_assert_error (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_PASSWORD_WRONG);
  g_clear_error (&error);

  g_assert_true (g_file_get_contents (path, &content, &size, NULL));
  content[size - 500] ^= 1;
  g_assert_true (g_file_set_contents (path, content, (gssize) size, NULL));
  g_assert_null (restore (fixture, fixture->passphrase, &error));
  g_assert_error (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_DAMAGED);
  g_clear_error (&error);

  g_assert_true (g_file_set_contents (path, content, (gssize) size - 700, NULL));
  g_assert_null (restore (fixture, fixture->passphrase, &error));
  g_assert_error (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_DAMAGED);
  g_clear_error (&error);

  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_null (restore (fixture, fixture->passphrase, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_cmpuint (g_list_model_get_n_items (list (&fixture->there)), ==, 0);
}

static void
put_container (Fixture *fixture,
               GPtrArray *entries)
{
  g_autoptr (GBytes) container = smith_backup_container_seal (entries, fixture->passphrase, NULL, NULL);

  g_assert_true (g_file_set_contents (g_file_peek_path (fixture->file), g_bytes_get_data (container, NULL),
                                      (gssize) g_bytes_get_size (container), NULL));
}

static void
add_entry (GPtrArray  *entries,
           const char *name,
           const char *content)
{
  g_autoptr (GBytes) bytes = g_bytes_new (content, strlen (content));

  g_ptr_array_add (entries, smith_backup_entry_new (name, bytes, 0644, 0));
}

/* A file that opens, made by somebody else: nothing is written outside of the library, and nothing at all. */
static void
test_hostile (Fixture       *fixture,
              gconstpointer  data)
{
  static const char * const names[] = {
    "identities/../../evil", "identities/a/../../../evil", "identities/.new/x", "identities/a/.pending/x",
    "identities/a//x", "identities/a/b/c/d/e", "identities/loose",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) smith_backup_entry_free);
      g_autoptr (GError) error = NULL;
      g_autofree char *after = NULL;

      add_entry (entries, "backup.ini", "[Backup]\nversion=1\n");
      add_entry (entries, "identities/good/identity.ini", "[Identity]\nname=Good\n");
      add_entry (entries, names[i], "evil");
      put_container (fixture, entries);
      g_assert_null (restore (fixture, fixture->passphrase, &error));
      g_assert_error (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_DAMAGED);
      after = sum (&fixture->there);
      g_assert_null (strstr (after, "identity.ini"));
    }
}

static void
test_versions (Fixture       *fixture,
               gconstpointer  data)
{
  static const char * const heads[] = { "[Backup]\nversion=2\n", "[Other]\nversion=1\n", "nonsense" };

  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    {
      g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) smith_backup_entry_free);
      g_autoptr (GError) error = NULL;

      add_entry (entries, "backup.ini", heads[i]);
      put_container (fixture, entries);
      g_assert_null (restore (fixture, fixture->passphrase, &error));
      g_assert_nonnull (error);
      g_assert_true (error->domain == SMITH_LIBRARY_ERROR);
    }
}

/* A place that cannot be written: the old file stays as it was. */
static void
test_unwritable (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (GFile) full = g_file_new_for_path ("/dev/full/mine.backup");
  g_autoptr (GFile) remote = g_file_new_for_uri ("sftp://example.com/mine.backup");
  GFile *places[] = { full, remote };

  fill (&fixture->here);
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autoptr (GError) error = NULL;

      g_set_object (&fixture->file, places[i]);
      g_assert_null (back_up (fixture, &error));
      g_assert_nonnull (error);
      g_assert_cmpint (strlen (error->message), >, 10);
    }
}

/* As on a full disk, in the middle of the file: what was there stays, and nothing is left beside it. */
static void
test_disk_full (Fixture       *fixture,
                gconstpointer  data)
{
  struct rlimit before, small;
  g_autoptr (GError) error = NULL;
  g_autofree char *content = NULL;
  g_autoptr (GDir) folder = NULL;

  fill (&fixture->here);
  write_file (fixture->folder, "mine.backup", "the old one");
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  small = before;
  small.rlim_cur = 1000;
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  g_assert_null (back_up (fixture, &error));
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  signal (SIGXFSZ, SIG_DFL);
  g_assert_nonnull (error);
  g_assert_true (error->domain == G_IO_ERROR);
  content = read_file (fixture->folder, "mine.backup");
  g_assert_cmpstr (content, ==, "the old one");
  folder = g_dir_open (fixture->folder, 0, NULL);
  g_assert_cmpstr (g_dir_read_name (folder), ==, "mine.backup");
  g_assert_null (g_dir_read_name (folder));
}

/* While it is held no backup gets to the end. */
static SmithLock *
hold_library (Place *place)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (place->folder, "lock", NULL);
  SmithLock *lock = smith_lock_acquire (path, SMITH_LOCK_EXCLUSIVE, 1000, NULL, &error);

  g_assert_no_error (error);

  return lock;
}

static void
test_cancel (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) waited = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithLock) lock = NULL;
  g_autofree char *content = NULL;
  SmithJob *job;

  fill (&fixture->here);
  write_file (fixture->folder, "mine.backup", "the old one");
  lock = hold_library (&fixture->here);
  job = smith_backup_write_async (fixture->here.workspace, fixture->file, fixture->passphrase, smith_test_store_result,
                                  &result);
  smith_job_cancel (job);
  waited = smith_test_wait_result (&result);
  g_assert_null (smith_backup_write_finish (fixture->here.workspace, waited, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  content = read_file (fixture->folder, "mine.backup");
  g_assert_cmpstr (content, ==, "the old one");
}

static void
test_cancel_restore (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr (GAsyncResult) written = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) waited = NULL;
  g_autoptr (GAsyncResult) ended = NULL;
  g_autoptr (SmithBackupResult) backup = NULL;
  g_autoptr (SmithBackupResult) restored = NULL;
  g_autoptr (SmithLock) lock = NULL;
  g_autoptr (GError) error = NULL;
  SmithJob *job;

  fill (&fixture->here);
  smith_backup_write_async (fixture->here.workspace, fixture->file, fixture->passphrase, smith_test_store_result, &written);
  waited = smith_test_wait_result (&written);
  backup = smith_backup_write_finish (fixture->here.workspace, waited, &error);
  g_assert_no_error (error);

  lock = hold_library (&fixture->there);
  job = smith_backup_restore_async (fixture->there.workspace, fixture->file, fixture->passphrase, smith_test_store_result,
                                    &result);
  smith_job_cancel (job);
  ended = smith_test_wait_result (&result);
  restored = smith_backup_restore_finish (fixture->there.workspace, ended, &error);
  g_assert_null (restored);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (smith_job_is_done (job));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (smith_workspace_get_library (fixture->there.workspace))), ==, 0);
}

static void
test_accounts (Fixture       *fixture,
               gconstpointer  data)
{
  static const char text[] = "[one]\nName=Production\nRegion=eu-central-1\nAccessKeyId=AKIAONE\n"
                             "[two]\nName=Practice\nRegion=us-east-1\nAccessKeyId=AKIATWO\n[damaged]\nName=x\n";
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  SmithAccountList *accounts = smith_workspace_get_accounts (fixture->there.workspace);
  g_autoptr (GPtrArray) parsed = smith_account_store_parse (bytes);

  g_assert_cmpuint (parsed->len, ==, 2);
  for (guint round = 0; round < 2; round++)
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GAsyncResult) waited = NULL;
      g_autoptr (GError) error = NULL;

      smith_account_list_merge_async (accounts, bytes, NULL, smith_test_store_result, &result);
      waited = smith_test_wait_result (&result);
      g_assert_cmpint (smith_account_list_merge_finish (accounts, waited, &error), ==, round == 0 ? 2 : 0);
      g_assert_no_error (error);
      g_assert_nonnull (smith_account_list_find (accounts, "one"));
    }
}

static void
test_file_name (void)
{
  g_autofree char *name = smith_backup_dup_file_name ();

  g_assert_true (g_regex_match_simple ("^Chainsmith \\d{4}-\\d\\d-\\d\\d\\.backup$", name, 0, 0));
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *configuration = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  /* What the passphrase is worth is for test-backup-container.c. */
  smith_backup_container_rounds = 1000;
  /* Nobody's own accounts. */
  configuration = smith_test_make_folder ();
  g_setenv ("XDG_CONFIG_HOME", configuration, TRUE);

#define ADD(path, function) g_test_add ("/backup/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("into-empty", test_into_empty);
  ADD ("again", test_again);
  ADD ("completes", test_completes);
  ADD ("apart", test_apart);
  ADD ("refused", test_refused);
  ADD ("hostile", test_hostile);
  ADD ("versions", test_versions);
  ADD ("unwritable", test_unwritable);
  ADD ("disk-full", test_disk_full);
  ADD ("cancel", test_cancel);
  ADD ("cancel-restore", test_cancel_restore);
  ADD ("accounts", test_accounts);
  g_test_add_func ("/backup/file-name", test_file_name);

  status = g_test_run ();
  smith_test_remove_folder (configuration);

  return status;
}
