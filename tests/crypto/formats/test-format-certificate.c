/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "smith-crypto-error.h"
#include "smith-format-test.h"

/* One certificate in DER: what openssl takes, and nothing that it does not. */

#define FORMAT (&smith_format_certificate)

static void
test_neighbors (void)
{
  static const char * const own[] = { "certificate.der", "ec-certificate.cer", NULL };

  smith_format_test_neighbors (FORMAT, own);
}

/* Kinds that are easily taken for something else: version 1, which begins like a request; without a subject; self-signed. */
static void
test_kinds (void)
{
  static const char * const lines[] = {
    "openssl x509 -in pki/idn.crt -outform DER",
    "openssl x509 -in pki/many.crt -outform DER",
    "openssl x509 -in pki/extensions.crt -outform DER",
    "openssl x509 -in pki/deceiving.crt -outform DER",
    "openssl x509 -in pki/ed25519.crt -outform DER",
    "openssl x509 -in pki/expired.crt -outform DER",
    "openssl x509 -req -in pki/ec-leaf.csr -signkey pki/ec-leaf.key -days 9 -outform DER",
    "openssl req -x509 -new -key pki/ec-leaf.key -subj / -days 9 -outform DER",
    "openssl req -x509 -new -key pki/ed448.key -subj /CN=x -days 9 -outform DER",
    "openssl req -x509 -new -key pki/dsa.key -subj /CN=x -days 9 -outform DER",
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr (GBytes) der = smith_format_test_make (lines[i]);
      g_autoptr (SmithParsed) parsed = smith_format_test_get (der);
      SmithCertificate *certificate = smith_parsed_get_certificate (parsed);
      g_autofree char *sum = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, der);
      g_auto (GStrv) parts = NULL;
      g_autofree char *lower = NULL;

      g_assert_nonnull (certificate);
      g_assert_cmpstr (smith_parsed_get_format (parsed), ==, "DER");
      /* Byte for byte what openssl wrote. */
      g_assert_true (g_bytes_equal (smith_certificate_get_der (certificate), der));
      parts = g_strsplit (smith_certificate_get_sha256 (certificate), ":", -1);
      lower = g_strjoinv ("", parts);
      g_assert_true (g_ascii_strcasecmp (lower, sum) == 0);
    }
}

/* One byte too few, at each place; what is missing is told in numbers. */
static void
test_truncated (void)
{
  g_autoptr (GBytes) der = smith_format_test_read ("parser/ec-certificate.cer");
  gsize size = g_bytes_get_size (der);

  smith_format_test_truncate (FORMAT, der, 2, NULL);
  for (gsize n = 4; n < size; n += n < 16 ? 1 : 5)
    {
      g_autoptr (GBytes) part = g_bytes_new_from_bytes (der, 0, n);
      g_autoptr (SmithParsed) parsed = smith_format_test_get (part);
      g_autofree char *numbers =
        g_strdup_printf ("of %" G_GSIZE_FORMAT " bytes only %" G_GSIZE_FORMAT " are there", size, n);

      g_assert_error (smith_parsed_get_error (parsed), SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_DAMAGED);
      g_assert_nonnull (strstr (smith_parsed_get_error (parsed)->message, numbers));
    }
}

static void
test_flipped (void)
{
  g_autoptr (GBytes) der = smith_format_test_read ("parser/ec-certificate.cer");

  smith_format_test_flip (FORMAT, der, 2);
}

