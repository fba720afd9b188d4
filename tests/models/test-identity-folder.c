/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "identity-files.h"

#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <glib/gstdio.h>

#include "material.h"
#include "smith-test.h"

/* What is written, openssl reads; modes and permissions are as promised. */
static void
test_create (IdentityFiles *fixture,
             gconstpointer  data)
{
  g_autoptr (SmithIdentityData) loaded = NULL;
  g_autofree char *key = identity_files_build (fixture, "private-key.pem");
  g_autofree char *request = identity_files_build (fixture, "request.pem");
  g_autofree char *certificate = identity_files_build (fixture, "certificate.pem");
  g_autofree char *chain = identity_files_build (fixture, "chain.pem");
  mode_t before = umask (0);

  identity_files_create (fixture);
  umask (before);
  g_assert_cmpint (identity_files_get_mode (fixture->folder), ==, 0700);
  g_assert_cmpint (identity_files_get_mode (key), ==, 0600);
  g_assert_cmpint (identity_files_get_mode (certificate), ==, 0644);

  {
    const char *of_key[] = { "openssl", "pkey", "-in", key, "-pubout", NULL };
    const char *of_request[] = { "openssl", "req", "-in", request, "-noout", "-pubkey", NULL };
    const char *verify_request[] = { "openssl", "req", "-in", request, "-noout", "-verify", NULL };
    const char *of_certificate[] = { "openssl", "x509", "-in", certificate, "-noout", "-pubkey", NULL };
    const char *verify[] = { "openssl", "verify", "-partial_chain", "-untrusted", chain, "-trusted", chain, certificate, NULL };
    g_autofree char *a = smith_test_run (of_key, NULL, NULL);
    g_autofree char *b = smith_test_run (of_request, NULL, NULL);
    g_autofree char *c = smith_test_run (of_certificate, NULL, NULL);
    g_autofree char *d = smith_test_run (verify, NULL, NULL);
    g_autofree char *e = smith_test_run (verify_request, NULL, NULL);
    g_autofree char *written = identity_files_read (fixture, "public-key.pem");

    g_assert_cmpstr (a, ==, written);
    g_assert_cmpstr (b, ==, written);
    g_assert_cmpstr (c, ==, written);
    g_assert_true (g_str_has_suffix (d, ": OK\n"));
  }

  loaded = identity_files_load (fixture);
  g_assert_cmpstr (loaded->name, ==, "www.example.com");
  g_assert_cmpstr (loaded->folder, ==, fixture->folder);
  g_assert_true (loaded->has_key);
  g_assert_cmpint (loaded->key_protection, ==, SMITH_KEY_PROTECTION_NONE);
  g_assert_nonnull (loaded->key_created_at);
  g_assert_nonnull (loaded->created_at);
  g_assert_nonnull (loaded->request);
  g_assert_cmpuint (loaded->chain->len, ==, 2);
  g_assert_true (loaded->chain_ordered);
  g_assert_nonnull (strstr (loaded->search_text, "www.example.com"));
}

static void
test_create_twice (IdentityFiles *fixture,
                   gconstpointer  data)
{
  g_autoptr (SmithIdentityEdit) edit = identity_files_make_edit ("ec-leaf", NULL, NULL);
  g_autoptr (SmithIdentityData) again = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  identity_files_create (fixture);
  before = identity_files_take_picture (fixture);
  again = smith_identity_folder_create (fixture->library, IDENTITY_FILES_ID, edit, NULL, &error);
  g_assert_null (again);
  g_assert_error (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED);
  after = identity_files_take_picture (fixture);
  g_assert_cmpstr (before, ==, after);
}

