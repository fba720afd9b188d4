/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "smith-crypto-error.h"
#include "smith-format-test.h"

/* PKCS#7 and CMS: what a bundle holds, in its order, and what it does not hold. */

#define FORMAT (&smith_format_pkcs7)
#define UNPACKED ": PKCS#7 unpacked"

static void
test_neighbors (void)
{
  static const char * const own[] = { "chain-der.p7b", "cms.p7m", "streamed.p7m", NULL };

  smith_format_test_neighbors (FORMAT, own);
}

/* The certificates that openssl prints, in its order. */
static void
test_contents (void)
{
  static const char * const lines[] = {
    "openssl crl2pkcs7 -nocrl -certfile pki/rsa-chain.pem -outform DER",
    "openssl crl2pkcs7 -nocrl -certfile pki/ec-chain.pem -certfile pki/ec-leaf.crt -outform DER",
    "printf x | openssl cms -sign -signer pki/ec-leaf.crt -inkey pki/ec-leaf.key -certfile pki/ec-chain.pem -outform DER",
    "printf x | openssl smime -sign -nodetach -signer pki/rsa-leaf.crt -inkey pki/rsa-leaf.key -outform DER",
    "certtool --p7-generate --load-certificate pki/ec-leaf.crt --load-privkey pki/ec-leaf.key --infile pki/index --outder",
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autofree char *line = g_strconcat (lines[i], " | openssl pkcs7 -inform DER -print_certs", NULL);
      g_autoptr (GBytes) der = smith_format_test_make (lines[i]);
      g_autoptr (GBytes) printed = smith_format_test_make (line);
      g_autofree char *text = g_strndup (g_bytes_get_data (printed, NULL), g_bytes_get_size (printed));
      g_autoptr (GListModel) results = smith_parser_parse (der, NULL, NULL, NULL, NULL);
      const char *position = text;
      guint n = g_list_model_get_n_items (results);

      g_assert_cmpuint (n, >, 0);
      for (guint j = 0; j < n; j++)
        {
          g_autoptr (SmithParsed) parsed = g_list_model_get_item (results, j);

          g_assert_cmpstr (smith_parsed_get_format (parsed), ==, "PKCS#7");
          g_assert_nonnull (smith_parsed_get_certificate (parsed));
          position = strstr (position, smith_certificate_get_pem (smith_parsed_get_certificate (parsed)));
          g_assert_nonnull (position);
          position++;
        }
      g_assert_null (strstr (position, "-----BEGIN"));
    }
}

/* Certificates first, then lists; a list alone; nothing at all; forms that hold no certificate. */
static void
test_kinds (void)
{
  static const struct
  {
    const char *line;
    const char *expected;
  } rows[] = {
    { "openssl crl2pkcs7 -in pki/rsa-two.crl -certfile pki/rsa-two.crt -outform DER",
      "PKCS#7 certificate=rsa-two" UNPACKED "\nPKCS#7 crl=rsa-two" UNPACKED },
    { "openssl crl2pkcs7 -in pki/rsa-two.crl -outform DER", "PKCS#7 crl=rsa-two" UNPACKED },
    { "openssl crl2pkcs7 -nocrl -outform DER", "PKCS#7 unsupported" },
    { "printf x | openssl cms -data_create -outform DER", "PKCS#7 unsupported" },
    { "printf x | openssl cms -digest_create -outform DER", "PKCS#7 unsupported" },
    { "printf x | openssl cms -encrypt -aes256 -outform DER pki/rsa-leaf.crt", "PKCS#7 unsupported" },
    { "printf x | openssl cms -sign -nocerts -signer pki/ec-leaf.crt -inkey pki/ec-leaf.key -outform DER", "PKCS#7 unsupported" },
    /* As openssl tells it, under each of the labels that are used for it. */
    { "openssl crl2pkcs7 -nocrl -certfile pki/ec-leaf.crt", "PKCS#7 certificate=ec-leaf" UNPACKED },
    { "openssl crl2pkcs7 -nocrl -certfile pki/ec-leaf.crt | sed 's/PKCS7/PKCS #7 SIGNED DATA/'",
      "PKCS#7 certificate=ec-leaf" UNPACKED },
    { "openssl crl2pkcs7 -nocrl -certfile pki/ec-leaf.crt | sed 's/PKCS7/CMS/'", "PKCS#7 certificate=ec-leaf" UNPACKED },
    { "openssl crl2pkcs7 -nocrl -certfile pki/ec-leaf.crt | sed 's/PKCS7/CERTIFICATE CHAIN/'",
      "PKCS#7 certificate=ec-leaf" UNPACKED },
    { "openssl crl2pkcs7 -nocrl -certfile pki/ec-leaf.crt | sed 's/PKCS7/CERTIFICATE/'",
      "PKCS#7 certificate=ec-leaf: wrong label CERTIFICATE corrected, PKCS#7 unpacked" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) bytes = smith_format_test_make (rows[i].line);

      smith_format_test_assert_found (bytes, rows[i].expected);
    }
}

