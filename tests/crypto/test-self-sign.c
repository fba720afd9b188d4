/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-certificate.h"

#include <string.h>

#include "smith-crypto-error.h"
#include "smith-test.h"

static char *
read_fixture (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_BUILT, "fixtures", "data", "pki", name, NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);

  return text;
}

static void
read_pair (const char    *name,
           SmithRequest **request,
           SmithKey     **key)
{
  g_autofree char *request_file = g_strconcat (name, ".csr", NULL);
  g_autofree char *key_file = g_strconcat (name, ".key", NULL);
  g_autofree char *request_text = read_fixture (request_file);
  g_autofree char *key_text = read_fixture (key_file);
  g_autoptr (SmithSecret) pem = smith_secret_new_string (key_text);
  g_autoptr (GError) error = NULL;

  *request = smith_request_new_from_pem (request_text, &error);
  g_assert_no_error (error);
  *key = smith_key_new_from_pem (pem, NULL, &error);
  g_assert_no_error (error);
}

/* @arguments: of the openssl command, where the word FILE stands for the certificate. */
static char *
run_openssl (SmithCertificate   *certificate,
             const char * const *arguments)
{
  g_autofree char *folder = smith_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "self.pem", NULL);
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  char *output;

  g_assert_true (g_file_set_contents (path, smith_certificate_get_pem (certificate), -1, NULL));
  g_ptr_array_add (argv, "openssl");
  for (guint i = 0; arguments[i] != NULL; i++)
    g_ptr_array_add (argv, g_str_equal (arguments[i], "FILE") ? path : (gpointer) arguments[i]);
  g_ptr_array_add (argv, NULL);
  output = smith_test_run ((const char * const *) argv->pdata, NULL, NULL);
  smith_test_remove_folder (folder);

  return output;
}

static void
test_self_sign (gconstpointer data)
{
  static const char * const verify[] = { "verify", "-x509_strict", "-purpose", "sslserver", "-CAfile", "FILE", "FILE", NULL };
  static const char * const verify_host[] = {
    "verify", "-verify_hostname", "www.example.com", "-partial_chain", "-trusted", "FILE", "FILE", NULL
  };
  const char *name = data;
  g_autoptr (SmithRequest) request = NULL;
  g_autoptr (SmithKey) key = NULL;
  g_autoptr (SmithCertificate) certificate = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *verified = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  GTimeSpan until, since;

  read_pair (name, &request, &key);
  certificate = smith_certificate_self_sign (request, key, 365, &error);
  g_assert_no_error (error);

  verified = run_openssl (certificate, verify);
  g_assert_nonnull (strstr (verified, ": OK"));
  if (g_str_has_suffix (name, "-leaf"))
    {
      g_autofree char *host = run_openssl (certificate, verify_host);

      g_assert_nonnull (strstr (host, ": OK"));
    }

  text = smith_certificate_dup_text (certificate);
  g_assert_cmpuint (smith_certificate_get_version (certificate), ==, 3);
  g_assert_true (smith_certificate_is_self_signed (certificate));
  g_assert_false (smith_certificate_is_ca (certificate));
  g_assert_true (smith_public_key_equal (smith_certificate_get_public_key (certificate), smith_key_get_public_key (key)));
  g_assert_true (smith_name_equal (smith_certificate_get_subject (certificate), smith_request_get_subject (request)));
  g_assert_true (smith_name_equal (smith_certificate_get_issuer (certificate), smith_request_get_subject (request)));
  g_assert_cmpuint (g_list_model_get_n_items (smith_certificate_get_alt_names (certificate)), ==,
                    g_list_model_get_n_items (smith_request_get_alt_names (request)));
  g_assert_nonnull (strstr (text, "CA:FALSE"));
  g_assert_nonnull (strstr (text, "TLS Web Server Authentication"));
  g_assert_nonnull (strstr (text, "X509v3 Subject Key Identifier"));
  g_assert_nonnull (strstr (text, "X509v3 Authority Key Identifier"));
  g_assert_cmpint (strstr (text, "Key Encipherment") != NULL, ==, g_str_has_prefix (name, "rsa"));

  /* 365 days from now, from five minutes ago on. */
  until = g_date_time_difference (smith_certificate_get_not_after (certificate), now);
  since = g_date_time_difference (now, smith_certificate_get_not_before (certificate));
  g_assert_cmpint (ABS (until - 365 * G_TIME_SPAN_DAY), <, G_TIME_SPAN_MINUTE);
  g_assert_cmpint (ABS (since - 5 * G_TIME_SPAN_MINUTE), <, G_TIME_SPAN_MINUTE);
}

/* CA/Browser Forum, Baseline Requirements 7.1: 64 random bits; RFC 5280: positive, 20 bytes at most. */
static void
test_serial (void)
{
  g_autoptr (SmithRequest) request = NULL;
  g_autoptr (SmithKey) key = NULL;
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  read_pair ("ec-leaf", &request, &key);
  for (guint i = 0; i < 100; i++)
    {
      g_autoptr (SmithCertificate) certificate = smith_certificate_self_sign (request, key, 1, NULL);
      const char *serial = smith_certificate_get_serial (certificate);

      g_assert_cmpuint (strlen (serial), ==, 32);
      g_assert_true (serial[0] >= '4' && serial[0] <= '7');
      g_assert_true (g_hash_table_add (seen, g_strdup (serial)));
    }
}

