/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-request.h"

#include <string.h>

#include "smith-crypto-error.h"
#include "smith-extensions.h"
#include "smith-section.h"
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

static SmithKey *
read_key (const char *name)
{
  g_autofree char *text = read_fixture (name);
  g_autoptr (SmithSecret) pem = smith_secret_new_string (text);
  g_autoptr (GError) error = NULL;
  SmithKey *key = smith_key_new_from_pem (pem, NULL, &error);

  g_assert_no_error (error);

  return key;
}

static GListModel *
make_alt_names (const char * const *texts)
{
  GListStore *list = g_list_store_new (SMITH_TYPE_ALT_NAME);

  for (guint i = 0; texts[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SmithAltName) name = smith_alt_name_new_from_text (texts[i], &error);

      g_assert_no_error (error);
      g_list_store_append (list, name);
    }

  return G_LIST_MODEL (list);
}

static char *
join_alt_names (GListModel *names)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (names); i++)
    {
      g_autoptr (SmithAltName) name = g_list_model_get_item (names, i);

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", smith_alt_name_get_prefixed (name));
    }

  return g_string_free (text, FALSE);
}

static char *
run_req (SmithRequest       *request,
         const char * const *options)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GBytes) input = g_bytes_new (smith_request_get_pem (request), strlen (smith_request_get_pem (request)));

  g_ptr_array_add (argv, "openssl");
  g_ptr_array_add (argv, "req");
  for (guint i = 0; options[i] != NULL; i++)
    g_ptr_array_add (argv, (gpointer) options[i]);
  g_ptr_array_add (argv, NULL);

  return smith_test_run ((const char * const *) argv->pdata, input, NULL);
}

/* The key's file; each kind signs a request that openssl, certtool and pyca/cryptography accept. */
static void
test_create (gconstpointer data)
{
  static const char * const attributes[] = { "C", "DE", "O", "Größe", "CN", "www.example.com", NULL };
  static const char * const texts[] = {
    "www.example.com", "bücher.example", "*.example.com", "192.0.2.1", "2001:db8::1", "web@example.com", "https://example.com/",
    "www.example.com", NULL
  };
  static const char * const verify_options[] = { "-verify", "-noout", NULL };
  static const char * const text_options[] = { "-text", "-noout", "-nameopt", "oneline,-esc_msb", NULL };
  static const char * const der_options[] = { "-outform", "PEM", NULL };
  const char *certtool[] = { "certtool", "--crq-info", NULL };
  const char *python[] = {
    "/usr/bin/python3", "-c",
    "import sys; from cryptography import x509\n"
    "r = x509.load_pem_x509_csr(sys.stdin.buffer.read())\n"
    "assert r.is_signature_valid\n"
    "print(r.subject.rfc4514_string(), r.signature_hash_algorithm.name if r.signature_hash_algorithm else '-',\n"
    "      len(r.extensions.get_extension_for_class(x509.SubjectAlternativeName).value), end='')", NULL
  };
  const char *file = data;
  gboolean has_digest = !g_str_has_prefix (file, "ed");
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithKey) key = read_key (file);
  g_autoptr (SmithName) subject = smith_name_new (attributes, &error);
  g_autoptr (GListModel) alt_names = make_alt_names (texts);
  g_autoptr (SmithRequest) request = smith_request_create (key, subject, alt_names, &error);
  g_autoptr (GBytes) input = NULL;
  g_autofree char *joined = NULL;
  g_autofree char *verified = NULL;
  g_autofree char *text = NULL;
  g_autofree char *mine = NULL;
  g_autofree char *pem = NULL;
  g_autofree char *gnutls = NULL;
  g_autofree char *pyca = NULL;

  g_assert_no_error (error);
  g_assert_true (smith_request_is_signature_valid (request));
  g_assert_true (smith_public_key_equal (smith_request_get_public_key (request), smith_key_get_public_key (key)));
  g_assert_true (smith_name_equal (smith_request_get_subject (request), subject));
  /* The repeated name is written once. */
  joined = join_alt_names (smith_request_get_alt_names (request));
  g_assert_cmpstr (joined, ==, "DNS:www.example.com, DNS:xn--bcher-kva.example, DNS:*.example.com, IP:192.0.2.1, "
                               "IP:2001:db8::1, email:web@example.com, URI:https://example.com/");

  /* openssl 3.6 says on its standard output what 3.0 says on the other one. */
  verified = run_req (request, verify_options);
  text = run_req (request, text_options);
  mine = smith_request_dup_text (request);
  g_assert_cmpstr (g_strchomp (text), ==, mine);
  if (has_digest)
    g_assert_true (strstr (mine, "sha256WithRSAEncryption") != NULL || strstr (mine, "ecdsa-with-SHA256") != NULL);
  pem = run_req (request, der_options);
  g_assert_cmpstr (pem, ==, smith_request_get_pem (request));

  input = g_bytes_new (pem, strlen (pem));
  pyca = smith_test_run (python, input, NULL);
  g_assert_cmpstr (pyca, ==, has_digest ? "CN=www.example.com,O=Größe,C=DE sha256 7" : "CN=www.example.com,O=Größe,C=DE - 7");
  gnutls = smith_test_run (certtool, input, NULL);
  g_assert_nonnull (strstr (gnutls, "Self signature: verified"));
  g_assert_nonnull (strstr (gnutls, "DNSname: www.example.com"));
}

