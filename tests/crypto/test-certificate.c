/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-certificate.h"

#include <string.h>

#include "smith-crypto-error.h"
#include "smith-section.h"
#include "smith-test.h"

static char *
dup_path (const char *name)
{
  return g_test_build_filename (G_TEST_BUILT, "fixtures", "data", "pki", name, NULL);
}

static SmithCertificate *
read_certificate (const char *name)
{
  g_autofree char *path = dup_path (name);
  g_autofree char *pem = NULL;
  g_autoptr (GError) error = NULL;
  SmithCertificate *certificate;

  g_file_get_contents (path, &pem, NULL, &error);
  g_assert_no_error (error);
  certificate = smith_certificate_new_from_pem (pem, &error);
  g_assert_no_error (error);

  return certificate;
}

static char *
run_x509 (const char         *name,
          const char * const *options)
{
  g_autofree char *path = dup_path (name);
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();

  g_ptr_array_add (argv, "openssl");
  g_ptr_array_add (argv, "x509");
  g_ptr_array_add (argv, "-in");
  g_ptr_array_add (argv, path);
  for (guint i = 0; options[i] != NULL; i++)
    g_ptr_array_add (argv, (gpointer) options[i]);
  g_ptr_array_add (argv, NULL);

  return g_strchomp (smith_test_run ((const char * const *) argv->pdata, NULL, NULL));
}

static char *
format_time (GDateTime *time)
{
  return g_date_time_format (time, "%Y-%m-%d %H:%M:%SZ");
}

/* Each fact of each fixture, as openssl tells it. */
static void
test_facts (gconstpointer data)
{
  static const char * const fact_options[] = {
    "-noout", "-subject", "-issuer", "-nameopt", "RFC2253,-esc_msb", "-serial", "-startdate", "-enddate", "-dateopt", "iso_8601", NULL
  };
  static const char * const text_options[] = { "-noout", "-text", "-nameopt", "oneline,-esc_msb", NULL };
  static const char * const sha256_options[] = { "-noout", "-fingerprint", "-sha256", NULL };
  static const char * const sha1_options[] = { "-noout", "-fingerprint", "-sha1", NULL };
  static const char * const pem_options[] = { "-outform", "PEM", NULL };
  static const char * const key_options[] = { "-noout", "-pubkey", NULL };
  const char *name = data;
  g_autoptr (SmithCertificate) certificate = read_certificate (name);
  g_autofree char *not_before = format_time (smith_certificate_get_not_before (certificate));
  g_autofree char *not_after = format_time (smith_certificate_get_not_after (certificate));
  g_autofree char *facts = run_x509 (name, fact_options);
  g_autofree char *my_facts = g_strdup_printf ("subject=%s\nissuer=%s\nserial=%s\nnotBefore=%s\nnotAfter=%s",
                                               smith_name_get_rfc4514 (smith_certificate_get_subject (certificate)),
                                               smith_name_get_rfc4514 (smith_certificate_get_issuer (certificate)),
                                               smith_certificate_get_serial (certificate), not_before, not_after);
  g_autofree char *text = run_x509 (name, text_options);
  g_autofree char *my_text = smith_certificate_dup_text (certificate);
  g_autofree char *sha256 = run_x509 (name, sha256_options);
  g_autofree char *sha1 = run_x509 (name, sha1_options);
  g_autofree char *my_sha256 = g_strconcat ("sha256 Fingerprint=", smith_certificate_get_sha256 (certificate), NULL);
  g_autofree char *my_sha1 = g_strconcat ("sha1 Fingerprint=", smith_certificate_get_sha1 (certificate), NULL);
  g_autofree char *pem = run_x509 (name, pem_options);
  g_autofree char *my_pem = g_strchomp (g_strdup (smith_certificate_get_pem (certificate)));
  g_autofree char *key = run_x509 (name, key_options);
  g_autofree char *my_key = g_strchomp (g_strdup (smith_public_key_get_pem (smith_certificate_get_public_key (certificate))));
  g_autofree char *algorithm = g_strconcat ("Signature Algorithm: ", smith_certificate_get_signature_algorithm (certificate), NULL);
  g_autofree char *version = g_strdup_printf ("Version: %u ", smith_certificate_get_version (certificate));

  g_assert_cmpstr (my_facts, ==, facts);
  g_assert_cmpstr (my_text, ==, text);
  g_assert_cmpstr (my_sha256, ==, sha256);
  g_assert_cmpstr (my_sha1, ==, sha1);
  g_assert_cmpstr (my_pem, ==, pem);
  g_assert_cmpstr (my_key, ==, key);
  g_assert_nonnull (strstr (text, algorithm));
  g_assert_nonnull (strstr (text, version));
  g_assert_cmpint (smith_certificate_is_ca (certificate), ==, strstr (text, "CA:TRUE") != NULL);
  g_assert_cmpint (smith_certificate_is_self_signed (certificate), ==,
                   g_str_has_prefix (name, "self-") || g_str_has_suffix (name, "-root.crt"));
}

