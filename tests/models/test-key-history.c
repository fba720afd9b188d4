/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-key-history.h"

#include <string.h>
#include <sys/stat.h>

#include "material.h"
#include "smith-test.h"

typedef struct
{
  char          *folder;
  SmithLibrary  *library;
  SmithIdentity *identity;
  GAsyncResult  *result;
} Fixture;

/* An identity with key, request, certificate and chain. */
static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->folder = smith_test_make_folder ();
  fixture->library = smith_library_new (fixture->folder);
  material_load (fixture->library);
  fixture->identity = g_object_ref (material_keep (fixture->library, "rsa-leaf", "rsa-two,rsa-one"));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_clear_object (&fixture->identity);
  material_drop (fixture->library);
  smith_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static void
replace (Fixture     *fixture,
         const char  *name,
         SmithSecret *passphrase)
{
  g_autoptr (SmithKey) key = material_key (name);
  g_autoptr (GError) error = NULL;

  smith_library_replace_key_async (fixture->library, fixture->identity, key, passphrase, NULL,
                                   smith_test_store_result, &fixture->result);
  g_assert_true (material_finish (fixture->library, &fixture->result, &error));
  g_assert_no_error (error);
}

static gboolean
bring_back (Fixture         *fixture,
            SmithFormerKey  *former,
            GError         **error)
{
  smith_library_bring_back_key_async (fixture->library, fixture->identity, former, NULL, smith_test_store_result,
                                      &fixture->result);

  return material_finish (fixture->library, &fixture->result, error);
}

static GListModel *
list (Fixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GListModel *history;

  smith_library_load_key_history_async (fixture->library, fixture->identity, NULL, smith_test_store_result,
                                        &fixture->result);
  result = smith_test_wait_result (&fixture->result);
  history = smith_library_load_key_history_finish (fixture->library, result, &error);
  g_assert_no_error (error);

  return history;
}

static char *
read_file (Fixture    *fixture,
           const char *former,
           const char *name)
{
  g_autofree char *path = former != NULL
    ? g_build_filename (smith_identity_get_folder (fixture->identity), "history", former, name, NULL)
    : g_build_filename (smith_identity_get_folder (fixture->identity), name, NULL);
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, NULL);

  return text;
}

static void
test_replace (Fixture       *fixture,
              gconstpointer  data)
{
  static const char * const files[] = {
    "private-key.pem", "public-key.pem", "request.pem", "certificate.pem", "chain.pem"
  };
  char *before[G_N_ELEMENTS (files)];
  g_autoptr (GListModel) none = list (fixture);
  g_autoptr (GListModel) history = NULL;
  g_autoptr (SmithFormerKey) former = NULL;
  g_autoptr (SmithCertificate) certificate = NULL;
  g_autoptr (SmithPublicKey) old = g_object_ref (smith_identity_get_public_key (fixture->identity));
  g_autofree char *title = NULL;
  g_autofree char *summary = NULL;
  g_autofree char *path = NULL;
  struct stat info;

  g_assert_cmpuint (g_list_model_get_n_items (none), ==, 0);
  g_assert_cmpuint (smith_identity_get_n_former_keys (fixture->identity), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    before[i] = read_file (fixture, NULL, files[i]);
  replace (fixture, "ec-leaf", NULL);

  g_assert_cmpuint (smith_identity_get_n_former_keys (fixture->identity), ==, 1);
  g_assert_cmpstr (smith_identity_get_problem (fixture->identity), ==, NULL);
  g_assert_null (smith_identity_get_certificate (fixture->identity));
  g_assert_null (smith_identity_get_request (fixture->identity));
  g_assert_false (smith_public_key_equal (old, smith_identity_get_public_key (fixture->identity)));

  history = list (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (history), ==, 1);
  former = g_list_model_get_item (history, 0);
  g_assert_true (smith_former_key_get_has_key (former));
  g_assert_cmpint (smith_former_key_get_protection (former), ==, SMITH_KEY_PROTECTION_NONE);
  g_assert_cmpstr (smith_former_key_get_problem (former), ==, NULL);
  g_assert_nonnull (smith_former_key_get_created_at (former));
  g_assert_nonnull (smith_former_key_get_replaced_at (former));
  g_assert_true (smith_public_key_equal (old, smith_former_key_get_public_key (former)));
  g_assert_nonnull (smith_former_key_get_request (former));
  g_assert_cmpuint (g_list_model_get_n_items (smith_former_key_get_certificates (former)), ==, 1);
  certificate = g_list_model_get_item (smith_former_key_get_certificates (former), 0);
  g_assert_true (smith_public_key_equal (old, smith_certificate_get_public_key (certificate)));
  g_assert_cmpuint (smith_former_key_get_chain (former)->len, ==, 2);
  title = smith_former_key_dup_title (former);
  g_assert_true (g_str_has_prefix (title, "RSA 2048, until "));
  summary = smith_former_key_dup_summary (former);
  g_assert_cmpstr (summary, ==, "1 certificate, with a chain of 2");
  /* Byte by byte what was there. */
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *after = read_file (fixture, smith_former_key_get_id (former), files[i]);

      g_assert_cmpstr (after, ==, before[i]);
      g_free (before[i]);
    }
  path = g_build_filename (smith_identity_get_folder (fixture->identity), "history", smith_former_key_get_id (former),
                           "private-key.pem", NULL);
  g_assert_cmpint (stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 07777, ==, 0600);
}

