/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "material.h"

#include <string.h>
#include <sys/stat.h>

#include <glib/gstdio.h>

#include "smith-crypto-error.h"
#include "smith-fake-interaction.h"
#include "smith-identity-folder.h"
#include "smith-library-private.h"
#include "smith-lock.h"
#include "smith-test.h"

typedef struct
{
  char         *folder;
  SmithLibrary *library;
  GAsyncResult *result;
  GError       *error;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->folder = smith_test_make_folder ();
  fixture->library = smith_library_new (fixture->folder);
  material_load (fixture->library);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_clear_error (&fixture->error);
  g_assert_null (fixture->result);
  material_drop (fixture->library);
  smith_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static guint
count (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (fixture->library));
}

static void
finish (Fixture *fixture)
{
  material_finish (fixture->library, &fixture->result, &fixture->error);
}

static void
finish_well (Fixture *fixture)
{
  finish (fixture);
  g_assert_no_error (fixture->error);
}

static void
finish_badly (Fixture *fixture,
              GQuark   domain,
              int      code)
{
  finish (fixture);
  g_assert_error (fixture->error, domain, code);
  g_assert_cmpint (strlen (fixture->error->message), >, 10);
  g_clear_error (&fixture->error);
}

static SmithIdentityData *
load_from_disk (Fixture       *fixture,
                SmithIdentity *identity)
{
  return smith_identity_folder_load (fixture->folder, smith_identity_get_id (identity), NULL, NULL);
}

static void
test_empty (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *identities = g_build_filename (fixture->folder, "identities", NULL);
  struct stat info;

  g_assert_cmpuint (count (fixture), ==, 0);
  g_assert_false (smith_library_get_loading (fixture->library));
  g_assert_null (smith_library_get_error (fixture->library));
  g_assert_cmpstr (smith_library_get_folder (fixture->library), ==, fixture->folder);
  g_assert_cmpint (stat (identities, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0700);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (fixture->library), 0));
}

static void
test_default_folder (void)
{
  g_autoptr (SmithLibrary) library = smith_library_new (NULL);

  g_assert_true (g_str_has_prefix (smith_library_get_folder (library), g_get_user_data_dir ()));
  g_assert_true (g_str_has_suffix (smith_library_get_folder (library), "/chainsmith"));
}

/* The main job's way through the library, looked at on disk after each step. */
static void
test_grow (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (SmithKey) key = material_key ("rsa-leaf");
  g_autoptr (SmithRequest) request = material_request ("rsa-leaf");
  g_autoptr (SmithCertificate) certificate = material_certificate ("rsa-leaf");
  g_autoptr (GListModel) chain = material_chain ("rsa-two,rsa-one");
  SmithUploadRecord record = { .arn = (char *) "arn:x", .sha256 = (char *) smith_certificate_get_sha256 (certificate) };
  SmithIdentity *identity = smith_library_add (fixture->library, "www");
  g_autofree char *id = g_strdup (smith_identity_get_id (identity));

  g_assert_cmpuint (count (fixture), ==, 1);
  g_assert_false (smith_identity_get_kept (identity));
  g_assert_null (smith_identity_get_folder (identity));
  g_assert_cmpstr (smith_identity_get_state_text (identity), ==, "Not kept");

  smith_library_set_key_async (fixture->library, identity, key, NULL, NULL, smith_test_store_result, &fixture->result);
  /* Nothing is said before it is on disk. */
  g_assert_false (smith_identity_get_has_key (identity));
  finish_well (fixture);
  g_assert_true (smith_identity_get_kept (identity));
  g_assert_true (smith_identity_get_has_key (identity));
  g_assert_nonnull (smith_identity_get_key_created_at (identity));
  g_assert_true (smith_public_key_equal (smith_identity_get_public_key (identity), smith_key_get_public_key (key)));
  g_assert_cmpint (smith_identity_get_state (identity), ==, SMITH_IDENTITY_STATE_KEY_ONLY);
  g_assert_cmpstr (smith_identity_get_id (identity), ==, id);

  smith_library_set_request_async (fixture->library, identity, request, NULL, smith_test_store_result, &fixture->result);
  finish_well (fixture);
  g_assert_cmpint (smith_identity_get_state (identity), ==, SMITH_IDENTITY_STATE_WAITING);
  g_assert_cmpstr (smith_request_get_pem (smith_identity_get_request (identity)), ==, smith_request_get_pem (request));

  smith_library_set_certificate_async (fixture->library, identity, certificate, chain, NULL,
                                       smith_test_store_result, &fixture->result);
  finish_well (fixture);
  g_assert_true (smith_certificate_equal (smith_identity_get_certificate (identity), certificate));
  g_assert_cmpuint (g_list_model_get_n_items (smith_identity_get_chain (identity)), ==, 2);
  g_assert_cmpstr (smith_next_step_get_action (smith_identity_get_next_step (identity)), ==, "upload.upload");

  smith_library_set_upload_async (fixture->library, identity, &record, NULL, smith_test_store_result, &fixture->result);
  finish_well (fixture);
  g_assert_cmpstr (smith_identity_get_upload (identity)->arn, ==, "arn:x");
  g_assert_null (smith_next_step_get_action (smith_identity_get_next_step (identity)));

  smith_library_rename_async (fixture->library, identity, "renamed", NULL, smith_test_store_result, &fixture->result);
  finish_well (fixture);
  g_assert_cmpstr (smith_identity_get_name (identity), ==, "renamed");
  g_assert_nonnull (strstr (smith_identity_get_search_text (identity), "renamed"));

  /* Another program, or this one tomorrow. */
  {
    SmithLibrary *other = smith_library_new (fixture->folder);
    SmithIdentity *found;

    material_load (other);
    g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (other)), ==, 1);
    found = smith_library_find (other, id);
    g_assert_cmpstr (smith_identity_get_name (found), ==, "renamed");
    g_assert_true (smith_identity_get_kept (found));
    g_assert_true (smith_identity_get_has_key (found));
    g_assert_cmpstr (smith_identity_get_upload (found)->arn, ==, "arn:x");
    g_assert_true (smith_library_find_by_public_key (other, smith_key_get_public_key (key)) == found);
    material_drop (other);
  }
}

