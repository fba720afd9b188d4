/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "importing.h"

#include <string.h>

#include "material.h"
#include "smith-identity-folder.h"
#include "smith-key-history.h"
#include "smith-test.h"

static gboolean
undo (Importing *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) waited = NULL;

  g_clear_error (&fixture->error);
  smith_workspace_undo_import_async (fixture->workspace, fixture->summary, NULL, smith_test_store_result, &result);
  waited = smith_test_wait_result (&result);

  return smith_workspace_undo_import_finish (fixture->workspace, waited, &fixture->error);
}

/* What was replaced comes back, on disk too; what was new goes. */
static void
test_whole (Importing     *fixture,
            gconstpointer  data)
{
  SmithIdentity *kept = material_keep (fixture->library, "rsa-leaf", "rsa-two,rsa-one");
  g_autoptr (SmithIdentityData) on_disk = NULL;
  g_autoptr (SmithCertificate) leaf = material_certificate ("rsa-leaf");

  importing_files (fixture, "wildcard.crt wildcard.csr ec-leaf.crt rsa-root.crt", kept, NULL);
  importing_assert_leaf (kept, "wildcard");
  g_assert_cmpuint (importing_count (fixture), ==, 2);
  g_assert_true (smith_import_summary_get_can_undo (fixture->summary));

  g_assert_true (undo (fixture));
  g_assert_no_error (fixture->error);
  g_assert_cmpuint (importing_count (fixture), ==, 1);
  importing_assert_leaf (kept, "rsa-leaf");
  importing_assert_chain (kept, "rsa-two,rsa-one");
  on_disk = smith_identity_folder_load (fixture->folder, smith_identity_get_id (kept), NULL, NULL);
  g_assert_cmpstr (on_disk->sha256, ==, smith_certificate_get_sha256 (leaf));
  g_assert_cmpuint (on_disk->chain->len, ==, 2);
  g_assert_true (on_disk->has_key);
  {
    g_autoptr (SmithRequest) request = material_request ("rsa-leaf");

    g_assert_true (g_bytes_equal (on_disk->request, smith_request_get_der (request)));
  }

  /* Once is enough. */
  g_assert_false (smith_import_summary_get_can_undo (fixture->summary));
  g_assert_true (undo (fixture));
}

static void
count_notify_cb (GObject    *object,
                 GParamSpec *pspec,
                 guint      *n_notified)
{
  (*n_notified)++;
}

/* What a person did since then is worth more than the undo. */
static void
test_changed_since (Importing     *fixture,
                    gconstpointer  data)
{
  SmithIdentity *kept = material_keep (fixture->library, "rsa-leaf", "rsa-two");
  SmithIdentity *row;
  g_autoptr (SmithCertificate) other = material_certificate ("rsa-leaf");
  g_autoptr (GAsyncResult) result = NULL;
  guint n_notified = 0;

  importing_files (fixture, "wildcard.crt ec-leaf.crt other-root.crt", kept, NULL);
  g_assert_cmpuint (importing_count (fixture), ==, 3);
  row = importing_get (fixture, importing_get (fixture, 0) == kept ? 1 : 0);
  smith_library_keep_async (fixture->library, row, NULL, smith_test_store_result, &result);
  g_assert_true (material_finish (fixture->library, &result, NULL));
  smith_library_set_certificate_async (fixture->library, kept, other, NULL, NULL, smith_test_store_result, &result);
  g_assert_true (material_finish (fixture->library, &result, NULL));

  g_signal_connect (fixture->summary, "notify::can-undo", G_CALLBACK (count_notify_cb), &n_notified);
  g_assert_false (undo (fixture));
  g_assert_error (fixture->error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED);
  {
    g_autofree char *expected = g_strdup_printf ("Changed since then, and left as it is: rsa-leaf\n"
                                                 "Kept since then, and stays until you delete it: %s\n"
                                                 "The rest was taken back.",
                                                 smith_identity_get_name (row));

    g_assert_cmpstr (fixture->error->message, ==, expected);
  }
  g_assert_cmpuint (n_notified, ==, 1);
  g_assert_cmpuint (importing_count (fixture), ==, 2);
  importing_assert_chain (kept, "");
}

/* A disk that refuses leaves what is there, and says so. */
static void
test_disk_full (Importing     *fixture,
                gconstpointer  data)
{
  SmithIdentity *kept = material_keep (fixture->library, "rsa-leaf", "rsa-two");

  importing_files (fixture, "wildcard.crt", kept, NULL);
  importing_fill_disk (TRUE);
  g_assert_false (undo (fixture));
  importing_fill_disk (FALSE);
  g_assert_error (fixture->error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED);
  importing_assert_leaf (kept, "wildcard");
}