/* There and back again: all is as before, and nothing was lost on the way. */
static void
test_bring_back (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (SmithSecret) passphrase = smith_secret_new_string ("correct horse");
  g_autofree char *key = read_file (fixture, NULL, "private-key.pem");
  g_autofree char *chain = read_file (fixture, NULL, "chain.pem");
  g_autofree char *key_again = NULL;
  g_autofree char *chain_again = NULL;
  g_autoptr (GDateTime) created = g_date_time_ref (smith_identity_get_key_created_at (fixture->identity));
  g_autoptr (GListModel) history = NULL;
  g_autoptr (GListModel) after = NULL;
  g_autoptr (SmithFormerKey) former = NULL;
  g_autoptr (SmithFormerKey) other = NULL;
  g_autofree char *summary = NULL;
  g_autoptr (GError) error = NULL;

  replace (fixture, "ec-leaf", passphrase);
  history = list (fixture);
  former = g_list_model_get_item (history, 0);
  g_assert_true (bring_back (fixture, former, &error));
  g_assert_no_error (error);

  key_again = read_file (fixture, NULL, "private-key.pem");
  chain_again = read_file (fixture, NULL, "chain.pem");
  g_assert_cmpstr (key_again, ==, key);
  g_assert_cmpstr (chain_again, ==, chain);
  g_assert_cmpstr (smith_identity_get_problem (fixture->identity), ==, NULL);
  g_assert_nonnull (smith_identity_get_certificate (fixture->identity));
  g_assert_cmpint (smith_identity_get_key_protection (fixture->identity), ==, SMITH_KEY_PROTECTION_NONE);
  g_assert_cmpint (g_date_time_to_unix (smith_identity_get_key_created_at (fixture->identity)), ==,
                   g_date_time_to_unix (created));

  after = list (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (after), ==, 1);
  other = g_list_model_get_item (after, 0);
  g_assert_cmpint (smith_former_key_get_protection (other), ==, SMITH_KEY_PROTECTION_PASSPHRASE);
  g_assert_cmpuint (g_list_model_get_n_items (smith_former_key_get_certificates (other)), ==, 0);
  summary = smith_former_key_dup_summary (other);
  g_assert_nonnull (strstr (summary, "No certificate"));
  /* The first one has left the history: it is not brought back twice. */
  g_assert_false (bring_back (fixture, former, &error));
  g_assert_error (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "not there any more"));
}

/* A damaged former key is told, left as it is, and does not make the key of today look damaged. */
static void
test_damaged (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *folder = g_build_filename (smith_identity_get_folder (fixture->identity), "history", "20250303T101500Z", NULL);
  g_autofree char *path = g_build_filename (folder, "private-key.pem", NULL);
  g_autoptr (GListModel) history = NULL;
  g_autoptr (SmithFormerKey) former = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (SmithKey) key = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", -1, NULL));
  history = list (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (history), ==, 1);
  former = g_list_model_get_item (history, 0);
  g_assert_nonnull (strstr (smith_former_key_get_problem (former), "private-key.pem"));
  g_assert_cmpint (g_date_time_get_year (smith_former_key_get_replaced_at (former)), ==, 2025);
  g_assert_cmpstr (smith_identity_get_problem (fixture->identity), ==, NULL);
  smith_library_load_former_key_async (fixture->library, fixture->identity, former, NULL, NULL, smith_test_store_result,
                                       &fixture->result);
  result = smith_test_wait_result (&fixture->result);
  key = smith_library_load_former_key_finish (fixture->library, result, &error);
  g_assert_null (key);
  g_assert_nonnull (error);
  /* A replacement beside it leaves it alone. */
  replace (fixture, "ec-leaf", NULL);
  text = read_file (fixture, "20250303T101500Z", "private-key.pem");
  g_assert_nonnull (strstr (text, "AAAA"));
  g_assert_cmpuint (smith_identity_get_n_former_keys (fixture->identity), ==, 2);
}

/* A renewal with the same key: the key of today has two certificates then, and says so first. */
static void
test_same_key (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr (SmithCertificate) renewed = material_certificate ("wildcard");
  g_autoptr (GListModel) history = NULL;
  g_autoptr (SmithFormerKey) today = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *title = NULL;

  smith_library_set_certificate_async (fixture->library, fixture->identity, renewed, NULL, NULL, smith_test_store_result,
                                       &fixture->result);
  g_assert_true (material_finish (fixture->library, &fixture->result, &error));
  g_assert_no_error (error);
  history = list (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (history), ==, 1);
  today = g_list_model_get_item (history, 0);
  g_assert_null (smith_former_key_get_id (today));
  g_assert_cmpuint (g_list_model_get_n_items (smith_former_key_get_certificates (today)), ==, 2);
  title = smith_former_key_dup_title (today);
  g_assert_cmpstr (title, ==, "RSA 2048, the key of today");
}

/* What is not kept has no folder for a history. */
static void
test_not_kept (Fixture       *fixture,
               gconstpointer  data)
{
  SmithIdentity *loose = smith_library_add (fixture->library, "loose.example");
  g_autoptr (SmithKey) key = material_key ("ec-leaf");
  g_autoptr (GError) error = NULL;

  smith_library_replace_key_async (fixture->library, loose, key, NULL, NULL, smith_test_store_result, &fixture->result);
  g_assert_false (material_finish (fixture->library, &fixture->result, &error));
  g_assert_error (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/key-history/replace", Fixture, NULL, set_up, test_replace, tear_down);
  g_test_add ("/key-history/bring-back", Fixture, NULL, set_up, test_bring_back, tear_down);
  g_test_add ("/key-history/damaged", Fixture, NULL, set_up, test_damaged, tear_down);
  g_test_add ("/key-history/same-key", Fixture, NULL, set_up, test_same_key, tear_down);
  g_test_add ("/key-history/not-kept", Fixture, NULL, set_up, test_not_kept, tear_down);

  return g_test_run ();
}