/* Without a folder changes are made in memory, by the same rules, and kept in one go. */
static void
test_keep (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (SmithCertificate) certificate = material_certificate ("rsa-leaf");
  g_autoptr (SmithCertificate) other = material_certificate ("ec-leaf");
  g_autoptr (SmithRequest) request = material_request ("rsa-leaf");
  g_autoptr (GListModel) chain = material_chain ("rsa-two,rsa-one");
  g_autoptr (SmithIdentityData) on_disk = NULL;
  SmithIdentity *identity = smith_library_add (fixture->library, "www");

  smith_library_set_request_async (fixture->library, identity, request, NULL, smith_test_store_result, &fixture->result);
  finish_well (fixture);
  smith_library_set_certificate_async (fixture->library, identity, other, NULL, NULL,
                                       smith_test_store_result, &fixture->result);
  finish_badly (fixture, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED);
  smith_library_set_certificate_async (fixture->library, identity, certificate, chain, NULL,
                                       smith_test_store_result, &fixture->result);
  finish_well (fixture);
  smith_library_rename_async (fixture->library, identity, "new", NULL, smith_test_store_result, &fixture->result);
  finish_well (fixture);
  g_assert_false (smith_identity_get_kept (identity));
  on_disk = load_from_disk (fixture, identity);
  g_assert_null (on_disk);

  smith_library_keep_async (fixture->library, identity, NULL, smith_test_store_result, &fixture->result);
  finish_well (fixture);
  g_assert_true (smith_identity_get_kept (identity));
  on_disk = load_from_disk (fixture, identity);
  g_assert_cmpstr (on_disk->problem, ==, NULL);
  g_assert_cmpstr (on_disk->name, ==, "new");
  g_assert_cmpuint (on_disk->chain->len, ==, 2);
  g_assert_nonnull (on_disk->request);

  /* Again: it is kept. */
  smith_library_keep_async (fixture->library, identity, NULL, smith_test_store_result, &fixture->result);
  finish_well (fixture);
}

/* Changes that are asked for while it is being kept come after it, not instead of it. */
static void
test_keep_in_flight (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr (GAsyncResult) renamed = NULL;
  g_autoptr (GAsyncResult) kept = NULL;
  g_autoptr (GAsyncResult) kept_again = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithIdentityData) on_disk = NULL;
  SmithIdentity *identity = smith_library_add (fixture->library, "old");

  smith_library_keep_async (fixture->library, identity, NULL, smith_test_store_result, &kept);
  smith_library_rename_async (fixture->library, identity, "new", NULL, smith_test_store_result, &renamed);
  smith_library_keep_async (fixture->library, identity, NULL, smith_test_store_result, &kept_again);
  g_assert_true (material_finish (fixture->library, &kept, &error));
  g_assert_true (material_finish (fixture->library, &renamed, &error));
  g_assert_true (material_finish (fixture->library, &kept_again, &error));
  g_assert_cmpstr (smith_identity_get_name (identity), ==, "new");
  on_disk = load_from_disk (fixture, identity);
  g_assert_cmpstr (on_disk->name, ==, "new");
}