static void
test_dates (void)
{
  static const char * const dump[] = { "asn1parse", "-in", "FILE", NULL };
  g_autoptr (SmithRequest) request = NULL;
  g_autoptr (SmithKey) key = NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  static const guint days[] = { 1, 398, 5000, 10000, 100000, 2900000 };
  g_autoptr (GError) error = NULL;

  read_pair ("ec-leaf", &request, &key);
  for (guint i = 0; i < G_N_ELEMENTS (days); i++)
    {
      g_autoptr (SmithCertificate) certificate = smith_certificate_self_sign (request, key, days[i], &error);
      g_autoptr (GDateTime) expected = g_date_time_add_days (now, (int) days[i]);
      g_autofree char *structure = NULL;
      gboolean is_generalized;

      g_assert_no_error (error);
      g_assert_cmpint (ABS (g_date_time_difference (smith_certificate_get_not_after (certificate), expected)), <,
                       G_TIME_SPAN_MINUTE);
      /* RFC 5280, 4.1.2.5: UTCTime through 2049, GeneralizedTime from 2050 on. */
      structure = run_openssl (certificate, dump);
      is_generalized = strstr (structure, "GENERALIZEDTIME") != NULL;
      g_assert_cmpint (is_generalized, ==, g_date_time_get_year (expected) >= 2050);
    }

  g_assert_null (smith_certificate_self_sign (request, key, 0, &error));
  g_assert_error (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (smith_certificate_self_sign (request, key, 3000000, &error));
  g_assert_error (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (smith_certificate_self_sign (request, key, G_MAXUINT, &error));
  g_assert_error (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_INVALID);
}

static void
test_other_key (void)
{
  g_autoptr (SmithRequest) request = NULL;
  g_autoptr (SmithRequest) other_request = NULL;
  g_autoptr (SmithKey) key = NULL;
  g_autoptr (SmithKey) other_key = NULL;
  g_autoptr (GError) error = NULL;

  read_pair ("ec-leaf", &request, &key);
  read_pair ("rsa-leaf", &other_request, &other_key);
  g_assert_null (smith_certificate_self_sign (request, other_key, 365, &error));
  g_assert_error (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_MISMATCH);
}

/* The TLS stack of another program serves with it and is believed. */
static void
test_serves_tls (gconstpointer data)
{
  const char *name = data;
  g_autoptr (SmithRequest) request = NULL;
  g_autoptr (SmithKey) key = NULL;
  g_autoptr (SmithCertificate) certificate = NULL;
  g_autoptr (SmithSecret) key_pem = NULL;
  g_autofree char *both = NULL;
  g_autoptr (GBytes) input = NULL;
  g_autofree char *output = NULL;
  const char *argv[] = {
    "/usr/bin/python3", "-c",
    "import ssl, sys, tempfile, threading, socket\n"
    "f = tempfile.NamedTemporaryFile(); f.write(sys.stdin.buffer.read()); f.flush()\n"
    "server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER); server.load_cert_chain(f.name)\n"
    "client = ssl.create_default_context(cafile=f.name)\n"
    "a, b = socket.socketpair()\n"
    "def serve():\n"
    "    with server.wrap_socket(a, server_side=True) as s: s.sendall(b'served')\n"
    "t = threading.Thread(target=serve); t.start()\n"
    "with client.wrap_socket(b, server_hostname='www.example.com') as c: print(c.recv(6).decode(), end='')\n"
    "t.join()\n", NULL
  };

  read_pair (name, &request, &key);
  certificate = smith_certificate_self_sign (request, key, 30, NULL);
  key_pem = smith_key_to_pem (key, NULL, NULL);
  both = g_strconcat (smith_secret_get_string (key_pem), smith_certificate_get_pem (certificate), NULL);
  input = g_bytes_new (both, strlen (both));
  output = smith_test_run (argv, input, NULL);
  g_assert_cmpstr (output, ==, "served");
}

int
main (int   argc,
      char *argv[])
{
  static const char * const kinds[] = {
    "rsa-leaf", "rsa-1024", "rsa-3072", "rsa-4096", "ec-leaf", "ec-p384", "ec-p521", "ed25519"
  };

  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *path = g_strconcat ("/self-sign/kind/", kinds[i], NULL);

      g_test_add_data_func (path, kinds[i], test_self_sign);
    }
  g_test_add_func ("/self-sign/serial", test_serial);
  g_test_add_func ("/self-sign/dates", test_dates);
  g_test_add_func ("/self-sign/other-key", test_other_key);
  g_test_add_data_func ("/self-sign/serves-tls/rsa", "rsa-leaf", test_serves_tls);
  g_test_add_data_func ("/self-sign/serves-tls/ec", "ec-leaf", test_serves_tls);

  return g_test_run ();
}
