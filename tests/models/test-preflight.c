/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "material.h"
#include "smith-account-list.h"
#include "smith-chain-repair.h"
#include "smith-fake-keyring.h"
#include "smith-name-inquiry.h"
#include "smith-preflight.h"
#include "smith-read-back.h"
#include "smith-test-emulator.h"
#include "smith-test.h"

/* SmithPreflight over a library on disk and the practice account; the inquiry, the repairs and the comparison
 * that stand behind it. */

#define NAME "www.example.com-2030"

typedef struct
{
  SmithTestEmulator *emulator;
  SmithFakeKeyring  *keyring;
  SmithLibrary      *library;
  SmithAccountList  *accounts;
  SmithAccount      *account;
  SmithIdentity     *identity;
  SmithPreflight    *preflight;
  char              *folder;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autofree char *endpoint = NULL;
  g_autofree char *path = NULL;
  const char *environment[] = {
    "AWS_ACCESS_KEY_ID=" SMITH_TEST_ACCESS_KEY_ID, "AWS_SECRET_ACCESS_KEY=" SMITH_TEST_SECRET_ACCESS_KEY, NULL, NULL
  };

  fixture->emulator = smith_test_emulator_start (NULL);
  endpoint = g_strconcat ("AWS_ENDPOINT_URL=", smith_test_emulator_get_uri (fixture->emulator), NULL);
  environment[2] = endpoint;
  fixture->folder = smith_test_make_folder ();
  path = g_build_filename (fixture->folder, "accounts.ini", NULL);
  fixture->keyring = smith_fake_keyring_new ();
  fixture->library = smith_library_new (fixture->folder);
  material_load (fixture->library);
  fixture->identity = material_keep (fixture->library, "rsa-leaf", data != NULL ? data : "rsa-two,rsa-one");
  fixture->accounts = smith_account_list_new (SMITH_KEYRING (fixture->keyring), path, environment);
  fixture->account = smith_account_list_find (fixture->accounts, "environment");
  fixture->preflight = smith_preflight_new (fixture->library, SMITH_KEYRING (fixture->keyring));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  smith_preflight_set_asking (fixture->preflight, FALSE);
  smith_preflight_set_identity (fixture->preflight, NULL);
  smith_test_unref_and_wait (fixture->preflight);
  smith_test_unref_and_wait (fixture->accounts);
  smith_test_unref_and_wait (fixture->library);
  g_object_unref (fixture->keyring);
  smith_test_emulator_stop (fixture->emulator);
  smith_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static SmithCheck *
find (Fixture    *fixture,
      const char *id)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (fixture->preflight)); i++)
    {
      g_autoptr (SmithCheck) check = g_list_model_get_item (G_LIST_MODEL (fixture->preflight), i);

      if (g_str_equal (smith_check_get_id (check), id))
        return check;  /* the list holds it */
    }

  return NULL;
}

static int
judge (Fixture    *fixture,
       const char *id)
{
  SmithCheck *check = find (fixture, id);

  return check != NULL ? (int) smith_check_get_verdict (check) : -1;
}

static gboolean
has_no_pending (gpointer user_data)
{
  GListModel *checks = user_data;

  for (guint i = 0; i < g_list_model_get_n_items (checks); i++)
    {
      g_autoptr (SmithCheck) check = g_list_model_get_item (checks, i);

      if (smith_check_get_verdict (check) == SMITH_CHECK_PENDING)
        return FALSE;
    }

  return TRUE;
}

static void
settle (Fixture *fixture)
{
  smith_test_wait_until (has_no_pending, fixture->preflight);
}

static void
fill (Fixture *fixture)
{
  smith_preflight_set_account (fixture->preflight, fixture->account);
  smith_preflight_set_identity (fixture->preflight, fixture->identity);
  smith_preflight_set_name (fixture->preflight, NAME);
  settle (fixture);
}

static void
upload_directly (Fixture    *fixture,
                 const char *leaf,
                 const char *chain)
{
  g_autofree char *body = material_path (leaf);
  g_autofree char *key = g_strdup_printf ("%.*s.key", (int) strlen (body) - 4, body);
  g_autofree char *certificate = g_strconcat ("file://", body, NULL);
  g_autofree char *private_key = g_strconcat ("file://", key, NULL);
  g_autofree char *chain_path = material_path (chain);
  g_autofree char *certificate_chain = g_strconcat ("file://", chain_path, NULL);
  const char *argv[] = {
    "/usr/bin/env", "AWS_ACCESS_KEY_ID=" SMITH_TEST_ACCESS_KEY_ID, "AWS_SECRET_ACCESS_KEY=" SMITH_TEST_SECRET_ACCESS_KEY,
    "AWS_DEFAULT_REGION=us-east-1", "AWS_CONFIG_FILE=/dev/null", "/usr/bin/aws",
    "--endpoint-url", smith_test_emulator_get_uri (fixture->emulator), "iam", "upload-server-certificate",
    "--server-certificate-name", NAME, "--certificate-body", certificate, "--private-key", private_key,
    "--certificate-chain", certificate_chain, NULL
  };

  g_free (smith_test_run (argv, NULL, NULL));
}

