/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "importing.h"

#include <string.h>

#include "material.h"
#include "smith-identity-folder.h"
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

  importing_files (fixture, "wildcard.crt ec-leaf.crt", kept, NULL);
  row = importing_get (fixture, importing_get (fixture, 0) == kept ? 1 : 0);
  smith_library_keep_async (fixture->library, row, NULL, smith_test_store_result, &result);
  g_assert_true (material_finish (fixture->library, &result, NULL));
  smith_library_set_certificate_async (fixture->library, kept, other, NULL, NULL, smith_test_store_result, &result);
  g_assert_true (material_finish (fixture->library, &result, NULL));

  g_signal_connect (fixture->summary, "notify::can-undo", G_CALLBACK (count_notify_cb), &n_notified);
  g_assert_false (undo (fixture));
  g_assert_error (fixture->error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED);
  g_assert_nonnull (strstr (fixture->error->message, "rsa-leaf"));
  g_assert_nonnull (strstr (fixture->error->message, smith_identity_get_name (row)));
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
  ADD ("cancel", test_cancel);

  status = g_test_run ();
  smith_test_remove_folder (configuration);

  return status;
}
