/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-certificate-summary.h"

#include <string.h>

#include "smith-test.h"

/* What the card of the certificate pane says, with the certificates of tests/fixtures. */

typedef struct
{
  char                    *folder;
  SmithLibrary            *library;
  SmithIdentity           *identity;
  SmithChain              *chain;
  SmithCertificateSummary *summary;
} Fixture;

static char *
read_fixture (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_BUILT, "fixtures", "data", "pki", name, NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);

  return text;
}

static void
finish_change (Fixture       *fixture,
               GAsyncResult **place)
{
  g_autoptr (GAsyncResult) result = smith_test_wait_result (place);
  g_autoptr (GError) error = NULL;

  smith_library_change_finish (fixture->library, result, &error);
  g_assert_no_error (error);
}

static gboolean
is_settled (gpointer user_data)
{
  return !smith_chain_get_checking (user_data);
}

/* @chain: names separated by spaces */
static void
set_certificate (Fixture    *fixture,
                 const char *leaf,
                 const char *chain)
{
  g_auto (GStrv) names = g_strsplit (chain, " ", -1);
  g_autoptr (GListStore) store = g_list_store_new (SMITH_TYPE_CERTIFICATE);
  g_autofree char *leaf_pem = read_fixture (leaf);
  g_autoptr (SmithCertificate) certificate = smith_certificate_new_from_pem (leaf_pem, NULL);
  GAsyncResult *result = NULL;

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *pem = read_fixture (names[i]);
      g_autoptr (SmithCertificate) issuer = smith_certificate_new_from_pem (pem, NULL);

      g_list_store_append (store, issuer);
    }
  smith_library_set_certificate_async (fixture->library, fixture->identity, certificate, G_LIST_MODEL (store), NULL,
                                       smith_test_store_result, &result);
  finish_change (fixture, &result);
  smith_test_wait_until (is_settled, fixture->chain);
}

static void
give_key (Fixture    *fixture,
          const char *name)
{
  g_autofree char *pem = read_fixture (name);
  g_autoptr (SmithSecret) secret = smith_secret_new_string (pem);
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithKey) key = smith_key_new_from_pem (secret, NULL, &error);
  GAsyncResult *result = NULL;

  g_assert_no_error (error);
  smith_library_set_key_async (fixture->library, fixture->identity, key, NULL, NULL, smith_test_store_result, &result);
  finish_change (fixture, &result);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->folder = smith_test_make_folder ();
  fixture->library = smith_library_new (fixture->folder);
  fixture->identity = smith_library_add (fixture->library, "www.example.com");
  fixture->chain = smith_chain_new (fixture->library);
  smith_chain_set_identity (fixture->chain, fixture->identity);
  fixture->summary = smith_certificate_summary_new (fixture->chain);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->summary);
  smith_test_unref_and_wait (fixture->chain);
  smith_test_unref_and_wait (fixture->library);
  smith_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static void
count_cb (guint *count)
{
  (*count)++;
}

static void
test_words (Fixture       *fixture,
            gconstpointer  data)
{
  SmithCertificateSummary *summary = fixture->summary;
  guint n_notified = 0;

  g_assert_null (smith_certificate_summary_get_certificate (summary));
  g_assert_null (smith_certificate_summary_get_title (summary));
  g_assert_cmpint (smith_certificate_summary_get_key_fit (summary), ==, SMITH_KEY_FIT_UNKNOWN);

  g_signal_connect_swapped (summary, "notify::title", G_CALLBACK (count_cb), &n_notified);
  set_certificate (fixture, "rsa-leaf.crt", "rsa-two.crt rsa-one.crt rsa-root.crt");
  g_assert_cmpuint (n_notified, ==, 1);
  g_assert_cmpstr (smith_certificate_summary_get_title (summary), ==, "www.example.com");
  g_assert_cmpuint (g_list_model_get_n_items (smith_certificate_summary_get_names (summary)), ==, 2);
  g_assert_cmpstr (smith_certificate_summary_get_issuer_text (summary), ==, "Issued by Example RSA Authority Two");
  g_assert_nonnull (strstr (smith_certificate_summary_get_validity_text (summary), " left"));
  g_assert_nonnull (strstr (smith_certificate_summary_get_period_utc (summary), "UTC"));
  g_assert_true (smith_certificate_summary_get_trust_is_good (summary));
  g_assert_nonnull (strstr (smith_certificate_summary_get_trust_text (summary), "complete and in order"));
}

