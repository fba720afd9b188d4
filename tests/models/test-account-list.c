/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "smith-account-list.h"
#include "smith-aws-error.h"
#include "smith-fake-keyring.h"
#include "smith-test-emulator.h"
#include "smith-test.h"

/* SmithAccountList: the keyring, accounts.ini and the list say the same after every verb, done, failed
 * and cancelled; a secret is in the keyring and nowhere else. */

#define KEY_ID "AKIAPRACTICE00000000"
#define SECRET "practice-secret"
#define TOKEN  "a/session+token=="

typedef struct
{
  SmithFakeKeyring *keyring;
  SmithAccountList *list;
  char             *folder;
  char             *path;
} Fixture;

static const char * const no_environment[] = { NULL };

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->keyring = smith_fake_keyring_new ();
  fixture->folder = smith_test_make_folder ();
  fixture->path = g_build_filename (fixture->folder, "config", "accounts.ini", NULL);
  fixture->list = smith_account_list_new (SMITH_KEYRING (fixture->keyring), fixture->path, no_environment);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  smith_test_unref_and_wait (fixture->list);
  g_object_unref (fixture->keyring);
  smith_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static guint
count (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (fixture->list));
}

static SmithAccount *
add (Fixture      *fixture,
     const char   *name,
     const char   *endpoint,
     const char   *token_text,
     GCancellable *cancellable,
     GError      **error)
{
  g_autoptr (SmithSecret) secret = smith_secret_new_string (SECRET);
  g_autoptr (SmithSecret) token = token_text != NULL ? smith_secret_new_string (token_text) : NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) waited = NULL;

  smith_account_list_add_async (fixture->list, name, "eu-central-1", KEY_ID, endpoint, secret, token,
                                cancellable, smith_test_store_result, &result);
  waited = smith_test_wait_result (&result);

  return smith_account_list_add_finish (fixture->list, waited, error);
}

static SmithAccount *
add_well (Fixture    *fixture,
          const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithAccount) account = add (fixture, name, NULL, NULL, NULL, &error);

  g_assert_no_error (error);

  return account;  /* the list holds it */
}

static gboolean
remove_account (Fixture       *fixture,
                SmithAccount  *account,
                GCancellable  *cancellable,
                char         **leftover,
                GError       **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) waited = NULL;

  smith_account_list_remove_async (fixture->list, account, cancellable, smith_test_store_result, &result);
  waited = smith_test_wait_result (&result);

  return smith_account_list_remove_finish (fixture->list, waited, leftover, error);
}

static gboolean
restore (Fixture       *fixture,
         SmithAccount  *account,
         GError       **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) waited = NULL;

  smith_account_list_restore_async (fixture->list, account, NULL, smith_test_store_result, &result);
  waited = smith_test_wait_result (&result);

  return smith_account_list_restore_finish (fixture->list, waited, error);
}

static gboolean
edit (Fixture       *fixture,
      SmithAccount  *account,
      const char    *name,
      const char    *key_id,
      const char    *secret_text,
      GError       **error)
{
  g_autoptr (SmithSecret) secret = secret_text != NULL ? smith_secret_new_string (secret_text) : NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) waited = NULL;

  smith_account_list_edit_async (fixture->list, account, name, "us-west-2", key_id, NULL, secret, NULL, NULL,
                                 smith_test_store_result, &result);
  waited = smith_test_wait_result (&result);

  return smith_account_list_edit_finish (fixture->list, waited, error);
}

static gboolean
test_account (Fixture       *fixture,
              SmithAccount  *account,
              GCancellable  *cancellable,
              GError       **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) waited = NULL;

  smith_account_list_test_async (fixture->list, account, cancellable, smith_test_store_result, &result);
  waited = smith_test_wait_result (&result);

  return smith_account_list_test_finish (fixture->list, waited, error);
}

static char *
read_file (Fixture *fixture)
{
  char *text = NULL;

  if (!g_file_get_contents (fixture->path, &text, NULL, NULL))
    return g_strdup ("");

  return text;
}

