/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-extensions.h"

#include <string.h>

#include "smith-crypto-error.h"
#include "smith-test.h"

static SmithCertificate *
read_certificate (const char *file)
{
  g_autofree char *path = g_test_build_filename (G_TEST_BUILT, "fixtures", "data", "pki", file, NULL);
  g_autofree char *pem = NULL;
  g_autoptr (GError) error = NULL;
  SmithCertificate *certificate;

  g_file_get_contents (path, &pem, NULL, &error);
  g_assert_no_error (error);
  certificate = smith_certificate_new_from_pem (pem, &error);
  g_assert_no_error (error);

  return certificate;
}

static void
assert_list (char       **list,
             const char  *expected)
{
  g_autofree char *joined = list != NULL ? g_strjoinv (" ", list) : NULL;

  g_assert_cmpstr (joined, ==, expected);
}

static void
test_defaults (void)
{
  static const struct
  {
    const char *algorithm;
    guint       key_usage;
  } cases[] = {
    { "rsa-2048", SMITH_KEY_USAGE_DIGITAL_SIGNATURE | SMITH_KEY_USAGE_KEY_ENCIPHERMENT },
    { "ec-p256", SMITH_KEY_USAGE_DIGITAL_SIGNATURE },
    { NULL, SMITH_KEY_USAGE_DIGITAL_SIGNATURE },
  };
  g_autoptr (SmithExtensions) nothing = smith_extensions_new ();

  g_assert_true (smith_extensions_is_empty (nothing));
  g_assert_cmpint (nothing->path_length, ==, -1);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const SmithKeyAlgorithm *algorithm = cases[i].algorithm != NULL ? smith_key_algorithm_lookup (cases[i].algorithm) : NULL;
      g_autoptr (SmithExtensions) extensions = smith_extensions_new_for_tls_server (algorithm);
      g_autoptr (GError) error = NULL;

      g_assert_cmpuint (extensions->key_usage, ==, cases[i].key_usage);
      assert_list (extensions->extended_key_usages, "serverAuth");
      g_assert_false (smith_extensions_is_empty (extensions));
      smith_extensions_check (extensions, &error);
      g_assert_no_error (error);
    }
}

/* Each member makes a difference, and a copy has none. */
static void
test_equal (void)
{
  for (guint i = 0; i < 11; i++)
    {
      g_autoptr (SmithExtensions) a = smith_extensions_new ();
      g_autoptr (SmithExtensions) b = NULL;
      g_autoptr (SmithExtensions) boxed = NULL;

      a->is_ca = i == 4;
      b = smith_extensions_copy (a);
      a->extended_key_usages = g_strsplit (i == 0 ? "serverAuth" : "", " ", -1);
      a->permitted_names = g_strsplit (i == 5 ? "DNS:a.example" : "", " ", -1);
      a->excluded_names = g_strsplit (i == 6 ? "DNS:a.example" : "", " ", -1);
      a->crl_urls = g_strsplit (i == 7 ? "http://a.example" : "", " ", -1);
      a->ocsp_urls = g_strsplit (i == 8 ? "http://a.example" : "", " ", -1);
      a->issuer_urls = g_strsplit (i == 9 ? "http://a.example" : "", " ", -1);
      a->others = g_strsplit (i == 10 ? "1.2.3=DER:0500" : "", " ", -1);
      a->key_usage = i == 1 ? SMITH_KEY_USAGE_KEY_AGREEMENT : SMITH_KEY_USAGE_NONE;
      a->must_staple = i == 2;
      a->is_ca = i == 3 || i == 4;
      a->path_length = i == 4 ? 0 : -1;

      g_assert_false (smith_extensions_equal (a, b));
      smith_extensions_free (b);
      b = smith_extensions_copy (a);
      g_assert_true (smith_extensions_equal (a, b));
      g_assert_true (a->extended_key_usages != b->extended_key_usages);
      boxed = g_boxed_copy (SMITH_TYPE_EXTENSIONS, a);
      g_assert_true (smith_extensions_equal (a, boxed));
    }
}