static void
test_trust (Fixture       *fixture,
            gconstpointer  data)
{
  static const struct
  {
    const char *leaf;
    const char *chain;
    gboolean    good;
    const char *text;
  } rows[] = {
    { "ec-leaf.crt", "ec-two.crt ec-one.crt", TRUE, "The chain of its issuers is in order" },
    { "ec-leaf.crt", "ec-one.crt ec-two.crt", FALSE, "The chain of its issuers is not in order" },
    { "ec-leaf.crt", "ec-two.crt ec-root.crt", FALSE, "A certificate of the chain is missing" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      set_certificate (fixture, rows[i].leaf, rows[i].chain);
      g_assert_cmpstr (smith_certificate_summary_get_trust_text (fixture->summary), ==, rows[i].text);
      g_assert_cmpint (smith_certificate_summary_get_trust_is_good (fixture->summary), ==, rows[i].good);
    }
}

static void
test_key (Fixture       *fixture,
          gconstpointer  data)
{
  set_certificate (fixture, "rsa-leaf.crt", "rsa-two.crt");
  g_assert_cmpint (smith_certificate_summary_get_key_fit (fixture->summary), ==, SMITH_KEY_FIT_NO_KEY);
  give_key (fixture, "rsa-leaf.key");
  g_assert_cmpint (smith_certificate_summary_get_key_fit (fixture->summary), ==, SMITH_KEY_FIT_FITS);
  g_assert_cmpstr (smith_certificate_summary_get_key_text (fixture->summary), ==, "Your key fits");
}

static gboolean
is_loaded (gpointer user_data)
{
  return !smith_library_get_loading (user_data);
}

/* The library refuses such a pair; another program may have put it there. */
static void
test_foreign_key (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (SmithLibrary) library = smith_library_new (fixture->folder);
  g_autofree char *pem = read_fixture ("ec-leaf.crt");
  g_autofree char *path = NULL;
  g_autoptr (GAsyncResult) loaded = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *result = NULL;
  SmithIdentity *identity;

  give_key (fixture, "rsa-leaf.key");
  set_certificate (fixture, "rsa-leaf.crt", "rsa-two.crt");
  path = g_build_filename (smith_identity_get_folder (fixture->identity), "certificate.pem", NULL);
  g_file_set_contents (path, pem, -1, &error);
  g_assert_no_error (error);

  smith_library_load_async (library, NULL, smith_test_store_result, &result);
  loaded = smith_test_wait_result (&result);
  smith_library_load_finish (library, loaded, &error);
  g_assert_no_error (error);
  smith_test_wait_until (is_loaded, library);
  identity = smith_library_find (library, smith_identity_get_id (fixture->identity));
  g_assert_nonnull (identity);
  smith_chain_set_identity (fixture->chain, identity);
  smith_test_wait_until (is_settled, fixture->chain);
  g_assert_cmpint (smith_certificate_summary_get_key_fit (fixture->summary), ==, SMITH_KEY_FIT_DIFFERS);
  g_assert_nonnull (strstr (smith_certificate_summary_get_key_text (fixture->summary), "another key"));
}

static void
test_dates (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) before = g_date_time_new (utc, 2018, 12, 30, 0, 0, 0);
  g_autoptr (GDateTime) middle = g_date_time_new (utc, 2019, 7, 2, 12, 0, 0);
  g_autoptr (GDateTime) end = g_date_time_new (utc, 2019, 12, 22, 0, 0, 0);
  SmithCertificateSummary *summary = fixture->summary;

  /* From 2019-01-01 until 2020-01-01, made by certtool. */
  set_certificate (fixture, "expired.crt", "rsa-two.crt");
  g_assert_cmpint (smith_certificate_summary_get_validity (summary), ==, SMITH_VALIDITY_EXPIRED);
  g_assert_cmpfloat (smith_certificate_summary_get_fraction (summary), ==, 1.0);
  g_assert_cmpstr (smith_certificate_summary_get_period_text (summary), ==, "1 January 2019 – 1 January 2020");

  smith_certificate_summary_refresh (summary, before);
  g_assert_cmpint (smith_certificate_summary_get_validity (summary), ==, SMITH_VALIDITY_NOT_YET_VALID);
  g_assert_cmpfloat (smith_certificate_summary_get_fraction (summary), ==, 0.0);
  smith_certificate_summary_refresh (summary, middle);
  g_assert_cmpint (smith_certificate_summary_get_validity (summary), ==, SMITH_VALIDITY_GOOD);
  g_assert_cmpfloat_with_epsilon (smith_certificate_summary_get_fraction (summary), 0.5, 0.001);
  smith_certificate_summary_refresh (summary, end);
  g_assert_cmpint (smith_certificate_summary_get_validity (summary), ==, SMITH_VALIDITY_EXPIRING);
  g_assert_cmpstr (smith_certificate_summary_get_validity_text (summary), ==, "10 days left");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add ("/certificate-summary/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("words", test_words);
  ADD ("trust", test_trust);
  ADD ("key", test_key);
  ADD ("foreign-key", test_foreign_key);
  ADD ("dates", test_dates);
#undef ADD

  return g_test_run ();
}