static void
test_ready (Fixture       *fixture,
            gconstpointer  data)
{
  SmithPreflight *preflight = fixture->preflight;

  g_assert_false (smith_preflight_get_ready (preflight));
  g_assert_nonnull (smith_preflight_get_why_not (preflight));
  g_assert_cmpint (judge (fixture, "certificate"), ==, SMITH_CHECK_FAILED);

  smith_preflight_set_identity (preflight, fixture->identity);
  smith_preflight_set_name (preflight, NAME);
  g_assert_cmpint (judge (fixture, "chain"), ==, SMITH_CHECK_PENDING);
  settle (fixture);
  g_assert_cmpint (judge (fixture, "chain"), ==, SMITH_CHECK_PASSED);
  g_assert_cmpuint (smith_preflight_get_n_failed (preflight), ==, 1);
  g_assert_cmpint (judge (fixture, "account"), ==, SMITH_CHECK_FAILED);
  g_assert_cmpuint (smith_preflight_get_key_size (preflight), >, 1000);

  smith_preflight_set_account (preflight, fixture->account);
  g_assert_true (smith_preflight_get_ready (preflight));
  g_assert_null (smith_preflight_get_why_not (preflight));
  g_assert_cmpuint (smith_preflight_get_n_warned (preflight), ==, 0);
  g_assert_cmpuint (smith_preflight_get_n_passed (preflight), ==, g_list_model_get_n_items (G_LIST_MODEL (preflight)));

  smith_preflight_set_name (preflight, "a b");
  g_assert_false (smith_preflight_get_ready (preflight));
  g_assert_cmpstr (smith_preflight_get_why_not (preflight), ==, smith_check_get_sentence (find (fixture, "name")));
  smith_preflight_set_name (preflight, NAME);
  smith_preflight_set_path (preflight, "cloudfront");
  g_assert_cmpint (judge (fixture, "path"), ==, SMITH_CHECK_FAILED);
  smith_preflight_set_path (preflight, "/cloudfront/");
  g_assert_true (smith_preflight_get_ready (preflight));
}

static void
count_changes_cb (guint *n)
{
  ++*n;
}

/* A keystroke touches the rows that it changes, and no others. */
static void
test_changes (Fixture       *fixture,
              gconstpointer  data)
{
  guint n = 0;

  fill (fixture);
  g_signal_connect_swapped (fixture->preflight, "items-changed", G_CALLBACK (count_changes_cb), &n);
  smith_preflight_set_path (fixture->preflight, "/");
  g_assert_cmpuint (n, ==, 0);
  smith_preflight_set_path (fixture->preflight, "/a/");
  g_assert_cmpuint (n, ==, 1);
  g_signal_handlers_disconnect_by_data (fixture->preflight, &n);
}

/* The identity changes under it. */
static void
test_follows (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (GListModel) wrong = material_chain ("rsa-one,rsa-two");
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *key = NULL;

  fill (fixture);
  g_assert_true (smith_preflight_get_ready (fixture->preflight));
  smith_library_set_certificate_async (fixture->library, fixture->identity,
                                       smith_identity_get_certificate (fixture->identity), wrong, NULL,
                                       smith_test_store_result, &result);
  g_assert_true (material_finish (fixture->library, &result, NULL));
  settle (fixture);
  g_assert_false (smith_preflight_get_ready (fixture->preflight));
  g_assert_cmpint (judge (fixture, "chain"), ==, SMITH_CHECK_FAILED);

  /* The key's file goes away behind the library's back. */
  key = g_build_filename (smith_identity_get_folder (fixture->identity), "private-key.pem", NULL);
  g_assert_cmpint (g_unlink (key), ==, 0);
  smith_preflight_set_identity (fixture->preflight, NULL);
  smith_preflight_set_identity (fixture->preflight, fixture->identity);
  settle (fixture);
  g_assert_cmpint (judge (fixture, "key"), ==, SMITH_CHECK_FAILED);
}