/* What is no extension is not written, and is not described. */
static void
test_others (void)
{
  static const struct
  {
    const char *text;
    const char *name;    /* NULL: it is none */
    const char *value;
    gboolean    critical;
  } cases[] = {
    { "1.2.3=DER:0500", "1.2.3", "05:00", FALSE },
    { "1.2.3=critical,DER:0500", "1.2.3", "05:00", TRUE },
    { "1.3.6.1.5.5.7.48.1.5=DER:0500", "OCSP No Check", "Empty", FALSE },
    { "1.3.6.1.4.1.311.20.2=DER:1E0A0055007300650072", "Microsoft certificate template name", NULL, FALSE },
    { "", NULL, NULL, FALSE },
    { "1.2.3", NULL, NULL, FALSE },
    { "1.2.3=", NULL, NULL, FALSE },
    { "1.2.3=DER:", NULL, NULL, FALSE },
    { "1.2.3=DER:0", NULL, NULL, FALSE },
    { "1.2.3=DER:xy", NULL, NULL, FALSE },
    { "1.2.3=ASN1:NULL", NULL, NULL, FALSE },
    { "noCheck=DER:0500", NULL, NULL, FALSE },
    { "9.2.3=DER:0500", NULL, NULL, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SmithExtensions) extensions = smith_extensions_new ();
      g_autoptr (GError) error = NULL;
      SmithExtensionValue *value = smith_extensions_describe_other (cases[i].text);

      g_test_message ("%s", cases[i].text);
      extensions->others = g_new0 (char *, 2);
      extensions->others[0] = g_strdup (cases[i].text);
      if (cases[i].name == NULL)
        {
          g_assert_null (value);
          g_assert_false (smith_extensions_check (extensions, &error));
          g_assert_error (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_INVALID);
          continue;
        }
      g_assert_true (smith_extensions_check (extensions, &error));
      g_assert_no_error (error);
      g_assert_cmpstr (value->name, ==, cases[i].name);
      if (cases[i].value != NULL)
        g_assert_cmpstr (value->value, ==, cases[i].value);
      g_assert_cmpint (value->critical, ==, cases[i].critical);
      smith_extension_value_free (value);
    }
}

/* A certificate and a request of the fixtures: what only a CA says, and what has a member, is none of the others. */
static void
test_list_others (void)
{
  static const char * const attributes[] = { "CN", "a.example", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithCertificate) leaf = read_certificate ("extensions.crt");
  g_autoptr (SmithExtensions) asked = smith_extensions_new_for_tls_server (NULL);
  g_autoptr (SmithName) subject = smith_name_new (attributes, &error);
  g_autoptr (SmithKey) key = smith_key_generate (smith_key_algorithm_lookup ("ec-p256"), NULL, &error);
  SmithRequestSpec spec = { .subject = subject, .extensions = asked };
  g_autoptr (SmithRequest) request = NULL;
  g_auto (GStrv) granted = smith_extensions_list_others_of_certificate (leaf);
  g_auto (GStrv) requested = NULL;

  g_assert_no_error (error);
  for (guint i = 0; granted[i] != NULL; i++)
    g_assert_false (g_str_has_prefix (granted[i], "2.5.29.") || g_str_has_prefix (granted[i], "1.3.6.1.5.5.7.1."));

  asked->must_staple = TRUE;
  asked->others = g_strsplit ("1.2.3=critical,DER:0500 1.2.4=DER:020101", " ", -1);
  request = smith_request_create_full (key, &spec, &error);
  g_assert_no_error (error);
  requested = smith_extensions_list_others_of_request (request);
  assert_list (requested, "1.2.3=critical,DER:0500 1.2.4=DER:020101");
  /* Whoever signs it does not grant them unseen. */
  g_assert_null (smith_request_get_extensions (request)->others);
}

