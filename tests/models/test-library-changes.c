/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "libraries.h"

#include <string.h>

#include <glib/gstdio.h>

#include "material.h"
#include "smith-identity-folder.h"
#include "smith-lock.h"
#include "smith-test.h"

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
test_verb_cancelled (Libraries     *fixture,
                     gconstpointer  data)
{
  const Verb *verb = data;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  SmithIdentity *identity = material_keep (fixture->library, "rsa-leaf", "rsa-two,rsa-one");
  guint64 stamp = smith_identity_folder_stamp (fixture->folder, smith_identity_get_id (identity));

  g_cancellable_cancel (cancellable);
  (*verb) (fixture->library, identity, cancellable, &fixture->result);
  libraries_finish_badly (fixture, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (smith_identity_folder_stamp (fixture->folder, smith_identity_get_id (identity)), ==, stamp);
  g_assert_cmpuint (libraries_count (fixture), ==, 1);
}

/* Cancelled while another program holds the lock: the wait ends at once. */
static void
test_verb_cancelled_waiting (Libraries     *fixture,
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
  libraries_finish_badly (fixture, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 4 * G_USEC_PER_SEC);
  g_assert_cmpuint (smith_identity_folder_stamp (fixture->folder, smith_identity_get_id (identity)), ==, stamp);
}

/* Another program deleted the folder. */
static void
test_verb_gone (Libraries     *fixture,
                gconstpointer  data)
{
  const Verb *verb = data;
  SmithIdentity *identity = material_keep (fixture->library, "rsa-leaf", "rsa-two,rsa-one");
  g_autofree char *trashed = smith_identity_folder_trash (fixture->folder, smith_identity_get_id (identity), NULL, NULL);

  g_assert_nonnull (trashed);
  (*verb) (fixture->library, identity, NULL, &fixture->result);
  libraries_finish (fixture);
  g_assert_nonnull (fixture->error);
  g_assert_null (strstr (fixture->error->message, "(null)"));
}

static void
test_busy (Libraries     *fixture,
           gconstpointer  data)
{
  SmithIdentity *identity = material_keep (fixture->library, "rsa-leaf", "rsa-two,rsa-one");
  g_autofree char *path = g_build_filename (fixture->folder, "lock", NULL);
  g_autoptr (SmithLock) lock = smith_lock_acquire (path, SMITH_LOCK_EXCLUSIVE, 1000, NULL, &fixture->error);

  g_assert_no_error (fixture->error);
  smith_library_rename_async (fixture->library, identity, "new", NULL, smith_test_store_result, &fixture->result);
  libraries_finish_badly (fixture, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_BUSY);
  g_assert_cmpstr (smith_identity_get_name (identity), ==, "rsa-leaf");
  g_clear_pointer (&lock, smith_lock_release);
  smith_library_rename_async (fixture->library, identity, "new", NULL, smith_test_store_result, &fixture->result);
  libraries_finish_well (fixture);
}

static void
test_trash (Libraries     *fixture,
            gconstpointer  data)
{
  SmithIdentity *first = material_keep (fixture->library, "rsa-leaf", "rsa-two,rsa-one");
  g_autoptr (SmithIdentity) second = g_object_ref (material_keep (fixture->library, "ec-leaf", "ec-two"));
  g_autoptr (SmithIdentity) unkept = g_object_ref (smith_library_add (fixture->library, "unkept"));
  g_autofree char *folder = g_strdup (smith_identity_get_folder (second));

  smith_library_trash_async (fixture->library, second, NULL, smith_test_store_result, &fixture->result);
  libraries_finish_well (fixture);
  g_assert_cmpuint (libraries_count (fixture), ==, 2);
  g_assert_null (smith_library_find (fixture->library, smith_identity_get_id (second)));
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
  smith_library_trash_async (fixture->library, unkept, NULL, smith_test_store_result, &fixture->result);
  libraries_finish_well (fixture);
  g_assert_cmpuint (libraries_count (fixture), ==, 1);

  smith_library_restore_async (fixture->library, second, NULL, smith_test_store_result, &fixture->result);
  libraries_finish_well (fixture);
  g_assert_true (g_file_test (folder, G_FILE_TEST_EXISTS));
  g_assert_true (smith_library_find (fixture->library, smith_identity_get_id (second)) == second);
  g_assert_cmpstr (smith_identity_get_problem (second), ==, NULL);
  g_assert_true (smith_identity_get_has_key (second));
  smith_library_restore_async (fixture->library, unkept, NULL, smith_test_store_result, &fixture->result);
  libraries_finish_well (fixture);
  g_assert_cmpuint (libraries_count (fixture), ==, 3);
  smith_library_restore_async (fixture->library, first, NULL, smith_test_store_result, &fixture->result);
  libraries_finish_well (fixture);
  g_assert_cmpuint (libraries_count (fixture), ==, 3);
}

static void
test_restore_fails (Libraries     *fixture,
                    gconstpointer  data)
{
  g_autoptr (SmithIdentity) identity = g_object_ref (material_keep (fixture->library, "rsa-leaf", "rsa-two,rsa-one"));
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *path = g_build_filename (fixture->folder, "trash", smith_identity_get_id (identity), NULL);
  g_autofree char *elsewhere = g_build_filename (fixture->folder, "elsewhere", NULL);

  smith_library_trash_async (fixture->library, identity, NULL, smith_test_store_result, &fixture->result);
  libraries_finish_well (fixture);
  g_cancellable_cancel (cancellable);
  smith_library_restore_async (fixture->library, identity, cancellable, smith_test_store_result, &fixture->result);
  libraries_finish_badly (fixture, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (g_rename (path, elsewhere), ==, 0);
  smith_library_restore_async (fixture->library, identity, NULL, smith_test_store_result, &fixture->result);
  libraries_finish_badly (fixture, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED);
  g_assert_cmpuint (libraries_count (fixture), ==, 0);
  g_assert_cmpint (g_rename (elsewhere, path), ==, 0);
  smith_library_restore_async (fixture->library, identity, NULL, smith_test_store_result, &fixture->result);
  libraries_finish_well (fixture);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    {
      g_autofree char *cancelled = g_strdup_printf ("/library-changes/%s/cancelled", verbs[i].title);
      g_autofree char *waiting = g_strdup_printf ("/library-changes/%s/cancelled-waiting", verbs[i].title);
      g_autofree char *gone = g_strdup_printf ("/library-changes/%s/gone", verbs[i].title);

      g_test_add (cancelled, Libraries, &verbs[i].verb, libraries_set_up, test_verb_cancelled, libraries_tear_down);
      g_test_add (waiting, Libraries, &verbs[i].verb, libraries_set_up, test_verb_cancelled_waiting, libraries_tear_down);
      g_test_add (gone, Libraries, &verbs[i].verb, libraries_set_up, test_verb_gone, libraries_tear_down);
    }
#define ADD(path, function) \
  g_test_add ("/library-changes/" path, Libraries, NULL, libraries_set_up, function, libraries_tear_down)
  ADD ("busy", test_busy);
  ADD ("trash-and-restore", test_trash);
  ADD ("restore-fails", test_restore_fails);
#undef ADD

  return g_test_run ();
}