/* pyca/cryptography reads the alternative names with its own code. */
static void
test_alt_names (gconstpointer data)
{
  const char *name = data;
  g_autofree char *path = dup_path (name);
  const char *argv[] = {
    "/usr/bin/python3", "-c",
    "import sys; from cryptography import x509\n"
    "c = x509.load_pem_x509_certificate(open(sys.argv[1], 'rb').read())\n"
    "for n in c.extensions.get_extension_for_class(x509.SubjectAlternativeName).value:\n"
    "    v = n.value.dotted_string if isinstance(n, x509.RegisteredID) else n.value\n"
    "    print({'DNSName': 'DNS:', 'IPAddress': 'IP:', 'RFC822Name': 'email:',\n"
    "           'UniformResourceIdentifier': 'URI:', 'RegisteredID': 'Registered ID:'}[type(n).__name__] + str(v))",
    path, NULL
  };
  g_autofree char *expected = smith_test_run (argv, NULL, NULL);
  g_autoptr (SmithCertificate) certificate = read_certificate (name);
  GListModel *names = smith_certificate_get_alt_names (certificate);
  g_autoptr (GString) found = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (names); i++)
    {
      g_autoptr (SmithAltName) alt_name = g_list_model_get_item (names, i);

      g_string_append_printf (found, "%s\n", smith_alt_name_get_prefixed (alt_name));
    }
  g_assert_cmpstr (found->str, ==, expected);
}

static char *
find_field (SmithCertificate *certificate,
            const char       *title,
            const char       *label)
{
  GListModel *sections = smith_certificate_get_sections (certificate);

  for (guint i = 0; i < g_list_model_get_n_items (sections); i++)
    {
      g_autoptr (SmithSection) section = g_list_model_get_item (sections, i);
      GListModel *fields = smith_section_get_fields (section);

      if (!g_str_equal (smith_section_get_title (section), title))
        continue;
      for (guint j = 0; j < g_list_model_get_n_items (fields); j++)
        {
          g_autoptr (SmithField) field = g_list_model_get_item (fields, j);

          if (g_str_equal (smith_field_get_label (field), label))
            return g_strdup (smith_field_get_value (field));
        }
    }

  return NULL;
}