static void
assert_secret (Fixture      *fixture,
               SmithAccount *account,
               const char   *expected)
{
  SmithSecret *secret = smith_fake_keyring_peek (fixture->keyring, SMITH_KEYRING_ITEM_AWS_SECRET,
                                                 smith_account_get_id (account));

  if (expected == NULL)
    {
      g_assert_null (secret);
      return;
    }
  g_assert_nonnull (secret);
  g_assert_cmpstr (smith_secret_get_string (secret), ==, expected);
}

static void
test_add (Fixture       *fixture,
          gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithAccount) account = NULL;
  g_autoptr (SmithAccountList) again = NULL;
  g_autofree char *text = NULL;
  GStatBuf info;

  g_assert_cmpuint (count (fixture), ==, 0);
  account = add (fixture, " Work ", "https://iam.example.com", TOKEN, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (smith_account_get_name (account), ==, "Work");
  g_assert_cmpint (smith_account_get_source (account), ==, SMITH_ACCOUNT_SOURCE_KEYRING);
  g_assert_cmpstr (smith_account_get_source_text (account), ==, "Keyring");
  g_assert_true (smith_account_list_find (fixture->list, smith_account_get_id (account)) == account);
  assert_secret (fixture, account, SECRET "\n" TOKEN);

  text = read_file (fixture);
  g_assert_nonnull (strstr (text, "Name=Work"));
  g_assert_nonnull (strstr (text, KEY_ID));
  g_assert_null (strstr (text, SECRET));
  g_assert_null (strstr (text, TOKEN));
  g_assert_cmpint (g_stat (fixture->path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);

  again = smith_account_list_new (SMITH_KEYRING (fixture->keyring), fixture->path, no_environment);
  g_assert_no_error (smith_account_list_get_error (again));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (again)), ==, 1);
  g_assert_cmpstr (smith_account_get_region (smith_account_list_find (again, smith_account_get_id (account))), ==, "eu-central-1");
  g_assert_cmpstr (smith_account_get_endpoint (smith_account_list_find (again, smith_account_get_id (account))), ==,
                   "https://iam.example.com");
}

static void
test_add_fails (Fixture       *fixture,
                gconstpointer  data)
{
  static const SmithKeyringError codes[] = { SMITH_KEYRING_ERROR_LOCKED, SMITH_KEYRING_ERROR_NO_SERVICE, SMITH_KEYRING_ERROR_FAILED };
  g_autoptr (SmithSecret) secret = smith_secret_new_string (SECRET);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  SmithAccount *once;

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_autoptr (GError) failure = NULL;

      smith_fake_keyring_fail_next (fixture->keyring, codes[i]);
      g_assert_null (add (fixture, "Work", NULL, NULL, NULL, &failure));
      g_assert_error (failure, SMITH_KEYRING_ERROR, (int) codes[i]);
      g_assert_cmpuint (count (fixture), ==, 0);
    }
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));

  /* The way on: once, and stored nowhere. */
  once = smith_account_list_add_session (fixture->list, "Work", "eu-central-1", KEY_ID, NULL, secret, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (smith_account_get_source (once), ==, SMITH_ACCOUNT_SOURCE_SESSION);
  g_assert_cmpuint (count (fixture), ==, 1);
  g_assert_cmpuint (smith_fake_keyring_get_n_items (fixture->keyring), ==, 0);
  add_well (fixture, "Other");
  text = read_file (fixture);
  g_assert_null (strstr (text, "Name=Work"));
}

static gboolean
cancel_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);

  return G_SOURCE_REMOVE;
}

