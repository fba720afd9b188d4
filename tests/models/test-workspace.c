/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "importing.h"

#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "material.h"
#include "smith-fake-interaction.h"
#include "smith-identity-folder.h"
#include "smith-parser.h"
#include "smith-test.h"

#define N_BUNDLE 300

/* All that a CA and a colleague could hand over, in any order: one identity, not kept. */
static void
test_whole (Importing    *fixture,
            gconstpointer data)
{
  SmithIdentity *identity;

  importing_files (fixture, "rsa-root.crt rsa-leaf.key rsa-one.crt rsa-leaf.crt rsa-leaf.csr rsa-two.crt", NULL, NULL);
  importing_assert_title (fixture, "4 certificates, 1 request, 1 key; the key fits www.example.com");
  g_assert_false (smith_import_summary_has_problems (fixture->summary));
  g_assert_cmpuint (importing_count (fixture), ==, 1);
  identity = importing_get (fixture, 0);
  g_assert_true (smith_import_summary_get_identity (fixture->summary) == identity);
  g_assert_cmpstr (smith_import_summary_get_pane (fixture->summary), ==, "certificate");
  g_assert_cmpstr (smith_identity_get_name (identity), ==, "www.example.com");
  g_assert_false (smith_identity_get_kept (identity));
  g_assert_true (smith_identity_get_has_key (identity));
  g_assert_nonnull (smith_identity_get_request (identity));
  importing_assert_leaf (identity, "rsa-leaf");
  importing_assert_chain (identity, "rsa-two,rsa-one,rsa-root");
  importing_assert_line (fixture, "Private key", "not kept yet");
  importing_assert_line (fixture, "Example RSA Root", "chain of “www.example.com”");
}

/* The CA's answer finds the identity that waits for it, whatever is looked at. */
static void
test_answer (Importing    *fixture,
             gconstpointer data)
{
  SmithIdentity *waiting = importing_keep (fixture, "rsa-leaf");
  SmithIdentity *other = importing_keep (fixture, "ec-leaf");
  g_autofree char *leaf = material_text ("rsa-leaf.crt");
  g_autofree char *chain = material_text ("rsa-chain.pem");
  g_autofree char *text = g_strconcat ("Dear customer,\n\n", chain, "\nand the certificate:\n", leaf, "\nYours", NULL);
  g_autoptr (SmithIdentityData) on_disk = NULL;

  importing_text (fixture, text, other);
  importing_assert_title (fixture, "4 certificates; the key of rsa-leaf fits");
  g_assert_true (smith_import_summary_get_identity (fixture->summary) == waiting);
  importing_assert_leaf (waiting, "rsa-leaf");
  importing_assert_chain (waiting, "rsa-two,rsa-one,rsa-root");
  g_assert_null (smith_identity_get_certificate (other));
  on_disk = smith_identity_folder_load (fixture->folder, smith_identity_get_id (waiting), NULL, NULL);
  g_assert_cmpuint (on_disk->chain->len, ==, 3);
  g_assert_cmpstr (smith_next_step_get_action (smith_identity_get_next_step (waiting)), ==, "upload.upload");
  g_assert_cmpuint (importing_count (fixture), ==, 2);

  /* Again: nothing new, and it is shown where it is. */
  importing_text (fixture, text, other);
  importing_assert_title (fixture, "4 duplicates");
  g_assert_true (smith_import_summary_get_identity (fixture->summary) == waiting);
  g_assert_false (smith_import_summary_has_problems (fixture->summary));
  importing_assert_line (fixture, "Example RSA Authority One", "Already here, in “rsa-leaf”");
}