/* smith-certificate-sections.c: all extensions are there, in OpenSSL's words; the unknown one as its bytes. */
static void
test_sections (void)
{
  g_autoptr (SmithCertificate) certificate = read_certificate ("extensions.crt");
  g_autofree char *text = smith_certificate_dup_text (certificate);
  static const struct
  {
    const char *title;
    const char *label;
    const char *value;
  } fields[] = {
    { "Subject", "Common name", "extensions.example.com" },
    { "Names", "Domain name", "extensions.example.com" },
    { "Issuer", "Organization", "Example" },
    { "Certificate", "Version", "3" },
    { "Certificate", "Kind", "End entity" },
    { "Certificate", "Signature algorithm", "sha256WithRSAEncryption" },
    { "Public Key", "Algorithm", "RSA 2048" },
    { "Public Key", "Size", "2048 bits" },
    { "Extensions", "X509v3 Key Usage (critical)", "Digital Signature, Key Encipherment" },
    { "Extensions", "X509v3 Extended Key Usage", "TLS Web Server Authentication" },
    { "Extensions", "X509v3 Basic Constraints", "CA:FALSE" },
    { "Extensions", "X509v3 Certificate Policies", "Policy: 2.23.140.1.2.1" },
    { "Extensions", "TLS Feature", "status_request" },
    { "Extensions", "Netscape Comment", "A comment" },
    { "Extensions", "1.3.6.1.4.1.55555.1.2", "04:03:61:62:63" },
  };
  g_autofree char *pin = find_field (certificate, "Public Key", "Pin (SHA-256)");
  g_autofree char *aia = find_field (certificate, "Extensions", "Authority Information Access");
  g_autofree char *sha256 = find_field (certificate, "Fingerprints", "SHA-256");

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autofree char *value = find_field (certificate, fields[i].title, fields[i].label);

      g_assert_cmpstr (value, ==, fields[i].value);
    }
  g_assert_cmpstr (pin, ==, smith_public_key_get_spki_sha256 (smith_certificate_get_public_key (certificate)));
  g_assert_cmpstr (sha256, ==, smith_certificate_get_sha256 (certificate));
  g_assert_nonnull (strstr (aia, "OCSP - URI:http://ocsp.example.com"));
  g_assert_nonnull (strstr (aia, "CA Issuers - URI:http://ca.example.com/two.crt"));
  g_assert_nonnull (strstr (text, "1.3.6.1.4.1.55555.1.2"));
  /* Made once. */
  g_assert_true (smith_certificate_get_sections (certificate) == smith_certificate_get_sections (certificate));
}

static void
test_remaining (void)
{
  g_autoptr (SmithCertificate) expired = read_certificate ("expired.crt");
  g_autoptr (SmithCertificate) future = read_certificate ("future.crt");
  g_autoptr (SmithCertificate) valid = read_certificate ("rsa-leaf.crt");
  g_autofree char *expired_text = find_field (expired, "Validity", "Remaining");
  g_autofree char *future_text = find_field (future, "Validity", "Remaining");
  g_autofree char *valid_text = find_field (valid, "Validity", "Remaining");
  g_autofree char *until = find_field (future, "Validity", "Valid until");

  g_assert_true (g_str_has_prefix (expired_text, "Expired "));
  g_assert_cmpstr (future_text, ==, "Not valid yet");
  g_assert_true (g_str_has_suffix (valid_text, " days left"));
  g_assert_cmpstr (until, ==, "2080-01-01 00:00:00 UTC");
}

static void
test_title (void)
{
  g_autoptr (SmithCertificate) named = read_certificate ("idn.crt");
  g_autoptr (SmithCertificate) root = read_certificate ("rsa-root.crt");

  g_assert_cmpstr (smith_certificate_get_title (named), ==, "bücher.example");
  g_assert_cmpstr (smith_certificate_get_title (root), ==, "Example RSA Root");
}

/* A name is shown as it is, not as it wants to look. */
static void
test_deceiving (void)
{
  g_autoptr (SmithCertificate) certificate = read_certificate ("deceiving.crt");
  g_autoptr (SmithAltName) name = g_list_model_get_item (smith_certificate_get_alt_names (certificate), 0);

  g_assert_cmpstr (smith_alt_name_get_value (name), ==, "good.com\\0.xy");
  g_assert_cmpstr (smith_certificate_get_title (certificate), ==, "a\\u202Emoc.elpmaxe");
}

static void
test_issued_by (void)
{
  g_autoptr (SmithCertificate) leaf = read_certificate ("rsa-leaf.crt");
  g_autoptr (SmithCertificate) two = read_certificate ("rsa-two.crt");
  g_autoptr (SmithCertificate) one = read_certificate ("rsa-one.crt");
  g_autoptr (SmithCertificate) cross = read_certificate ("rsa-one-cross.crt");
  g_autoptr (SmithCertificate) root = read_certificate ("rsa-root.crt");
  g_autoptr (SmithCertificate) false_root = read_certificate ("false-root.crt");

  g_assert_true (smith_certificate_is_issued_by (leaf, two));
  g_assert_false (smith_certificate_is_issued_by (two, leaf));
  g_assert_false (smith_certificate_is_issued_by (leaf, one));
  g_assert_true (smith_certificate_is_issued_by (two, one));
  g_assert_true (smith_certificate_is_issued_by (two, cross));
  g_assert_true (smith_certificate_is_issued_by (one, root));
  /* The name of the issuer with another key. */
  g_assert_false (smith_certificate_is_issued_by (one, false_root));
  g_assert_true (smith_certificate_is_self_signed (root));
  g_assert_false (smith_certificate_is_self_signed (one));
}