static void
test_add_cancelled (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  smith_fake_keyring_hang_next (fixture->keyring);
  g_timeout_add (20, cancel_cb, cancellable);
  g_assert_null (add (fixture, "Work", NULL, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (count (fixture), ==, 0);
}

/* The folder cannot be written: the keyring does not keep what no file names. */
static void
test_add_no_file (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autofree char *blocker = g_build_filename (fixture->folder, "config", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (blocker, "a file where a folder should be", -1, NULL));
  g_assert_null (add (fixture, "Work", NULL, NULL, NULL, &error));
  g_assert_nonnull (error);
  g_assert_cmpuint (count (fixture), ==, 0);
  while (smith_fake_keyring_get_n_items (fixture->keyring) > 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_names (Fixture       *fixture,
            gconstpointer  data)
{
  SmithAccount *work = add_well (fixture, "Work");
  g_autofree char *taken = smith_account_list_check_name (fixture->list, "Work ", NULL);
  g_autofree char *empty = smith_account_list_check_name (fixture->list, "  ", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithAccount) first = NULL;

  g_assert_nonnull (taken);
  g_assert_nonnull (empty);
  g_assert_null (smith_account_list_check_name (fixture->list, "Work", work));
  g_assert_null (smith_account_list_check_name (fixture->list, "Home", NULL));
  g_assert_null (add (fixture, "Work", NULL, NULL, NULL, &error));
  g_assert_error (error, SMITH_ACCOUNT_ERROR, SMITH_ACCOUNT_ERROR_INVALID);

  /* By name, whatever the order of adding. */
  add_well (fixture, "Alpha");
  first = g_list_model_get_item (G_LIST_MODEL (fixture->list), 0);
  g_assert_cmpstr (smith_account_get_name (first), ==, "Alpha");
}

static void
test_edit (Fixture       *fixture,
           gconstpointer  data)
{
  SmithAccount *account = add_well (fixture, "Work");
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  /* Without a new secret the old one stays. */
  g_assert_true (edit (fixture, account, "Home", KEY_ID, NULL, &error));
  g_assert_cmpstr (smith_account_get_name (account), ==, "Home");
  g_assert_cmpstr (smith_account_get_region (account), ==, "us-west-2");
  assert_secret (fixture, account, SECRET);
  text = read_file (fixture);
  g_assert_nonnull (strstr (text, "Name=Home"));

  /* Another key needs its secret. */
  g_assert_false (edit (fixture, account, "Home", "AKIAOTHER00000000000", NULL, &error));
  g_assert_error (error, SMITH_ACCOUNT_ERROR, SMITH_ACCOUNT_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_true (edit (fixture, account, "Home", "AKIAOTHER00000000000", "other", &error));
  assert_secret (fixture, account, "other");

  smith_fake_keyring_fail_next (fixture->keyring, SMITH_KEYRING_ERROR_LOCKED);
  g_assert_false (edit (fixture, account, "Never", KEY_ID, SECRET, &error));
  g_assert_error (error, SMITH_KEYRING_ERROR, SMITH_KEYRING_ERROR_LOCKED);
  g_assert_cmpstr (smith_account_get_name (account), ==, "Home");
  assert_secret (fixture, account, "other");
}

static void
test_remove (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (SmithAccount) account = g_object_ref (add_well (fixture, "Work"));
  g_autoptr (GError) error = NULL;
  g_autofree char *leftover = NULL;
  g_autofree char *gone = NULL;
  g_autofree char *back = NULL;

  g_assert_true (remove_account (fixture, account, NULL, &leftover, &error));
  g_assert_null (leftover);
  g_assert_cmpuint (count (fixture), ==, 0);
  assert_secret (fixture, account, NULL);
  gone = read_file (fixture);
  g_assert_null (strstr (gone, "Work"));

  g_assert_true (restore (fixture, account, &error));
  g_assert_cmpuint (count (fixture), ==, 1);
  assert_secret (fixture, account, SECRET);
  back = read_file (fixture);
  g_assert_nonnull (strstr (back, "Name=Work"));
  /* Twice is once. */
  g_assert_true (restore (fixture, account, &error));
  g_assert_cmpuint (count (fixture), ==, 1);
}

static void
test_remove_locked (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr (SmithAccount) account = g_object_ref (add_well (fixture, "Work"));
  g_autoptr (GError) error = NULL;
  g_autofree char *leftover = NULL;

  smith_fake_keyring_fail_next (fixture->keyring, SMITH_KEYRING_ERROR_LOCKED);
  g_assert_true (remove_account (fixture, account, NULL, &leftover, &error));
  g_assert_nonnull (leftover);
  g_assert_cmpuint (count (fixture), ==, 0);
  assert_secret (fixture, account, SECRET);
  g_assert_true (restore (fixture, account, &error));
  assert_secret (fixture, account, SECRET);
}

static void
test_remove_cancelled (Fixture       *fixture,
                       gconstpointer  data)
{
  SmithAccount *account = add_well (fixture, "Work");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  smith_fake_keyring_hang_next (fixture->keyring);
  g_timeout_add (20, cancel_cb, cancellable);
  g_assert_false (remove_account (fixture, account, cancellable, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (count (fixture), ==, 1);
  assert_secret (fixture, account, SECRET);
}

static void
test_test (Fixture       *fixture,
           gconstpointer  data)
{
  static const char * const arguments[] = { "--access-key-id", KEY_ID, NULL };
  g_autoptr (SmithTestEmulator) emulator = smith_test_emulator_start (arguments);
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithAccount) account = add (fixture, "Practice", smith_test_emulator_get_uri (emulator), NULL, NULL, &error);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  g_assert_null (smith_account_get_account_number (account));
  g_assert_true (test_account (fixture, account, NULL, &error));
  g_assert_cmpstr (smith_account_get_account_number (account), ==, SMITH_TEST_ACCOUNT_NUMBER);
  g_assert_true (g_str_has_prefix (smith_account_get_arn (account), "arn:aws:iam::" SMITH_TEST_ACCOUNT_NUMBER ":"));
  g_assert_nonnull (strstr (smith_account_get_subtitle (account), SMITH_TEST_ACCOUNT_NUMBER));
  smith_account_list_note_caller (fixture->list, account, "111122223333", "arn:aws:iam::111122223333:root");
  while (text == NULL || strstr (text, "111122223333") == NULL)
    {
      g_main_context_iteration (NULL, TRUE);
      g_free (text);
      text = read_file (fixture);
    }

  smith_fake_keyring_fail_next (fixture->keyring, SMITH_KEYRING_ERROR_LOCKED);
  g_assert_false (test_account (fixture, account, NULL, &error));
  g_assert_error (error, SMITH_KEYRING_ERROR, SMITH_KEYRING_ERROR_LOCKED);
  g_clear_error (&error);

  g_assert_true (edit (fixture, account, "Practice", KEY_ID, "wrong", &error));
  g_assert_no_error (error);
  g_assert_null (smith_account_get_endpoint (account));
  g_cancellable_cancel (cancelled);
  g_assert_false (test_account (fixture, account, cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_wrong_secret (Fixture       *fixture,
                   gconstpointer  data)
{
  static const char * const arguments[] = { "--access-key-id", KEY_ID, NULL };
  g_autoptr (SmithTestEmulator) emulator = smith_test_emulator_start (arguments);
  g_autoptr (SmithSecret) wrong = smith_secret_new_string ("wrong");
  g_autoptr (GError) error = NULL;
  SmithAccount *account;

  account = smith_account_list_add_session (fixture->list, "Wrong", "us-east-1", KEY_ID,
                                            smith_test_emulator_get_uri (emulator), wrong, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (test_account (fixture, account, NULL, &error));
  g_assert_error (error, SMITH_AWS_ERROR, SMITH_AWS_ERROR_CREDENTIALS);
  g_assert_null (smith_account_get_arn (account));
}

static void
test_environment (Fixture       *fixture,
                  gconstpointer  data)
{
  static const char * const variables[] = {
    "AWS_ACCESS_KEY_ID=" KEY_ID, "AWS_SECRET_ACCESS_KEY=" SECRET, "AWS_SESSION_TOKEN=" TOKEN,
    "AWS_DEFAULT_REGION=ap-south-1", "AWS_ENDPOINT_URL=http://127.0.0.1:1", "AWS_ENDPOINT_URL_IAM=http://127.0.0.1:2", NULL
  };
  static const char * const half[] = { "AWS_ACCESS_KEY_ID=" KEY_ID, NULL };
  g_autoptr (SmithAccountList) list = smith_account_list_new (NULL, fixture->path, variables);
  g_autoptr (SmithAccountList) none = smith_account_list_new (NULL, fixture->path, half);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) waited = NULL;
  g_autoptr (GError) error = NULL;
  SmithAccount *account = smith_account_list_find (list, "environment");

  g_assert_nonnull (account);
  g_assert_cmpstr (smith_account_get_access_key_id (account), ==, KEY_ID);
  g_assert_cmpstr (smith_account_get_region (account), ==, "ap-south-1");
  g_assert_cmpstr (smith_account_get_endpoint (account), ==, "http://127.0.0.1:2");
  g_assert_cmpint (smith_account_get_source (account), ==, SMITH_ACCOUNT_SOURCE_ENVIRONMENT);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (none)), ==, 0);

  smith_account_list_remove_async (list, account, NULL, smith_test_store_result, &result);
  waited = smith_test_wait_result (&result);
  g_assert_false (smith_account_list_remove_finish (list, waited, NULL, &error));
  g_assert_error (error, SMITH_ACCOUNT_ERROR, SMITH_ACCOUNT_ERROR_READ_ONLY);
}

/* Damaged by another program: told, and kept aside before anything is written over it. */
static void
test_damaged (Fixture       *fixture,
              gconstpointer  data)
{
  static const char * const texts[] = { "not an ini file", "[1234]\nName=Half\n" };
  g_autofree char *folder = g_path_get_dirname (fixture->path);
  g_autofree char *aside = g_strconcat (fixture->path, ".damaged", NULL);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *kept = NULL;

      g_assert_true (g_file_set_contents (fixture->path, texts[i], -1, NULL));
      smith_test_unref_and_wait (fixture->list);
      fixture->list = smith_account_list_new (SMITH_KEYRING (fixture->keyring), fixture->path, no_environment);
      g_assert_error (smith_account_list_get_error (fixture->list), SMITH_ACCOUNT_ERROR, SMITH_ACCOUNT_ERROR_INVALID);
      g_assert_cmpuint (count (fixture), ==, 0);
      add_well (fixture, "Work");
      g_assert_true (g_file_get_contents (aside, &kept, NULL, NULL));
      g_assert_cmpstr (kept, ==, texts[i]);
    }
}

/* Two verbs at once: the file says in the end what the list says. */
static void
test_together (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr (SmithSecret) secret = smith_secret_new_string (SECRET);
  GAsyncResult *results[8] = { NULL };
  g_autofree char *text = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autofree char *name = g_strdup_printf ("Account %" G_GSIZE_FORMAT, i);

      smith_account_list_add_async (fixture->list, name, "us-east-1", KEY_ID, NULL, secret, NULL, NULL,
                                    smith_test_store_result, &results[i]);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autoptr (GAsyncResult) waited = smith_test_wait_result (&results[i]);
      g_autoptr (SmithAccount) account = smith_account_list_add_finish (fixture->list, waited, NULL);

      g_assert_nonnull (account);
    }
  text = read_file (fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autofree char *line = g_strdup_printf ("Name=Account %" G_GSIZE_FORMAT "\n", i);

      g_assert_nonnull (strstr (text, line));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) g_test_add ("/account-list/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("add", test_add);
  ADD ("add-fails", test_add_fails);
  ADD ("add-cancelled", test_add_cancelled);
  ADD ("add-no-file", test_add_no_file);
  ADD ("names", test_names);
  ADD ("edit", test_edit);
  ADD ("remove", test_remove);
  ADD ("remove-locked", test_remove_locked);
  ADD ("remove-cancelled", test_remove_cancelled);
  ADD ("test", test_test);
  ADD ("wrong-secret", test_wrong_secret);
  ADD ("environment", test_environment);
  ADD ("damaged", test_damaged);
  ADD ("together", test_together);

  return g_test_run ();
}
