/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "smith-crypto-error.h"
#include "smith-format-test.h"

/* One request in DER (PKCS#10). */

#define FORMAT (&smith_format_request)

static void
test_neighbors (void)
{
  static const char * const own[] = { "request.der", NULL };

  smith_format_test_neighbors (FORMAT, own);
}

/* By openssl with each kind of key, by certtool, and by Python's cryptography. Empty subjects and attributes too. */
static void
test_kinds (void)
{
  static const char * const lines[] = {
    "openssl req -in pki/rsa-leaf.csr -outform DER",
    "openssl req -in pki/ed25519.csr -outform DER",
    "openssl req -in pki/ed448.csr -outform DER",
    "openssl req -in pki/dsa.csr -outform DER",
    "openssl req -in pki/secp256k1.csr -outform DER",
    "openssl req -in pki/many.csr -outform DER",
    "openssl req -in pki/deceiving.csr -outform DER",
    "openssl req -new -key pki/ec-leaf.key -subj / -outform DER",
    "certtool --generate-request --load-privkey pki/ec-leaf.key --template /dev/null --outder",
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr (GBytes) der = smith_format_test_make (lines[i]);
      g_autoptr (SmithParsed) parsed = smith_format_test_get (der);

      g_assert_nonnull (smith_parsed_get_request (parsed));
      g_assert_cmpstr (smith_parsed_get_format (parsed), ==, "DER");
      g_assert_true (g_bytes_equal (smith_request_get_der (smith_parsed_get_request (parsed)), der));
      /* Each was signed by whoever made it. */
      g_assert_true (smith_request_is_signature_valid (smith_parsed_get_request (parsed)));
    }
}

static void
test_truncated (void)
{
  g_autoptr (GBytes) der = smith_format_test_make ("openssl req -in pki/ec-leaf.csr -outform DER");
  gsize size = g_bytes_get_size (der);

  smith_format_test_truncate (FORMAT, der, 1, NULL);
  for (gsize n = 4; n < size; n += 7)
    {
      g_autoptr (GBytes) part = g_bytes_new_from_bytes (der, 0, n);

      smith_format_test_assert_found (part, "damaged");
    }
}

/* What was changed on the way is a request all the same; that its signature is not valid is told by the request. */
static void
test_flipped (void)
{
  g_autoptr (GBytes) der = smith_format_test_make ("openssl req -in pki/ec-leaf.csr -outform DER");
  gsize size = g_bytes_get_size (der);
  guint8 *changed;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (SmithParsed) parsed = NULL;

  smith_format_test_flip (FORMAT, der, 1);
  changed = g_memdup2 (g_bytes_get_data (der, NULL), size);
  changed[size - 1] ^= 1;
  bytes = g_bytes_new_take (changed, size);
  parsed = smith_format_test_get (bytes);
  g_assert_nonnull (smith_parsed_get_request (parsed));
  g_assert_false (smith_request_is_signature_valid (smith_parsed_get_request (parsed)));
  g_assert_false (smith_format_test_asks ("openssl req -inform DER -noout -verify 2>&1 | grep -q 'verify OK'", bytes));
}

static void
test_surroundings (void)
{
  g_autoptr (GBytes) der = smith_format_test_read ("parser/request.der");
  g_autoptr (GBytes) line_end = smith_format_test_join ("", 0, der, "\r\n", 2);
  g_autoptr (GBytes) behind = smith_format_test_join ("", 0, der, "\x04\x00", 2);
  g_autoptr (GBytes) before = smith_format_test_join ("\n", 1, der, "", 0);
  g_autoptr (GBytes) twice = smith_format_test_join (g_bytes_get_data (der, NULL), g_bytes_get_size (der), der, "", 0);

  smith_format_test_assert_found (line_end, "DER request=rsa-leaf");
  smith_format_test_assert_found (behind, "DER request=rsa-leaf: bytes behind the end dropped");
  smith_format_test_assert_found (before, "not-understood");
  smith_format_test_assert_found (twice, "DER request=rsa-leaf\nDER request=rsa-leaf");
}

/* Only what is signed, without the signature, is no request: openssl says so too. */
static void
test_unsigned (void)
{
  g_autoptr (GBytes) inner = smith_format_test_make ("openssl req -in pki/ec-leaf.csr -outform DER | "
                                                     "openssl asn1parse -inform DER -strparse 4 -noout -out /dev/stdout");
  g_autofree char *alone = smith_format_test_try (FORMAT, inner);

  g_assert_cmpuint (g_bytes_get_size (inner), >, 64);
  g_assert_null (alone);
  g_assert_false (smith_format_test_asks ("openssl req -inform DER -noout", inner));
  smith_format_test_assert_found (inner, "not-understood");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/format-request/neighbors", test_neighbors);
  g_test_add_func ("/format-request/kinds", test_kinds);
  g_test_add_func ("/format-request/truncated", test_truncated);
  g_test_add_func ("/format-request/flipped", test_flipped);
  g_test_add_func ("/format-request/surroundings", test_surroundings);
  g_test_add_func ("/format-request/unsigned", test_unsigned);

  return g_test_run ();
}