static void
test_common_name_becomes_alt_name (void)
{
  static const struct
  {
    const char *common_name;
    const char *alt_names;
  } cases[] = {
    { "www.example.com", "DNS:www.example.com" },
    { "*.example.com", "DNS:*.example.com" },
    { "192.0.2.7", "IP:192.0.2.7" },
    { "bücher.example", "DNS:xn--bcher-kva.example" },
    { "Erika Mustermann", "" },
  };
  g_autoptr (SmithKey) key = read_key ("ec-leaf.key");
  g_autoptr (GListStore) none = g_list_store_new (SMITH_TYPE_ALT_NAME);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *attributes[] = { "CN", cases[i].common_name, NULL };
      g_autoptr (GError) error = NULL;
      g_autoptr (SmithName) subject = smith_name_new (attributes, &error);
      g_autoptr (SmithRequest) request = smith_request_create (key, subject, i % 2 == 0 ? NULL : G_LIST_MODEL (none), &error);
      g_autofree char *joined = NULL;

      g_assert_no_error (error);
      joined = join_alt_names (smith_request_get_alt_names (request));
      g_assert_cmpstr (joined, ==, cases[i].alt_names);
    }
}

static void
test_empty_subject (void)
{
  static const char * const none[] = { NULL };
  static const char * const texts[] = { "a.example", NULL };
  static const char * const options[] = { "-text", "-noout", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithKey) key = read_key ("ec-leaf.key");
  g_autoptr (SmithName) subject = smith_name_new (none, &error);
  g_autoptr (GListModel) alt_names = make_alt_names (texts);
  g_autoptr (SmithRequest) request = smith_request_create (key, subject, alt_names, &error);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  text = run_req (request, options);
  /* RFC 5280, 4.2.1.6. */
  g_assert_nonnull (strstr (text, "X509v3 Subject Alternative Name: critical"));

  g_assert_null (smith_request_create (key, subject, NULL, &error));
  g_assert_error (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_INVALID);
}

/* Requests of openssl, for every kind of key. */
static void
test_read (gconstpointer data)
{
  const char *file = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *pem = read_fixture (file);
  g_autoptr (SmithRequest) request = smith_request_new_from_pem (pem, &error);
  g_autoptr (SmithRequest) again = NULL;
  g_autofree char *windows = NULL;
  g_auto (GStrv) lines = g_strsplit (pem, "\n", -1);

  g_assert_no_error (error);
  g_assert_cmpstr (smith_request_get_pem (request), ==, pem);
  g_assert_true (smith_request_is_signature_valid (request));
  g_assert_cmpuint (g_list_model_get_n_items (smith_request_get_alt_names (request)), >, 0);

  windows = g_strjoinv ("\r\n", lines);
  again = smith_request_new_from_pem (windows, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (smith_request_get_der (request), smith_request_get_der (again)));
}