/* An imported key waits in memory, with the passphrase that it came with. */
static void
test_keep_imported_key (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autoptr (SmithIdentityEdit) edit = smith_identity_edit_new ();
  g_autoptr (SmithKey) key = material_key ("rsa-leaf");
  g_autoptr (SmithKey) other = material_key ("ec-leaf");
  g_autoptr (SmithKey) loaded = NULL;
  g_autoptr (SmithSecret) passphrase = smith_secret_new_string ("secret");
  g_autoptr (SmithSecret) pem = NULL;
  g_autoptr (GAsyncResult) waited = NULL;
  SmithIdentity *identity;

  smith_identity_edit_set_name (edit, "imported");
  smith_identity_edit_set_key (edit, key, passphrase);
  identity = smith_library_add_edit (fixture->library, edit, &fixture->error);
  g_assert_no_error (fixture->error);
  g_assert_true (smith_identity_get_has_key (identity));
  g_assert_cmpint (smith_identity_get_key_protection (identity), ==, SMITH_KEY_PROTECTION_PASSPHRASE);
  g_assert_cmpstr (smith_next_step_get_action (smith_identity_get_next_step (identity)), ==, "win.keep");
  smith_library_load_key_async (fixture->library, identity, NULL, NULL, smith_test_store_result, &fixture->result);
  waited = smith_test_wait_result (&fixture->result);
  loaded = smith_library_load_key_finish (fixture->library, waited, &fixture->error);
  g_assert_no_error (fixture->error);
  g_assert_true (loaded == key);

  smith_library_set_key_async (fixture->library, identity, other, NULL, NULL, smith_test_store_result, &fixture->result);
  finish_badly (fixture, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED);
  g_assert_false (smith_identity_get_kept (identity));

  smith_library_keep_async (fixture->library, identity, NULL, smith_test_store_result, &fixture->result);
  finish_well (fixture);
  g_assert_cmpint (smith_identity_get_key_protection (identity), ==, SMITH_KEY_PROTECTION_PASSPHRASE);
  pem = smith_identity_folder_read_key (fixture->folder, smith_identity_get_id (identity), NULL, NULL);
  g_assert_true (smith_key_pem_is_encrypted (pem));
}

/* Each verb: success is in the tests around; here is how each fails, and that nothing has changed then. */
typedef void (*Verb) (SmithLibrary  *library,
                      SmithIdentity *identity,
                      GCancellable  *cancellable,
                      GAsyncResult **result);

static void
do_rename (SmithLibrary  *library,
           SmithIdentity *identity,
           GCancellable  *cancellable,
           GAsyncResult **result)
{
  smith_library_rename_async (library, identity, "other name", cancellable, smith_test_store_result, result);
}

static void
do_set_request (SmithLibrary  *library,
                SmithIdentity *identity,
                GCancellable  *cancellable,
                GAsyncResult **result)
{
  smith_library_set_request_async (library, identity, NULL, cancellable, smith_test_store_result, result);
}

static void
do_set_certificate (SmithLibrary  *library,
                    SmithIdentity *identity,
                    GCancellable  *cancellable,
                    GAsyncResult **result)
{
  g_autoptr (SmithCertificate) certificate = material_certificate ("wildcard");

  smith_library_set_certificate_async (library, identity, certificate, NULL, cancellable, smith_test_store_result, result);
}

static void
do_change_passphrase (SmithLibrary  *library,
                      SmithIdentity *identity,
                      GCancellable  *cancellable,
                      GAsyncResult **result)
{
  g_autoptr (SmithKey) key = material_key ("rsa-leaf");
  g_autoptr (SmithSecret) passphrase = smith_secret_new_string ("secret");

  smith_library_change_passphrase_async (library, identity, key, passphrase, cancellable, smith_test_store_result, result);
}

static void
do_set_key (SmithLibrary  *library,
            SmithIdentity *identity,
            GCancellable  *cancellable,
            GAsyncResult **result)
{
  g_autoptr (SmithKey) key = material_key ("rsa-leaf");

  smith_library_set_key_async (library, identity, key, NULL, cancellable, smith_test_store_result, result);
}

static void
do_set_upload (SmithLibrary  *library,
               SmithIdentity *identity,
               GCancellable  *cancellable,
               GAsyncResult **result)
{
  SmithUploadRecord record = { .arn = (char *) "arn:x" };

  smith_library_set_upload_async (library, identity, &record, cancellable, smith_test_store_result, result);
}

