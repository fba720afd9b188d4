/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-key.h"

#include <string.h>

#include "smith-crypto-error.h"
#include "smith-file.h"
#include "smith-test.h"

static SmithSecret *
read_fixture (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_BUILT, "fixtures", "data", name, NULL);
  g_autoptr (GError) error = NULL;
  SmithSecret *secret = smith_file_read_secret (path, 1024 * 1024, &error);

  g_assert_no_error (error);

  return secret;
}

/* `openssl pkey` with one more option; it reads the key from its standard input. */
static char *
run_pkey (SmithSecret *pem,
          const char  *passphrase,
          const char  *option)
{
  g_autofree char *source = passphrase != NULL ? g_strconcat ("pass:", passphrase, NULL) : g_strdup ("pass:none");
  const char *argv[] = { "openssl", "pkey", "-passin", source, option, NULL };
  g_autoptr (GBytes) input = g_bytes_new (smith_secret_get_data (pem), smith_secret_get_size (pem));

  return smith_test_run (argv, input, NULL);
}

/* What `openssl pkey -text` says of such a key. */
static char *
dup_expected (const SmithKeyAlgorithm *algorithm)
{
  const char *curve = smith_key_algorithm_get_curve (algorithm);

  if (curve != NULL)
    return g_strdup_printf (curve[1] == '-' ? "NIST CURVE: %s" : "ASN1 OID: %s", curve);
  if (g_str_equal (smith_key_algorithm_get_family (algorithm), "RSA"))
    return g_strdup_printf ("Private-Key: (%u bit, 2 primes)", smith_key_algorithm_get_bits (algorithm));

  return g_strdup_printf ("%s Private-Key:", smith_key_algorithm_get_family (algorithm));
}

static void
test_generate (gconstpointer data)
{
  const SmithKeyAlgorithm *algorithm = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithKey) key = smith_key_generate (algorithm, NULL, &error);
  g_autoptr (SmithKey) again = NULL;
  g_autoptr (SmithSecret) pem = NULL;
  g_autofree char *text = NULL;
  g_autofree char *public_pem = NULL;
  g_autofree char *checked = NULL;
  g_autofree char *expected = NULL;
  SmithPublicKey *public_key;

  g_assert_no_error (error);
  public_key = smith_key_get_public_key (key);
  g_assert_true (smith_public_key_get_algorithm (public_key) == algorithm);
  g_assert_cmpstr (smith_public_key_get_title (public_key), ==, smith_key_algorithm_get_title (algorithm));
  g_assert_cmpstr (smith_public_key_get_family (public_key), ==, smith_key_algorithm_get_family (algorithm));
  g_assert_cmpuint (smith_public_key_get_bits (public_key), ==, smith_key_algorithm_get_bits (algorithm));
  g_assert_cmpstr (smith_public_key_get_curve (public_key), ==, smith_key_algorithm_get_curve (algorithm));

  pem = smith_key_to_pem (key, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (smith_secret_get_string (pem), "-----BEGIN PRIVATE KEY-----\n"));
  g_assert_true (g_str_has_suffix (smith_secret_get_string (pem), "\n-----END PRIVATE KEY-----\n"));
  g_assert_false (smith_key_pem_is_encrypted (pem));

  /* OpenSSL writes the very same text, finds the key sound, and sees the same public half. */
  checked = run_pkey (pem, NULL, "-check");
  g_assert_nonnull (strstr (checked, "Key is valid"));
  g_assert_nonnull (strstr (checked, smith_secret_get_string (pem)));
  public_pem = run_pkey (pem, NULL, "-pubout");
  g_assert_cmpstr (public_pem, ==, smith_public_key_get_pem (public_key));
  text = run_pkey (pem, NULL, "-text");
  expected = dup_expected (algorithm);
  g_assert_nonnull (strstr (text, expected));
  if (g_str_equal (smith_key_algorithm_get_family (algorithm), "RSA"))
    g_assert_nonnull (strstr (text, "65537"));
  /* AWS takes named curves only, and no block of parameters before the key. */
  g_assert_null (strstr (smith_secret_get_string (pem), "PARAMETERS"));

  again = smith_key_new_from_pem (pem, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (smith_public_key_equal (public_key, smith_key_get_public_key (again)));
}

static void
test_generate_async (void)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (SmithKey) key = NULL;

  smith_key_generate_async (smith_key_algorithm_lookup ("ec-p256"), NULL, smith_test_store_result, &pending);
  result = smith_test_wait_result (&pending);
  key = smith_key_generate_finish (result, &error);
  g_assert_no_error (error);
  g_assert_true (SMITH_IS_KEY (key));
}