static void
test_bad_signature (void)
{
  g_autofree char *pem = read_fixture ("rsa-leaf.csr");
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithRequest) request = smith_request_new_from_pem (pem, &error);
  gsize size;
  g_autofree guint8 *der = NULL;
  g_autoptr (GBytes) changed = NULL;
  g_autoptr (SmithRequest) forged = NULL;

  g_assert_no_error (error);
  der = g_bytes_unref_to_data (g_bytes_ref (smith_request_get_der (request)), &size);
  der[size - 5] ^= 1;
  changed = g_bytes_new (der, size);
  forged = smith_request_new_from_der (changed, &error);
  g_assert_no_error (error);
  g_assert_false (smith_request_is_signature_valid (forged));
}

static void
test_errors (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *pem = read_fixture ("rsa-leaf.csr");
  g_autofree char *certificate = read_fixture ("rsa-leaf.crt");
  g_autoptr (SmithRequest) request = smith_request_new_from_pem (pem, NULL);
  g_autoptr (GByteArray) longer = g_byte_array_new ();
  g_autoptr (GBytes) trailing = NULL;
  g_autoptr (GBytes) cut = NULL;
  g_autoptr (GBytes) empty = g_bytes_new (NULL, 0);
  GBytes *der = smith_request_get_der (request);

  g_assert_null (smith_request_new_from_pem (certificate, &error));
  g_assert_error (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_NOT_UNDERSTOOD);
  g_clear_error (&error);

  g_byte_array_append (longer, g_bytes_get_data (der, NULL), (guint) g_bytes_get_size (der));
  g_byte_array_append (longer, (const guint8 *) "x", 1);
  trailing = g_bytes_new (longer->data, longer->len);
  cut = g_bytes_new_from_bytes (der, 0, g_bytes_get_size (der) - 1);
  for (guint i = 0; i < 3; i++)
    {
      g_assert_null (smith_request_new_from_der (i == 0 ? trailing : i == 1 ? cut : empty, &error));
      g_assert_error (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_DAMAGED);
      g_clear_error (&error);
    }
}

/* Everything that was asked for, said the same way as of a certificate; the password is only mentioned. */
static void
test_sections (void)
{
  static const char * const attributes[] = { "C", "DE", "businessCategory", "Private Organization", "CN", "www.example.com", NULL };
  static const char * const texts[] = { "www.example.com", "192.0.2.1", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithKey) key = read_key ("ec-leaf.key");
  g_autoptr (SmithName) subject = smith_name_new (attributes, &error);
  g_autoptr (GListModel) alt_names = make_alt_names (texts);
  g_autoptr (SmithExtensions) extensions = smith_extensions_new_for_tls_server (NULL);
  g_autoptr (SmithSecret) challenge = smith_secret_new_string ("revoke me");
  SmithRequestSpec spec = { subject, alt_names, extensions, "SHA384", challenge };
  g_autoptr (SmithRequest) request = smith_request_create_full (key, &spec, &error);
  g_autoptr (GString) text = g_string_new (NULL);
  GListModel *sections;

  g_assert_no_error (error);
  sections = smith_request_get_sections (request);
  g_assert_true (sections == smith_request_get_sections (request));
  for (guint i = 0; i < g_list_model_get_n_items (sections); i++)
    {
      g_autoptr (SmithSection) section = g_list_model_get_item (sections, i);
      GListModel *fields = smith_section_get_fields (section);

      for (guint j = 0; j < g_list_model_get_n_items (fields); j++)
        {
          g_autoptr (SmithField) field = g_list_model_get_item (fields, j);

          if (g_strcmp0 (smith_field_get_label (field), "Pin (SHA-256)") != 0)
            g_string_append_printf (text, "%s/%s: %s\n", smith_section_get_title (section), smith_field_get_label (field),
                                    smith_field_get_value (field));
        }
    }
  g_assert_cmpstr (text->str, ==,
                   "Subject/Country: DE\n"
                   "Subject/Business category: Private Organization\n"
                   "Subject/Common name: www.example.com\n"
                   "Subject/Whole name: CN=www.example.com,businessCategory=Private Organization,C=DE\n"
                   "Names/Domain name: www.example.com\n"
                   "Names/IP address: 192.0.2.1\n"
                   "Request/Signature algorithm: ecdsa-with-SHA384\n"
                   "Request/Signature: Made with the key of the request\n"
                   "Public Key/Algorithm: ECDSA P-256\n"
                   "Public Key/Size: 256 bits\n"
                   "Public Key/Curve: P-256\n"
                   "Extensions/X509v3 Subject Alternative Name: DNS:www.example.com, IP Address:192.0.2.1\n"
                   "Extensions/X509v3 Key Usage (critical): Digital Signature\n"
                   "Extensions/X509v3 Extended Key Usage: TLS Web Server Authentication\n"
                   "Attributes/Challenge password: Set\n");
  g_assert_null (strstr (text->str, "revoke me"));
}