static void
test_read (void)
{
  g_autoptr (SmithCertificate) leaf = read_certificate ("extensions.crt");
  g_autoptr (SmithCertificate) root = read_certificate ("rsa-root.crt");
  g_autoptr (SmithExtensions) extensions = smith_extensions_from_certificate (leaf);
  g_autoptr (SmithExtensions) authority = smith_extensions_from_certificate (root);

  g_assert_cmpuint (extensions->key_usage, ==, SMITH_KEY_USAGE_DIGITAL_SIGNATURE | SMITH_KEY_USAGE_KEY_ENCIPHERMENT);
  assert_list (extensions->extended_key_usages, "serverAuth");
  g_assert_true (extensions->must_staple);
  g_assert_false (extensions->is_ca);
  assert_list (extensions->crl_urls, "http://crl.example.com/two.crl");
  assert_list (extensions->ocsp_urls, "http://ocsp.example.com");
  assert_list (extensions->issuer_urls, "http://ca.example.com/two.crt");
  assert_list (extensions->permitted_names, NULL);

  g_assert_true (authority->is_ca);
  g_assert_false (authority->must_staple);
}

static const struct
{
  const char *title;
  const char *extended;
  const char *permitted;
  const char *url;
  guint       key_usage;
  gboolean    is_ca;
  const char *reason;     /* A part of the sentence; NULL: it fits. */
} cases[] = {
  { "oid", "1.2.3.4", NULL, NULL, 0, FALSE, NULL },
  { "no-usage", "noSuchUsage", NULL, NULL, 0, FALSE, "noSuchUsage" },
  { "bad-oid", "9.9.9.9", NULL, NULL, 0, FALSE, "9.9.9.9" },
  { "empty-usage", "", NULL, NULL, 0, FALSE, "no usage" },
  { "repeated-usage", "serverAuth", NULL, NULL, 0, FALSE, NULL },
  { "encipher-only", NULL, NULL, NULL, SMITH_KEY_USAGE_ENCIPHER_ONLY, FALSE, "Key agreement" },
  { "decipher-only", NULL, NULL, NULL, SMITH_KEY_USAGE_DECIPHER_ONLY | SMITH_KEY_USAGE_KEY_AGREEMENT, FALSE, NULL },
  { "dns", NULL, "DNS:example.com", NULL, 0, TRUE, NULL },
  { "dns-all", NULL, "DNS:", NULL, 0, TRUE, NULL },
  { "dns-dot", NULL, "dns:.example.com", NULL, 0, TRUE, NULL },
  { "not-an-authority", NULL, "DNS:example.com", NULL, 0, FALSE, "authority" },
  { "wildcard", NULL, "DNS:*.example.com", NULL, 0, TRUE, "cannot limit" },
  { "unicode", NULL, "DNS:b\303\274cher.example", NULL, 0, TRUE, "cannot limit" },
  { "no-kind", NULL, "example.com", NULL, 0, TRUE, "cannot limit" },
  { "network", NULL, "IP:192.168.0.0/16", NULL, 0, TRUE, NULL },
  { "network-6", NULL, "IP:2001:db8::/32", NULL, 0, TRUE, NULL },
  { "host-bits", NULL, "IP:192.168.1.1/16", NULL, 0, TRUE, "cannot limit" },
  { "long-mask", NULL, "IP:192.168.0.0/33", NULL, 0, TRUE, "cannot limit" },
  { "email-host", NULL, "email:example.com", NULL, 0, TRUE, NULL },
  { "email-box", NULL, "email:a@example.com", NULL, 0, TRUE, NULL },
  { "email-none", NULL, "email:@example.com", NULL, 0, TRUE, "cannot limit" },
  { "uri", NULL, "URI:.example.com", NULL, 0, TRUE, NULL },
  { "directory", NULL, "dirName:CN=a", NULL, 0, TRUE, "cannot limit" },
  { "http", NULL, NULL, "http://ca.example.com/a.crl", 0, FALSE, NULL },
  { "ftp", NULL, NULL, "ftp://ca.example.com/a.crl", 0, FALSE, "not an address" },
  { "no-scheme", NULL, NULL, "ca.example.com/a.crl", 0, FALSE, "not an address" },
  { "space", NULL, NULL, "http://ca.example.com/a b.crl", 0, FALSE, "not an address" },
};