/* A key is never overwritten, and only the key that is missing can take a missing one's place. */
static void
test_key_stays (IdentityFiles *fixture,
                gconstpointer  data)
{
  g_autoptr (SmithIdentityEdit) edit = smith_identity_edit_new ();
  g_autoptr (SmithKey) other = material_key ("ec-leaf");
  g_autoptr (SmithKey) own = material_key ("rsa-leaf");
  g_autoptr (SmithIdentityData) changed = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = identity_files_build (fixture, "private-key.pem");
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  identity_files_create (fixture);
  before = identity_files_read (fixture, "private-key.pem");
  smith_identity_edit_set_key (edit, own, NULL);
  g_assert_null (smith_identity_folder_change (fixture->library, IDENTITY_FILES_ID, edit, NULL, &error));
  g_assert_error (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED);
  g_clear_error (&error);
  after = identity_files_read (fixture, "private-key.pem");
  g_assert_cmpstr (before, ==, after);

  g_assert_cmpint (g_unlink (path), ==, 0);
  changed = identity_files_load (fixture);
  g_assert_cmpint (changed->damage, ==, SMITH_IDENTITY_PART_PRIVATE_KEY);
  smith_identity_edit_set_key (edit, other, NULL);
  g_assert_null (smith_identity_folder_change (fixture->library, IDENTITY_FILES_ID, edit, NULL, &error));
  g_assert_error (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED);
  g_clear_error (&error);
  g_clear_pointer (&changed, smith_identity_data_unref);

  smith_identity_edit_set_key (edit, own, NULL);
  changed = smith_identity_folder_change (fixture->library, IDENTITY_FILES_ID, edit, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (changed->problem, ==, NULL);
  g_assert_cmpint (identity_files_get_mode (path), ==, 0600);
}

static void
test_mismatch_refused (IdentityFiles *fixture,
                       gconstpointer  data)
{
  g_autoptr (SmithIdentityEdit) certificate = identity_files_make_certificate_edit ("ec-leaf", NULL);
  g_autoptr (SmithIdentityEdit) request = smith_identity_edit_new ();
  g_autoptr (SmithRequest) other = material_request ("ec-leaf");
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  identity_files_create (fixture);
  before = identity_files_take_picture (fixture);
  g_assert_null (smith_identity_folder_change (fixture->library, IDENTITY_FILES_ID, certificate, NULL, &error));
  g_assert_error (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED);
  g_clear_error (&error);
  smith_identity_edit_set_request (request, other);
  g_assert_null (smith_identity_folder_change (fixture->library, IDENTITY_FILES_ID, request, NULL, &error));
  g_assert_error (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED);
  after = identity_files_take_picture (fixture);
  g_assert_cmpstr (before, ==, after);
}

static void
test_passphrase (IdentityFiles *fixture,
                 gconstpointer  data)
{
  g_autoptr (SmithIdentityEdit) edit = smith_identity_edit_new ();
  g_autoptr (SmithKey) key = material_key ("rsa-leaf");
  g_autoptr (SmithKey) other = material_key ("ec-leaf");
  g_autoptr (SmithSecret) passphrase = smith_secret_new_string ("açaí 😀 \"'$ x");
  g_autoptr (SmithIdentityData) changed = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = identity_files_build (fixture, "private-key.pem");
  const char *read_encrypted[] = { "openssl", "pkey", "-in", path, "-passin", "stdin", "-pubout", NULL };
  const char *read_plain[] = { "openssl", "pkey", "-in", path, "-pubout", NULL };
  g_autoptr (GBytes) typed = g_bytes_new_static ("açaí 😀 \"'$ x\n", strlen ("açaí 😀 \"'$ x\n"));

  identity_files_create (fixture);
  smith_identity_edit_set_key (edit, key, passphrase);
  edit->what = SMITH_IDENTITY_EDIT_PASSPHRASE;
  changed = smith_identity_folder_change (fixture->library, IDENTITY_FILES_ID, edit, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (changed->key_protection, ==, SMITH_KEY_PROTECTION_PASSPHRASE);
  g_assert_cmpint (identity_files_get_mode (path), ==, 0600);
  {
    g_autofree char *text = identity_files_read (fixture, "private-key.pem");
    g_autofree char *public_key = smith_test_run (read_encrypted, typed, NULL);
    g_autofree char *expected = identity_files_read (fixture, "public-key.pem");

    g_assert_true (g_str_has_prefix (text, "-----BEGIN ENCRYPTED PRIVATE KEY-----"));
    g_assert_cmpstr (public_key, ==, expected);
  }
  g_clear_pointer (&changed, smith_identity_data_unref);

  smith_identity_edit_set_key (edit, other, NULL);
  edit->what = SMITH_IDENTITY_EDIT_PASSPHRASE;
  g_assert_null (smith_identity_folder_change (fixture->library, IDENTITY_FILES_ID, edit, NULL, &error));
  g_assert_error (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED);
  g_clear_error (&error);

  smith_identity_edit_set_key (edit, key, NULL);
  edit->what = SMITH_IDENTITY_EDIT_PASSPHRASE;
  changed = smith_identity_folder_change (fixture->library, IDENTITY_FILES_ID, edit, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (changed->key_protection, ==, SMITH_KEY_PROTECTION_NONE);
  {
    g_autofree char *public_key = smith_test_run (read_plain, NULL, NULL);
    g_autofree char *expected = identity_files_read (fixture, "public-key.pem");

    g_assert_cmpstr (public_key, ==, expected);
  }
}

static void
test_passphrase_without_key (IdentityFiles *fixture,
                             gconstpointer  data)
{
  g_autoptr (SmithIdentityEdit) nothing = smith_identity_edit_new ();
  g_autoptr (SmithIdentityEdit) edit = smith_identity_edit_new ();
  g_autoptr (SmithKey) key = material_key ("rsa-leaf");
  g_autoptr (SmithIdentityData) created = NULL;
  g_autoptr (SmithSecret) pem = NULL;
  g_autoptr (GError) error = NULL;

  smith_identity_edit_set_name (nothing, "empty");
  created = smith_identity_folder_create (fixture->library, IDENTITY_FILES_ID, nothing, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (created->problem, ==, NULL);
  smith_identity_edit_set_key (edit, key, NULL);
  edit->what = SMITH_IDENTITY_EDIT_PASSPHRASE;
  g_assert_null (smith_identity_folder_change (fixture->library, IDENTITY_FILES_ID, edit, NULL, &error));
  g_assert_error (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_NO_KEY);
  g_clear_error (&error);
  pem = smith_identity_folder_read_key (fixture->library, IDENTITY_FILES_ID, NULL, &error);
  g_assert_null (pem);
  g_assert_error (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_NO_KEY);
}

/* A certificate that is replaced stays in the folder with its chain, once. */
static void
test_history (IdentityFiles *fixture,
              gconstpointer  data)
{
  g_autoptr (SmithIdentityEdit) renewal = identity_files_make_certificate_edit ("wildcard", "rsa-two");
  g_autoptr (SmithIdentityEdit) original = identity_files_make_certificate_edit ("rsa-leaf", "rsa-two,rsa-one");
  g_autoptr (SmithIdentityEdit) none = identity_files_make_certificate_edit ("rsa-leaf", NULL);
  g_autofree char *certificate = NULL;
  g_autofree char *chain = NULL;
  g_autofree char *expected = NULL;
  g_autofree char *name = NULL;
  g_autoptr (GError) error = NULL;

  identity_files_create (fixture);
  certificate = identity_files_read (fixture, "certificate.pem");
  chain = identity_files_read (fixture, "chain.pem");
  expected = g_strconcat (certificate, chain, NULL);
  g_assert_null (identity_files_find_history (fixture, "certificate-"));
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (SmithIdentityData) a = smith_identity_folder_change (fixture->library, IDENTITY_FILES_ID, renewal, NULL, &error);
      g_autoptr (SmithIdentityData) b = smith_identity_folder_change (fixture->library, IDENTITY_FILES_ID, original, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (a->problem, ==, NULL);
      g_assert_cmpuint (a->chain->len, ==, 1);
      g_assert_cmpuint (b->chain->len, ==, 2);
    }
  {
    g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
    guint n = 0;
    const char *entry;

    while ((entry = g_dir_read_name (dir)) != NULL)
      {
        g_autofree char *text = identity_files_read (fixture, entry);

        n += g_str_has_prefix (entry, "certificate-");
        if (g_str_has_prefix (entry, "certificate-") && g_strcmp0 (text, expected) == 0)
          name = g_strdup (entry);
      }
    g_assert_cmpuint (n, ==, 2);
    g_assert_nonnull (name);
  }

  /* The same certificate without its chain is no other certificate. */
  {
    g_autoptr (SmithIdentityData) a = smith_identity_folder_change (fixture->library, IDENTITY_FILES_ID, none, NULL, &error);
    g_autofree char *gone = identity_files_read (fixture, "chain.pem");

    g_assert_no_error (error);
    g_assert_null (a->chain);
    g_assert_null (gone);
  }
}

static void
test_upload_record (IdentityFiles *fixture,
                    gconstpointer  data)
{
  g_autoptr (SmithIdentityEdit) edit = smith_identity_edit_new ();
  g_autoptr (SmithIdentityEdit) rename = smith_identity_edit_new ();
  g_autoptr (SmithIdentityData) changed = NULL;
  g_autoptr (SmithIdentityData) loaded = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *ini = NULL;
  g_autofree char *grown = NULL;

  identity_files_create (fixture);
  ini = identity_files_read (fixture, "identity.ini");
  grown = g_strconcat (ini, "\n[Later]\nversion=2\n", NULL);
  identity_files_write (fixture, "identity.ini", grown);
  edit->what = SMITH_IDENTITY_EDIT_UPLOAD;
  edit->upload = g_new0 (SmithUploadRecord, 1);
  edit->upload->arn = g_strdup ("arn:aws:iam::1:server-certificate/x");
  edit->upload->verified = TRUE;
  changed = smith_identity_folder_change (fixture->library, IDENTITY_FILES_ID, edit, NULL, &error);
  g_assert_no_error (error);
  smith_identity_edit_set_name (rename, "new name");
  g_clear_pointer (&changed, smith_identity_data_unref);
  changed = smith_identity_folder_change (fixture->library, IDENTITY_FILES_ID, rename, NULL, &error);
  g_assert_no_error (error);

  loaded = identity_files_load (fixture);
  g_assert_cmpstr (loaded->name, ==, "new name");
  g_assert_true (smith_upload_record_equal (loaded->upload, edit->upload));
  g_clear_pointer (&ini, g_free);
  ini = identity_files_read (fixture, "identity.ini");
  g_assert_nonnull (strstr (ini, "[Later]\nversion=2"));
}

static void
test_gone (IdentityFiles *fixture,
           gconstpointer  data)
{
  g_autoptr (SmithIdentityEdit) edit = smith_identity_edit_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (smith_identity_folder_prepare (fixture->library, &error));
  g_assert_null (smith_identity_folder_load (fixture->library, IDENTITY_FILES_ID, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);
  smith_identity_edit_set_name (edit, "name");
  g_assert_null (smith_identity_folder_change (fixture->library, IDENTITY_FILES_ID, edit, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (smith_identity_folder_trash (fixture->library, IDENTITY_FILES_ID, NULL, &error));
  g_assert_error (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED);
}

/* Whatever the disk refuses: an error in words, and nothing is changed. */
static void
test_no_space (IdentityFiles *fixture,
               gconstpointer  data)
{
  const struct rlimit small = { 900, RLIM_INFINITY };
  g_autoptr (SmithIdentityEdit) edit = identity_files_make_certificate_edit ("wildcard", "rsa-two");
  g_autoptr (SmithIdentityEdit) whole = identity_files_make_edit ("rsa-leaf", NULL, NULL);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *room = g_build_filename (fixture->library, "new", NULL);
  g_autoptr (SmithIdentityData) created = NULL;
  g_autoptr (SmithIdentityData) changed = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) create_error = NULL;
  struct rlimit limit;

  identity_files_create (fixture);
  before = identity_files_take_picture (fixture);
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  changed = smith_identity_folder_change (fixture->library, IDENTITY_FILES_ID, edit, NULL, &error);
  created = smith_identity_folder_create (fixture->library, "other", whole, NULL, &create_error);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  g_assert_null (changed);
  g_assert_null (created);
  g_assert_error (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED);
  g_assert_error (create_error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "www.example.com"));
  after = identity_files_take_picture (fixture);
  g_assert_cmpstr (before, ==, after);
  {
    g_autoptr (GDir) dir = g_dir_open (room, 0, NULL);

    g_assert_null (g_dir_read_name (dir));
  }
}

/* The library cannot be made: a file is in the way. */
static void
test_no_library (IdentityFiles *fixture,
                 gconstpointer  data)
{
  g_autofree char *library = g_build_filename (fixture->library, "file", NULL);
  g_autoptr (SmithIdentityEdit) edit = identity_files_make_edit ("rsa-leaf", NULL, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (library, "x", -1, NULL));
  g_assert_false (smith_identity_folder_prepare (library, &error));
  g_assert_error (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_null (smith_identity_folder_create (library, IDENTITY_FILES_ID, edit, NULL, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_null (smith_identity_folder_list (library, &error));
  g_assert_error (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED);
}

static void
test_cancel (IdentityFiles *fixture,
             gconstpointer  data)
{
  g_autoptr (SmithIdentityEdit) edit = identity_files_make_certificate_edit ("wildcard", "rsa-two");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  identity_files_create (fixture);
  before = identity_files_take_picture (fixture);
  g_cancellable_cancel (cancellable);
  g_assert_null (smith_identity_folder_change (fixture->library, IDENTITY_FILES_ID, edit, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_null (smith_identity_folder_load (fixture->library, IDENTITY_FILES_ID, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_null (smith_identity_folder_trash (fixture->library, IDENTITY_FILES_ID, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  after = identity_files_take_picture (fixture);
  g_assert_cmpstr (before, ==, after);
}

static void
test_trash (IdentityFiles *fixture,
            gconstpointer  data)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autoptr (SmithIdentityData) back = NULL;
  g_autoptr (GError) error = NULL;

  identity_files_create (fixture);
  before = identity_files_take_picture (fixture);
  first = smith_identity_folder_trash (fixture->library, IDENTITY_FILES_ID, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (g_file_test (fixture->folder, G_FILE_TEST_EXISTS));

  /* Another one of the same id takes the place; both can be deleted, none overwrites the other. */
  identity_files_create (fixture);
  g_assert_null (smith_identity_folder_restore (fixture->library, IDENTITY_FILES_ID, first, NULL, &error));
  g_assert_error (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED);
  g_clear_error (&error);
  second = smith_identity_folder_trash (fixture->library, IDENTITY_FILES_ID, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (first, !=, second);

  back = smith_identity_folder_restore (fixture->library, IDENTITY_FILES_ID, first, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (back->problem, ==, NULL);
  after = identity_files_take_picture (fixture);
  g_assert_cmpstr (before, ==, after);
}

static void
test_stamp (IdentityFiles *fixture,
            gconstpointer  data)
{
  g_autoptr (SmithIdentityEdit) edit = identity_files_make_certificate_edit ("wildcard", "rsa-two");
  g_autoptr (SmithIdentityData) loaded = NULL;
  g_autoptr (SmithIdentityData) changed = NULL;
  g_autoptr (GError) error = NULL;

  identity_files_create (fixture);
  loaded = identity_files_load (fixture);
  g_assert_cmpuint (loaded->stamp, ==, smith_identity_folder_stamp (fixture->library, IDENTITY_FILES_ID));
  changed = smith_identity_folder_change (fixture->library, IDENTITY_FILES_ID, edit, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (loaded->stamp, !=, changed->stamp);
  g_assert_cmpuint (changed->stamp, ==, smith_identity_folder_stamp (fixture->library, IDENTITY_FILES_ID));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) \
  g_test_add ("/identity-folder/" path, IdentityFiles, NULL, identity_files_set_up, function, identity_files_tear_down)
  ADD ("create", test_create);
  ADD ("create-twice", test_create_twice);
  ADD ("key-stays", test_key_stays);
  ADD ("mismatch-refused", test_mismatch_refused);
  ADD ("passphrase", test_passphrase);
  ADD ("passphrase-without-key", test_passphrase_without_key);
  ADD ("history", test_history);
  ADD ("upload-record", test_upload_record);
  ADD ("gone", test_gone);
  ADD ("no-space", test_no_space);
  ADD ("no-library", test_no_library);
  ADD ("cancel", test_cancel);
  ADD ("trash", test_trash);
  ADD ("stamp", test_stamp);

  return g_test_run ();
}
