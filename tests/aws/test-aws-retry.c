/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-aws-retry.h"

#include "smith-aws-error.h"
#include "smith-net-error.h"

/* When to send again, and after how long. */

static void
test_worthwhile (void)
{
  const struct
  {
    GError   *error;
    gboolean  safe;
    gboolean  not_safe;
  } rows[] =
  {
    { g_error_new_literal (SMITH_NET_ERROR, SMITH_NET_ERROR_UNREACHABLE, "x"), TRUE, TRUE },
    { g_error_new_literal (SMITH_NET_ERROR, SMITH_NET_ERROR_CONNECTION_LOST, "x"), TRUE, FALSE },
    { g_error_new_literal (SMITH_NET_ERROR, SMITH_NET_ERROR_TIMED_OUT, "x"), TRUE, FALSE },
    { g_error_new_literal (SMITH_NET_ERROR, SMITH_NET_ERROR_TLS, "x"), FALSE, FALSE },
    { g_error_new_literal (SMITH_NET_ERROR, SMITH_NET_ERROR_TOO_LARGE, "x"), FALSE, FALSE },
    { g_error_new_literal (SMITH_NET_ERROR, SMITH_NET_ERROR_FAILED, "x"), FALSE, FALSE },
    { g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "x"), FALSE, FALSE },
    { smith_aws_error_new (400, "Throttling", NULL, NULL), TRUE, TRUE },
    { smith_aws_error_new (429, NULL, NULL, NULL), TRUE, FALSE },
    { smith_aws_error_new (500, "ServiceFailure", NULL, NULL), TRUE, FALSE },
    { smith_aws_error_new (409, "ConcurrentModification", NULL, NULL), TRUE, FALSE },
    { smith_aws_error_new (409, "LimitExceeded", NULL, NULL), FALSE, FALSE },
    { smith_aws_error_new (403, "AccessDenied", NULL, NULL), FALSE, FALSE },
    { smith_aws_error_new_bad_reply (200, "x", NULL), FALSE, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_assert_cmpint (smith_aws_retry_is_worthwhile (rows[i].error, TRUE), ==, rows[i].safe);
      g_assert_cmpint (smith_aws_retry_is_worthwhile (rows[i].error, FALSE), ==, rows[i].not_safe);
      g_error_free (rows[i].error);
    }
}

static void
test_max_attempts (void)
{
  g_autoptr (GError) unreachable = g_error_new_literal (SMITH_NET_ERROR, SMITH_NET_ERROR_UNREACHABLE, "x");
  g_autoptr (GError) silent = g_error_new_literal (SMITH_NET_ERROR, SMITH_NET_ERROR_TIMED_OUT, "x");
  g_autoptr (GError) throttled = smith_aws_error_new (400, "Throttling", NULL, NULL);

  g_assert_cmpuint (smith_aws_retry_get_max_attempts (unreachable), ==, 2);
  g_assert_cmpuint (smith_aws_retry_get_max_attempts (silent), ==, 2);
  g_assert_cmpuint (smith_aws_retry_get_max_attempts (throttled), ==, SMITH_AWS_RETRY_MAX_ATTEMPTS);
}

static void
test_clock (void)
{
  g_autoptr (GError) skew = smith_aws_error_new (400, "RequestExpired", NULL, NULL);
  g_autoptr (GError) signature = smith_aws_error_new (403, "SignatureDoesNotMatch", "does not match", NULL);
  g_autoptr (GError) denied = smith_aws_error_new (403, "AccessDenied", NULL, NULL);

  g_assert_true (smith_aws_retry_may_be_clock (skew));
  g_assert_true (smith_aws_retry_may_be_clock (signature));
  g_assert_false (smith_aws_retry_may_be_clock (denied));
}

static void
test_delay (void)
{
  /* Full jitter: from nothing up to the doubled base, up to the cap. */
  g_assert_cmpint (smith_aws_retry_get_delay (1, 0, -1, 500, 20000), ==, 0);
  g_assert_cmpint (smith_aws_retry_get_delay (1, 0.5, -1, 500, 20000), ==, 250);
  g_assert_cmpint (smith_aws_retry_get_delay (2, 0.5, -1, 500, 20000), ==, 500);
  g_assert_cmpint (smith_aws_retry_get_delay (4, 0.5, -1, 500, 20000), ==, 2000);
  g_assert_cmpint (smith_aws_retry_get_delay (10, 0.5, -1, 500, 20000), ==, 10000);
  g_assert_cmpint (smith_aws_retry_get_delay (1000, 0.5, -1, 500, 20000), ==, 10000);
  /* What the server asks for is a lower bound, within reason. */
  g_assert_cmpint (smith_aws_retry_get_delay (1, 0.5, 0, 500, 20000), ==, 250);
  g_assert_cmpint (smith_aws_retry_get_delay (1, 0.5, 3, 500, 20000), ==, 3000);
  g_assert_cmpint (smith_aws_retry_get_delay (1, 0.5, 30, 500, 20000), ==, 30000);
  g_assert_cmpint (smith_aws_retry_get_delay (1, 0.5, 31, 500, 20000), ==, -1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/aws-retry/worthwhile", test_worthwhile);
  g_test_add_func ("/aws-retry/max-attempts", test_max_attempts);
  g_test_add_func ("/aws-retry/clock", test_clock);
  g_test_add_func ("/aws-retry/delay", test_delay);

  return g_test_run ();
}
