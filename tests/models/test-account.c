/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "smith-account-private.h"
#include "smith-account-store.h"
#include "smith-fake-keyring.h"
#include "smith-test.h"

/* SmithAccount and the rules of its fields. */

typedef struct
{
  const char *text;
  gboolean    good;
} Row;

static void
test_access_key_id (void)
{
  static const Row rows[] = {
    { "AKIAIOSFODNN7EXAMPLE", TRUE }, { "ASIAIOSFODNN7EXAMPLE_", TRUE }, { "AKIAIOSFODNN7EX1", TRUE },
    { "", FALSE }, { "AKIAIOSFODNN7EX", FALSE }, { "AKIA IOSFODNN7EXAMPLE", FALSE },
    { "AKIAIOSFODNN7EXAMPLÉ", FALSE }, { "AKIA-IOSFODNN7EXAMPLE", FALSE },
  };
  g_autofree char *longest = g_strnfill (128, 'A');
  g_autofree char *too_long = g_strnfill (129, 'A');
  g_autofree char *problem = smith_account_check_access_key_id (too_long);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *found = smith_account_check_access_key_id (rows[i].text);

      g_test_message ("%s: %s", rows[i].text, found);
      g_assert_true ((found == NULL) == rows[i].good);
    }
  g_assert_null (smith_account_check_access_key_id (longest));
  g_assert_nonnull (problem);
}

static void
test_region (void)
{
  static const Row rows[] = {
    { "us-east-1", TRUE }, { "eu-central-1", TRUE }, { "us-gov-west-1", TRUE }, { "cn-north-1", TRUE },
    { "ap-southeast-4", TRUE }, { "il-central-1", TRUE }, { "us-iso-east-1", TRUE },
    { "", FALSE }, { "Frankfurt", FALSE }, { "US-EAST-1", FALSE }, { "us-east-1a", FALSE }, { "us-east-1\n", FALSE },
    { "us-east", FALSE }, { "https://us-east-1", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *found = smith_account_check_region (rows[i].text);

      g_test_message ("%s: %s", rows[i].text, found);
      g_assert_true ((found == NULL) == rows[i].good);
    }
}

/* The private key never goes over plain HTTP to another computer. */
static void
test_endpoint (void)
{
  static const Row rows[] = {
    { "https://iam.example.com", TRUE }, { "http://127.0.0.1:4566", TRUE }, { "http://localhost:4566/", TRUE },
    { "http://[::1]:4566", TRUE },
    { "http://iam.example.com", FALSE }, { "http://10.0.0.1", FALSE }, { "http://localhost.example.com", FALSE },
    { "iam.example.com", FALSE }, { "ftp://iam.example.com", FALSE }, { "https://", FALSE }, { "file:///etc/passwd", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *found = smith_account_check_endpoint (rows[i].text);

      g_test_message ("%s: %s", rows[i].text, found);
      g_assert_true ((found == NULL) == rows[i].good);
    }
}

static void
test_secret (void)
{
  static const Row rows[] = {
    { "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", TRUE }, { "", FALSE }, { " wJalr", FALSE }, { "wJalr\n", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SmithSecret) secret = smith_secret_new_string (rows[i].text);
      g_autofree char *found = smith_account_check_secret (secret);

      g_assert_true ((found == NULL) == rows[i].good);
      if (found != NULL && *rows[i].text != '\0')
        g_assert_null (strstr (found, "wJalr"));
    }
}

static void
test_split (void)
{
  g_autoptr (SmithSecret) key = smith_secret_new_string ("secret");
  g_autoptr (SmithSecret) token = smith_secret_new_string ("token");
  g_autoptr (SmithSecret) empty = smith_secret_new_string ("");
  g_autoptr (SmithSecret) both = smith_account_join_secret (key, token);
  g_autoptr (SmithSecret) one = smith_account_join_secret (key, NULL);
  g_autoptr (SmithAwsCredentials) with_token = smith_account_split_secret ("ID", both);
  g_autoptr (SmithAwsCredentials) without = smith_account_split_secret ("ID", one);

  g_assert_cmpstr (smith_aws_credentials_get_access_key_id (with_token), ==, "ID");
  g_assert_true (smith_secret_equal (smith_aws_credentials_get_secret_access_key (with_token), key));
  g_assert_true (smith_secret_equal (smith_aws_credentials_get_session_token (with_token), token));
  g_assert_true (smith_secret_equal (smith_aws_credentials_get_secret_access_key (without), key));
  g_assert_null (smith_aws_credentials_get_session_token (without));
  g_assert_null (smith_account_split_secret ("ID", empty));
}

static SmithAwsClient *
open_account (SmithAccount  *account,
              SmithKeyring  *keyring,
              GCancellable  *cancellable,
              GError       **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) waited = NULL;

  smith_account_open_async (account, keyring, cancellable, smith_test_store_result, &result);
  waited = smith_test_wait_result (&result);

  return smith_account_open_finish (account, waited, error);
}

static gboolean
cancel_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);

  return G_SOURCE_REMOVE;
}