/* A key that came in is not deleted by an undo. */
static void
test_key_stays (Importing     *fixture,
                gconstpointer  data)
{
  g_autoptr (SmithCertificate) leaf = material_certificate ("rsa-leaf");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (SmithSecret) pem = NULL;
  SmithIdentity *identity = smith_library_add (fixture->library, "found");

  smith_library_set_certificate_async (fixture->library, identity, leaf, NULL, NULL, smith_test_store_result, &result);
  g_assert_true (material_finish (fixture->library, &result, NULL));
  smith_library_keep_async (fixture->library, identity, NULL, smith_test_store_result, &result);
  g_assert_true (material_finish (fixture->library, &result, NULL));
  importing_files (fixture, "rsa-leaf.key rsa-two.crt", NULL, NULL);
  importing_assert_chain (identity, "rsa-two");
  g_assert_false (undo (fixture));
  g_assert_nonnull (strstr (fixture->error->message, "stays there: found"));
  importing_assert_chain (identity, "");
  g_assert_true (smith_identity_get_has_key (identity));
  pem = smith_identity_folder_read_key (fixture->folder, smith_identity_get_id (identity), NULL, NULL);
  g_assert_nonnull (pem);
}

/* Returns: what lies in the only folder of the history. */
static char *
read_former (SmithIdentity *identity,
             const char    *name)
{
  g_autofree char *room = g_build_filename (smith_identity_get_folder (identity), "history", NULL);
  g_autoptr (GDir) dir = g_dir_open (room, 0, NULL);
  g_autofree char *path = g_build_filename (room, g_dir_read_name (dir), name, NULL);
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, NULL);

  return text;
}

static SmithFormerKey *
get_former (Importing     *fixture,
            SmithIdentity *identity)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) waited = NULL;
  g_autoptr (GListModel) history = NULL;

  smith_library_load_key_history_async (fixture->library, identity, NULL, smith_test_store_result, &result);
  waited = smith_test_wait_result (&result);
  history = smith_library_load_key_history_finish (fixture->library, waited, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (history), ==, 1);

  return g_list_model_get_item (history, 0);
}

/* A certificate of a key that was replaced goes to that key, with its chain; and leaves it again. */
static void
test_former_key (Importing     *fixture,
                 gconstpointer  data)
{
  SmithIdentity *identity = importing_keep (fixture, "rsa-leaf");
  g_autoptr (SmithKey) key = material_key ("ec-leaf");
  g_autoptr (SmithFormerKey) former = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *expected = material_text ("rsa-leaf.crt");
  g_autofree char *expected_chain = material_text ("rsa-two.crt");
  g_autofree char *certificate = NULL;
  g_autofree char *chain = NULL;
  g_autofree char *gone = NULL;
  guint n_notified = 0;

  smith_library_replace_key_async (fixture->library, identity, key, NULL, NULL, smith_test_store_result, &result);
  g_assert_true (material_finish (fixture->library, &result, NULL));

  g_signal_connect (identity, "notify::n-former-keys", G_CALLBACK (count_notify_cb), &n_notified);
  importing_files (fixture, "rsa-leaf.crt rsa-two.crt", NULL, NULL);
  importing_assert_title (fixture, "2 certificates; the certificate belongs to the former key of rsa-leaf");
  importing_assert_line (fixture, "rsa-leaf", "Kept with the former key of “rsa-leaf”, on its Key page");
  g_assert_cmpuint (importing_count (fixture), ==, 1);
  g_assert_cmpuint (n_notified, ==, 1);
  g_assert_null (smith_identity_get_certificate (identity));
  g_assert_true (smith_import_summary_get_identity (fixture->summary) == identity);
  g_assert_cmpstr (smith_import_summary_get_pane (fixture->summary), ==, "key");
  certificate = read_former (identity, "certificate.pem");
  chain = read_former (identity, "chain.pem");
  g_assert_cmpstr (certificate, ==, expected);
  g_assert_cmpstr (chain, ==, expected_chain);

  /* Key and certificate are known from now on. */
  {
    g_autoptr (SmithImportSummary) first = g_steal_pointer (&fixture->summary);

    importing_files (fixture, "rsa-leaf.crt rsa-leaf.key", NULL, NULL);
    importing_assert_title (fixture, "2 duplicates");
    importing_assert_line (fixture, "rsa-leaf", "Already here, with a former key of “rsa-leaf”");
    g_assert_true (smith_import_summary_get_identity (fixture->summary) == identity);
    g_set_object (&fixture->summary, first);
  }
  g_assert_true (undo (fixture));
  gone = read_former (identity, "certificate.pem");
  g_assert_null (gone);
  g_assert_cmpuint (n_notified, ==, 2);

  /* A newer one of that key: both are kept, and after the undo the first is there again. */
  importing_files (fixture, "rsa-leaf.crt", NULL, NULL);
  importing_files (fixture, "wildcard.crt", NULL, NULL);
  importing_assert_title (fixture, "1 certificate; the certificate belongs to the former key of rsa-leaf");
  former = get_former (fixture, identity);
  g_assert_cmpuint (g_list_model_get_n_items (smith_former_key_get_certificates (former)), ==, 2);
  g_assert_true (undo (fixture));
  g_clear_pointer (&certificate, g_free);
  certificate = read_former (identity, "certificate.pem");
  g_assert_cmpstr (certificate, ==, expected);
}

