/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-public-key.h"

#include <string.h>

#include "smith-certificate.h"
#include "smith-crypto-error.h"
#include "smith-test.h"

static char *
run_openssl (const char *command,
             const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_BUILT, "fixtures", "data", "pki", name, NULL);
  const char *argv[] = { "sh", "-c", command, "sh", path, NULL };

  return smith_test_run (argv, NULL, NULL);
}

/* The pin of RFC 7469 as its own text computes it with openssl. */
static void
test_pin (gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *pem = run_openssl ("openssl pkey -in \"$1\" -pubout", data);
  g_autofree char *pin = run_openssl ("openssl pkey -in \"$1\" -pubout -outform DER | openssl dgst -sha256 -binary | base64", data);
  g_autoptr (SmithPublicKey) key = smith_public_key_new_from_pem (pem, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (smith_public_key_get_spki_sha256 (key), ==, g_strchomp (pin));
  g_assert_cmpstr (smith_public_key_get_pem (key), ==, pem);
}

static void
test_equal (void)
{
  g_autofree char *rsa = run_openssl ("openssl pkey -in \"$1\" -pubout", "rsa-leaf.key");
  g_autofree char *rsa_certificate = run_openssl ("cat \"$1\"", "rsa-leaf.crt");
  g_autofree char *ec = run_openssl ("openssl pkey -in \"$1\" -pubout", "ec-leaf.key");
  g_autofree char *compressed = run_openssl ("openssl ec -in \"$1\" -pubout -conv_form compressed", "ec-leaf.key");
  g_autoptr (SmithPublicKey) rsa_key = smith_public_key_new_from_pem (rsa, NULL);
  g_autoptr (SmithPublicKey) ec_key = smith_public_key_new_from_pem (ec, NULL);
  g_autoptr (SmithPublicKey) compressed_key = smith_public_key_new_from_pem (compressed, NULL);
  g_autoptr (SmithCertificate) certificate = smith_certificate_new_from_pem (rsa_certificate, NULL);

  g_assert_true (smith_public_key_equal (rsa_key, smith_certificate_get_public_key (certificate)));
  g_assert_false (smith_public_key_equal (rsa_key, ec_key));
  g_assert_cmpstr (ec, !=, compressed);
  g_assert_true (smith_public_key_equal (ec_key, compressed_key));
}

/* A key of a kind that nobody knows has a name, an identity and no more. */
static void
test_unknown_kind (void)
{
  /* SEQUENCE { SEQUENCE { OID 1.2.3.4.5 }, BIT STRING 010203 } */
  static const char pem[] = "-----BEGIN PUBLIC KEY-----\nMA4wBgYEKgMEBQMEAAECAw==\n-----END PUBLIC KEY-----\n";
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithPublicKey) key = smith_public_key_new_from_pem (pem, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (smith_public_key_get_title (key), ==, "1.2.3.4.5");
  g_assert_cmpstr (smith_public_key_get_family (key), ==, "1.2.3.4.5");
  g_assert_cmpuint (smith_public_key_get_bits (key), ==, 0);
  g_assert_null (smith_public_key_get_algorithm (key));
  g_assert_true (smith_public_key_equal (key, key));
  g_assert_cmpstr (smith_public_key_get_pem (key), ==, pem);
}

static void
test_errors (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (smith_public_key_new_from_pem ("", &error));
  g_assert_error (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_NOT_UNDERSTOOD);
  g_clear_error (&error);
  g_assert_null (smith_public_key_new_from_pem ("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n", &error));
  g_assert_error (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_DAMAGED);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/public-key/pin/rsa", "rsa-leaf.key", test_pin);
  g_test_add_data_func ("/public-key/pin/ec", "ec-leaf.key", test_pin);
  g_test_add_data_func ("/public-key/pin/ec-p521", "ec-p521.key", test_pin);
  g_test_add_data_func ("/public-key/pin/ed25519", "ed25519.key", test_pin);
  g_test_add_func ("/public-key/equal", test_equal);
  g_test_add_func ("/public-key/unknown-kind", test_unknown_kind);
  g_test_add_func ("/public-key/errors", test_errors);

  return g_test_run ();
}
