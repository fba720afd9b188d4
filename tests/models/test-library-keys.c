/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "libraries.h"

#include <utime.h>

#include <glib/gstdio.h>

#include "material.h"
#include "smith-crypto-error.h"
#include "smith-fake-interaction.h"
#include "smith-identity-folder.h"
#include "smith-test.h"

/* The private keys of a library: kept, opened with a passphrase, and never lost. */

static void
test_key_stays (Libraries     *fixture,
                gconstpointer  data)
{
  SmithIdentity *identity = material_keep (fixture->library, "rsa-leaf", "rsa-two,rsa-one");
  g_autoptr (SmithKey) other = material_key ("ec-leaf");
  g_autoptr (SmithSecret) before = NULL;
  g_autoptr (SmithSecret) after = NULL;

  before = smith_identity_folder_read_key (fixture->folder, smith_identity_get_id (identity), NULL, NULL);
  smith_library_set_key_async (fixture->library, identity, other, NULL, NULL, smith_test_store_result, &fixture->result);
  libraries_finish_badly (fixture, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED);
  smith_library_change_passphrase_async (fixture->library, identity, other, NULL, NULL,
                                         smith_test_store_result, &fixture->result);
  libraries_finish_badly (fixture, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED);
  after = smith_identity_folder_read_key (fixture->folder, smith_identity_get_id (identity), NULL, NULL);
  g_assert_true (smith_secret_equal (before, after));
}

static SmithKey *
load_key (Libraries       *fixture,
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
test_load_key (Libraries     *fixture,
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
  libraries_finish_well (fixture);
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

/* A key that another program put there has the date of its file, which a passphrase writes anew. */
static void
test_key_date (Libraries     *fixture,
               gconstpointer  data)
{
  struct utimbuf long_ago = { 1500000000, 1500000000 };
  SmithIdentity *identity = material_keep (fixture->library, "rsa-leaf", "rsa-two,rsa-one");
  g_autofree char *key_path = g_build_filename (smith_identity_get_folder (identity), "private-key.pem", NULL);
  g_autofree char *ini_path = g_build_filename (smith_identity_get_folder (identity), "identity.ini", NULL);
  g_autoptr (SmithKey) key = material_key ("rsa-leaf");
  g_autoptr (SmithSecret) passphrase = smith_secret_new_string ("secret");
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *date = NULL;

  g_assert_true (g_key_file_load_from_file (file, ini_path, G_KEY_FILE_NONE, NULL));
  g_assert_true (g_key_file_remove_key (file, "Identity", "key-created", NULL));
  g_assert_true (g_key_file_save_to_file (file, ini_path, NULL));
  g_assert_cmpint (g_utime (key_path, &long_ago), ==, 0);

  smith_library_change_passphrase_async (fixture->library, identity, key, passphrase, NULL,
                                         smith_test_store_result, &fixture->result);
  libraries_finish_well (fixture);
  g_assert_true (g_key_file_load_from_file (file, ini_path, G_KEY_FILE_NONE, NULL));
  date = g_key_file_get_string (file, "Identity", "key-created", NULL);
  g_assert_nonnull (date);
  g_assert_true (g_str_has_prefix (date, "2017-07-14T"));
}

static gboolean
cancel_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);

  return G_SOURCE_REMOVE;
}

static void
test_load_key_cancel (Libraries     *fixture,
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
  libraries_finish_well (fixture);
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
  libraries_finish_well (fixture);
  g_assert_null (load_key (fixture, empty, NULL, NULL));
  g_assert_error (fixture->error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_NO_KEY);
}

/* A person who types does not hold up the disk. */
static void
test_load_key_holds_up_nobody (Libraries     *fixture,
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
  libraries_finish_well (fixture);
  smith_library_load_key_async (fixture->library, identity, G_TLS_INTERACTION (absent), cancellable,
                                smith_test_store_result, &loading);
  smith_library_rename_async (fixture->library, identity, "new", NULL, smith_test_store_result, &fixture->result);
  libraries_finish_well (fixture);
  g_assert_null (loading);
  g_cancellable_cancel (cancellable);
  loaded = smith_test_wait_result (&loading);
  g_assert_null (smith_library_load_key_finish (fixture->library, loaded, &fixture->error));
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* A key that another program encrypted and put here: its public half is known after the first opening. */
static void
test_load_key_completes (Libraries     *fixture,
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
  libraries_finish_well (fixture);
  path = g_build_filename (smith_identity_get_folder (identity), "public-key.pem", NULL);
  g_assert_cmpint (g_unlink (path), ==, 0);
  smith_library_rescan_async (fixture->library, NULL, smith_test_store_result, &fixture->result);
  libraries_finish_well (fixture);
  g_assert_null (smith_identity_get_public_key (identity));
  g_assert_true (smith_identity_get_has_key (identity));
  smith_library_change_passphrase_async (fixture->library, identity, key, NULL, NULL,
                                         smith_test_store_result, &fixture->result);
  libraries_finish_badly (fixture, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_DAMAGED);

  opened = load_key (fixture, identity, G_TLS_INTERACTION (person), NULL);
  g_assert_no_error (fixture->error);
  /* Behind it in the worker. */
  smith_library_rename_async (fixture->library, identity, "new", NULL, smith_test_store_result, &fixture->result);
  libraries_finish_well (fixture);
  g_assert_true (smith_public_key_equal (smith_identity_get_public_key (identity), smith_key_get_public_key (key)));
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) \
  g_test_add ("/library-keys/" path, Libraries, NULL, libraries_set_up, function, libraries_tear_down)
  ADD ("key-stays", test_key_stays);
  ADD ("key-date", test_key_date);
  ADD ("load-key", test_load_key);
  ADD ("load-key/cancel", test_load_key_cancel);
  ADD ("load-key/holds-up-nobody", test_load_key_holds_up_nobody);
  ADD ("load-key/completes", test_load_key_completes);
#undef ADD

  return g_test_run ();
}