static gboolean
cancel_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);

  return G_SOURCE_REMOVE;
}

/* An RSA key of this size takes long; being let go takes some hundredths of a second. */
static void
test_generate_cancelled (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (SmithKey) key = NULL;

  g_timeout_add (5, cancel_cb, cancellable);
  smith_key_generate_async (smith_key_algorithm_lookup ("rsa-8192"), cancellable, smith_test_store_result, &pending);
  result = smith_test_wait_result (&pending);
  key = smith_key_generate_finish (result, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (key);

  g_clear_error (&error);
  g_assert_null (smith_key_generate (smith_key_algorithm_lookup ("ec-p256"), cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_encrypt (gconstpointer data)
{
  static const char passphrase_text[] = "geheim und “lang”";
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithKey) key = smith_key_generate (smith_key_algorithm_lookup (data), NULL, &error);
  g_autoptr (SmithSecret) passphrase = smith_secret_new_string (passphrase_text);
  g_autoptr (SmithSecret) wrong = smith_secret_new_string ("geheim");
  g_autoptr (SmithSecret) pem = smith_key_to_pem (key, passphrase, &error);
  g_autoptr (SmithSecret) plain = smith_key_to_pem (key, NULL, &error);
  g_autoptr (SmithKey) again = NULL;
  g_autofree char *opened = NULL;
  g_autofree char *structure = NULL;
  g_autoptr (GBytes) input = NULL;
  const char *asn1parse[] = { "openssl", "asn1parse", NULL };
  const char *python[] = {
    "/usr/bin/python3", "-c",
    "import sys; from cryptography.hazmat.primitives.serialization import *\n"
    "key = load_pem_private_key(sys.stdin.buffer.read(), 'geheim und “lang”'.encode())\n"
    "print(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode(), end='')", NULL
  };
  g_autofree char *from_python = NULL;

  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (smith_secret_get_string (pem), "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"));
  g_assert_true (smith_key_pem_is_encrypted (pem));

  again = smith_key_new_from_pem (pem, passphrase, &error);
  g_assert_no_error (error);
  g_assert_true (smith_public_key_equal (smith_key_get_public_key (key), smith_key_get_public_key (again)));
  g_assert_null (smith_key_new_from_pem (pem, NULL, &error));
  g_assert_error (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_PASSWORD_NEEDED);
  g_clear_error (&error);
  g_assert_null (smith_key_new_from_pem (pem, wrong, &error));
  g_assert_error (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_PASSWORD_WRONG);
  g_assert_null (strstr (error->message, "geheim"));

  /* OpenSSL and pyca/cryptography open it and find the same key. */
  opened = run_pkey (pem, passphrase_text, "-outform=PEM");
  g_assert_cmpstr (opened, ==, smith_secret_get_string (plain));
  input = g_bytes_new (smith_secret_get_data (pem), smith_secret_get_size (pem));
  from_python = smith_test_run (python, input, NULL);
  g_assert_cmpstr (from_python, ==, smith_secret_get_string (plain));
  structure = smith_test_run (asn1parse, input, NULL);
  g_assert_nonnull (strstr (structure, "PBES2"));
  g_assert_nonnull (strstr (structure, "aes-256-cbc"));
  g_assert_nonnull (strstr (structure, "hmacWithSHA256"));
  g_assert_nonnull (strstr (structure, ":0927C0"));   /* 600,000 */
}

static void
test_empty_passphrase (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithKey) key = smith_key_generate (smith_key_algorithm_lookup ("ec-p256"), NULL, &error);
  g_autoptr (SmithSecret) empty = smith_secret_new (NULL, 0);
  g_autoptr (SmithSecret) other = smith_secret_new_string ("x");
  g_autoptr (SmithSecret) pem = smith_key_to_pem (key, empty, &error);
  g_autoptr (SmithKey) again = NULL;

  g_assert_no_error (error);
  g_assert_true (smith_key_pem_is_encrypted (pem));
  again = smith_key_new_from_pem (pem, empty, &error);
  g_assert_no_error (error);
  g_assert_null (smith_key_new_from_pem (pem, other, &error));
  g_assert_error (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_PASSWORD_WRONG);
}

/* Whatever form the file has, the canonical text is OpenSSL's. */
static void
test_forms (gconstpointer data)
{
  const char *name = data;
  g_autofree char *file = g_build_filename ("parser", name, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithSecret) pem = read_fixture (file);
  g_autoptr (SmithSecret) passphrase = smith_secret_new_string ("chainsmith");
  gboolean locked = g_str_has_prefix (name, "locked");
  g_autoptr (SmithKey) key = smith_key_new_from_pem (pem, locked ? passphrase : NULL, &error);
  g_autoptr (SmithSecret) canonical = NULL;
  g_autofree char *expected = NULL;

  g_assert_no_error (error);
  g_assert_cmpint (smith_key_pem_is_encrypted (pem), ==, locked);
  canonical = smith_key_to_pem (key, NULL, &error);
  g_assert_no_error (error);
  expected = run_pkey (pem, locked ? "chainsmith" : NULL, "-outform=PEM");
  g_assert_cmpstr (smith_secret_get_string (canonical), ==, expected);
}

static const struct
{
  const char *file;
  const char *title;
  const char *family;
  const char *curve;
} kinds[] = {
  { "pki/ed25519.key",   "Ed25519",               "ED25519", NULL              },
  { "pki/ed448.key",     "Ed448",                 "ED448",   NULL              },
  { "pki/brainpool.key", "ECDSA brainpoolP256r1", "EC",      "brainpoolP256r1" },
  { "pki/secp256k1.key", "ECDSA secp256k1",       "EC",      "secp256k1"       },
  { "pki/dsa.key",       "DSA 1024",              "DSA",     NULL              },
};

/* What AWS does not take is still recognized and named. */
static void
test_other_kinds (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SmithSecret) pem = read_fixture (kinds[i].file);
      g_autoptr (SmithKey) key = smith_key_new_from_pem (pem, NULL, &error);
      SmithPublicKey *public_key;

      g_assert_no_error (error);
      public_key = smith_key_get_public_key (key);
      g_assert_cmpint (smith_public_key_get_algorithm (public_key) == NULL, ==, g_str_equal (kinds[i].family, "DSA"));
      g_assert_cmpstr (smith_public_key_get_title (public_key), ==, kinds[i].title);
      g_assert_cmpstr (smith_public_key_get_family (public_key), ==, kinds[i].family);
      g_assert_cmpstr (smith_public_key_get_curve (public_key), ==, kinds[i].curve);
    }
}