static void
test_asking (Fixture       *fixture,
             gconstpointer  data)
{
  fill (fixture);
  g_assert_cmpint (judge (fixture, "name-free"), ==, -1);
  smith_preflight_set_asking (fixture->preflight, TRUE);
  g_assert_true (smith_preflight_get_asking (fixture->preflight));
  g_assert_cmpint (judge (fixture, "name-free"), ==, SMITH_CHECK_PENDING);
  settle (fixture);
  g_assert_cmpint (judge (fixture, "name-free"), ==, SMITH_CHECK_PASSED);
  g_assert_cmpint (judge (fixture, "quota"), ==, SMITH_CHECK_PASSED);
  g_assert_nonnull (strstr (smith_check_get_sentence (find (fixture, "quota")), "0 of 20"));

  g_free (smith_test_emulator_control (fixture->emulator, "POST", "settings", "{\"quota\": 0}"));
  smith_test_emulator_set_fault (fixture->emulator,
                                 "{\"kind\": \"error\", \"action\": \"GetServerCertificate\", "
                                 "\"code\": \"AccessDenied\", \"status\": 403}");
  smith_preflight_ask_again (fixture->preflight);
  settle (fixture);
  g_assert_cmpint (judge (fixture, "name-free"), ==, SMITH_CHECK_WARNED);
  /* AWS that does not answer is no reason not to try. */
  g_assert_true (smith_preflight_get_ready (fixture->preflight));
}

static void
test_taken (Fixture       *fixture,
            gconstpointer  data)
{
  upload_directly (fixture, "ec-leaf.crt", "ec-chain.pem");
  fill (fixture);
  smith_preflight_set_asking (fixture->preflight, TRUE);
  settle (fixture);
  g_assert_cmpint (judge (fixture, "name-free"), ==, SMITH_CHECK_FAILED);
  g_assert_cmpstr (smith_check_get_repair_action (find (fixture, "name-free")), ==, "upload.suggest-name");
  g_assert_false (smith_preflight_get_ready (fixture->preflight));
  smith_preflight_set_name (fixture->preflight, "another-name");
  settle (fixture);
  g_assert_true (smith_preflight_get_ready (fixture->preflight));
}

static void
test_same (Fixture       *fixture,
           gconstpointer  data)
{
  upload_directly (fixture, "rsa-leaf.crt", "rsa-chain.pem");
  fill (fixture);
  smith_preflight_set_asking (fixture->preflight, TRUE);
  settle (fixture);
  g_assert_cmpint (judge (fixture, "name-free"), ==, SMITH_CHECK_PASSED);
  g_assert_nonnull (strstr (smith_check_get_sentence (find (fixture, "name-free")), "already"));
}

static gboolean
inquire (Fixture          *fixture,
         GCancellable     *cancellable,
         SmithNameAnswer  *answer,
         GError          **error)
{
  g_autoptr (GPtrArray) chain = material_chain_array ("rsa-two,rsa-one");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) waited = NULL;

  smith_name_inquiry_async (fixture->account, NULL, NAME, smith_identity_get_certificate (fixture->identity), chain,
                            cancellable, smith_test_store_result, &result);
  waited = smith_test_wait_result (&result);

  return smith_name_inquiry_finish (fixture->account, waited, answer, error);
}

static gboolean
cancel_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);

  return G_SOURCE_REMOVE;
}