static void
test_truncated (void)
{
  static const char * const lines[] = {
    "openssl crl2pkcs7 -nocrl -certfile pki/ec-leaf.crt -outform DER", "cat parser/cms.p7m", "cat parser/streamed.p7m",
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr (GBytes) der = smith_format_test_make (lines[i]);

      smith_format_test_truncate (FORMAT, der, i == 0 ? 3 : 41, NULL);
      smith_format_test_flip (FORMAT, der, i == 0 ? 3 : 41);
    }
}

/* Lengths that are told nowhere: the end is where it is, and what is behind it is passed over. */
static void
test_surroundings (void)
{
  g_autoptr (GBytes) der = smith_format_test_make ("openssl crl2pkcs7 -nocrl -certfile pki/ec-leaf.crt -outform DER");
  g_autoptr (GBytes) streamed = smith_format_test_read ("parser/streamed.p7m");
  g_autoptr (GBytes) behind = smith_format_test_join ("", 0, der, "--\r\n", 4);
  g_autoptr (GBytes) before = smith_format_test_join ("\r\n", 2, der, "", 0);
  g_autoptr (GBytes) streamed_behind = smith_format_test_join ("", 0, streamed, "\r\n", 2);

  smith_format_test_assert_found (behind, "PKCS#7 certificate=ec-leaf" UNPACKED ", bytes behind the end dropped");
  smith_format_test_assert_found (before, "not-understood");
  smith_format_test_assert_found (streamed_behind, "PKCS#7 certificate=rsa-leaf" UNPACKED);
}

/* Hundreds in one bundle, each of them once, and the order kept. */
static void
test_many (void)
{
  g_autoptr (GBytes) der =
    smith_format_test_make ("i=0; while [ $i -lt 200 ]; do cat pki/rsa-chain.pem; i=$((i + 1)); done | "
                            "openssl crl2pkcs7 -nocrl -certfile /dev/stdin -outform DER");
  g_autofree char *found = smith_format_test_find (der);
  g_auto (GStrv) lines = g_strsplit (found, "\n", -1);

  g_assert_cmpuint (g_strv_length (lines), ==, 600);
  for (guint i = 0; lines[i] != NULL; i += 3)
    {
      g_assert_cmpstr (lines[i], ==, "PKCS#7 certificate=rsa-two" UNPACKED);
      g_assert_cmpstr (lines[i + 1], ==, "PKCS#7 certificate=rsa-one" UNPACKED);
      g_assert_cmpstr (lines[i + 2], ==, "PKCS#7 certificate=rsa-root" UNPACKED);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/format-pkcs7/neighbors", test_neighbors);
  g_test_add_func ("/format-pkcs7/contents", test_contents);
  g_test_add_func ("/format-pkcs7/kinds", test_kinds);
  g_test_add_func ("/format-pkcs7/truncated", test_truncated);
  g_test_add_func ("/format-pkcs7/surroundings", test_surroundings);
  g_test_add_func ("/format-pkcs7/many", test_many);

  return g_test_run ();
}
