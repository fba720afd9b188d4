/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-key-draft.h"

#include <string.h>
#include <sys/stat.h>

#include <glib/gstdio.h>

#include "person.h"
#include "smith-fake-keyring.h"
#include "smith-key-change.h"
#include "smith-key-history.h"
#include "smith-test.h"

typedef struct
{
  char             *folder;
  SmithFakeKeyring *keyring;
  SmithWorkspace   *workspace;
  SmithIdentity    *identity;
  SmithKeyDraft    *draft;
  GAsyncResult     *result;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->folder = smith_test_make_folder ();
  fixture->keyring = smith_fake_keyring_new ();
  fixture->workspace = smith_workspace_new (fixture->folder, SMITH_KEYRING (fixture->keyring));
  fixture->identity = g_object_ref (smith_library_add (smith_workspace_get_library (fixture->workspace), "www.example.com"));
  fixture->draft = smith_key_draft_for_identity (fixture->identity);
  smith_key_draft_set_algorithm (fixture->draft, smith_key_algorithm_lookup ("ec-p256"));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_clear_object (&fixture->identity);
  g_clear_object (&fixture->workspace);
  g_clear_object (&fixture->keyring);
  smith_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static void
type (Fixture    *fixture,
      const char *passphrase)
{
  SmithPassphraseDraft *protection = smith_key_draft_get_protection (fixture->draft);
  g_autoptr (SmithSecret) secret = smith_secret_new_string (passphrase);

  smith_passphrase_draft_set_protect (protection, TRUE);
  smith_passphrase_draft_set_passphrase (protection, secret);
  smith_passphrase_draft_set_repeat (protection, secret);
}

static gboolean
create (Fixture       *fixture,
        GCancellable  *cancellable,
        char         **warning,
        GError       **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  smith_key_draft_create_async (fixture->draft, fixture->workspace, fixture->identity, cancellable,
                                smith_test_store_result, &fixture->result);
  g_assert_nonnull (smith_key_draft_get_job (fixture->draft));
  g_assert_false (smith_key_draft_get_valid (fixture->draft));
  result = smith_test_wait_result (&fixture->result);
  g_assert_null (smith_key_draft_get_job (fixture->draft));

  return smith_key_draft_create_finish (fixture->draft, result, warning, error);
}

static char *
dup_key_path (Fixture *fixture)
{
  return g_build_filename (smith_identity_get_folder (fixture->identity), "private-key.pem", NULL);
}

/* openssl as the authority on what is in @path; NULL where it cannot read it. */
static char *
dup_public_key (const char *path,
                const char *passphrase)
{
  g_autofree char *source = g_strconcat ("pass:", passphrase, NULL);
  const char * const argv[] = { "openssl", "pkey", "-in", path, "-passin", source, "-pubout", NULL };
  int status;
  g_autofree char *output = smith_test_run (argv, NULL, &status);

  return status == 0 ? g_steal_pointer (&output) : NULL;
}

static void
test_plain (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *warning = NULL;
  g_autofree char *path = NULL;
  g_autofree char *theirs = NULL;
  struct stat information;

  g_assert_true (create (fixture, NULL, &warning, &error));
  g_assert_no_error (error);
  g_assert_null (warning);
  g_assert_true (smith_identity_get_has_key (fixture->identity));
  g_assert_cmpint (smith_identity_get_key_protection (fixture->identity), ==, SMITH_KEY_PROTECTION_NONE);

  path = dup_key_path (fixture);
  g_assert_cmpint (stat (path, &information), ==, 0);
  g_assert_cmpint (information.st_mode & 07777, ==, 0600);
  theirs = dup_public_key (path, "unused");
  g_assert_cmpstr (theirs, ==, smith_public_key_get_pem (smith_identity_get_public_key (fixture->identity)));
  /* Done jobs leave the list. */
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (smith_workspace_get_jobs (fixture->workspace))), ==, 0);
}