static void
test_spec_errors (void)
{
  static const char * const attributes[] = { "CN", "www.example.com", NULL };
  g_autofree char *long_text = g_strnfill (256, 'x');
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithKey) key = read_key ("ec-leaf.key");
  g_autoptr (SmithName) subject = smith_name_new (attributes, &error);
  g_autoptr (SmithExtensions) wrong = smith_extensions_new ();
  g_autoptr (SmithSecret) long_password = smith_secret_new_string (long_text);
  g_autoptr (SmithSecret) binary = smith_secret_new ("a\0b", 3);
  g_autoptr (SmithSecret) empty = smith_secret_new_string ("");
  g_autoptr (SmithRequest) request = NULL;
  const SmithRequestSpec specs[] = {
    { .subject = subject, .digest = "SHA1" },
    { .subject = subject, .digest = "MD5" },
    { .subject = subject, .extensions = wrong },
    { .subject = subject, .challenge_password = long_password },
    { .subject = subject, .challenge_password = binary },
  };
  const SmithRequestSpec fine = { .subject = subject, .challenge_password = empty };

  wrong->key_usage = SMITH_KEY_USAGE_ENCIPHER_ONLY;
  for (guint i = 0; i < G_N_ELEMENTS (specs); i++)
    {
      g_assert_null (smith_request_create_full (key, &specs[i], &error));
      g_assert_error (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_INVALID);
      g_assert_null (strstr (error->message, long_text));
      g_clear_error (&error);
    }
  request = smith_request_create_full (key, &fine, &error);
  g_assert_no_error (error);
  g_assert_false (smith_request_has_challenge_password (request));
  g_assert_true (smith_extensions_is_empty (smith_request_get_extensions (request)));
  g_assert_cmpstr (smith_request_get_signature_algorithm (request), ==, "ecdsa-with-SHA256");
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
      g_autofree char *create = g_strconcat ("/request/create/", kinds[i], NULL);
      g_autofree char *read = g_strconcat ("/request/read/", kinds[i], NULL);

      g_test_add_data_func_full (create, g_strconcat (kinds[i], ".key", NULL), test_create, g_free);
      g_test_add_data_func_full (read, g_strconcat (kinds[i], ".csr", NULL), test_read, g_free);
    }
  g_test_add_func ("/request/common-name-becomes-alt-name", test_common_name_becomes_alt_name);
  g_test_add_func ("/request/empty-subject", test_empty_subject);
  g_test_add_func ("/request/bad-signature", test_bad_signature);
  g_test_add_func ("/request/errors", test_errors);
  g_test_add_func ("/request/sections", test_sections);
  g_test_add_func ("/request/spec-errors", test_spec_errors);

  return g_test_run ();
}
