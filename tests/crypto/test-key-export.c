/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-key-export.h"

#include <string.h>

#include "smith-crypto-error.h"
#include "smith-file.h"
#include "smith-test.h"

#define PASSPHRASE "pässphrase, long enough"

/* What each form is read by: openssl, certtool, and Python's cryptography. */
typedef struct
{
  const char               *name;
  const char               *algorithm;
  SmithKeyEncoding          encoding;
  SmithKeyExportProtection  protection;
  gboolean                  certtool;   /* whether it knows this form at all */
  gboolean                  thorough;   /* also with what does not fit: that takes its time */
} Case;

static const Case cases[] = {
  { "pkcs8/ec", "ec-p521", SMITH_KEY_ENCODING_PKCS8, SMITH_KEY_EXPORT_PROTECTION_NONE, TRUE },
  { "pkcs8/ed25519", "ed25519", SMITH_KEY_ENCODING_PKCS8, SMITH_KEY_EXPORT_PROTECTION_NONE, TRUE },
  { "pkcs8/pbkdf2", "ec-p256", SMITH_KEY_ENCODING_PKCS8, SMITH_KEY_EXPORT_PROTECTION_PBKDF2, TRUE, TRUE },
  { "pkcs8/scrypt", "ec-p256", SMITH_KEY_ENCODING_PKCS8, SMITH_KEY_EXPORT_PROTECTION_SCRYPT, FALSE },
  { "traditional/rsa", "rsa-2048", SMITH_KEY_ENCODING_TRADITIONAL, SMITH_KEY_EXPORT_PROTECTION_NONE, TRUE },
  { "traditional/ec", "ec-p384", SMITH_KEY_ENCODING_TRADITIONAL, SMITH_KEY_EXPORT_PROTECTION_NONE, TRUE },
  { "der", "ec-p256", SMITH_KEY_ENCODING_DER, SMITH_KEY_EXPORT_PROTECTION_NONE, TRUE, TRUE },
  { "der/pbkdf2", "ec-p256", SMITH_KEY_ENCODING_DER, SMITH_KEY_EXPORT_PROTECTION_PBKDF2, TRUE },
  { "pkcs12/rsa", "rsa-2048", SMITH_KEY_ENCODING_PKCS12, SMITH_KEY_EXPORT_PROTECTION_NONE, TRUE },
  { "pkcs12/ec", "ec-p521", SMITH_KEY_ENCODING_PKCS12, SMITH_KEY_EXPORT_PROTECTION_NONE, TRUE, TRUE },
  { "pkcs12/ed25519", "ed25519", SMITH_KEY_ENCODING_PKCS12, SMITH_KEY_EXPORT_PROTECTION_NONE, TRUE },
  { "pkcs12-legacy", "rsa-2048", SMITH_KEY_ENCODING_PKCS12_LEGACY, SMITH_KEY_EXPORT_PROTECTION_NONE, TRUE },
};

static gboolean
is_pkcs12 (const Case *row)
{
  return row->encoding >= SMITH_KEY_ENCODING_PKCS12;
}

static gboolean
is_encrypted (const Case *row)
{
  return is_pkcs12 (row) || row->protection != SMITH_KEY_EXPORT_PROTECTION_NONE;
}

static SmithCertificate *
make_certificate (SmithKey *key)
{
  static const char * const attributes[] = { "CN", "www.example.com", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithName) subject = smith_name_new (attributes, &error);
  g_autoptr (SmithRequest) request = smith_request_create (key, subject, NULL, &error);
  SmithCertificate *certificate = smith_certificate_self_sign (request, key, 30, &error);

  g_assert_no_error (error);

  return certificate;
}

static char *
run (const char *line)
{
  const char *argv[] = { "sh", "-c", line, NULL };
  int status;
  char *output = smith_test_run (argv, NULL, &status);

  if (status != 0)
    g_test_message ("%s: %s", line, output);
  g_assert_cmpint (status, ==, 0);

  return output;
}

static void
ask_openssl (const Case *row,
             const char *path,
             SmithKey   *key)
{
  const char *form = row->encoding == SMITH_KEY_ENCODING_DER ? "-inform DER" : "";
  g_autofree char *line = is_pkcs12 (row)
    ? g_strdup_printf ("openssl pkcs12 -in %s -passin 'pass:" PASSPHRASE "' -nodes | openssl pkey -pubout", path)
    : g_strdup_printf ("openssl pkey %s -in %s -passin 'pass:" PASSPHRASE "' -pubout", form, path);
  g_autofree char *output = run (line);

  g_assert_cmpstr (output, ==, smith_public_key_get_pem (smith_key_get_public_key (key)));
}

