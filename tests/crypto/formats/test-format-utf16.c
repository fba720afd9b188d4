/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "smith-crypto-error.h"
#include "smith-format-test.h"

/* Text in UTF-16, either way round, with a byte order mark or without; iconv writes it. */

#define FORMAT (&smith_format_utf16)
#define DECODED ": UTF-16 text decoded"

static void
test_neighbors (void)
{
  static const char * const own[] = { "utf16-LE.pem", "utf16-BE-bom.pem", NULL };

  smith_format_test_neighbors (FORMAT, own);
}

/* Whatever is in the text: PEM, bare Base64, a web page. */
static void
test_contents (void)
{
  static const struct
  {
    const char *line;
    const char *expected;
  } rows[] = {
    { "cat pki/ec-leaf.crt", "PEM certificate=ec-leaf" DECODED },
    { "cat pki/ec-leaf.key pki/ec-leaf.crt", "PEM key=ec-leaf" DECODED "\nPEM certificate=ec-leaf" DECODED },
    { "cat parser/bare.b64", "DER certificate=rsa-leaf" DECODED ", Base64 without BEGIN and END lines decoded" },
    { "openssl crl2pkcs7 -nocrl -certfile pki/ec-leaf.crt", "PKCS#7 certificate=ec-leaf" DECODED ", PKCS#7 unpacked" },
    { "cat parser/page.crt", "HTML unsupported" DECODED },
    { "cat parser/letter.txt", "not-understood" },
    { "echo 'ssh-ed25519 AAAA'", "SSH unsupported" DECODED },
    { "printf 'Gr\\303\\274\\303\\237e \\360\\237\\224\\221\\n'; cat pki/ec-leaf.crt",
      "PEM certificate=ec-leaf" DECODED ", 1 line of other text left out" },
  };
  static const char * const orders[] = { "UTF-16LE", "UTF-16BE" };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (guint j = 0; j < 2 * G_N_ELEMENTS (orders); j++)
      {
        gboolean has_mark = j >= G_N_ELEMENTS (orders);
        g_autofree char *line = g_strdup_printf ("{ %s%s; } | iconv -f UTF-8 -t %s", has_mark ? "printf '\\357\\273\\277'; " : "",
                                                 rows[i].line, orders[j % G_N_ELEMENTS (orders)]);
        g_autoptr (GBytes) bytes = smith_format_test_make (line);

        /* What is not plain among the first characters needs the mark. */
        if (!has_mark && strstr (rows[i].line, "Gr") != NULL)
          smith_format_test_assert_found (bytes, "not-understood");
        else
          smith_format_test_assert_found (bytes, rows[i].expected);
      }
}

/* The last byte is missing, or one too many: a half character is dropped, and the END line stands. */
static void
test_odd (void)
{
  g_autoptr (GBytes) text = smith_format_test_make ("iconv -f UTF-8 -t UTF-16LE pki/ec-leaf.crt");
  gsize size = g_bytes_get_size (text);
  g_autoptr (GBytes) shorter = g_bytes_new_from_bytes (text, 0, size - 1);
  g_autoptr (GBytes) longer = smith_format_test_join ("", 0, text, "\n", 1);
  g_autoptr (GBytes) dash = g_bytes_new_from_bytes (text, 0, size - 3);
  g_autoptr (GBytes) shifted = g_bytes_new_from_bytes (text, 1, size - 1);

  smith_format_test_assert_found (shorter, "PEM certificate=ec-leaf" DECODED);
  smith_format_test_assert_found (longer, "PEM certificate=ec-leaf" DECODED);
  /* The last dash. */
  smith_format_test_assert_found (dash, "PEM certificate=ec-leaf" DECODED ", damaged BEGIN or END line corrected");
  /* Without the first byte it is the other way round, one dash short. */
  smith_format_test_assert_found (shifted, "PEM certificate=ec-leaf" DECODED ", damaged BEGIN or END line corrected");
}

