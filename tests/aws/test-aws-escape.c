/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-aws-escape.h"

#include <string.h>

/* Percent-encoding, byte by byte, against GLib's own where both agree on what is kept. */

static void
test_bytes (void)
{
  for (guint value = 0; value < 256; value++)
    {
      const char byte = (char) value;
      g_autofree char *wanted = g_uri_escape_bytes ((const guint8 *) &byte, 1, NULL);
      char escaped[4] = { 0 };
      char *end = smith_aws_escape_append (escaped, &byte, 1, NULL);

      g_assert_cmpstr (escaped, ==, wanted);
      g_assert_cmpint (end - escaped, ==, (gssize) strlen (wanted));
      g_assert_cmpuint (smith_aws_escape_get_size (&byte, 1), ==, strlen (wanted));
    }
}

static void
test_kept (void)
{
  static const char text[] = "/a b/ü\0~";
  char escaped[3 * sizeof text] = { 0 };

  smith_aws_escape_append (escaped, text, sizeof text - 1, "/");
  g_assert_cmpstr (escaped, ==, "/a%20b/%C3%BC%00~");
  g_assert_cmpuint (smith_aws_escape_get_size (text, sizeof text - 1), ==, strlen ("%2Fa%20b%2F%C3%BC%00~"));
  g_assert_true (smith_aws_escape_append (escaped, NULL, 0, NULL) == escaped);
  g_assert_cmpuint (smith_aws_escape_get_size (NULL, 0), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/aws-escape/bytes", test_bytes);
  g_test_add_func ("/aws-escape/kept", test_kept);

  return g_test_run ();
}