static void
test_check (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);

  /* The three places of an address have the same rule. */
  for (guint place = 0; place < 3; place++)
    {
      g_autoptr (SmithExtensions) extensions = smith_extensions_new ();
      g_autoptr (GError) error = NULL;
      const char *twice[] = { cases[i].extended, cases[i].extended, NULL };
      const char *constraint[] = { cases[i].permitted, NULL };
      const char *url[] = { cases[i].url, NULL };
      gboolean fits;

      extensions->key_usage = (SmithKeyUsage) cases[i].key_usage;
      extensions->is_ca = cases[i].is_ca;
      extensions->extended_key_usages = g_strdupv ((char **) twice);
      if (place == 0)
        extensions->permitted_names = g_strdupv ((char **) constraint);
      else
        extensions->excluded_names = g_strdupv ((char **) constraint);
      if (place == 0)
        extensions->crl_urls = g_strdupv ((char **) url);
      else if (place == 1)
        extensions->ocsp_urls = g_strdupv ((char **) url);
      else
        extensions->issuer_urls = g_strdupv ((char **) url);

      fits = smith_extensions_check (extensions, &error);
      g_assert_cmpint (fits, ==, cases[i].reason == NULL);
      if (cases[i].reason == NULL)
        {
          g_assert_no_error (error);
          continue;
        }
      g_assert_error (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, cases[i].reason));
    }
}

/* Every nick is one that openssl knows: it writes a request with it, and we read the same back. */
static void
test_nicks (void)
{
  g_autofree char *key = g_test_build_filename (G_TEST_BUILT, "fixtures", "data", "pki", "ec-leaf.key", NULL);
  g_autoptr (GString) usage = g_string_new ("keyUsage=critical");
  g_autoptr (GString) extended = g_string_new ("extendedKeyUsage=");
  g_autofree char *pem = NULL;
  g_autoptr (SmithRequest) request = NULL;
  g_autoptr (SmithExtensions) extensions = NULL;
  g_autoptr (GError) error = NULL;
  const char *argv[] = {
    "openssl", "req", "-new", "-key", key, "-subj", "/CN=a", "-addext", NULL, "-addext", NULL, "-addext",
    "tlsfeature=status_request", NULL
  };

  for (guint i = 0; i < SMITH_N_KEY_USAGES; i++)
    {
      SmithKeyUsage bit = (SmithKeyUsage) (1 << i);

      g_string_append_printf (usage, ",%s", smith_key_usage_get_nick (bit));
      g_assert_cmpstr (smith_key_usage_get_title (bit), !=, "");
    }
  for (guint i = 0; i < smith_extended_key_usage_get_n_rows (); i++)
    {
      g_string_append_printf (extended, "%s%s", i > 0 ? "," : "", smith_extended_key_usage_get_nick (i));
      g_assert_cmpstr (smith_extended_key_usage_get_title (i), !=, "");
    }
  argv[8] = usage->str;
  argv[10] = extended->str;
  pem = smith_test_run (argv, NULL, NULL);
  request = smith_request_new_from_pem (pem, &error);
  g_assert_no_error (error);
  extensions = smith_extensions_from_request (request);
  g_assert_cmpuint (extensions->key_usage, ==, (1 << SMITH_N_KEY_USAGES) - 1);
  g_assert_cmpuint (g_strv_length (extensions->extended_key_usages), ==, smith_extended_key_usage_get_n_rows ());
  for (guint i = 0; i < smith_extended_key_usage_get_n_rows (); i++)
    g_assert_cmpstr (extensions->extended_key_usages[i], ==, smith_extended_key_usage_get_nick (i));
  g_assert_true (extensions->must_staple);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/extensions/others", test_others);
  g_test_add_func ("/extensions/list-others", test_list_others);
  g_test_add_func ("/extensions/defaults", test_defaults);
  g_test_add_func ("/extensions/equal", test_equal);
  g_test_add_func ("/extensions/read", test_read);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/extensions/check/%s", cases[i].title);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_check);
    }
  g_test_add_func ("/extensions/nicks", test_nicks);

  return g_test_run ();
}