/* What cannot be kept with the former key is a row of its own, not lost. */
static void
test_former_key_disk_full (Importing     *fixture,
                           gconstpointer  data)
{
  SmithIdentity *identity = importing_keep (fixture, "rsa-leaf");
  g_autoptr (SmithKey) key = material_key ("ec-leaf");
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *expected = material_text ("rsa-leaf.crt");
  g_autofree char *certificate = NULL;

  smith_library_replace_key_async (fixture->library, identity, key, NULL, NULL, smith_test_store_result, &result);
  g_assert_true (material_finish (fixture->library, &result, NULL));
  importing_fill_disk (TRUE);
  importing_files (fixture, "rsa-leaf.crt", NULL, NULL);
  importing_fill_disk (FALSE);
  importing_assert_title (fixture, "1 certificate; 1 could not be saved");
  g_assert_cmpuint (importing_count (fixture), ==, 2);
  importing_assert_leaf (importing_get (fixture, 1), "rsa-leaf");

  /* Kept, it goes where it belongs. */
  smith_library_keep_async (fixture->library, importing_get (fixture, 1), NULL, smith_test_store_result, &result);
  g_assert_true (material_finish (fixture->library, &result, NULL));
  g_assert_cmpuint (importing_count (fixture), ==, 1);
  g_assert_null (smith_identity_get_certificate (identity));
  certificate = read_former (identity, "certificate.pem");
  g_assert_cmpstr (certificate, ==, expected);
}

static void
replace_key (Importing     *fixture,
             SmithIdentity *identity,
             const char    *name)
{
  g_autoptr (SmithKey) key = material_key (name);
  g_autoptr (GAsyncResult) result = NULL;

  smith_library_replace_key_async (fixture->library, identity, key, NULL, NULL, smith_test_store_result, &result);
  g_assert_true (material_finish (fixture->library, &result, NULL));
}

/* So does a request; and the identity of today, which waits for an answer to its own, stays as it is. */
static void
test_former_request (Importing     *fixture,
                     gconstpointer  data)
{
  SmithIdentity *identity = importing_keep (fixture, "rsa-leaf");
  g_autoptr (SmithRequest) today = material_request ("ec-leaf");
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *undone = NULL;
  g_autofree char *first = material_text ("rsa-leaf.csr");
  g_autofree char *second = material_text ("wildcard.csr");

  replace_key (fixture, identity, "ec-leaf");
  smith_library_set_request_async (fixture->library, identity, today, NULL, smith_test_store_result, &result);
  g_assert_true (material_finish (fixture->library, &result, NULL));
  before = read_former (identity, "request.pem");
  g_assert_cmpstr (before, ==, first);

  importing_files (fixture, "rsa-leaf.csr", NULL, NULL);
  importing_assert_title (fixture, "1 duplicate");
  importing_assert_line (fixture, "rsa-leaf.csr", "Already here, with a former key of “rsa-leaf”");

  importing_files (fixture, "wildcard.csr", NULL, NULL);
  importing_assert_title (fixture, "1 request; the request belongs to the former key of rsa-leaf");
  importing_assert_line (fixture, "wildcard.csr", "Kept with the former key of “rsa-leaf”, on its Key page; "
                         "the request before it stays in the folder");
  g_assert_cmpuint (importing_count (fixture), ==, 1);
  g_assert_true (smith_import_summary_get_identity (fixture->summary) == identity);
  g_assert_cmpstr (smith_import_summary_get_pane (fixture->summary), ==, "key");
  g_assert_true (g_bytes_equal (smith_request_get_der (smith_identity_get_request (identity)),
                                smith_request_get_der (today)));
  after = read_former (identity, "request.pem");
  g_assert_cmpstr (after, ==, second);

  g_assert_true (undo (fixture));
  g_assert_no_error (fixture->error);
  undone = read_former (identity, "request.pem");
  g_assert_cmpstr (undone, ==, first);
}