/* Issuers go to every chain that waits for them, and the one in front of the person is shown. */
static void
test_intermediates (Importing    *fixture,
                    gconstpointer data)
{
  SmithIdentity *first;
  SmithIdentity *second;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (SmithCertificate) certificate = material_certificate ("wildcard");
  g_autoptr (SmithCertificate) leaf = material_certificate ("rsa-leaf");

  first = smith_library_add (fixture->library, "first");
  smith_library_set_certificate_async (fixture->library, first, leaf, NULL, NULL, smith_test_store_result, &result);
  g_assert_true (material_finish (fixture->library, &result, NULL));
  second = smith_library_add (fixture->library, "second");
  smith_library_set_certificate_async (fixture->library, second, certificate, NULL, NULL, smith_test_store_result, &result);
  g_assert_true (material_finish (fixture->library, &result, NULL));

  importing_files (fixture, "rsa-two.crt", second, NULL);
  importing_assert_title (fixture, "1 certificate");
  g_assert_cmpstr (smith_import_summary_get_pane (fixture->summary), ==, "chain");
  g_assert_true (smith_import_summary_get_identity (fixture->summary) == second);
  importing_assert_chain (second, "rsa-two");
  importing_assert_chain (first, "rsa-two");
  importing_assert_line (fixture, "rsa-two.crt", "chain of “second”");
  importing_assert_line (fixture, "rsa-two.crt", "chain of “first”");

  importing_files (fixture, "rsa-two.crt", NULL, NULL);
  importing_assert_title (fixture, "1 duplicate");

  importing_files (fixture, "rsa-one.crt rsa-root.crt", NULL, NULL);
  importing_assert_title (fixture, "2 certificates");
  importing_assert_chain (first, "rsa-two,rsa-one,rsa-root");
  importing_assert_chain (second, "rsa-two,rsa-one,rsa-root");
  g_assert_cmpuint (importing_count (fixture), ==, 2);
}

/* The same name is not enough: only who signed belongs to a chain. */
static void
test_false_root (Importing    *fixture,
                 gconstpointer data)
{
  SmithIdentity *identity;

  importing_files (fixture, "rsa-leaf.crt rsa-two.crt rsa-one.crt", NULL, NULL);
  identity = importing_get (fixture, 0);
  importing_assert_chain (identity, "rsa-two,rsa-one");
  importing_files (fixture, "false-root.crt", identity, NULL);
  importing_assert_chain (identity, "rsa-two,rsa-one");
  g_assert_cmpuint (importing_count (fixture), ==, 2);
  importing_files (fixture, "rsa-root.crt", identity, NULL);
  importing_assert_chain (identity, "rsa-two,rsa-one,rsa-root");
  g_assert_cmpuint (importing_count (fixture), ==, 2);
}

/* A key that fits a kept identity without one is on disk before it is shown. */
static void
test_key_comes_later (Importing    *fixture,
                      gconstpointer data)
{
  g_autoptr (SmithCertificate) leaf = material_certificate ("rsa-leaf");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (SmithSecret) pem = NULL;
  SmithIdentity *identity = smith_library_add (fixture->library, "found");

  smith_library_set_certificate_async (fixture->library, identity, leaf, NULL, NULL, smith_test_store_result, &result);
  g_assert_true (material_finish (fixture->library, &result, NULL));
  smith_library_keep_async (fixture->library, identity, NULL, smith_test_store_result, &result);
  g_assert_true (material_finish (fixture->library, &result, NULL));

  importing_files (fixture, "rsa-leaf.key", NULL, NULL);
  importing_assert_title (fixture, "1 key; the key fits found");
  g_assert_true (smith_import_summary_get_identity (fixture->summary) == identity);
  g_assert_cmpstr (smith_import_summary_get_pane (fixture->summary), ==, "key");
  g_assert_true (smith_identity_get_has_key (identity));
  pem = smith_identity_folder_read_key (fixture->folder, smith_identity_get_id (identity), NULL, NULL);
  g_assert_nonnull (pem);

  importing_files (fixture, "rsa-leaf.key", NULL, NULL);
  importing_assert_title (fixture, "1 duplicate");
  g_assert_cmpuint (importing_count (fixture), ==, 1);
}