static void
test_errors (void)
{
  static const struct
  {
    const char       *text;
    SmithCryptoError  code;
  } cases[] = {
    { "", SMITH_CRYPTO_ERROR_NOT_UNDERSTOOD },
    { "Hello", SMITH_CRYPTO_ERROR_NOT_UNDERSTOOD },
    { "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", SMITH_CRYPTO_ERROR_NOT_UNDERSTOOD },
    { "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", SMITH_CRYPTO_ERROR_DAMAGED },
    { "-----BEGIN PRIVATE KEY-----\nAAAA\n", SMITH_CRYPTO_ERROR_DAMAGED },
    { "-----BEGIN PRIVATE KEY-----\n!\n-----END PRIVATE KEY-----\n", SMITH_CRYPTO_ERROR_DAMAGED },
    { "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n", SMITH_CRYPTO_ERROR_DAMAGED },
    { "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: ROT-13,00\n\nAAAA\n-----END RSA PRIVATE KEY-----\n",
      SMITH_CRYPTO_ERROR_UNSUPPORTED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SmithSecret) pem = smith_secret_new_string (cases[i].text);

      g_assert_null (smith_key_new_from_pem (pem, NULL, &error));
      g_assert_error (error, SMITH_CRYPTO_ERROR, (int) cases[i].code);
    }
}

/* No error and no log ever holds a part of the key. */
static void
test_errors_are_silent (void)
{
  g_autoptr (SmithSecret) pem = read_fixture ("pki/rsa-leaf.key");
  g_autofree char *text = g_strdup (smith_secret_get_string (pem));
  g_autoptr (SmithSecret) broken = NULL;
  g_autoptr (GError) error = NULL;
  char *middle = text + 700;
  g_autofree char *piece = g_strndup (text + 300, 12);

  memset (middle, 'A', 60);
  broken = smith_secret_new_string (text);
  g_assert_null (smith_key_new_from_pem (broken, NULL, &error));
  g_assert_error (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_DAMAGED);
  g_assert_null (strstr (error->message, piece));
}

/* Each curve makes a key that is sound, and recognized when it is read. */
static void
test_curves (void)
{
  for (guint i = 0; i < smith_key_algorithm_get_n_rows (); i++)
    {
      const SmithKeyAlgorithm *algorithm = smith_key_algorithm_get_row (i);
      g_autoptr (GError) error = NULL;
      g_autoptr (SmithKey) key = NULL;
      g_autoptr (SmithKey) again = NULL;
      g_autoptr (SmithSecret) pem = NULL;

      if (smith_key_algorithm_get_curve (algorithm) == NULL)
        continue;
      g_test_message ("%s", smith_key_algorithm_get_nick (algorithm));
      key = smith_key_generate (algorithm, NULL, &error);
      g_assert_no_error (error);
      pem = smith_key_to_pem (key, NULL, &error);
      again = smith_key_new_from_pem (pem, NULL, &error);
      g_assert_no_error (error);
      g_assert_true (smith_public_key_get_algorithm (smith_key_get_public_key (again)) == algorithm);
      g_assert_cmpuint (smith_public_key_get_bits (smith_key_get_public_key (again)), ==,
                        smith_key_algorithm_get_bits (algorithm));
      g_assert_true (smith_key_check (again, NULL, &error));
      g_assert_no_error (error);
    }
}