static void
test_truncated (void)
{
  g_autoptr (GBytes) little = smith_format_test_make ("iconv -f UTF-8 -t UTF-16LE pki/ec-leaf.crt");
  g_autoptr (GBytes) big = smith_format_test_make ("{ printf '\\357\\273\\277'; cat pki/ec-leaf.key; } | iconv -f UTF-8 -t UTF-16BE");

  smith_format_test_truncate (FORMAT, little, 5, NULL);
  smith_format_test_truncate (FORMAT, big, 1, NULL);
  smith_format_test_flip (FORMAT, big, 1);
}

/* Without a mark the first 32 characters have to be plain: with 31 of them, or fewer than two in all, it is no text. */
static void
test_plain (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GBytes) page = NULL;
  g_autoptr (GBytes) late = NULL;
  g_autoptr (GBytes) early = NULL;

  for (guint i = 0; i < 40; i++)
    g_string_append_len (text, i == 0 ? "<\0" : i == 1 ? "h\0" : i == 2 ? "t\0" : i == 3 ? "m\0" : i == 4 ? "l\0" : ">\0", 2);
  page = g_bytes_new (text->str, text->len);
  smith_format_test_assert_found (page, "HTML unsupported" DECODED);
  text->str[2 * 32] = (char) 0xe4;
  late = g_bytes_new (text->str, text->len);
  smith_format_test_assert_found (late, "HTML unsupported" DECODED);
  text->str[2 * 31] = (char) 0xe4;
  early = g_bytes_new (text->str, text->len);
  smith_format_test_assert_found (early, "not-understood");
}

/* Nothing behind the mark; halves of pairs; marks in each other: it ends, and nothing comes out. */
static void
test_broken (void)
{
  static const struct
  {
    const char *bytes;
    gsize       size;
  } rows[] = {
    { "\xFF\xFE", 2 }, { "\xFE\xFF", 2 }, { "\xFF\xFE-", 3 }, { "\xFF", 1 }, { "\xFE\xFF\xD8\x00", 4 }, { "\xFF\xFE\x00\xDC", 4 },
    { "\xFF\xFE\xFF\xFE\xFF\xFE", 6 }, { "\xFE\xFF\x00\x00\x00\x00", 6 }, { "a\0", 2 }, { "\0a\0", 3 },
    { "\xFF\xFE\x00\x00-\0\0\0", 8 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (rows[i].bytes, rows[i].size);
      g_autofree char *alone = smith_format_test_try (FORMAT, bytes);

      g_assert_null (alone);
      smith_format_test_assert_found (bytes, "not-understood");
    }
}

/* DER behind a mark is no text, and what would be text is not decoded twice without end. */
static void
test_nested (void)
{
  g_autoptr (GBytes) der = smith_format_test_read ("parser/ec-certificate.cer");
  g_autoptr (GBytes) marked = smith_format_test_join ("\xFF\xFE", 2, der, "", 0);
  g_autoptr (GBytes) twice =
    smith_format_test_make ("iconv -f UTF-8 -t UTF-16LE pki/ec-leaf.crt | iconv -f ISO-8859-1 -t UTF-16LE");
  g_autofree char *found = smith_format_test_find (twice);

  smith_format_test_assert_found (marked, "not-understood");
  /* Every second character is no character: nothing is plain. */
  g_assert_cmpstr (found, ==, "not-understood");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/format-utf16/neighbors", test_neighbors);
  g_test_add_func ("/format-utf16/contents", test_contents);
  g_test_add_func ("/format-utf16/odd", test_odd);
  g_test_add_func ("/format-utf16/truncated", test_truncated);
  g_test_add_func ("/format-utf16/plain", test_plain);
  g_test_add_func ("/format-utf16/broken", test_broken);
  g_test_add_func ("/format-utf16/nested", test_nested);

  return g_test_run ();
}