static void
test_open (void)
{
  g_autoptr (SmithFakeKeyring) keyring = smith_fake_keyring_new ();
  g_autoptr (SmithAccount) account = smith_account_new ("id", SMITH_ACCOUNT_SOURCE_KEYRING);
  g_autoptr (SmithSecret) secret = smith_secret_new_string ("secret");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (SmithAwsClient) client = NULL;
  g_autoptr (GAsyncResult) stored = NULL;
  g_autoptr (GAsyncResult) waited = NULL;
  g_autoptr (GError) error = NULL;

  smith_account_set_name (account, "Work");
  smith_account_set_region (account, "eu-west-1");
  smith_account_set_access_key_id (account, "AKIAIOSFODNN7EXAMPLE");
  g_assert_null (open_account (account, SMITH_KEYRING (keyring), NULL, &error));
  g_assert_error (error, SMITH_ACCOUNT_ERROR, SMITH_ACCOUNT_ERROR_NO_SECRET);
  g_clear_error (&error);
  g_assert_null (open_account (account, NULL, NULL, &error));
  g_assert_error (error, SMITH_KEYRING_ERROR, SMITH_KEYRING_ERROR_NO_SERVICE);
  g_clear_error (&error);

  smith_keyring_store_async (SMITH_KEYRING (keyring), SMITH_KEYRING_ITEM_AWS_SECRET, "id", "label", secret, NULL,
                             smith_test_store_result, &stored);
  waited = smith_test_wait_result (&stored);
  g_assert_true (smith_keyring_store_finish (SMITH_KEYRING (keyring), waited, NULL));
  client = open_account (account, SMITH_KEYRING (keyring), NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (smith_aws_client_get_region (client), ==, "eu-west-1");

  smith_fake_keyring_fail_next (keyring, SMITH_KEYRING_ERROR_LOCKED);
  g_assert_null (open_account (account, SMITH_KEYRING (keyring), NULL, &error));
  g_assert_error (error, SMITH_KEYRING_ERROR, SMITH_KEYRING_ERROR_LOCKED);
  g_clear_error (&error);

  smith_fake_keyring_hang_next (keyring);
  g_timeout_add (20, cancel_cb, cancellable);
  g_assert_null (open_account (account, SMITH_KEYRING (keyring), cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
count_cb (guint *n)
{
  ++*n;
}

static void
test_notify (void)
{
  g_autoptr (SmithAccount) account = smith_account_new ("id", SMITH_ACCOUNT_SOURCE_SESSION);
  guint n_names = 0, n_subtitles = 0;

  g_signal_connect_swapped (account, "notify::name", G_CALLBACK (count_cb), &n_names);
  g_signal_connect_swapped (account, "notify::subtitle", G_CALLBACK (count_cb), &n_subtitles);
  smith_account_set_name (account, "Work");
  smith_account_set_name (account, "Work");
  g_assert_cmpuint (n_names, ==, 1);
  g_assert_cmpuint (n_subtitles, ==, 0);
  smith_account_set_caller (account, "111122223333", "arn:aws:iam::111122223333:root");
  g_assert_cmpuint (n_subtitles, ==, 1);
  smith_account_set_clock_offset (account, 5 * G_TIME_SPAN_SECOND);
  g_assert_cmpint (smith_account_get_clock_offset (account), ==, 5 * G_TIME_SPAN_SECOND);
  /* Other credentials may be those of another account. */
  smith_account_set_access_key_id (account, "AKIAIOSFODNN7EXAMPLE");
  g_assert_null (smith_account_get_account_number (account));
}

static void
test_store (void)
{
  g_autofree char *folder = smith_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "accounts.ini", NULL);
  g_autoptr (GListStore) accounts = g_list_store_new (SMITH_TYPE_ACCOUNT);
  g_autoptr (SmithAccount) kept = smith_account_new ("kept", SMITH_ACCOUNT_SOURCE_KEYRING);
  g_autoptr (SmithAccount) session = smith_account_new ("session", SMITH_ACCOUNT_SOURCE_SESSION);
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GPtrArray) loaded = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  none = smith_account_store_load (path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (none->len, ==, 0);
  smith_account_set_name (kept, "Größe = [1]; \"a\"\\b");
  smith_account_set_region (kept, "us-east-1");
  smith_account_set_access_key_id (kept, "AKIAIOSFODNN7EXAMPLE");
  g_list_store_append (accounts, kept);
  g_list_store_append (accounts, session);
  bytes = smith_account_store_to_bytes (G_LIST_MODEL (accounts));
  g_assert_true (g_file_set_contents (path, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL));
  loaded = smith_account_store_load (path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (loaded->len, ==, 1);
  g_assert_cmpstr (smith_account_get_name (loaded->pdata[0]), ==, smith_account_get_name (kept));
  g_assert_cmpstr (smith_account_get_id (loaded->pdata[0]), ==, "kept");
  smith_test_remove_folder (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/account/access-key-id", test_access_key_id);
  g_test_add_func ("/account/region", test_region);
  g_test_add_func ("/account/endpoint", test_endpoint);
  g_test_add_func ("/account/secret", test_secret);
  g_test_add_func ("/account/split", test_split);
  g_test_add_func ("/account/open", test_open);
  g_test_add_func ("/account/notify", test_notify);
  g_test_add_func ("/account/store", test_store);

  return g_test_run ();
}