/* What is before and behind it. openssl x509 takes what is behind, too, and nothing before. */
static void
test_surroundings (void)
{
  static const struct
  {
    const char *before;
    gsize       n_before;
    const char *behind;
    gsize       n_behind;
    const char *expected;
  } rows[] = {
    { "", 0, "\n", 1, "DER certificate=ec-leaf" },
    { "", 0, "\r\n\r\n \t", 6, "DER certificate=ec-leaf" },
    { "", 0, "\0\0\0\0", 4, "DER certificate=ec-leaf" },
    { "", 0, "\x1A", 1, "DER certificate=ec-leaf: bytes behind the end dropped" },
    { "", 0, "0", 1, "DER certificate=ec-leaf: bytes behind the end dropped" },
    { "", 0, "0123456789", 10, "DER certificate=ec-leaf: bytes behind the end dropped" },
    { "", 0, "\xFF\xFF", 2, "DER certificate=ec-leaf: bytes behind the end dropped" },
    { "", 0, "-----BEGIN", 10, "DER certificate=ec-leaf: bytes behind the end dropped" },
    { "\n", 1, "", 0, "not-understood" },
    { "\0", 1, "", 0, "not-understood" },
    { "\xEF\xBB\xBF", 3, "", 0, "not-understood" },
    { "0", 1, "", 0, "not-understood" },
  };
  g_autoptr (GBytes) der = smith_format_test_read ("parser/ec-certificate.cer");

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) bytes =
        smith_format_test_join (rows[i].before, rows[i].n_before, der, rows[i].behind, rows[i].n_behind);

      smith_format_test_assert_found (bytes, rows[i].expected);
      g_assert_true (smith_format_test_asks ("openssl x509 -inform DER -noout", bytes) == (rows[i].n_before == 0));
    }
}

/* Several in a row, of different kinds; a broken one ends it, and what was before it stays. */
static void
test_several (void)
{
  g_autoptr (GBytes) der = smith_format_test_read ("parser/ec-certificate.cer");
  g_autoptr (GBytes) other = smith_format_test_read ("parser/certificate.der");
  g_autoptr (GBytes) request = smith_format_test_read ("parser/request.der");
  g_autoptr (GBytes) three = NULL;
  g_autoptr (GBytes) mixed = NULL;
  g_autoptr (GBytes) cut = NULL;
  gsize size, n_request;
  const guint8 *data = g_bytes_get_data (other, &size);
  const guint8 *request_data = g_bytes_get_data (request, &n_request);

  three = smith_format_test_join (data, size, der, data, size);
  smith_format_test_assert_found (three, "DER certificate=rsa-leaf\nDER certificate=ec-leaf\nDER certificate=rsa-leaf");
  mixed = smith_format_test_join (request_data, n_request, der, data, size);
  smith_format_test_assert_found (mixed, "DER request=rsa-leaf\nDER certificate=ec-leaf\nDER certificate=rsa-leaf");
  cut = smith_format_test_join (data, size, der, data, size - 1);
  smith_format_test_assert_found (cut, "DER certificate=rsa-leaf\nDER certificate=ec-leaf");
}

/* The key in it cannot be read: it is a certificate all the same, or an error that says so, but nothing else. */
static void
test_strange_key (void)
{
  static const guint8 curve[] = { 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07 };
  static const guint8 unknown[] = { 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x7f };
  g_autoptr (GBytes) der = smith_format_test_read ("parser/ec-certificate.cer");
  g_autoptr (GBytes) strange = smith_format_test_replace (der, curve, unknown, sizeof curve);
  g_autoptr (SmithParsed) parsed = smith_format_test_get (strange);

  g_assert_true (smith_format_test_asks ("openssl x509 -inform DER -noout", strange));
  g_assert_cmpstr (smith_parsed_get_format (parsed), ==, "DER");
  if (smith_parsed_get_error (parsed) != NULL)
    g_assert_error (smith_parsed_get_error (parsed), SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_UNSUPPORTED);
  else
    g_assert_nonnull (smith_parsed_get_certificate (parsed));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/format-certificate/neighbors", test_neighbors);
  g_test_add_func ("/format-certificate/kinds", test_kinds);
  g_test_add_func ("/format-certificate/truncated", test_truncated);
  g_test_add_func ("/format-certificate/flipped", test_flipped);
  g_test_add_func ("/format-certificate/surroundings", test_surroundings);
  g_test_add_func ("/format-certificate/several", test_several);
  g_test_add_func ("/format-certificate/strange-key", test_strange_key);

  return g_test_run ();
}