static void
ask_certtool (const Case *row,
              const char *path)
{
  const char *form = row->encoding == SMITH_KEY_ENCODING_DER || is_pkcs12 (row) ? "--inder" : "";
  g_autofree char *line = is_pkcs12 (row)
    ? g_strdup_printf ("certtool --p12-info %s --password '" PASSPHRASE "' --infile %s 2>&1", form, path)
    : g_strdup_printf ("certtool --key-info %s %s --password '%s' --infile %s 2>&1", form,
                       is_encrypted (row) ? "--pkcs8" : "", is_encrypted (row) ? PASSPHRASE : "", path);
  g_autofree char *output = run (line);

  if (is_pkcs12 (row))
    {
      g_assert_nonnull (strstr (output, "BEGIN CERTIFICATE"));
      g_assert_nonnull (strstr (output, "PRIVATE KEY"));
    }
  else
    g_assert_nonnull (strstr (output, "Key Security Level"));
}

static void
ask_python (const Case *row,
            const char *path,
            SmithKey   *key)
{
  const char *load = is_pkcs12 (row) ? "pkcs12.load_key_and_certificates(data, password)[0]"
                     : row->encoding == SMITH_KEY_ENCODING_DER ? "s.load_der_private_key(data, password)"
                     : "s.load_pem_private_key(data, password)";
  g_autofree char *program =
    g_strdup_printf ("from cryptography.hazmat.primitives import serialization as s\n"
                     "from cryptography.hazmat.primitives.serialization import pkcs12\n"
                     "data = open('%s', 'rb').read()\n"
                     "password = %s\n"
                     "key = %s\n"
                     "print(key.public_key().public_bytes(s.Encoding.PEM, s.PublicFormat.SubjectPublicKeyInfo).decode(), end='')\n",
                     path, is_encrypted (row) ? "'" PASSPHRASE "'.encode()" : "None", load);
  const char *argv[] = { "/usr/bin/python3", "-c", program, NULL };
  int status;
  g_autofree char *output = smith_test_run (argv, NULL, &status);

  g_assert_cmpint (status, ==, 0);
  g_assert_cmpstr (output, ==, smith_public_key_get_pem (smith_key_get_public_key (key)));
}

static void
test_form (gconstpointer data)
{
  const Case *row = data;
  g_autofree char *folder = smith_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "key", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithKey) key = smith_key_generate (smith_key_algorithm_lookup (row->algorithm), NULL, &error);
  g_autoptr (SmithKey) other = smith_key_generate (smith_key_algorithm_lookup ("ec-p256"), NULL, &error);
  g_autoptr (SmithCertificate) certificate = make_certificate (key);
  g_autoptr (SmithCertificate) link = make_certificate (other);
  g_autoptr (GPtrArray) chain = g_ptr_array_new ();
  g_autoptr (SmithSecret) passphrase = is_encrypted (row) ? smith_secret_new_string (PASSPHRASE) : NULL;
  g_autoptr (SmithSecret) wrong = smith_secret_new_string ("wrong");
  g_autoptr (SmithSecret) written = NULL;

  g_ptr_array_add (chain, link);
  written = smith_key_export (key, row->encoding, passphrase, row->protection, certificate, chain, &error);
  g_assert_no_error (error);
  smith_file_write (path, smith_secret_get_data (written), smith_secret_get_size (written), 0600, &error);
  g_assert_no_error (error);

  ask_openssl (row, path, key);
  if (row->certtool)
    ask_certtool (row, path);
  ask_python (row, path, key);

  g_assert_true (smith_key_export_verify (key, row->encoding, written, passphrase, certificate, chain, &error));
  g_assert_no_error (error);
  if (!row->thorough)
    {
      smith_test_remove_folder (folder);
      return;
    }
  /* Another key, another passphrase, other certificates, half a file: told. */
  g_assert_false (smith_key_export_verify (other, row->encoding, written, passphrase, certificate, chain, NULL));
  if (passphrase != NULL)
    g_assert_false (smith_key_export_verify (key, row->encoding, written, wrong, certificate, chain, NULL));
  if (is_pkcs12 (row))
    g_assert_false (smith_key_export_verify (key, row->encoding, written, passphrase, certificate, NULL, NULL));
  {
    g_autoptr (SmithSecret) half = smith_secret_new (smith_secret_get_data (written), smith_secret_get_size (written) / 2);

    g_assert_false (smith_key_export_verify (key, row->encoding, half, passphrase, certificate, chain, &error));
    g_assert_error (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_MISMATCH);
  }
  smith_test_remove_folder (folder);
}

