/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-aws-retry.h"

#include "smith-aws-error.h"
#include "smith-net-error.h"

/* A server that asks for a longer pause is not waited for: the person decides. */
#define LONGEST_RETRY_AFTER 30

/**
 * smith_aws_retry_is_worthwhile:
 * @error: how the last attempt failed
 * @safe: whether doing it twice is the same as doing it once
 *
 * A call that is not safe to repeat is sent again only where the failed one was certainly not carried
 * out: it was never sent, or AWS turned it away because of its rate.
 *
 * Returns: whether another attempt may work
 */
gboolean
smith_aws_retry_is_worthwhile (const GError *error,
                               gboolean      safe)
{
  g_return_val_if_fail (error != NULL, FALSE);

  if (g_error_matches (error, SMITH_NET_ERROR, SMITH_NET_ERROR_UNREACHABLE))
    return TRUE;
  if (g_error_matches (error, SMITH_AWS_ERROR, SMITH_AWS_ERROR_THROTTLED))
    return safe || smith_aws_error_get_service_code (error) != NULL;

  return safe && (g_error_matches (error, SMITH_NET_ERROR, SMITH_NET_ERROR_CONNECTION_LOST) ||
                  g_error_matches (error, SMITH_NET_ERROR, SMITH_NET_ERROR_TIMED_OUT) ||
                  g_error_matches (error, SMITH_AWS_ERROR, SMITH_AWS_ERROR_SERVICE_FAILURE) ||
                  g_error_matches (error, SMITH_AWS_ERROR, SMITH_AWS_ERROR_CONCURRENT_MODIFICATION));
}

/**
 * smith_aws_retry_get_max_attempts:
 * @error: how the last attempt failed
 *
 * A server that is not there, or is silent, costs much time and seldom comes back within it.
 *
 * Returns: how many attempts to make before the person is told
 */
guint
smith_aws_retry_get_max_attempts (const GError *error)
{
  g_return_val_if_fail (error != NULL, 1);

  if (g_error_matches (error, SMITH_NET_ERROR, SMITH_NET_ERROR_UNREACHABLE) ||
      g_error_matches (error, SMITH_NET_ERROR, SMITH_NET_ERROR_TIMED_OUT))
    return 2;

  return SMITH_AWS_RETRY_MAX_ATTEMPTS;
}

/**
 * smith_aws_retry_may_be_clock:
 * @error: how the last attempt failed
 *
 * AWS reports a wrong clock under several codes, that of a wrong signature among them; whether it was
 * the clock shows in the `Date` of the answer.
 *
 * Returns: whether it is worth comparing the clocks
 */
gboolean
smith_aws_retry_may_be_clock (const GError *error)
{
  g_return_val_if_fail (error != NULL, FALSE);

  return g_error_matches (error, SMITH_AWS_ERROR, SMITH_AWS_ERROR_CLOCK_SKEW) ||
         g_error_matches (error, SMITH_AWS_ERROR, SMITH_AWS_ERROR_CREDENTIALS);
}

/**
 * smith_aws_retry_get_delay:
 * @n_failures: how many attempts have failed, at least 1
 * @fraction: a random number from 0 up to 1
 * @retry_after: seconds that the server asked for, or -1
 * @base: milliseconds that the first pause has at most
 * @cap: milliseconds that any pause has at most
 *
 * Exponential backoff with full jitter (AWS Architecture Blog, "Exponential Backoff And Jitter"): a
 * random part of base · 2ⁿ. What the server asks for is a lower bound.
 *
 * Returns: milliseconds, or -1 where the server asks for more patience than a program should have
 */
gint64
smith_aws_retry_get_delay (guint  n_failures,
                           double fraction,
                           gint64 retry_after,
                           guint  base,
                           guint  cap)
{
  gint64 longest;

  g_return_val_if_fail (n_failures >= 1, -1);

  if (retry_after > LONGEST_RETRY_AFTER)
    return -1;
  longest = MIN ((gint64) cap, (gint64) base << MIN (n_failures - 1, 20));

  return MAX ((gint64) (fraction * (double) longest), retry_after * 1000);
}