static void
do_trash (SmithLibrary  *library,
          SmithIdentity *identity,
          GCancellable  *cancellable,
          GAsyncResult **result)
{
  smith_library_trash_async (library, identity, cancellable, smith_test_store_result, result);
}

static const struct
{
  const char *title;
  Verb        verb;
} verbs[] = {
  { "rename", do_rename },
  { "set-request", do_set_request },
  { "set-certificate", do_set_certificate },
  { "set-key", do_set_key },
  { "change-passphrase", do_change_passphrase },
  { "set-upload", do_set_upload },
  { "trash", do_trash },
};

static void
test_verb_cancelled (Fixture       *fixture,
                     gconstpointer  data)
{
  const Verb *verb = data;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  SmithIdentity *identity = material_keep (fixture->library, "rsa-leaf", "rsa-two,rsa-one");
  guint64 stamp = smith_identity_folder_stamp (fixture->folder, smith_identity_get_id (identity));

  g_cancellable_cancel (cancellable);
  (*verb) (fixture->library, identity, cancellable, &fixture->result);
  finish_badly (fixture, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (smith_identity_folder_stamp (fixture->folder, smith_identity_get_id (identity)), ==, stamp);
  g_assert_cmpuint (count (fixture), ==, 1);
}

/* Cancelled while another program holds the lock: the wait ends at once. */
static void
test_verb_cancelled_waiting (Fixture       *fixture,
                             gconstpointer  data)
{
  const Verb *verb = data;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  SmithIdentity *identity = material_keep (fixture->library, "rsa-leaf", "rsa-two,rsa-one");
  guint64 stamp = smith_identity_folder_stamp (fixture->folder, smith_identity_get_id (identity));
  g_autofree char *path = g_build_filename (fixture->folder, "lock", NULL);
  g_autoptr (SmithLock) lock = smith_lock_acquire (path, SMITH_LOCK_EXCLUSIVE, 1000, NULL, &fixture->error);
  gint64 start = g_get_monotonic_time ();

  g_assert_no_error (fixture->error);
  (*verb) (fixture->library, identity, cancellable, &fixture->result);
  g_usleep (20 * 1000);
  g_cancellable_cancel (cancellable);
  finish_badly (fixture, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 4 * G_USEC_PER_SEC);
  g_assert_cmpuint (smith_identity_folder_stamp (fixture->folder, smith_identity_get_id (identity)), ==, stamp);
}

/* Another program deleted the folder. */
static void
test_verb_gone (Fixture       *fixture,
                gconstpointer  data)
{
  const Verb *verb = data;
  SmithIdentity *identity = material_keep (fixture->library, "rsa-leaf", "rsa-two,rsa-one");
  g_autofree char *trashed = smith_identity_folder_trash (fixture->folder, smith_identity_get_id (identity), NULL, NULL);

  g_assert_nonnull (trashed);
  (*verb) (fixture->library, identity, NULL, &fixture->result);
  finish (fixture);
  g_assert_nonnull (fixture->error);
  g_assert_null (strstr (fixture->error->message, "(null)"));
}

static void
test_busy (Fixture       *fixture,
           gconstpointer  data)
{
  SmithIdentity *identity = material_keep (fixture->library, "rsa-leaf", "rsa-two,rsa-one");
  g_autofree char *path = g_build_filename (fixture->folder, "lock", NULL);
  g_autoptr (SmithLock) lock = smith_lock_acquire (path, SMITH_LOCK_EXCLUSIVE, 1000, NULL, &fixture->error);

  g_assert_no_error (fixture->error);
  smith_library_rename_async (fixture->library, identity, "new", NULL, smith_test_store_result, &fixture->result);
  finish_badly (fixture, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_BUSY);
  g_assert_cmpstr (smith_identity_get_name (identity), ==, "rsa-leaf");
  g_clear_pointer (&lock, smith_lock_release);
  smith_library_rename_async (fixture->library, identity, "new", NULL, smith_test_store_result, &fixture->result);
  finish_well (fixture);
}

static void
test_key_stays (Fixture       *fixture,
                gconstpointer  data)
{
  SmithIdentity *identity = material_keep (fixture->library, "rsa-leaf", "rsa-two,rsa-one");
  g_autoptr (SmithKey) other = material_key ("ec-leaf");
  g_autoptr (SmithSecret) before = NULL;
  g_autoptr (SmithSecret) after = NULL;

  before = smith_identity_folder_read_key (fixture->folder, smith_identity_get_id (identity), NULL, NULL);
  smith_library_set_key_async (fixture->library, identity, other, NULL, NULL, smith_test_store_result, &fixture->result);
  finish_badly (fixture, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED);
  smith_library_change_passphrase_async (fixture->library, identity, other, NULL, NULL,
                                         smith_test_store_result, &fixture->result);
  finish_badly (fixture, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED);
  after = smith_identity_folder_read_key (fixture->folder, smith_identity_get_id (identity), NULL, NULL);
  g_assert_true (smith_secret_equal (before, after));
}

static SmithKey *
load_key (Fixture         *fixture,
          SmithIdentity   *identity,
          GTlsInteraction *interaction,
          GCancellable    *cancellable)
{
  g_autoptr (GAsyncResult) waited = NULL;

  smith_library_load_key_async (fixture->library, identity, interaction, cancellable,
                                smith_test_store_result, &fixture->result);
  waited = smith_test_wait_result (&fixture->result);

  return smith_library_load_key_finish (fixture->library, waited, &fixture->error);
}

static void
test_load_key (Fixture       *fixture,
               gconstpointer  data)
{
  const char *answers[] = { "wrong", "", "secret", NULL };
  const char *wrong[] = { "a", "b", "c", "d", "e", "f", "g", NULL };
  const char *nothing[] = { NULL };
  g_autoptr (SmithFakeInteraction) person = smith_fake_interaction_new (answers);
  g_autoptr (SmithFakeInteraction) forgetful = smith_fake_interaction_new (wrong);
  g_autoptr (SmithFakeInteraction) dismissive = smith_fake_interaction_new (nothing);
  g_autoptr (SmithSecret) passphrase = smith_secret_new_string ("secret");
  SmithIdentity *identity = material_keep (fixture->library, "rsa-leaf", "rsa-two,rsa-one");
  g_autoptr (SmithKey) plain = load_key (fixture, identity, NULL, NULL);
  g_autoptr (SmithKey) opened = NULL;

  g_assert_no_error (fixture->error);
  g_assert_true (smith_public_key_equal (smith_key_get_public_key (plain), smith_identity_get_public_key (identity)));

  smith_library_change_passphrase_async (fixture->library, identity, plain, passphrase, NULL,
                                         smith_test_store_result, &fixture->result);
  finish_well (fixture);
  g_assert_cmpint (smith_identity_get_key_protection (identity), ==, SMITH_KEY_PROTECTION_PASSPHRASE);
  /* The public key needs no passphrase. */
  g_assert_nonnull (smith_identity_get_public_key (identity));

  g_assert_null (load_key (fixture, identity, NULL, NULL));
  g_assert_error (fixture->error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_PASSWORD_NEEDED);
  g_clear_error (&fixture->error);

  opened = load_key (fixture, identity, G_TLS_INTERACTION (person), NULL);
  g_assert_no_error (fixture->error);
  g_assert_true (smith_public_key_equal (smith_key_get_public_key (opened), smith_key_get_public_key (plain)));
  g_assert_cmpuint (smith_fake_interaction_get_n_asked (person), ==, 3);
  g_assert_true (smith_fake_interaction_get_flags (person) & G_TLS_PASSWORD_RETRY);
  g_assert_cmpstr (smith_fake_interaction_get_description (person), ==, "rsa-leaf");

  g_assert_null (load_key (fixture, identity, G_TLS_INTERACTION (forgetful), NULL));
  g_assert_error (fixture->error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_PASSWORD_WRONG);
  g_clear_error (&fixture->error);
  g_assert_cmpuint (smith_fake_interaction_get_n_asked (forgetful), ==, 5);

  g_assert_null (load_key (fixture, identity, G_TLS_INTERACTION (dismissive), NULL));
  g_assert_nonnull (fixture->error);
}

static gboolean
cancel_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);

  return G_SOURCE_REMOVE;
}