/* How it is encrypted, as openssl tells it. */
static void
test_parameters (void)
{
  g_autofree char *folder = smith_test_make_folder ();
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithKey) key = smith_key_generate (smith_key_algorithm_lookup ("ec-p256"), NULL, &error);
  g_autoptr (SmithCertificate) certificate = make_certificate (key);
  g_autoptr (SmithSecret) passphrase = smith_secret_new_string (PASSPHRASE);
  static const struct
  {
    SmithKeyEncoding  encoding;
    const char       *expected[4];
  } rows[] = {
    { SMITH_KEY_ENCODING_PKCS12, { "AES-256-CBC", "MAC: sha256", "Iteration 100000", "PRF hmacWithSHA256" } },
    { SMITH_KEY_ENCODING_PKCS12_LEGACY, { "pbeWithSHA1And3-KeyTripleDES-CBC", "MAC: sha1", "Iteration 2048", "" } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/%u", folder, i);
      g_autoptr (SmithSecret) written =
        smith_key_export (key, rows[i].encoding, passphrase, SMITH_KEY_EXPORT_PROTECTION_NONE, certificate, NULL, &error);
      g_autofree char *line = g_strdup_printf ("openssl pkcs12 -info -noout -in %s -passin 'pass:" PASSPHRASE "' 2>&1", path);
      g_autofree char *output = NULL;

      g_assert_no_error (error);
      smith_file_write (path, smith_secret_get_data (written), smith_secret_get_size (written), 0600, &error);
      g_assert_no_error (error);
      output = run (line);
      for (guint j = 0; j < G_N_ELEMENTS (rows[i].expected); j++)
        g_assert_nonnull (strstr (output, rows[i].expected[j]));
    }
  smith_test_remove_folder (folder);
}

static void
test_refused (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithKey) key = smith_key_generate (smith_key_algorithm_lookup ("ed25519"), NULL, &error);
  g_autoptr (SmithKey) other = smith_key_generate (smith_key_algorithm_lookup ("ec-p256"), NULL, &error);
  g_autoptr (SmithCertificate) certificate = make_certificate (other);
  g_autoptr (SmithSecret) passphrase = smith_secret_new_string (PASSPHRASE);

  g_assert_false (smith_key_encoding_takes (SMITH_KEY_ENCODING_TRADITIONAL, smith_key_get_public_key (key)));
  g_assert_true (smith_key_encoding_takes (SMITH_KEY_ENCODING_TRADITIONAL, smith_key_get_public_key (other)));
  g_assert_null (smith_key_export (key, SMITH_KEY_ENCODING_TRADITIONAL, NULL, SMITH_KEY_EXPORT_PROTECTION_NONE, NULL, NULL,
                                   &error));
  g_assert_error (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_UNSUPPORTED);
  g_clear_error (&error);
  g_assert_null (smith_key_export (other, SMITH_KEY_ENCODING_TRADITIONAL, passphrase, SMITH_KEY_EXPORT_PROTECTION_PBKDF2,
                                   NULL, NULL, &error));
  g_assert_error (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_UNSUPPORTED);
  g_clear_error (&error);
  g_assert_null (smith_key_export (key, SMITH_KEY_ENCODING_PKCS12, NULL, SMITH_KEY_EXPORT_PROTECTION_NONE, NULL, NULL,
                                   &error));
  g_assert_error (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_PASSWORD_NEEDED);
  g_clear_error (&error);
  g_assert_null (smith_key_export (key, SMITH_KEY_ENCODING_PKCS12, passphrase, SMITH_KEY_EXPORT_PROTECTION_NONE,
                                   certificate, NULL, &error));
  g_assert_error (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_MISMATCH);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/key-export/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_form);
    }
  g_test_add_func ("/key-export/parameters", test_parameters);
  g_test_add_func ("/key-export/refused", test_refused);

  return g_test_run ();
}
