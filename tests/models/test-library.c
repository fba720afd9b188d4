/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "libraries.h"

#include <string.h>
#include <sys/stat.h>

#include <glib/gstdio.h>

#include "material.h"
#include "smith-identity-folder.h"
#include "smith-library-private.h"
#include "smith-test.h"

static void
test_empty (Libraries     *fixture,
            gconstpointer  data)
{
  g_autofree char *identities = g_build_filename (fixture->folder, "identities", NULL);
  struct stat info;

  g_assert_cmpuint (libraries_count (fixture), ==, 0);
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
test_grow (Libraries     *fixture,
           gconstpointer  data)
{
  g_autoptr (SmithKey) key = material_key ("rsa-leaf");
  g_autoptr (SmithRequest) request = material_request ("rsa-leaf");
  g_autoptr (SmithCertificate) certificate = material_certificate ("rsa-leaf");
  g_autoptr (GListModel) chain = material_chain ("rsa-two,rsa-one");
  SmithUploadRecord record = { .arn = (char *) "arn:x", .sha256 = (char *) smith_certificate_get_sha256 (certificate) };
  SmithIdentity *identity = smith_library_add (fixture->library, "www");
  g_autofree char *id = g_strdup (smith_identity_get_id (identity));

  g_assert_cmpuint (libraries_count (fixture), ==, 1);
  g_assert_false (smith_identity_get_kept (identity));
  g_assert_null (smith_identity_get_folder (identity));
  g_assert_cmpstr (smith_identity_get_state_text (identity), ==, "Not kept");

  smith_library_set_key_async (fixture->library, identity, key, NULL, NULL, smith_test_store_result, &fixture->result);
  /* Nothing is said before it is on disk. */
  g_assert_false (smith_identity_get_has_key (identity));
  libraries_finish_well (fixture);
  g_assert_true (smith_identity_get_kept (identity));
  g_assert_true (smith_identity_get_has_key (identity));
  g_assert_nonnull (smith_identity_get_key_created_at (identity));
  g_assert_true (smith_public_key_equal (smith_identity_get_public_key (identity), smith_key_get_public_key (key)));
  g_assert_cmpint (smith_identity_get_state (identity), ==, SMITH_IDENTITY_STATE_KEY_ONLY);
  g_assert_cmpstr (smith_identity_get_id (identity), ==, id);

  smith_library_set_request_async (fixture->library, identity, request, NULL, smith_test_store_result, &fixture->result);
  libraries_finish_well (fixture);
  g_assert_cmpint (smith_identity_get_state (identity), ==, SMITH_IDENTITY_STATE_WAITING);
  g_assert_cmpstr (smith_request_get_pem (smith_identity_get_request (identity)), ==, smith_request_get_pem (request));

  smith_library_set_certificate_async (fixture->library, identity, certificate, chain, NULL,
                                       smith_test_store_result, &fixture->result);
  libraries_finish_well (fixture);
  g_assert_true (smith_certificate_equal (smith_identity_get_certificate (identity), certificate));
  g_assert_cmpuint (g_list_model_get_n_items (smith_identity_get_chain (identity)), ==, 2);
  g_assert_cmpstr (smith_next_step_get_action (smith_identity_get_next_step (identity)), ==, "upload.upload");

  smith_library_set_upload_async (fixture->library, identity, &record, NULL, smith_test_store_result, &fixture->result);
  libraries_finish_well (fixture);
  g_assert_cmpstr (smith_identity_get_upload (identity)->arn, ==, "arn:x");
  g_assert_null (smith_next_step_get_action (smith_identity_get_next_step (identity)));

  smith_library_rename_async (fixture->library, identity, "renamed", NULL, smith_test_store_result, &fixture->result);
  libraries_finish_well (fixture);
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
test_keep (Libraries     *fixture,
           gconstpointer  data)
{
  g_autoptr (SmithCertificate) certificate = material_certificate ("rsa-leaf");
  g_autoptr (SmithCertificate) other = material_certificate ("ec-leaf");
  g_autoptr (SmithRequest) request = material_request ("rsa-leaf");
  g_autoptr (GListModel) chain = material_chain ("rsa-two,rsa-one");
  g_autoptr (SmithIdentityData) on_disk = NULL;
  SmithIdentity *identity = smith_library_add (fixture->library, "www");

  smith_library_set_request_async (fixture->library, identity, request, NULL, smith_test_store_result, &fixture->result);
  libraries_finish_well (fixture);
  smith_library_set_certificate_async (fixture->library, identity, other, NULL, NULL,
                                       smith_test_store_result, &fixture->result);
  libraries_finish_badly (fixture, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED);
  smith_library_set_certificate_async (fixture->library, identity, certificate, chain, NULL,
                                       smith_test_store_result, &fixture->result);
  libraries_finish_well (fixture);
  smith_library_rename_async (fixture->library, identity, "new", NULL, smith_test_store_result, &fixture->result);
  libraries_finish_well (fixture);
  g_assert_false (smith_identity_get_kept (identity));
  on_disk = libraries_load_from_disk (fixture, identity);
  g_assert_null (on_disk);

  smith_library_keep_async (fixture->library, identity, NULL, smith_test_store_result, &fixture->result);
  libraries_finish_well (fixture);
  g_assert_true (smith_identity_get_kept (identity));
  on_disk = libraries_load_from_disk (fixture, identity);
  g_assert_cmpstr (on_disk->problem, ==, NULL);
  g_assert_cmpstr (on_disk->name, ==, "new");
  g_assert_cmpuint (on_disk->chain->len, ==, 2);
  g_assert_nonnull (on_disk->request);

  /* Again: it is kept. */
  smith_library_keep_async (fixture->library, identity, NULL, smith_test_store_result, &fixture->result);
  libraries_finish_well (fixture);
}

/* Changes that are asked for while it is being kept come after it, not instead of it. */
static void
test_keep_in_flight (Libraries     *fixture,
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
  on_disk = libraries_load_from_disk (fixture, identity);
  g_assert_cmpstr (on_disk->name, ==, "new");
}

/* An imported key waits in memory, with the passphrase that it came with. */
static void
test_keep_imported_key (Libraries     *fixture,
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
  libraries_finish_badly (fixture, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED);
  g_assert_false (smith_identity_get_kept (identity));

  smith_library_keep_async (fixture->library, identity, NULL, smith_test_store_result, &fixture->result);
  libraries_finish_well (fixture);
  g_assert_cmpint (smith_identity_get_key_protection (identity), ==, SMITH_KEY_PROTECTION_PASSPHRASE);
  pem = smith_identity_folder_read_key (fixture->folder, smith_identity_get_id (identity), NULL, NULL);
  g_assert_true (smith_key_pem_is_encrypted (pem));
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
test_two_libraries (Libraries     *fixture,
                    gconstpointer  data)
{
  SmithLibrary *other = smith_library_new (fixture->folder);
  SmithUploadRecord record = { .arn = (char *) "arn:x" };
  SmithIdentity *identity;
  SmithIdentity *seen;

  material_load (other);
  identity = material_keep (fixture->library, "rsa-leaf", "rsa-two,rsa-one");
  smith_test_wait_until (has_items, (gpointer[]) { other, GUINT_TO_POINTER (1) });
  seen = smith_library_find (other, smith_identity_get_id (identity));
  g_assert_nonnull (seen);
  g_assert_cmpstr (smith_identity_get_name (seen), ==, "rsa-leaf");

  /* A change of each: neither undoes the other's. */
  smith_library_set_upload_async (other, seen, &record, NULL, smith_test_store_result, &fixture->result);
  material_finish (other, &fixture->result, &fixture->error);
  g_assert_no_error (fixture->error);
  smith_library_rename_async (fixture->library, identity, "new", NULL, smith_test_store_result, &fixture->result);
  libraries_finish_well (fixture);
  g_assert_cmpstr (smith_identity_get_upload (identity)->arn, ==, "arn:x");
  smith_test_wait_until (has_name, (gpointer[]) { seen, (gpointer) "new" });
  g_assert_cmpstr (smith_identity_get_upload (seen)->arn, ==, "arn:x");

  g_object_ref (seen);
  smith_library_trash_async (fixture->library, identity, NULL, smith_test_store_result, &fixture->result);
  libraries_finish_well (fixture);
  smith_test_wait_until (has_items, (gpointer[]) { other, GUINT_TO_POINTER (0) });
  g_object_unref (seen);
  material_drop (other);
}

static void
test_rescan (Libraries     *fixture,
             gconstpointer  data)
{
  SmithIdentity *identity = material_keep (fixture->library, "rsa-leaf", "rsa-two,rsa-one");
  g_autofree char *path = g_build_filename (smith_identity_get_folder (identity), "certificate.pem", NULL);
  g_autofree char *foreign = g_build_filename (fixture->folder, "identities", "notes.txt", NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  SmithCertificate *before = smith_identity_get_certificate (identity);

  /* Nothing new: nothing is exchanged. */
  smith_library_rescan_async (fixture->library, NULL, smith_test_store_result, &fixture->result);
  libraries_finish_well (fixture);
  g_assert_true (smith_identity_get_certificate (identity) == before);

  g_assert_true (g_file_set_contents (path, "garbage", -1, NULL));
  g_assert_true (g_file_set_contents (foreign, "garbage", -1, NULL));
  smith_library_rescan_async (fixture->library, NULL, smith_test_store_result, &fixture->result);
  libraries_finish_well (fixture);
  g_assert_cmpint (smith_identity_get_state (identity), ==, SMITH_IDENTITY_STATE_DAMAGED);
  g_assert_null (smith_identity_get_certificate (identity));
  g_assert_true (smith_identity_get_has_key (identity));
  g_assert_cmpuint (libraries_count (fixture), ==, 2);
  g_assert_cmpint (smith_identity_get_state (smith_library_find (fixture->library, "notes.txt")), ==,
                   SMITH_IDENTITY_STATE_DAMAGED);

  g_cancellable_cancel (cancellable);
  smith_library_rescan_async (fixture->library, cancellable, smith_test_store_result, &fixture->result);
  libraries_finish_badly (fixture, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_no_folder (Libraries     *fixture,
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
test_load_cancel (Libraries     *fixture,
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

#define ADD(path, function) \
  g_test_add ("/library/" path, Libraries, NULL, libraries_set_up, function, libraries_tear_down)
  ADD ("empty", test_empty);
  g_test_add_func ("/library/default-folder", test_default_folder);
  ADD ("grow", test_grow);
  ADD ("keep", test_keep);
  ADD ("keep-in-flight", test_keep_in_flight);
  ADD ("keep-imported-key", test_keep_imported_key);
  ADD ("two-libraries", test_two_libraries);
  ADD ("rescan", test_rescan);
  ADD ("no-folder", test_no_folder);
  ADD ("load-cancel", test_load_cancel);

  return g_test_run ();
}