static void
test_remembered (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  g_autofree char *wrong = NULL;
  g_autofree char *right = NULL;
  SmithSecret *remembered;

  type (fixture, "correct horse");
  smith_passphrase_draft_set_remember (smith_key_draft_get_protection (fixture->draft), TRUE);
  g_assert_true (create (fixture, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (smith_identity_get_key_protection (fixture->identity), ==, SMITH_KEY_PROTECTION_PASSPHRASE);

  path = dup_key_path (fixture);
  wrong = dup_public_key (path, "incorrect horse");
  g_assert_null (wrong);
  right = dup_public_key (path, "correct horse");
  g_assert_cmpstr (right, ==, smith_public_key_get_pem (smith_identity_get_public_key (fixture->identity)));
  remembered = smith_fake_keyring_peek (fixture->keyring, SMITH_KEYRING_ITEM_KEY_PASSPHRASE,
                                        smith_identity_get_id (fixture->identity));
  g_assert_cmpstr (smith_secret_get_string (remembered), ==, "correct horse");
  /* What was typed is not kept any longer than it is needed. */
  g_assert_null (smith_passphrase_draft_dup_passphrase (smith_key_draft_get_protection (fixture->draft)));
}

static void
test_keyring_fails (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *warning = NULL;

  type (fixture, "correct horse");
  smith_passphrase_draft_set_remember (smith_key_draft_get_protection (fixture->draft), TRUE);
  smith_fake_keyring_fail_next (fixture->keyring, SMITH_KEYRING_ERROR_LOCKED);
  g_assert_true (create (fixture, NULL, &warning, &error));
  g_assert_no_error (error);
  g_assert_nonnull (warning);
  g_assert_null (strstr (warning, "horse"));
  g_assert_true (smith_identity_get_has_key (fixture->identity));
}

static void
test_disk_fails (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *file = g_build_filename (fixture->folder, "identities", NULL);

  /* Where the folder of the identities should be lies a file: not even root can write there. */
  smith_test_remove_folder (file);
  g_file_set_contents (file, "", -1, &error);
  g_assert_no_error (error);

  g_assert_false (create (fixture, NULL, NULL, &error));
  g_assert_nonnull (error);
  g_assert_cmpstr (smith_key_draft_get_problem (fixture->draft), ==, error->message);
  g_assert_false (smith_identity_get_has_key (fixture->identity));
  g_assert_true (smith_key_draft_get_valid (fixture->draft));
}

static gboolean
cancel_job_cb (gpointer data)
{
  SmithKeyDraft *draft = data;

  smith_job_cancel (smith_key_draft_get_job (draft));

  return G_SOURCE_REMOVE;
}

static void
test_cancelled (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) error_before = NULL;

  /* The largest: it takes long enough for a person to change their mind. */
  smith_key_draft_set_algorithm (fixture->draft, smith_key_algorithm_lookup ("rsa-4096"));
  g_timeout_add (1, cancel_job_cb, fixture->draft);
  g_assert_false (create (fixture, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (smith_key_draft_get_problem (fixture->draft));
  g_assert_false (smith_identity_get_has_key (fixture->identity));

  g_cancellable_cancel (cancellable);
  g_assert_false (create (fixture, cancellable, NULL, &error_before));
  g_assert_error (error_before, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (smith_workspace_get_jobs (fixture->workspace))), ==, 0);
}

static void
test_command (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *command = NULL;

  type (fixture, "correct horse");
  command = smith_key_draft_dup_command (fixture->draft, fixture->identity);
  g_assert_nonnull (strstr (command, "ec_paramgen_curve:P-256"));
  g_assert_nonnull (strstr (command, "-aes256"));
  g_assert_null (strstr (command, "horse"));
}

static void
test_same_draft (Fixture       *fixture,
                 gconstpointer  data)
{
  SmithIdentity *other = smith_library_add (smith_workspace_get_library (fixture->workspace), "other.example");

  g_assert_true (smith_key_draft_for_identity (fixture->identity) == fixture->draft);
  g_assert_true (smith_key_draft_for_identity (other) != fixture->draft);
}

/* What can be done with a key that is there. */

static gboolean
finish_change (Fixture  *fixture,
               char    **warning,
               GError  **error)
{
  g_autoptr (GAsyncResult) result = smith_test_wait_result (&fixture->result);

  return smith_key_change_finish (fixture->workspace, result, warning, error);
}

/* Sound: openssl says so as well. Another file in its place: told, whatever its passphrase. */
static void
test_check (Fixture       *fixture,
            gconstpointer  data)
{
  static const char * const answers[] = { "correct horse", NULL };
  g_autoptr (GTlsInteraction) person = person_new (answers, FALSE);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  const char *argv[] = { "openssl", "pkey", "-in", NULL, "-passin", "pass:correct horse", "-check", "-noout", NULL };
  const char *replace[] = { "openssl", "genpkey", "-algorithm", "ED25519", "-out", NULL, NULL };
  g_autofree char *theirs = NULL;
  g_autofree char *replaced = NULL;

  type (fixture, "correct horse");
  g_assert_true (create (fixture, NULL, NULL, &error));
  path = dup_key_path (fixture);
  argv[3] = path;
  theirs = smith_test_run (argv, NULL, NULL);
  g_assert_cmpstr (theirs, ==, "Key is valid\n");
  smith_key_change_check_async (fixture->workspace, fixture->identity, person, NULL, smith_test_store_result,
                                &fixture->result);
  g_assert_true (finish_change (fixture, NULL, &error));
  g_assert_no_error (error);

  smith_key_change_check_async (fixture->workspace, fixture->identity, person, NULL, smith_test_store_result,
                                &fixture->result);
  g_assert_false (finish_change (fixture, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);

  replace[5] = path;
  replaced = smith_test_run (replace, NULL, NULL);
  smith_key_change_check_async (fixture->workspace, fixture->identity, person, NULL, smith_test_store_result,
                                &fixture->result);
  g_assert_false (finish_change (fixture, NULL, &error));
  g_assert_error (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_DAMAGED);
}

/* The new key is the one of openssl's reading, the old one opens with its passphrase in the history, and the keyring
 * remembers nothing that fits no longer. */
static void
test_replace (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (GAsyncResult) replaced = NULL;
  g_autoptr (GAsyncResult) listed = NULL;
  g_autoptr (GListModel) history = NULL;
  g_autoptr (SmithFormerKey) former = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *command = NULL;
  g_autofree char *path = NULL;
  g_autofree char *old_path = NULL;
  g_autofree char *ours = NULL;
  g_autofree char *old = NULL;

  type (fixture, "correct horse");
  smith_passphrase_draft_set_remember (smith_key_draft_get_protection (fixture->draft), TRUE);
  g_assert_true (create (fixture, NULL, NULL, &error));
  before = g_strdup (smith_public_key_get_pem (smith_identity_get_public_key (fixture->identity)));
  g_assert_cmpuint (smith_fake_keyring_get_n_items (fixture->keyring), ==, 1);

  /* Created in the usual way it is refused: nothing is replaced by accident. */
  type (fixture, "correct horse");
  g_assert_false (create (fixture, NULL, NULL, &error));
  g_assert_error (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED);
  g_clear_error (&error);

  smith_passphrase_draft_set_protect (smith_key_draft_get_protection (fixture->draft), FALSE);
  smith_key_draft_set_algorithm (fixture->draft, smith_key_algorithm_lookup ("ed25519"));
  command = smith_key_draft_dup_command (fixture->draft, fixture->identity);
  g_assert_nonnull (strstr (command, "openssl genpkey -algorithm ED25519 -out "));
  g_assert_true (g_str_has_suffix (command, "private-key-new.pem"));
  smith_key_draft_replace_async (fixture->draft, fixture->workspace, fixture->identity, NULL,
                                 smith_test_store_result, &fixture->result);
  replaced = smith_test_wait_result (&fixture->result);
  g_assert_true (smith_key_draft_create_finish (fixture->draft, replaced, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (smith_public_key_get_title (smith_identity_get_public_key (fixture->identity)), ==, "Ed25519");
  g_assert_cmpuint (smith_identity_get_n_former_keys (fixture->identity), ==, 1);
  g_assert_cmpuint (smith_fake_keyring_get_n_items (fixture->keyring), ==, 0);
  path = dup_key_path (fixture);
  ours = dup_public_key (path, "unused");
  g_assert_cmpstr (ours, ==, smith_public_key_get_pem (smith_identity_get_public_key (fixture->identity)));

  smith_library_load_key_history_async (smith_workspace_get_library (fixture->workspace), fixture->identity, NULL,
                                        smith_test_store_result, &fixture->result);
  listed = smith_test_wait_result (&fixture->result);
  history = smith_library_load_key_history_finish (smith_workspace_get_library (fixture->workspace), listed, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (history), ==, 1);
  former = g_list_model_get_item (history, 0);
  old_path = g_build_filename (smith_identity_get_folder (fixture->identity), "history", smith_former_key_get_id (former),
                               "private-key.pem", NULL);
  old = dup_public_key (old_path, "correct horse");
  g_assert_cmpstr (old, ==, before);
}

static void
test_passphrase (Fixture       *fixture,
                 gconstpointer  data)
{
  static const char * const answers[] = { "correct horse", NULL };
  g_autoptr (GTlsInteraction) person = person_new (answers, FALSE);
  g_autoptr (SmithSecret) first = smith_secret_new_string ("correct horse");
  g_autoptr (SmithSecret) second = smith_secret_new_string ("battery staple");
  g_autoptr (GError) error = NULL;
  g_autofree char *warning = NULL;
  g_autofree char *before = NULL;
  g_autofree char *path = NULL;
  g_autofree char *public_key = NULL;
  g_autofree char *plain = NULL;

  g_assert_true (create (fixture, NULL, NULL, &error));
  before = g_strdup (smith_public_key_get_pem (smith_identity_get_public_key (fixture->identity)));
  path = dup_key_path (fixture);

  /* None -> one that is remembered. */
  smith_key_change_passphrase_async (fixture->workspace, fixture->identity, person, first, TRUE, NULL,
                                     smith_test_store_result, &fixture->result);
  g_assert_true (finish_change (fixture, &warning, &error));
  g_assert_null (warning);
  g_assert_cmpint (smith_identity_get_key_protection (fixture->identity), ==, SMITH_KEY_PROTECTION_PASSPHRASE);
  g_assert_cmpuint (smith_fake_keyring_get_n_items (fixture->keyring), ==, 1);

  /* One -> another that is not: the keyring answers, then forgets. */
  smith_key_change_passphrase_async (fixture->workspace, fixture->identity, person, second, FALSE, NULL,
                                     smith_test_store_result, &fixture->result);
  g_assert_true (finish_change (fixture, &warning, &error));
  g_assert_null (warning);
  g_assert_cmpuint (smith_fake_keyring_get_n_items (fixture->keyring), ==, 0);
  g_assert_cmpuint (person_get_n_asked (PERSON_ITSELF (person)), ==, 0);
  public_key = dup_public_key (path, "battery staple");
  g_assert_cmpstr (public_key, ==, before);

  /* The person only knows the old one. */
  smith_key_change_passphrase_async (fixture->workspace, fixture->identity, person, NULL, FALSE, NULL,
                                     smith_test_store_result, &fixture->result);
  g_assert_false (finish_change (fixture, &warning, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_cmpint (smith_identity_get_key_protection (fixture->identity), ==, SMITH_KEY_PROTECTION_PASSPHRASE);
  g_clear_pointer (&public_key, g_free);
  public_key = dup_public_key (path, "battery staple");
  g_assert_cmpstr (public_key, ==, before);
}

static void
test_passphrase_removed (Fixture       *fixture,
                         gconstpointer  data)
{
  static const char * const answers[] = { "correct horse", NULL };
  g_autoptr (GTlsInteraction) person = person_new (answers, FALSE);
  g_autoptr (GError) error = NULL;
  g_autofree char *warning = NULL;
  g_autofree char *path = NULL;
  g_autofree char *public_key = NULL;

  type (fixture, "correct horse");
  g_assert_true (create (fixture, NULL, NULL, &error));
  path = dup_key_path (fixture);

  smith_key_change_passphrase_async (fixture->workspace, fixture->identity, person, NULL, FALSE, NULL,
                                     smith_test_store_result, &fixture->result);
  g_assert_true (finish_change (fixture, &warning, &error));
  g_assert_null (warning);
  g_assert_cmpint (smith_identity_get_key_protection (fixture->identity), ==, SMITH_KEY_PROTECTION_NONE);
  public_key = dup_public_key (path, "unused");
  g_assert_cmpstr (public_key, ==, smith_public_key_get_pem (smith_identity_get_public_key (fixture->identity)));
}

static void
test_forget (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) failure = NULL;

  type (fixture, "correct horse");
  smith_passphrase_draft_set_remember (smith_key_draft_get_protection (fixture->draft), TRUE);
  g_assert_true (create (fixture, NULL, NULL, &error));
  g_assert_cmpuint (smith_fake_keyring_get_n_items (fixture->keyring), ==, 1);

  smith_fake_keyring_fail_next (fixture->keyring, SMITH_KEYRING_ERROR_LOCKED);
  smith_key_change_forget_async (fixture->workspace, fixture->identity, NULL, smith_test_store_result, &fixture->result);
  failure = smith_test_wait_result (&fixture->result);
  g_assert_false (smith_key_change_forget_finish (fixture->workspace, failure, &error));
  g_assert_error (error, SMITH_KEYRING_ERROR, SMITH_KEYRING_ERROR_LOCKED);
  g_clear_error (&error);

  smith_key_change_forget_async (fixture->workspace, fixture->identity, NULL, smith_test_store_result, &fixture->result);
  result = smith_test_wait_result (&fixture->result);
  g_assert_true (smith_key_change_forget_finish (fixture->workspace, result, &error));
  g_assert_cmpuint (smith_fake_keyring_get_n_items (fixture->keyring), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/key-draft/plain", Fixture, NULL, set_up, test_plain, tear_down);
  g_test_add ("/key-draft/remembered", Fixture, NULL, set_up, test_remembered, tear_down);
  g_test_add ("/key-draft/keyring-fails", Fixture, NULL, set_up, test_keyring_fails, tear_down);
  g_test_add ("/key-draft/disk-fails", Fixture, NULL, set_up, test_disk_fails, tear_down);
  g_test_add ("/key-draft/cancelled", Fixture, NULL, set_up, test_cancelled, tear_down);
  g_test_add ("/key-draft/command", Fixture, NULL, set_up, test_command, tear_down);
  g_test_add ("/key-draft/same-draft", Fixture, NULL, set_up, test_same_draft, tear_down);
  g_test_add ("/key-draft/replace", Fixture, NULL, set_up, test_replace, tear_down);
  g_test_add ("/key-change/check", Fixture, NULL, set_up, test_check, tear_down);
  g_test_add ("/key-change/passphrase", Fixture, NULL, set_up, test_passphrase, tear_down);
  g_test_add ("/key-change/passphrase-removed", Fixture, NULL, set_up, test_passphrase_removed, tear_down);
  g_test_add ("/key-change/forget", Fixture, NULL, set_up, test_forget, tear_down);

  return g_test_run ();
}