/* Issuers that come later: as openssl wants them, one after the other, whatever the order in which they came. */
static void
test_former_chain (Importing     *fixture,
                   gconstpointer  data)
{
  SmithIdentity *identity = importing_keep (fixture, "rsa-leaf");
  g_autoptr (SmithFormerKey) former = NULL;
  g_autofree char *two = material_text ("rsa-two.crt");
  g_autofree char *one = material_text ("rsa-one.crt");
  g_autofree char *expected = g_strconcat (two, one, NULL);
  g_autofree char *chain = NULL;
  g_autofree char *undone = NULL;
  g_autofree char *summary = NULL;

  replace_key (fixture, identity, "ec-leaf");
  importing_files (fixture, "rsa-leaf.crt", NULL, NULL);
  importing_files (fixture, "rsa-two.crt", NULL, NULL);
  importing_assert_title (fixture, "1 certificate; continues the chain of a former certificate of rsa-leaf");
  g_assert_cmpuint (importing_count (fixture), ==, 1);
  importing_files (fixture, "ec-leaf.crt rsa-one.crt ec-two.crt", NULL, NULL);
  importing_assert_title (fixture, "3 certificates; the key of rsa-leaf fits; "
                          "continues the chain of a former certificate of rsa-leaf");
  importing_assert_line (fixture, "rsa-one.crt", "Added to the chain of a former certificate of “rsa-leaf”");
  importing_assert_leaf (identity, "ec-leaf");
  importing_assert_chain (identity, "ec-two");
  chain = read_former (identity, "chain.pem");
  g_assert_cmpstr (chain, ==, expected);
  former = get_former (fixture, identity);
  summary = smith_former_key_dup_summary (former);
  g_assert_cmpstr (summary, ==, "1 certificate, with a chain of 2");

  /* Of both, today's and the former one, the undo takes away what came. */
  g_assert_true (undo (fixture));
  undone = read_former (identity, "chain.pem");
  g_assert_cmpstr (undone, ==, two);
  importing_assert_chain (identity, "");
  g_assert_null (smith_identity_get_certificate (identity));

  /* Here, and nowhere else: no row of its own. */
  importing_files (fixture, "rsa-two.crt", NULL, NULL);
  importing_assert_title (fixture, "1 duplicate");
  importing_assert_line (fixture, "rsa-two.crt", "Already here, with a former key of “rsa-leaf”");
  g_assert_cmpuint (importing_count (fixture), ==, 1);
}

/* Nobody serves what was replaced: a root is looked at rather than put into its chain. */
static void
test_former_root (Importing     *fixture,
                  gconstpointer  data)
{
  SmithIdentity *identity = importing_keep (fixture, "rsa-leaf");
  g_autofree char *chain = NULL;

  replace_key (fixture, identity, "ec-leaf");
  importing_files (fixture, "rsa-leaf.crt rsa-two.crt rsa-one.crt", NULL, NULL);
  importing_files (fixture, "rsa-root.crt", NULL, NULL);
  importing_assert_title (fixture, "1 certificate");
  g_assert_cmpuint (importing_count (fixture), ==, 2);
  chain = read_former (identity, "chain.pem");
  g_assert_nonnull (chain);
}