static void
test_load_key_cancel (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr (SmithFakeInteraction) absent = smith_fake_interaction_new (NULL);
  g_autoptr (SmithSecret) passphrase = smith_secret_new_string ("secret");
  g_autoptr (SmithKey) key = material_key ("rsa-leaf");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  SmithIdentity *identity = smith_library_add (fixture->library, "locked");
  SmithIdentity *empty = smith_library_add (fixture->library, "empty");

  smith_library_set_key_async (fixture->library, identity, key, passphrase, NULL,
                               smith_test_store_result, &fixture->result);
  finish_well (fixture);
  g_timeout_add (50, cancel_cb, cancellable);
  g_assert_null (load_key (fixture, identity, G_TLS_INTERACTION (absent), cancellable));
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&fixture->error);
  g_cancellable_cancel (cancelled);
  g_assert_null (load_key (fixture, identity, NULL, cancelled));
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&fixture->error);

  g_assert_null (load_key (fixture, empty, NULL, NULL));
  g_assert_error (fixture->error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_NO_KEY);
  g_clear_error (&fixture->error);
  smith_library_keep_async (fixture->library, empty, NULL, smith_test_store_result, &fixture->result);
  finish_well (fixture);
  g_assert_null (load_key (fixture, empty, NULL, NULL));
  g_assert_error (fixture->error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_NO_KEY);
}

