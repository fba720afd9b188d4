/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-aws-sts.h"

#include "smith-test-emulator.h"
#include "smith-test.h"

/* GetCallerIdentity against the practice account. */

typedef struct
{
  SmithTestEmulator *emulator;
  SmithAwsClient    *client;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  const char *arguments[] = { "--account-number", "123456789012", NULL };
  g_autoptr (SmithSecret) secret = smith_secret_new_string (SMITH_TEST_SECRET_ACCESS_KEY);
  g_autoptr (SmithAwsCredentials) credentials = smith_aws_credentials_new (SMITH_TEST_ACCESS_KEY_ID, secret, NULL);

  fixture->emulator = smith_test_emulator_start (arguments);
  fixture->client = smith_aws_client_new (credentials, "ap-southeast-2");
  smith_aws_client_set_endpoint (fixture->client, "sts", smith_test_emulator_get_uri (fixture->emulator));
  smith_aws_client_set_backoff (fixture->client, 2, 10);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_clear_object (&fixture->client);
  smith_test_emulator_stop (fixture->emulator);
}

static gboolean
get_identity (Fixture       *fixture,
              GCancellable  *cancellable,
              char         **account,
              char         **arn,
              char         **user_id,
              GError       **error)
{
  g_autoptr (GAsyncResult) done = NULL;
  GAsyncResult *result = NULL;

  smith_aws_sts_get_caller_identity_async (fixture->client, cancellable, smith_test_store_result, &result);
  done = smith_test_wait_result (&result);

  return smith_aws_sts_get_caller_identity_finish (fixture->client, done, account, arn, user_id, error);
}

static void
test_success (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *account = NULL;
  g_autofree char *arn = NULL;
  g_autofree char *user_id = NULL;

  g_assert_true (get_identity (fixture, NULL, &account, &arn, &user_id, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (account, ==, "123456789012");
  g_assert_true (g_str_has_prefix (arn, "arn:aws:"));
  g_assert_cmpstr (user_id, !=, "");
  g_assert_true (get_identity (fixture, NULL, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
}

static void
test_failure (Fixture       *fixture,
              gconstpointer  data)
{
  static const struct
  {
    const char    *fault;
    SmithAwsError  code;
  } rows[] =
  {
    { "{\"kind\": \"error\", \"code\": \"ExpiredToken\", \"status\": 403}", SMITH_AWS_ERROR_CREDENTIALS },
    { "{\"kind\": \"wrong-xml\", \"variant\": \"other\"}", SMITH_AWS_ERROR_BAD_REPLY },
    { "{\"kind\": \"status\", \"status\": 500}", SMITH_AWS_ERROR_SERVICE_FAILURE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *account = NULL;

      smith_test_emulator_set_fault (fixture->emulator, rows[i].fault);
      g_assert_false (get_identity (fixture, NULL, &account, NULL, NULL, &error));
      g_assert_error (error, SMITH_AWS_ERROR, (int) rows[i].code);
      g_assert_null (account);
    }
}

static gboolean
cancel_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);

  return G_SOURCE_REMOVE;
}

static void
test_cancelled (Fixture       *fixture,
                gconstpointer  data)
{
  smith_test_emulator_set_fault (fixture->emulator, "{\"kind\": \"delay\", \"seconds\": 20}");
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GError) error = NULL;

      if (i == 0)
        g_cancellable_cancel (cancellable);
      else
        g_timeout_add (50, cancel_cb, cancellable);
      g_assert_false (get_identity (fixture, cancellable, NULL, NULL, NULL, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/aws-sts/success", Fixture, NULL, set_up, test_success, tear_down);
  g_test_add ("/aws-sts/failure", Fixture, NULL, set_up, test_failure, tear_down);
  g_test_add ("/aws-sts/cancelled", Fixture, NULL, set_up, test_cancelled, tear_down);

  return g_test_run ();
}