static void
test_equal (void)
{
  g_autoptr (SmithCertificate) a = read_certificate ("rsa-leaf.crt");
  g_autoptr (SmithCertificate) b = read_certificate ("rsa-leaf.crt");
  g_autoptr (SmithCertificate) c = read_certificate ("rsa-two.crt");
  g_autoptr (SmithCertificate) d = smith_certificate_new_from_der (smith_certificate_get_der (a), NULL);

  g_assert_true (smith_certificate_equal (a, b));
  g_assert_true (smith_certificate_equal (a, d));
  g_assert_false (smith_certificate_equal (a, c));
}

static gpointer
read_in_thread (gpointer user_data)
{
  SmithCertificate *certificate = user_data;

  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *text = smith_certificate_dup_text (certificate);

      g_assert_cmpuint (g_list_model_get_n_items (smith_certificate_get_sections (certificate)), >, 5);
      g_assert_false (smith_certificate_is_issued_by (certificate, certificate));
    }

  return NULL;
}

static void
test_threads (void)
{
  g_autoptr (SmithCertificate) certificate = read_certificate ("extensions.crt");
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("reader", read_in_thread, certificate);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

static void
test_errors (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithCertificate) certificate = read_certificate ("rsa-leaf.crt");
  GBytes *der = smith_certificate_get_der (certificate);
  g_autoptr (GBytes) cut = g_bytes_new_from_bytes (der, 0, g_bytes_get_size (der) - 1);
  g_autoptr (GBytes) empty = g_bytes_new (NULL, 0);

  g_assert_null (smith_certificate_new_from_der (cut, &error));
  g_assert_error (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_DAMAGED);
  g_clear_error (&error);
  g_assert_null (smith_certificate_new_from_der (empty, &error));
  g_assert_error (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_DAMAGED);
  g_clear_error (&error);
  g_assert_null (smith_certificate_new_from_pem ("no certificate", &error));
  g_assert_error (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_NOT_UNDERSTOOD);
}

int
main (int   argc,
      char *argv[])
{
  static const char * const facts[] = {
    "rsa-root", "rsa-one", "rsa-two", "rsa-leaf", "ec-root", "ec-one", "ec-two", "ec-leaf", "rsa-one-cross", "expired", "future",
    "wildcard", "idn", "ip", "many", "extensions", "multi", "self-rsa", "self-ec", "self-ca", "ed25519"
  };
  static const char * const alt_names[] = { "rsa-leaf", "wildcard", "idn", "ip", "many", "expired" };

  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (facts); i++)
    {
      g_autofree char *path = g_strconcat ("/certificate/facts/", facts[i], NULL);

      g_test_add_data_func_full (path, g_strconcat (facts[i], ".crt", NULL), test_facts, g_free);
    }
  for (guint i = 0; i < G_N_ELEMENTS (alt_names); i++)
    {
      g_autofree char *path = g_strconcat ("/certificate/alt-names/", alt_names[i], NULL);

      g_test_add_data_func_full (path, g_strconcat (alt_names[i], ".crt", NULL), test_alt_names, g_free);
    }
  g_test_add_func ("/certificate/sections", test_sections);
  g_test_add_func ("/certificate/remaining", test_remaining);
  g_test_add_func ("/certificate/title", test_title);
  g_test_add_func ("/certificate/deceiving", test_deceiving);
  g_test_add_func ("/certificate/issued-by", test_issued_by);
  g_test_add_func ("/certificate/equal", test_equal);
  g_test_add_func ("/certificate/threads", test_threads);
  g_test_add_func ("/certificate/errors", test_errors);

  return g_test_run ();
}
