/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "smith-crypto-error.h"
#include "smith-format-test.h"

/* A web page with nothing in it, which people get for a certificate. */

#define FORMAT (&smith_format_web_page)
/* So far is looked for its start. */
#define SIZE_LOOKED_AT 1024

static void
test_neighbors (void)
{
  static const char * const own[] = { "page.crt", NULL };

  smith_format_test_neighbors (FORMAT, own);
}

/* As servers write the start of a page, and what only has a bracket. */
static void
test_starts (void)
{
  static const struct
  {
    const char *text;
    gboolean    is_page;
  } rows[] = {
    { "<html>", TRUE },
    { "<HTML LANG=\"en\">", TRUE },
    { "<!doctype html>", TRUE },
    { "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01//EN\">", TRUE },
    { "\xEF\xBB\xBF<!DocType Html>", TRUE },
    { "\r\n\r\n  <!-- Signed out -->\r\n<html>", TRUE },
    { "<?xml version=\"1.0\"?>\n<!DOCTYPE html>", TRUE },
    { "<htm", FALSE },
    { "< html>", FALSE },
    { "html", FALSE },
    { "<?xml version=\"1.0\"?>\n<certificate/>", FALSE },
    { "<!DOCTYPE plist>", FALSE },
    { "<", FALSE },
    { "1 < 2", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) bytes = smith_format_test_text (rows[i].text);
      g_autofree char *alone = smith_format_test_try (FORMAT, bytes);

      g_assert_cmpstr (alone, ==, rows[i].is_page ? "HTML unsupported" : NULL);
      smith_format_test_assert_found (bytes, rows[i].is_page ? "HTML unsupported" : "not-understood");
    }
}

/* Its start ends at the last byte that is looked at, and one behind. */
static void
test_limit (void)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (GBytes) bytes = NULL;

      while (text->len < SIZE_LOOKED_AT - strlen ("<html") + i)
        g_string_append_c (text, '\n');
      g_string_append (text, "<html><body></body></html>");
      bytes = g_bytes_new (text->str, text->len);
      smith_format_test_assert_found (bytes, i == 0 ? "HTML unsupported" : "not-understood");
    }
}

static void
test_truncated (void)
{
  g_autoptr (GBytes) page = smith_format_test_text ("<!DOCTYPE html>\n<title>Sign in</title>");

  smith_format_test_truncate (FORMAT, page, 1, NULL);
  smith_format_test_flip (FORMAT, page, 1);
  /* From the whole doctype on it is a page. */
  for (gsize n = 0; n <= g_bytes_get_size (page); n++)
    {
      g_autoptr (GBytes) part = g_bytes_new_from_bytes (page, 0, n);

      smith_format_test_assert_found (part, n >= strlen ("<!DOCTYPE html") ? "HTML unsupported" : "not-understood");
    }
}

/* What is in a page comes before that it is one: in PEM, in Base64, in the text that a person sees. */
static void
test_certificate_inside (void)
{
  g_autoptr (GBytes) pem = smith_format_test_make ("echo '<!DOCTYPE html><pre>'; cat pki/ec-leaf.crt; echo '</pre>'");
  g_autoptr (GBytes) base64 = smith_format_test_make ("printf '<html><textarea>'; "
                                                      "openssl x509 -in pki/ec-leaf.crt -outform DER | base64 -w 0; "
                                                      "printf '</textarea></html>'");

  smith_format_test_assert_found (pem, "PEM certificate=ec-leaf: 2 lines of other text left out");
  smith_format_test_assert_found (base64, "DER certificate=ec-leaf: Base64 without BEGIN and END lines decoded");
}

/* A NUL ends a text: what is behind it is data, whatever it looks like. */
static void
test_binary (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new ("\1\2\0<html>", 9);
  g_autoptr (GBytes) before = g_bytes_new ("<html>\0\1", 8);

  smith_format_test_assert_found (bytes, "not-understood");
  smith_format_test_assert_found (before, "HTML unsupported");
}

/* The person is told what to do. */
static void
test_words (void)
{
  g_autoptr (GBytes) page = smith_format_test_read ("parser/page.crt");
  g_autoptr (SmithParsed) parsed = smith_format_test_get (page);

  g_assert_error (smith_parsed_get_error (parsed), SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_UNSUPPORTED);
  g_assert_nonnull (strstr (smith_parsed_get_error (parsed)->message, "web page"));
  g_assert_nonnull (strstr (smith_parsed_get_error (parsed)->message, "sign in"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/format-web-page/neighbors", test_neighbors);
  g_test_add_func ("/format-web-page/starts", test_starts);
  g_test_add_func ("/format-web-page/limit", test_limit);
  g_test_add_func ("/format-web-page/truncated", test_truncated);
  g_test_add_func ("/format-web-page/certificate-inside", test_certificate_inside);
  g_test_add_func ("/format-web-page/binary", test_binary);
  g_test_add_func ("/format-web-page/words", test_words);

  return g_test_run ();
}