/* A key that came in locked stays locked by the same passphrase, in memory and on disk. */
static void
test_locked_key (Importing    *fixture,
                 gconstpointer data)
{
  const char *answers[] = { "wrong", "secret", NULL };
  g_autoptr (SmithFakeInteraction) person = smith_fake_interaction_new (answers);
  g_autofree char *plain = material_path ("rsa-leaf.key");
  g_autofree char *locked = g_build_filename (fixture->files, "mail.example.com.key", NULL);
  const char *command[] = { "openssl", "pkcs8", "-topk8", "-in", plain, "-out", locked, "-passout", "pass:secret", NULL };
  g_autofree char *output = smith_test_run (command, NULL, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (SmithSecret) pem = NULL;
  g_autoptr (SmithSecret) passphrase = smith_secret_new_string ("secret");
  g_autoptr (SmithKey) opened = NULL;
  SmithIdentity *identity;

  importing_files (fixture, locked, NULL, G_TLS_INTERACTION (person));
  importing_assert_title (fixture, "1 key");
  g_assert_cmpuint (smith_fake_interaction_get_n_asked (person), ==, 2);
  importing_assert_line (fixture, "Private key", "same passphrase");
  identity = importing_get (fixture, 0);
  g_assert_cmpstr (smith_identity_get_name (identity), ==, "mail.example.com");
  g_assert_cmpint (smith_identity_get_key_protection (identity), ==, SMITH_KEY_PROTECTION_PASSPHRASE);
  smith_library_keep_async (fixture->library, identity, NULL, smith_test_store_result, &result);
  g_assert_true (material_finish (fixture->library, &result, NULL));
  pem = smith_identity_folder_read_key (fixture->folder, smith_identity_get_id (identity), NULL, NULL);
  g_assert_true (smith_key_pem_is_encrypted (pem));
  opened = smith_key_new_from_pem (pem, passphrase, &fixture->error);
  g_assert_no_error (fixture->error);
}

/* Nobody answers: the rest comes in, and the key is told as a problem. */
static void
test_dismissed (Importing    *fixture,
                gconstpointer data)
{
  const char *answers[] = { NULL };
  g_autoptr (SmithFakeInteraction) person = smith_fake_interaction_new (answers);
  g_autofree char *plain = material_path ("rsa-leaf.key");
  g_autofree char *locked = g_build_filename (fixture->files, "locked.key", NULL);
  const char *command[] = { "openssl", "pkcs8", "-topk8", "-in", plain, "-out", locked, "-passout", "pass:secret", NULL };
  g_autofree char *output = smith_test_run (command, NULL, NULL);
  g_autofree char *names = g_strconcat (locked, " rsa-leaf.crt", NULL);

  importing_files (fixture, names, NULL, G_TLS_INTERACTION (person));
  importing_assert_title (fixture, "1 certificate; 1 stays locked: locked.key");
  g_assert_true (smith_import_summary_has_problems (fixture->summary));
  g_assert_cmpuint (importing_count (fixture), ==, 1);
  g_assert_false (smith_identity_get_has_key (importing_get (fixture, 0)));
}

/* A folder: what lies in it comes in, and each thing that does not is told. */
static void
test_folder (Importing    *fixture,
             gconstpointer data)
{
  g_autofree char *sub = g_build_filename (fixture->files, "sub", NULL);
  g_autofree char *inner = g_build_filename (sub, "inner.crt", NULL);
  g_autofree char *link = g_build_filename (fixture->files, "dangling", NULL);
  g_autofree char *large = g_build_filename (fixture->files, "large", NULL);
  g_autofree char *missing = g_build_filename (fixture->files, "missing.crt", NULL);
  g_autofree char *leaf = material_text ("rsa-leaf.crt");
  g_autofree char *two = material_text ("rsa-two.crt");
  g_autofree char *names = g_strconcat (fixture->files, " ", missing, NULL);

  importing_write (fixture, "leaf.txt", leaf);
  importing_write (fixture, "two", two);
  importing_write (fixture, "notes.txt", "buy milk");
  importing_write (fixture, "empty", "");
  importing_write (fixture, "large", "");
  g_assert_cmpint (truncate (large, (off_t) SMITH_PARSER_MAX_SIZE + 1), ==, 0);
  g_assert_cmpint (g_mkdir (sub, 0700), ==, 0);
  g_assert_true (g_file_set_contents (inner, leaf, -1, NULL));
  g_assert_cmpint (symlink ("/nowhere", link), ==, 0);
  importing_files (fixture, names, NULL, NULL);
  importing_assert_title (fixture, "2 certificates; 1 duplicate; 2 files not understood: empty, notes.txt; 3 not read");
  importing_assert_line (fixture, "notes.txt", "");
  importing_assert_line (fixture, "empty", "");
  importing_assert_line (fixture, "large", "larger than");
  importing_assert_line (fixture, "inner.crt", "more than once");
  importing_assert_line (fixture, "dangling", "");
  importing_assert_line (fixture, "missing.crt", "");
  g_assert_cmpuint (importing_count (fixture), ==, 1);
  importing_assert_chain (importing_get (fixture, 0), "rsa-two");
}

static void
test_nothing (Importing    *fixture,
              gconstpointer data)
{
  importing_text (fixture, "buy milk", NULL);
  importing_assert_title (fixture, "“Clipboard” not understood");
  g_assert_true (smith_import_summary_has_problems (fixture->summary));
  g_assert_null (smith_import_summary_get_identity (fixture->summary));
  g_assert_cmpuint (importing_count (fixture), ==, 0);
  importing_files (fixture, fixture->files, NULL, NULL);
  importing_assert_title (fixture, "Nothing to import");
  importing_assert_line (fixture, "", "empty");
}

static void
test_several (Importing    *fixture,
              gconstpointer data)
{
  g_autoptr (SmithCertificate) alone = material_certificate ("loop-leaf");

  importing_files (fixture, "rsa-leaf.crt ec-leaf.crt ec-two.crt loop-leaf.crt ec-leaf.key rsa-two.crt rsa-leaf.crt", NULL, NULL);
  importing_assert_title (fixture, "5 certificates, 1 key; the key fits www.example.com; 1 duplicate");
  importing_assert_line (fixture, "www.example.com", "more than once");
  g_assert_cmpuint (importing_count (fixture), ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      SmithIdentity *identity = importing_get (fixture, i);

      if (smith_certificate_equal (smith_identity_get_certificate (identity), alone))
        importing_assert_chain (identity, "");
      else
        importing_assert_chain (identity, smith_identity_get_has_key (identity) ? "ec-two" : "rsa-two");
    }
}

/* Of two certificates of one key the newer one counts; the other is told. */
static void
test_older (Importing    *fixture,
            gconstpointer data)
{
  importing_files (fixture, "rsa-leaf.crt expired.crt", NULL, NULL);
  g_assert_cmpuint (importing_count (fixture), ==, 1);
  importing_assert_leaf (importing_get (fixture, 0), "rsa-leaf");
  importing_assert_line (fixture, "expired.example.com", "Left out");
  importing_assert_title (fixture, "1 certificate; 1 left out");
}

/* The renewed certificate takes the place of the old one, which stays in the folder. */
static void
test_renewal (Importing    *fixture,
              gconstpointer data)
{
  SmithIdentity *identity = material_keep (fixture->library, "rsa-leaf", "rsa-two,rsa-one");
  g_autoptr (GDir) dir = NULL;
  const char *name;
  guint n = 0;

  importing_files (fixture, "wildcard.crt", identity, NULL);
  importing_assert_title (fixture, "1 certificate; the key of rsa-leaf fits; replaces the certificate of rsa-leaf");
  importing_assert_line (fixture, "*.example.com", "is kept in the folder");
  importing_assert_leaf (identity, "wildcard");
  /* The issuers that it has in common with the old one stay with it. */
  importing_assert_chain (identity, "rsa-two,rsa-one");
  dir = g_dir_open (smith_identity_get_folder (identity), 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    n += g_str_has_prefix (name, "certificate-");
  g_assert_cmpuint (n, ==, 1);
}

/* Issuers without any leaf: the lowest is the leaf of a new identity. */
static void
test_issuers_only (Importing    *fixture,
                   gconstpointer data)
{
  importing_files (fixture, "rsa-root.crt rsa-two.crt other-root.crt rsa-one.crt", NULL, NULL);
  importing_assert_title (fixture, "4 certificates");
  g_assert_cmpuint (importing_count (fixture), ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      if (smith_certificate_is_self_signed (smith_identity_get_certificate (importing_get (fixture, i))))
        {
          importing_assert_leaf (importing_get (fixture, i), "other-root");
          continue;
        }
      importing_assert_leaf (importing_get (fixture, i), "rsa-two");
      importing_assert_chain (importing_get (fixture, i), "rsa-one,rsa-root");
    }
}

static void
test_loop (Importing    *fixture,
           gconstpointer data)
{
  importing_files (fixture, "loop-a.crt loop-b.crt", NULL, NULL);
  importing_assert_title (fixture, "2 certificates");
  g_assert_cmpuint (importing_count (fixture), ==, 1);
  importing_files (fixture, "loop-leaf.crt", NULL, NULL);
  g_assert_cmpuint (importing_count (fixture), ==, 2);
}

static SmithIdentity *
find_orphan (Importing     *fixture,
             SmithIdentity *kept)
{
  for (guint i = 0; i < importing_count (fixture); i++)
    if (importing_get (fixture, i) != kept)
      return importing_get (fixture, i);

  return NULL;
}

/* What the disk refuses is told and not lost: it is a row that is not kept, with its key, until there is room. */
static void
test_disk_full (Importing    *fixture,
                gconstpointer data)
{
  SmithIdentity *identity = importing_keep (fixture, "rsa-leaf");
  SmithIdentity *orphan;
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *path = NULL;
  g_autofree char *chain = NULL;
  g_autofree char *expected = material_text ("rsa-two.crt");

  importing_fill_disk (TRUE);
  importing_files (fixture, "rsa-leaf.crt rsa-two.crt", identity, NULL);
  importing_assert_title (fixture, "2 certificates; 2 could not be saved");
  g_assert_true (smith_import_summary_has_problems (fixture->summary));
  importing_assert_line (fixture, "www.example.com", "“rsa-leaf”, which is not kept");
  g_assert_null (smith_identity_get_certificate (identity));
  g_assert_cmpuint (importing_count (fixture), ==, 2);
  orphan = find_orphan (fixture, identity);
  importing_assert_leaf (orphan, "rsa-leaf");
  g_assert_true (smith_import_summary_get_identity (fixture->summary) == orphan);

  smith_library_keep_async (fixture->library, orphan, NULL, smith_test_store_result, &result);
  g_assert_false (material_finish (fixture->library, &result, &fixture->error));
  g_assert_error (fixture->error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED);
  g_clear_error (&fixture->error);
  g_assert_false (smith_identity_get_kept (orphan));
  importing_assert_leaf (orphan, "rsa-leaf");

  importing_fill_disk (FALSE);
  smith_library_keep_async (fixture->library, orphan, NULL, smith_test_store_result, &result);
  g_assert_true (smith_library_find_home (fixture->library, orphan) == identity);
  g_assert_true (material_finish (fixture->library, &result, NULL));

  /* It went where it belongs, and there is no second row. */
  g_assert_cmpuint (importing_count (fixture), ==, 1);
  importing_assert_leaf (identity, "rsa-leaf");
  g_assert_null (smith_library_find_home (fixture->library, identity));
  path = g_build_filename (smith_identity_get_folder (identity), "chain.pem", NULL);
  g_assert_true (g_file_get_contents (path, &chain, NULL, NULL));
  g_assert_cmpstr (chain, ==, expected);
}

/* The same for a key that a kept identity lacks: it stays in memory, and can be kept later. */
static void
test_disk_full_key (Importing    *fixture,
                    gconstpointer data)
{
  g_autoptr (SmithCertificate) leaf = material_certificate ("rsa-leaf");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) again = NULL;
  g_autoptr (SmithSecret) pem = NULL;
  SmithIdentity *identity = smith_library_add (fixture->library, "found");
  SmithIdentity *orphan;

  smith_library_set_certificate_async (fixture->library, identity, leaf, NULL, NULL, smith_test_store_result, &result);
  g_assert_true (material_finish (fixture->library, &result, NULL));
  smith_library_keep_async (fixture->library, identity, NULL, smith_test_store_result, &result);
  g_assert_true (material_finish (fixture->library, &result, NULL));

  importing_fill_disk (TRUE);
  importing_files (fixture, "rsa-leaf.key", NULL, NULL);
  importing_fill_disk (FALSE);
  importing_assert_title (fixture, "1 key; 1 could not be saved");
  g_assert_false (smith_identity_get_has_key (identity));
  orphan = find_orphan (fixture, identity);
  g_assert_true (smith_identity_get_has_key (orphan));
  g_object_ref (orphan);
  smith_library_keep_async (fixture->library, orphan, NULL, smith_test_store_result, &result);
  smith_library_keep_async (fixture->library, orphan, NULL, smith_test_store_result, &again);
  g_assert_true (material_finish (fixture->library, &result, NULL));
  /* Asked twice, done once. */
  g_assert_true (material_finish (fixture->library, &again, NULL));
  g_object_unref (orphan);
  g_assert_cmpuint (importing_count (fixture), ==, 1);
  g_assert_true (smith_identity_get_has_key (identity));
  pem = smith_identity_folder_read_key (fixture->folder, smith_identity_get_id (identity), NULL, NULL);
  g_assert_nonnull (pem);
}

static void
count_signals_cb (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  guint      *n_signals)
{
  (*n_signals)++;
}

/* A file of many requests becomes as many rows, in batches that leave the main loop time to draw. */
static void
test_bundle (Importing    *fixture,
             gconstpointer data)
{
  const char *subject[] = { "CN", "bundle.example.com", NULL };
  g_autoptr (SmithName) name = smith_name_new (subject, &fixture->error);
  g_autoptr (GListStore) alt_names = g_list_store_new (SMITH_TYPE_ALT_NAME);
  g_autoptr (SmithAltName) alt_name = smith_alt_name_new_from_text ("bundle.example.com", NULL);
  g_autoptr (GString) bundle = g_string_new (NULL);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  guint n_signals = 0;
  gint64 longest = 0;

  g_assert_no_error (fixture->error);
  g_list_store_append (alt_names, alt_name);
  for (guint i = 0; i < N_BUNDLE; i++)
    {
      g_autoptr (SmithKey) key = smith_key_generate (smith_key_algorithm_lookup ("ec-p256"), NULL, &fixture->error);
      g_autoptr (SmithRequest) request = smith_request_create (key, name, G_LIST_MODEL (alt_names), &fixture->error);

      g_assert_no_error (fixture->error);
      g_string_append (bundle, smith_request_get_pem (request));
    }
  bytes = g_bytes_new (bundle->str, bundle->len);
  g_signal_connect (fixture->library, "items-changed", G_CALLBACK (count_signals_cb), &n_signals);
  smith_workspace_import_bytes_async (fixture->workspace, bytes, "bundle.pem", NULL, NULL, smith_test_store_result, &result);
  while (result == NULL)
    {
      gint64 start = g_get_monotonic_time ();

      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (200);
      else
        longest = MAX (longest, g_get_monotonic_time () - start);
    }
  importing_take_summary (fixture, &result);
  g_assert_no_error (fixture->error);
  g_test_message ("longest iteration of the main loop %.2f ms", (double) longest / 1000);
  g_assert_cmpuint (importing_count (fixture), ==, N_BUNDLE);
  g_assert_cmpuint (n_signals, <, N_BUNDLE / 10);
  g_assert_cmpuint (n_signals, >, 2);
  importing_assert_title (fixture, "300 requests");
}

static gboolean
cancel_cb (gpointer user_data)
{
  g_autoptr (SmithJob) job = g_list_model_get_item (user_data, 0);

  if (job == NULL)
    return G_SOURCE_CONTINUE;
  smith_job_cancel (job);

  return G_SOURCE_REMOVE;
}

/* Nobody answers the question for the passphrase, and then the job is cancelled. */
static void
test_cancel (Importing    *fixture,
             gconstpointer data)
{
  g_autoptr (SmithFakeInteraction) absent = smith_fake_interaction_new (NULL);
  g_autofree char *plain = material_path ("rsa-leaf.key");
  g_autofree char *locked = g_build_filename (fixture->files, "locked.key", NULL);
  const char *command[] = { "openssl", "pkcs8", "-topk8", "-in", plain, "-out", locked, "-passout", "pass:secret", NULL };
  g_autofree char *output = smith_test_run (command, NULL, NULL);
  g_autofree char *leaf = material_path ("rsa-leaf.crt");
  g_autoptr (GFile) leaf_file = g_file_new_for_path (leaf);
  g_autoptr (GFile) locked_file = g_file_new_for_path (locked);
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);
  g_autoptr (GAsyncResult) result = NULL;
  GListModel *jobs = G_LIST_MODEL (smith_workspace_get_jobs (fixture->workspace));

  g_list_store_append (files, leaf_file);
  g_list_store_append (files, locked_file);
  smith_workspace_import_files_async (fixture->workspace, G_LIST_MODEL (files), NULL, G_TLS_INTERACTION (absent),
                                      smith_test_store_result, &result);
  g_timeout_add (100, cancel_cb, jobs);
  importing_take_summary (fixture, &result);
  g_assert_null (fixture->summary);
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (importing_count (fixture), ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (jobs), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *configuration = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  /* Nobody's own accounts. */
  configuration = smith_test_make_folder ();
  g_setenv ("XDG_CONFIG_HOME", configuration, TRUE);

#define ADD(path, function) g_test_add ("/workspace/" path, Importing, NULL, importing_set_up, function, importing_tear_down)
  ADD ("whole", test_whole);
  ADD ("answer", test_answer);
  ADD ("intermediates", test_intermediates);
  ADD ("false-root", test_false_root);
  ADD ("key-comes-later", test_key_comes_later);
  ADD ("locked-key", test_locked_key);
  ADD ("dismissed", test_dismissed);
  ADD ("folder", test_folder);
  ADD ("nothing", test_nothing);
  ADD ("several", test_several);
  ADD ("older", test_older);
  ADD ("renewal", test_renewal);
  ADD ("issuers-only", test_issuers_only);
  ADD ("loop", test_loop);
  ADD ("disk-full", test_disk_full);
  ADD ("disk-full-key", test_disk_full_key);
  ADD ("bundle", test_bundle);
  ADD ("cancel", test_cancel);

  status = g_test_run ();
  smith_test_remove_folder (configuration);

  return status;
}
