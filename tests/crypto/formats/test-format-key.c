/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "smith-crypto-error.h"
#include "smith-format-test.h"

/* One private key in DER that is not encrypted: PKCS#8, PKCS#1, SEC 1. */

#define FORMAT (&smith_format_key)

static void
test_neighbors (void)
{
  static const char * const own[] = { "key-pkcs8.der", "key-pkcs1.der", "key-sec1.der", NULL };

  smith_format_test_neighbors (FORMAT, own);
}

/* The public half of each is the one that openssl computes. */
static void
test_kinds (void)
{
  static const struct
  {
    const char *line;
    const char *expected;
  } rows[] = {
    { "openssl pkey -in pki/rsa-1024.key -outform DER", "DER key=rsa-1024" },
    { "openssl pkey -in pki/rsa-4096.key -outform DER -traditional", "DER key=rsa-4096" },
    { "openssl pkcs8 -topk8 -nocrypt -in pki/ec-p521.key -outform DER", "DER key=ec-p521" },
    { "openssl pkey -in pki/ec-p384.key -outform DER -traditional", "DER key=ec-p384" },
    { "openssl pkey -in pki/brainpool.key -outform DER -traditional", "DER key=brainpool" },
    { "openssl pkey -in pki/secp256k1.key -outform DER", "DER key=secp256k1" },
    { "openssl pkey -in pki/ed25519.key -outform DER", "DER key=ed25519" },
    { "openssl pkey -in pki/ed448.key -outform DER", "DER key=ed448" },
    { "openssl pkey -in pki/dsa.key -outform DER", "DER key=dsa" },
    /* Without the public point. */
    { "openssl ec -in pki/ec-leaf.key -no_public -outform DER", "DER key=ec-leaf" },
    { "certtool --to-rsa --load-privkey pki/rsa-leaf.key --outder", "DER key=rsa-leaf" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) der = smith_format_test_make (rows[i].line);

      smith_format_test_assert_found (der, rows[i].expected);
    }
}

/* The smallest and the two old forms, at every length. */
static void
test_truncated (void)
{
  static const char * const lines[] = {
    "openssl pkey -in pki/ed25519.key -outform DER", "cat parser/key-sec1.der", "openssl pkey -in pki/ec-leaf.key -outform DER",
    "cat parser/key-pkcs1.der",
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr (GBytes) der = smith_format_test_make (lines[i]);

      smith_format_test_truncate (FORMAT, der, i < 3 ? 1 : 31, NULL);
    }
}

static void
test_flipped (void)
{
  static const char * const lines[] = { "cat parser/key-sec1.der", "openssl pkey -in pki/ed25519.key -outform DER" };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr (GBytes) der = smith_format_test_make (lines[i]);

      smith_format_test_flip (FORMAT, der, 1);
    }
}

static void
test_surroundings (void)
{
  g_autoptr (GBytes) der = smith_format_test_read ("parser/key-pkcs8.der");
  g_autoptr (GBytes) certificate = smith_format_test_read ("parser/certificate.der");
  g_autoptr (GBytes) line_end = smith_format_test_join ("", 0, der, "\n", 1);
  g_autoptr (GBytes) behind = smith_format_test_join ("", 0, der, "xyz", 3);
  g_autoptr (GBytes) before = smith_format_test_join ("\n", 1, der, "", 0);
  g_autoptr (GBytes) both = smith_format_test_join (g_bytes_get_data (der, NULL), g_bytes_get_size (der), certificate, "", 0);
  g_autofree char *alone = NULL;

  smith_format_test_assert_found (line_end, "DER key=rsa-leaf");
  smith_format_test_assert_found (behind, "DER key=rsa-leaf: bytes behind the end dropped");
  smith_format_test_assert_found (before, "not-understood");
  smith_format_test_assert_found (both, "DER key=rsa-leaf\nDER certificate=rsa-leaf");
  /* A key is read to its last byte: what is behind it is for the parser to tell. */
  alone = smith_format_test_try (FORMAT, behind);
  g_assert_null (alone);
}

/* No passphrase is kept for what needs none. */
static void
test_no_passphrase (void)
{
  static const char * const answers[] = { "chainsmith", NULL };
  g_autoptr (GBytes) der = smith_format_test_read ("parser/key-pkcs8.der");
  g_autoptr (SmithParsed) parsed = smith_format_test_get (der);
  g_autofree char *found = NULL;
  guint n_asked;

  g_assert_nonnull (smith_parsed_get_key (parsed));
  g_assert_null (smith_parsed_get_passphrase (parsed));
  found = smith_format_test_ask (der, answers, &n_asked);
  g_assert_cmpstr (found, ==, "DER key=rsa-leaf");
  g_assert_cmpuint (n_asked, ==, 0);
}

/* Numbers in a SEQUENCE that only look like a key. */
static void
test_impostors (void)
{
  static const char * const bytes[] = {
    "\x30\x03\x02\x01\x00", "\x30\x06\x02\x01\x00\x02\x01\x00", "\x30\x09\x02\x01\x00\x02\x01\x00\x02\x01\x00",
    "\x30\x09\x02\x01\x01\x04\x01\x01\x02\x01\x00", "\x30\x08\x02\x01\x00\x30\x00\x04\x01\x00",
    "\x30\x1b\x02\x01\x00\x02\x01\x00\x02\x01\x00\x02\x01\x00\x02\x01\x00\x02\x01\x00\x02\x01\x00\x02\x01\x00\x02\x01\x00",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bytes); i++)
    {
      g_autoptr (GBytes) part = g_bytes_new (bytes[i], (gsize) bytes[i][1] + 2);
      g_autofree char *found = smith_format_test_find (part);
      gboolean taken = smith_format_test_asks ("openssl pkey -inform DER -noout", part);

      g_assert_true (taken == (strstr (found, "key=") != NULL));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/format-key/neighbors", test_neighbors);
  g_test_add_func ("/format-key/kinds", test_kinds);
  g_test_add_func ("/format-key/truncated", test_truncated);
  g_test_add_func ("/format-key/flipped", test_flipped);
  g_test_add_func ("/format-key/surroundings", test_surroundings);
  g_test_add_func ("/format-key/no-passphrase", test_no_passphrase);
  g_test_add_func ("/format-key/impostors", test_impostors);

  return g_test_run ();
}