/* A private exponent that is not the one of the public exponent: what `openssl pkey -check` refuses as well. */
static void
test_check (void)
{
  static const char * const program =
    "from cryptography.hazmat.primitives.asymmetric import rsa\n"
    "from cryptography.hazmat.primitives import serialization as s\n"
    "import base64, sys\n"
    "n = rsa.generate_private_key(65537, 2048).private_numbers()\n"
    "def der(tag, body):\n"
    "    size = len(body)\n"
    "    head = bytes([size]) if size < 128 else bytes([0x82, size >> 8, size & 255])\n"
    "    return bytes([tag]) + head + body\n"
    "number = lambda i: der(2, i.to_bytes(i.bit_length() // 8 + 1, 'big'))\n"
    "parts = (0, n.public_numbers.n, 65537, n.d + 2, n.p, n.q, n.dmp1, n.dmq1, n.iqmp)\n"
    "body = der(0x30, b''.join(number(i) for i in parts))\n"
    "print('-----BEGIN RSA PRIVATE KEY-----')\n"
    "print(base64.encodebytes(body).decode(), end='')\n"
    "print('-----END RSA PRIVATE KEY-----')\n";
  const char *argv[] = { "/usr/bin/python3", "-c", program, NULL };
  g_autofree char *text = smith_test_run (argv, NULL, NULL);
  g_autoptr (SmithSecret) pem = smith_secret_new_string (text);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithKey) broken = smith_key_new_from_pem (pem, NULL, &error);
  g_autoptr (SmithKey) sound = smith_key_generate (smith_key_algorithm_lookup ("rsa-2048"), NULL, &error);

  g_assert_no_error (error);
  g_assert_true (smith_key_check (sound, NULL, &error));
  g_assert_no_error (error);
  g_assert_false (smith_key_check (broken, NULL, &error));
  g_assert_error (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_DAMAGED);
  g_clear_error (&error);
  g_cancellable_cancel (cancellable);
  g_assert_false (smith_key_check (sound, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int   argc,
      char *argv[])
{
  static const char * const forms[] = {
    "key-rsa-leaf.pem", "key-ec-leaf.pem", "key-ec-p384.pem", "key-ec-p521.pem", "key-ed25519.pem", "key-pkcs1.pem",
    "key-sec1.pem", "key-ec-parameters.pem", "locked-pbes2.pem", "locked-scrypt.pem", "locked-3des.pem",
    "locked-traditional-rsa.pem", "locked-traditional-ec.pem", "locked-certtool.pem"
  };

  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < smith_key_algorithm_get_n_rows (); i++)
    {
      const SmithKeyAlgorithm *algorithm = smith_key_algorithm_get_row (i);
      g_autofree char *path = g_strconcat ("/key/generate/", smith_key_algorithm_get_nick (algorithm), NULL);

      /* The first three of the curves behind the table speak for the others; RSA 8192 takes up to a minute. */
      if (i >= 13)
        break;
      if (smith_key_algorithm_get_bits (algorithm) > 4096)
        continue;
      g_test_add_data_func (path, algorithm, test_generate);
    }
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autofree char *path = g_strconcat ("/key/forms/", forms[i], NULL);

      g_test_add_data_func (path, forms[i], test_forms);
    }
  g_test_add_func ("/key/generate-async", test_generate_async);
  g_test_add_func ("/key/generate-cancelled", test_generate_cancelled);
  g_test_add_data_func ("/key/encrypt/rsa", "rsa-2048", test_encrypt);
  g_test_add_data_func ("/key/encrypt/ec", "ec-p256", test_encrypt);
  g_test_add_func ("/key/empty-passphrase", test_empty_passphrase);
  g_test_add_func ("/key/other-kinds", test_other_kinds);
  g_test_add_func ("/key/curves", test_curves);
  g_test_add_func ("/key/check", test_check);
  g_test_add_func ("/key/errors", test_errors);
  g_test_add_func ("/key/errors-are-silent", test_errors_are_silent);

  return g_test_run ();
}