/* What the disk refused, and "Keep" brought to its identity later, was brought there by the import all the same. */
static void
test_kept_later (Importing     *fixture,
                 gconstpointer  data)
{
  SmithIdentity *identity = importing_keep (fixture, "rsa-leaf");
  g_autoptr (SmithIdentityData) on_disk = NULL;
  g_autoptr (SmithImportSummary) first = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  importing_fill_disk (TRUE);
  importing_files (fixture, "wildcard.csr rsa-leaf.crt rsa-two.crt", NULL, NULL);
  importing_fill_disk (FALSE);
  g_assert_cmpuint (importing_count (fixture), ==, 2);
  smith_library_keep_async (fixture->library, importing_get (fixture, 1), NULL, smith_test_store_result, &result);
  g_assert_true (material_finish (fixture->library, &result, NULL));
  g_assert_cmpuint (importing_count (fixture), ==, 1);
  importing_assert_leaf (identity, "rsa-leaf");

  g_assert_true (undo (fixture));
  g_assert_no_error (fixture->error);
  g_assert_null (smith_identity_get_certificate (identity));
  importing_assert_chain (identity, "");
  on_disk = smith_identity_folder_load (fixture->folder, smith_identity_get_id (identity), NULL, NULL);
  g_assert_null (on_disk->certificate);
  g_assert_null (on_disk->chain);
  g_assert_true (on_disk->has_key);
  {
    g_autoptr (SmithRequest) request = material_request ("rsa-leaf");

    g_assert_true (g_bytes_equal (on_disk->request, smith_request_get_der (request)));
  }

  /* Unless somebody had to do with it in between. */
  importing_fill_disk (TRUE);
  importing_files (fixture, "rsa-leaf.crt", NULL, NULL);
  importing_fill_disk (FALSE);
  first = g_object_ref (fixture->summary);
  smith_library_keep_async (fixture->library, importing_get (fixture, 1), NULL, smith_test_store_result, &result);
  g_assert_true (material_finish (fixture->library, &result, NULL));
  importing_files (fixture, "wildcard.crt", NULL, NULL);
  g_set_object (&fixture->summary, first);
  g_assert_false (undo (fixture));
  g_assert_cmpstr (fixture->error->message, ==, "Changed since then, and left as it is: rsa-leaf");
  importing_assert_leaf (identity, "wildcard");
}

/* The same of a former key; and a row that was not kept but forgotten has brought nothing. */
static void
test_former_kept_later (Importing     *fixture,
                        gconstpointer  data)
{
  SmithIdentity *identity = importing_keep (fixture, "rsa-leaf");
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *certificate = NULL;
  g_autofree char *gone = NULL;
  g_autofree char *request = NULL;
  g_autofree char *expected = material_text ("rsa-leaf.csr");

  replace_key (fixture, identity, "ec-leaf");
  for (guint pass = 0; pass < 2; pass++)
    {
      importing_fill_disk (TRUE);
      importing_files (fixture, "wildcard.csr rsa-leaf.crt rsa-two.crt", NULL, NULL);
      importing_fill_disk (FALSE);
      importing_assert_title (fixture, "2 certificates, 1 request; 3 could not be saved");
      if (pass == 0)
        smith_library_keep_async (fixture->library, importing_get (fixture, 1), NULL, smith_test_store_result, &result);
      else
        smith_library_trash_async (fixture->library, importing_get (fixture, 1), NULL, smith_test_store_result, &result);
      g_assert_true (material_finish (fixture->library, &result, NULL));
      g_clear_pointer (&certificate, g_free);
      certificate = read_former (identity, "certificate.pem");
      g_assert_true ((pass == 0) == (certificate != NULL));
      g_assert_true (undo (fixture));
      g_assert_no_error (fixture->error);
      g_clear_pointer (&gone, g_free);
      gone = read_former (identity, "certificate.pem");
      g_assert_null (gone);
      g_clear_pointer (&request, g_free);
      request = read_former (identity, "request.pem");
      g_assert_cmpstr (request, ==, expected);
      g_assert_cmpuint (importing_count (fixture), ==, 1);
    }
}

static void
test_cancel (Importing     *fixture,
             gconstpointer  data)
{
  SmithIdentity *kept = material_keep (fixture->library, "rsa-leaf", "rsa-two");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) waited = NULL;

  importing_files (fixture, "wildcard.crt", kept, NULL);
  g_cancellable_cancel (cancellable);
  smith_workspace_undo_import_async (fixture->workspace, fixture->summary, cancellable, smith_test_store_result, &result);
  waited = smith_test_wait_result (&result);
  g_assert_false (smith_workspace_undo_import_finish (fixture->workspace, waited, &fixture->error));
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  importing_assert_leaf (kept, "wildcard");
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

#define ADD(path, function) \
  g_test_add ("/import-undo/" path, Importing, NULL, importing_set_up, function, importing_tear_down)
  ADD ("whole", test_whole);
  ADD ("changed-since", test_changed_since);
  ADD ("disk-full", test_disk_full);
  ADD ("key-stays", test_key_stays);
  ADD ("former-key", test_former_key);
  ADD ("former-key-disk-full", test_former_key_disk_full);
  ADD ("former-request", test_former_request);
  ADD ("former-chain", test_former_chain);
  ADD ("former-root", test_former_root);
  ADD ("kept-later", test_kept_later);
  ADD ("former-kept-later", test_former_kept_later);
  ADD ("cancel", test_cancel);

  status = g_test_run ();
  smith_test_remove_folder (configuration);

  return status;
}
