/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-http-reply.h"

/* The fields that this program acts on. */

static SmithHttpReply *
make_reply (const char *date,
            const char *retry_after)
{
  g_autoptr (SmithHttpHeaders) headers = smith_http_headers_new ();
  g_autoptr (GBytes) body = g_bytes_new_static ("", 0);

  if (date != NULL)
    smith_http_headers_append (headers, "date", date);
  if (retry_after != NULL)
    smith_http_headers_append (headers, "RETRY-AFTER", retry_after);

  return smith_http_reply_new (200, headers, body);
}

static void
test_date (void)
{
  static const struct
  {
    const char *text;
    gint64      seconds;  /* -1: none */
  } rows[] =
  {
    { "Sun, 06 Nov 1994 08:49:37 GMT", 784111777 },
    { "Sunday, 06-Nov-94 08:49:37 GMT", 784111777 },
    { "Sun Nov  6 08:49:37 1994", 784111777 },
    { "yesterday", -1 },
    { "", -1 },
    { NULL, -1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SmithHttpReply) reply = make_reply (rows[i].text, NULL);
      g_autoptr (GDateTime) date = smith_http_reply_dup_date (reply);

      g_assert_cmpint (date != NULL ? g_date_time_to_unix (date) : -1, ==, rows[i].seconds);
    }
}

static void
test_retry_after (void)
{
  static const struct
  {
    const char *date;
    const char *retry_after;
    gint64      seconds;
  } rows[] =
  {
    { NULL, NULL, -1 },
    { NULL, "0", 0 },
    { NULL, "120", 120 },
    { NULL, "-5", -1 },
    { NULL, "99999999999999999999", -1 },
    { NULL, "soon", -1 },
    { NULL, "", -1 },
    { "Sun, 06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:50:07 GMT", 30 },
    { "Sun, 06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:07 GMT", 0 },
    { NULL, "Sun, 06 Nov 1994 08:49:07 GMT", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SmithHttpReply) reply = make_reply (rows[i].date, rows[i].retry_after);

      g_assert_cmpint (smith_http_reply_get_retry_after (reply), ==, rows[i].seconds);
    }
}

static void
test_headers (void)
{
  g_autoptr (SmithHttpHeaders) headers = smith_http_headers_new ();
  g_autoptr (SmithHttpHeaders) again = smith_http_headers_ref (headers);

  smith_http_headers_append (headers, "A", "1");
  smith_http_headers_append (headers, "b", "2");
  smith_http_headers_append (headers, "a", "3");
  g_assert_cmpuint (smith_http_headers_get_size (again), ==, 3);
  g_assert_cmpstr (smith_http_headers_lookup (again, "a"), ==, "1");
  g_assert_cmpstr (smith_http_headers_lookup (again, "B"), ==, "2");
  g_assert_null (smith_http_headers_lookup (again, "c"));
  g_assert_cmpstr (smith_http_headers_get_name (again, 2), ==, "a");
  g_assert_cmpstr (smith_http_headers_get_value (again, 2), ==, "3");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/http-reply/date", test_date);
  g_test_add_func ("/http-reply/retry-after", test_retry_after);
  g_test_add_func ("/http-reply/headers", test_headers);

  return g_test_run ();
}