static void
test_inquiry (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  SmithNameAnswer answer;

  g_assert_true (inquire (fixture, NULL, &answer, &error));
  g_assert_cmpint (answer.name_state, ==, SMITH_NAME_FREE);
  g_assert_true (answer.quota_known);
  g_assert_cmpuint (answer.quota, ==, 20);

  smith_test_emulator_set_fault (fixture->emulator,
                                 "{\"kind\": \"error\", \"action\": \"GetAccountSummary\", \"code\": \"AccessDenied\", \"status\": 403}");
  g_assert_true (inquire (fixture, NULL, &answer, &error));
  g_assert_false (answer.quota_known);

  smith_test_emulator_set_fault (fixture->emulator, "{\"kind\": \"delay\", \"seconds\": 5}");
  g_timeout_add (50, cancel_cb, cancellable);
  g_assert_false (inquire (fixture, cancellable, &answer, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static GListModel *
repair (Fixture      *fixture,
        SmithRepair   kind,
        GCancellable *cancellable,
        GError      **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) waited = NULL;

  smith_chain_repair_async (fixture->library, fixture->identity, kind, cancellable, smith_test_store_result, &result);
  waited = smith_test_wait_result (&result);

  return smith_chain_repair_finish (fixture->library, waited, error);
}

static void
test_repairs (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GListModel) before = NULL;
  g_autoptr (GListModel) unordered = NULL;
  g_autoptr (GError) error = NULL;
  GListModel *chain = smith_identity_get_chain (fixture->identity);

  fill (fixture);
  g_assert_cmpint (judge (fixture, "chain"), ==, SMITH_CHECK_FAILED);
  g_cancellable_cancel (cancellable);
  g_assert_null (repair (fixture, SMITH_REPAIR_PUT_IN_ORDER, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);

  unordered = repair (fixture, SMITH_REPAIR_PUT_IN_ORDER, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (unordered), ==, 3);
  settle (fixture);
  g_assert_cmpint (judge (fixture, "chain"), ==, SMITH_CHECK_PASSED);
  g_assert_cmpint (judge (fixture, "root"), ==, SMITH_CHECK_WARNED);

  before = repair (fixture, SMITH_REPAIR_DROP_ROOT, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (before), ==, 3);
  g_assert_cmpuint (g_list_model_get_n_items (chain), ==, 2);
  settle (fixture);
  g_assert_cmpint (judge (fixture, "root"), ==, SMITH_CHECK_PASSED);
}

static SmithAwsServerCertificate *
read_server_certificate (Fixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) opened = NULL;
  g_autoptr (GAsyncResult) read = NULL;
  g_autoptr (SmithAwsClient) client = NULL;
  g_autoptr (GError) error = NULL;
  SmithAwsServerCertificate *there;

  smith_account_open_async (fixture->account, NULL, NULL, smith_test_store_result, &result);
  opened = smith_test_wait_result (&result);
  client = smith_account_open_finish (fixture->account, opened, &error);
  g_assert_no_error (error);
  smith_aws_iam_get_server_certificate_async (client, NAME, NULL, smith_test_store_result, &result);
  read = smith_test_wait_result (&result);
  there = smith_aws_iam_get_server_certificate_finish (client, read, &error);
  g_assert_no_error (error);

  return there;
}

static void
test_read_back (Fixture       *fixture,
                gconstpointer  data)
{
  static const struct { const char *leaf, *chain; SmithReadBack verdict; } cases[] = {
    { "rsa-leaf", "rsa-two,rsa-one,rsa-root", SMITH_READ_BACK_IDENTICAL },
    { "rsa-leaf", "rsa-two,rsa-one", SMITH_READ_BACK_OTHER_CHAIN },
    { "rsa-leaf", "rsa-one,rsa-two,rsa-root", SMITH_READ_BACK_OTHER_CHAIN },
    { "ec-leaf", "rsa-two,rsa-one,rsa-root", SMITH_READ_BACK_OTHER_CERTIFICATE },
  };
  g_autoptr (SmithAwsServerCertificate) there = NULL;
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  upload_directly (fixture, "rsa-leaf.crt", "rsa-chain.pem");
  there = read_server_certificate (fixture);
  g_cancellable_cancel (cancelled);
  for (gsize i = 0; i <= G_N_ELEMENTS (cases); i++)
    {
      gboolean last = i == G_N_ELEMENTS (cases);
      g_autoptr (SmithCertificate) leaf = material_certificate (cases[last ? 0 : i].leaf);
      g_autoptr (GPtrArray) chain = material_chain_array (cases[last ? 0 : i].chain);
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GAsyncResult) waited = NULL;
      SmithReadBack verdict;

      smith_read_back_compare_async (there, leaf, chain, last ? cancelled : NULL, smith_test_store_result, &result);
      waited = smith_test_wait_result (&result);
      g_assert_true (smith_read_back_compare_finish (waited, &verdict, &error) != last);
      if (!last)
        g_assert_cmpint (verdict, ==, cases[i].verdict);
    }
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, data, function) g_test_add ("/preflight/" name, Fixture, data, set_up, function, tear_down)
  ADD ("ready", NULL, test_ready);
  ADD ("changes", NULL, test_changes);
  ADD ("follows", NULL, test_follows);
  ADD ("asking", NULL, test_asking);
  ADD ("taken", NULL, test_taken);
  ADD ("same", "rsa-two,rsa-one,rsa-root", test_same);
  ADD ("inquiry", NULL, test_inquiry);
  ADD ("repairs", "rsa-root,rsa-one,rsa-two", test_repairs);
  ADD ("read-back", NULL, test_read_back);

  return g_test_run ();
}