/* A person who types does not hold up the disk. */
static void
test_load_key_holds_up_nobody (Fixture       *fixture,
                               gconstpointer  data)
{
  g_autoptr (SmithFakeInteraction) absent = smith_fake_interaction_new (NULL);
  g_autoptr (SmithSecret) passphrase = smith_secret_new_string ("secret");
  g_autoptr (SmithKey) key = material_key ("rsa-leaf");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) loading = NULL;
  g_autoptr (GAsyncResult) loaded = NULL;
  SmithIdentity *identity = smith_library_add (fixture->library, "locked");

  smith_library_set_key_async (fixture->library, identity, key, passphrase, NULL,
                               smith_test_store_result, &fixture->result);
  finish_well (fixture);
  smith_library_load_key_async (fixture->library, identity, G_TLS_INTERACTION (absent), cancellable,
                                smith_test_store_result, &loading);
  smith_library_rename_async (fixture->library, identity, "new", NULL, smith_test_store_result, &fixture->result);
  finish_well (fixture);
  g_assert_null (loading);
  g_cancellable_cancel (cancellable);
  loaded = smith_test_wait_result (&loading);
  g_assert_null (smith_library_load_key_finish (fixture->library, loaded, &fixture->error));
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* A key that another program encrypted and put here: its public half is known after the first opening. */
static void
test_load_key_completes (Fixture       *fixture,
                         gconstpointer  data)
{
  const char *answers[] = { "secret", NULL };
  g_autoptr (SmithFakeInteraction) person = smith_fake_interaction_new (answers);
  g_autoptr (SmithSecret) passphrase = smith_secret_new_string ("secret");
  g_autoptr (SmithKey) key = material_key ("rsa-leaf");
  g_autoptr (SmithKey) opened = NULL;
  g_autofree char *path = NULL;
  SmithIdentity *identity = smith_library_add (fixture->library, "locked");

  smith_library_set_key_async (fixture->library, identity, key, passphrase, NULL,
                               smith_test_store_result, &fixture->result);
  finish_well (fixture);
  path = g_build_filename (smith_identity_get_folder (identity), "public-key.pem", NULL);
  g_assert_cmpint (g_unlink (path), ==, 0);
  smith_library_rescan_async (fixture->library, NULL, smith_test_store_result, &fixture->result);
  finish_well (fixture);
  g_assert_null (smith_identity_get_public_key (identity));
  g_assert_true (smith_identity_get_has_key (identity));
  smith_library_change_passphrase_async (fixture->library, identity, key, NULL, NULL,
                                         smith_test_store_result, &fixture->result);
  finish_badly (fixture, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_DAMAGED);

  opened = load_key (fixture, identity, G_TLS_INTERACTION (person), NULL);
  g_assert_no_error (fixture->error);
  /* Behind it in the worker. */
  smith_library_rename_async (fixture->library, identity, "new", NULL, smith_test_store_result, &fixture->result);
  finish_well (fixture);
  g_assert_true (smith_public_key_equal (smith_identity_get_public_key (identity), smith_key_get_public_key (key)));
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
test_trash (Fixture       *fixture,
            gconstpointer  data)
{
  SmithIdentity *first = material_keep (fixture->library, "rsa-leaf", "rsa-two,rsa-one");
  g_autoptr (SmithIdentity) second = g_object_ref (material_keep (fixture->library, "ec-leaf", "ec-two"));
  g_autoptr (SmithIdentity) unkept = g_object_ref (smith_library_add (fixture->library, "unkept"));
  g_autofree char *folder = g_strdup (smith_identity_get_folder (second));

  smith_library_trash_async (fixture->library, second, NULL, smith_test_store_result, &fixture->result);
  finish_well (fixture);
  g_assert_cmpuint (count (fixture), ==, 2);
  g_assert_null (smith_library_find (fixture->library, smith_identity_get_id (second)));
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
  smith_library_trash_async (fixture->library, unkept, NULL, smith_test_store_result, &fixture->result);
  finish_well (fixture);
  g_assert_cmpuint (count (fixture), ==, 1);

  smith_library_restore_async (fixture->library, second, NULL, smith_test_store_result, &fixture->result);
  finish_well (fixture);
  g_assert_true (g_file_test (folder, G_FILE_TEST_EXISTS));
  g_assert_true (smith_library_find (fixture->library, smith_identity_get_id (second)) == second);
  g_assert_cmpstr (smith_identity_get_problem (second), ==, NULL);
  g_assert_true (smith_identity_get_has_key (second));
  smith_library_restore_async (fixture->library, unkept, NULL, smith_test_store_result, &fixture->result);
  finish_well (fixture);
  g_assert_cmpuint (count (fixture), ==, 3);
  smith_library_restore_async (fixture->library, first, NULL, smith_test_store_result, &fixture->result);
  finish_well (fixture);
  g_assert_cmpuint (count (fixture), ==, 3);
}

static void
test_restore_fails (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr (SmithIdentity) identity = g_object_ref (material_keep (fixture->library, "rsa-leaf", "rsa-two,rsa-one"));
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *path = g_build_filename (fixture->folder, "trash", smith_identity_get_id (identity), NULL);
  g_autofree char *elsewhere = g_build_filename (fixture->folder, "elsewhere", NULL);

  smith_library_trash_async (fixture->library, identity, NULL, smith_test_store_result, &fixture->result);
  finish_well (fixture);
  g_cancellable_cancel (cancellable);
  smith_library_restore_async (fixture->library, identity, cancellable, smith_test_store_result, &fixture->result);
  finish_badly (fixture, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (g_rename (path, elsewhere), ==, 0);
  smith_library_restore_async (fixture->library, identity, NULL, smith_test_store_result, &fixture->result);
  finish_badly (fixture, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED);
  g_assert_cmpuint (count (fixture), ==, 0);
  g_assert_cmpint (g_rename (elsewhere, path), ==, 0);
  smith_library_restore_async (fixture->library, identity, NULL, smith_test_store_result, &fixture->result);
  finish_well (fixture);
}

static gboolean
has_name (gpointer user_data)
{
  gpointer *pair = user_data;

  return g_strcmp0 (smith_identity_get_name (pair[0]), pair[1]) == 0;
}

static gboolean
has_items (gpointer user_data)
{
  gpointer *pair = user_data;

  return g_list_model_get_n_items (pair[0]) == GPOINTER_TO_UINT (pair[1]);
}

/* Two windows on one library: each sees what the other does, without being asked. */
static void
test_two_libraries (Fixture       *fixture,
                    gconstpointer  data)
{
  SmithLibrary *other = smith_library_new (fixture->folder);
  SmithIdentity *identity;
  SmithIdentity *seen;

  material_load (other);
  identity = material_keep (fixture->library, "rsa-leaf", "rsa-two,rsa-one");
  smith_test_wait_until (has_items, (gpointer[]) { other, GUINT_TO_POINTER (1) });
  seen = smith_library_find (other, smith_identity_get_id (identity));
  g_assert_nonnull (seen);
  g_assert_cmpstr (smith_identity_get_name (seen), ==, "rsa-leaf");

  /* A change of each: neither undoes the other's. */
  do_set_upload (other, seen, NULL, &fixture->result);
  material_finish (other, &fixture->result, &fixture->error);
  g_assert_no_error (fixture->error);
  smith_library_rename_async (fixture->library, identity, "new", NULL, smith_test_store_result, &fixture->result);
  finish_well (fixture);
  g_assert_cmpstr (smith_identity_get_upload (identity)->arn, ==, "arn:x");
  smith_test_wait_until (has_name, (gpointer[]) { seen, (gpointer) "new" });
  g_assert_cmpstr (smith_identity_get_upload (seen)->arn, ==, "arn:x");

  g_object_ref (seen);
  smith_library_trash_async (fixture->library, identity, NULL, smith_test_store_result, &fixture->result);
  finish_well (fixture);
  smith_test_wait_until (has_items, (gpointer[]) { other, GUINT_TO_POINTER (0) });
  g_object_unref (seen);
  material_drop (other);
}

static void
test_rescan (Fixture       *fixture,
             gconstpointer  data)
{
  SmithIdentity *identity = material_keep (fixture->library, "rsa-leaf", "rsa-two,rsa-one");
  g_autofree char *path = g_build_filename (smith_identity_get_folder (identity), "certificate.pem", NULL);
  g_autofree char *foreign = g_build_filename (fixture->folder, "identities", "notes.txt", NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  SmithCertificate *before = smith_identity_get_certificate (identity);

  /* Nothing new: nothing is exchanged. */
  smith_library_rescan_async (fixture->library, NULL, smith_test_store_result, &fixture->result);
  finish_well (fixture);
  g_assert_true (smith_identity_get_certificate (identity) == before);

  g_assert_true (g_file_set_contents (path, "garbage", -1, NULL));
  g_assert_true (g_file_set_contents (foreign, "garbage", -1, NULL));
  smith_library_rescan_async (fixture->library, NULL, smith_test_store_result, &fixture->result);
  finish_well (fixture);
  g_assert_cmpint (smith_identity_get_state (identity), ==, SMITH_IDENTITY_STATE_DAMAGED);
  g_assert_null (smith_identity_get_certificate (identity));
  g_assert_true (smith_identity_get_has_key (identity));
  g_assert_cmpuint (count (fixture), ==, 2);
  g_assert_cmpint (smith_identity_get_state (smith_library_find (fixture->library, "notes.txt")), ==,
                   SMITH_IDENTITY_STATE_DAMAGED);

  g_cancellable_cancel (cancellable);
  smith_library_rescan_async (fixture->library, cancellable, smith_test_store_result, &fixture->result);
  finish_badly (fixture, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_no_folder (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "file", NULL);
  SmithLibrary *library = smith_library_new (path);
  SmithIdentity *identity;
  g_autoptr (GAsyncResult) waited = NULL;

  g_assert_true (g_file_set_contents (path, "x", -1, NULL));
  smith_library_load_async (library, NULL, smith_test_store_result, &fixture->result);
  waited = smith_test_wait_result (&fixture->result);
  g_assert_false (smith_library_load_finish (library, waited, &fixture->error));
  g_assert_error (fixture->error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED);
  g_assert_error (smith_library_get_error (library), SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED);
  g_clear_error (&fixture->error);
  g_clear_object (&waited);

  /* It can be worked with, and nothing says that it is kept. */
  identity = smith_library_add (library, "www");
  smith_library_keep_async (library, identity, NULL, smith_test_store_result, &fixture->result);
  waited = smith_test_wait_result (&fixture->result);
  g_assert_false (smith_library_change_finish (library, waited, &fixture->error));
  g_assert_nonnull (fixture->error);
  g_assert_false (smith_identity_get_kept (identity));
  g_clear_error (&fixture->error);
  g_clear_object (&waited);
  g_assert_cmpint (g_unlink (path), ==, 0);
  smith_library_keep_async (library, identity, NULL, smith_test_store_result, &fixture->result);
  waited = smith_test_wait_result (&fixture->result);
  g_assert_true (smith_library_change_finish (library, waited, &fixture->error));
  g_assert_true (smith_identity_get_kept (identity));
  g_clear_object (&waited);
  material_load (library);
  g_assert_null (smith_library_get_error (library));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (library)), ==, 1);
  material_drop (library);
}

static void
test_load_cancel (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) waited = NULL;

  g_cancellable_cancel (cancellable);
  smith_library_load_async (fixture->library, cancellable, smith_test_store_result, &fixture->result);
  waited = smith_test_wait_result (&fixture->result);
  g_assert_false (smith_library_load_finish (fixture->library, waited, &fixture->error));
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (smith_library_get_error (fixture->library));
  g_assert_false (smith_library_get_loading (fixture->library));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add ("/library/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("empty", test_empty);
  g_test_add_func ("/library/default-folder", test_default_folder);
  ADD ("grow", test_grow);
  ADD ("keep", test_keep);
  ADD ("keep-in-flight", test_keep_in_flight);
  ADD ("keep-imported-key", test_keep_imported_key);
  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    {
      g_autofree char *cancelled = g_strdup_printf ("/library/%s/cancelled", verbs[i].title);
      g_autofree char *waiting = g_strdup_printf ("/library/%s/cancelled-waiting", verbs[i].title);
      g_autofree char *gone = g_strdup_printf ("/library/%s/gone", verbs[i].title);

      g_test_add (cancelled, Fixture, &verbs[i].verb, set_up, test_verb_cancelled, tear_down);
      g_test_add (waiting, Fixture, &verbs[i].verb, set_up, test_verb_cancelled_waiting, tear_down);
      g_test_add (gone, Fixture, &verbs[i].verb, set_up, test_verb_gone, tear_down);
    }
  ADD ("busy", test_busy);
  ADD ("key-stays", test_key_stays);
  ADD ("load-key", test_load_key);
  ADD ("load-key/cancel", test_load_key_cancel);
  ADD ("load-key/holds-up-nobody", test_load_key_holds_up_nobody);
  ADD ("load-key/completes", test_load_key_completes);
  ADD ("trash-and-restore", test_trash);
  ADD ("restore-fails", test_restore_fails);
  ADD ("two-libraries", test_two_libraries);
  ADD ("rescan", test_rescan);
  ADD ("no-folder", test_no_folder);
  ADD ("load-cancel", test_load_cancel);

  return g_test_run ();
}
