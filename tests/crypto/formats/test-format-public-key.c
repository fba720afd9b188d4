/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "smith-crypto-error.h"
#include "smith-format-test.h"

/* A public key by itself: there is nothing to do with it, but it is told what it is. */

#define FORMAT (&smith_format_public_key)

static void
test_neighbors (void)
{
  static const char * const own[] = { "public.der", NULL };

  smith_format_test_neighbors (FORMAT, own);
}

/* Told by its kind; of no private key, certificate or request. */
static void
test_kinds (void)
{
  static const struct
  {
    const char *line;
    const char *title;
  } rows[] = {
    { "openssl pkey -in pki/rsa-leaf.key -pubout -outform DER", "RSA 2048" },
    { "openssl rsa -in pki/rsa-3072.key -RSAPublicKey_out -outform DER", "RSA 3072" },
    { "openssl pkey -in pki/ec-leaf.key -pubout -outform DER", "P-256" },
    { "openssl ec -in pki/ec-p384.key -pubout -conv_form compressed -outform DER", "P-384" },
    { "openssl pkey -in pki/ed25519.key -pubout -outform DER", "Ed25519" },
    { "openssl pkey -in pki/dsa.key -pubout -outform DER", "DSA" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) der = smith_format_test_make (rows[i].line);
      g_autoptr (SmithParsed) parsed = smith_format_test_get (der);
      const GError *error = smith_parsed_get_error (parsed);

      g_assert_error (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_UNSUPPORTED);
      g_assert_cmpstr (smith_parsed_get_format (parsed), ==, "DER");
      g_assert_nonnull (strstr (error->message, "public key"));
      if (strstr (error->message, rows[i].title) == NULL)
        g_error ("%s: %s", rows[i].line, error->message);
    }
}

static void
test_truncated (void)
{
  static const char * const lines[] = {
    "openssl pkey -in pki/ed25519.key -pubout -outform DER", "cat parser/public.der",
    "openssl rsa -in pki/rsa-leaf.key -RSAPublicKey_out -outform DER",
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr (GBytes) der = smith_format_test_make (lines[i]);
      gsize size = g_bytes_get_size (der);

      smith_format_test_truncate (FORMAT, der, 1 + size / 128, NULL);
      smith_format_test_flip (FORMAT, der, 1 + size / 128);
      for (gsize n = 4; n < size; n += 1 + size / 128)
        {
          g_autoptr (GBytes) part = g_bytes_new_from_bytes (der, 0, n);

          smith_format_test_assert_found (part, "damaged");
        }
    }
}

/* In PEM and in what follows a certificate, too. */
static void
test_elsewhere (void)
{
  g_autoptr (GBytes) behind = smith_format_test_make ("cat parser/certificate.der parser/public.der");
  g_autoptr (GBytes) pem = smith_format_test_make ("openssl pkey -in pki/ec-leaf.key -pubout");
  g_autoptr (GBytes) old = smith_format_test_make ("openssl rsa -in pki/rsa-leaf.key -RSAPublicKey_out");
  g_autoptr (GBytes) mislabeled = smith_format_test_make ("openssl pkey -in pki/ec-leaf.key -pubout | sed 's/PUBLIC KEY/CERTIFICATE/'");
  g_autoptr (GBytes) signature = smith_format_test_make ("openssl dgst -sha256 -sign pki/ec-leaf.key pki/ec-leaf.crt");

  /* A signature is two numbers as well. */
  smith_format_test_assert_found (signature, "not-understood");
  smith_format_test_assert_found (behind, "DER certificate=rsa-leaf\nDER unsupported");
  smith_format_test_assert_found (pem, "PEM unsupported");
  smith_format_test_assert_found (old, "PEM unsupported");
  smith_format_test_assert_found (mislabeled, "PEM unsupported: wrong label CERTIFICATE corrected");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/format-public-key/neighbors", test_neighbors);
  g_test_add_func ("/format-public-key/kinds", test_kinds);
  g_test_add_func ("/format-public-key/truncated", test_truncated);
  g_test_add_func ("/format-public-key/elsewhere", test_elsewhere);

  return g_test_run ();
}
