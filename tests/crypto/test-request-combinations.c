/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-extensions.h"

#include <string.h>

#include "smith-test.h"

/*
 * Several hundred requests, each with other names, attributes, extensions, digest and key, by a fixed seed. What
 * went in is written beside each; check-requests.py has openssl, certtool and pyca/cryptography read all of them.
 */

#define N_REQUESTS 240
#define SEED 20260607

static const char * const key_files[] = { "rsa-leaf", "rsa-3072", "ec-leaf", "ec-p384", "ec-p521", "ed25519" };

static const char * const names[] = {
  "www.example.com", "example.com", "*.example.com", "a.b.c.d.example.org", "bücher.example", "*.münchen.example", "例え.テスト",
  "localhost", "xn--fa-hia.example", "192.0.2.1", "10.255.255.255", "2001:db8::1", "::1", "fe80::1", "web@example.com",
  "a.b+c@bücher.example", "https://example.com/a?b=c&d=e", "URI:urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
  "spiffe://example.org/web", "URI:https://example.com/x,y;z#w",
};

static const struct
{
  const char *attribute;
  const char *values[4];
} attributes[] = {
  { "DC", { "com", "example", "org" } },
  { "jurisdictionC", { "DE", "US" } },
  { "jurisdictionST", { "Delaware", "Île-de-France" } },
  { "jurisdictionL", { "Wilmington" } },
  { "businessCategory", { "Private Organization", "Government Entity" } },
  { "serialNumber", { "HRB 12345", "12-3456/78" } },
  { "C", { "DE", "US", "FR" } },
  { "ST", { "Bayern", "Île-de-France" } },
  { "L", { "München", "Łódź", "東京" } },
  { "postalCode", { "80331", "SW1A 1AA" } },
  { "street", { "Marienplatz 1", "10 Downing Street" } },
  { "O", { "Example GmbH & Co. KG", "Größe+Söhne, \"Ltd\"", "Österreich = A/S" } },
  { "organizationIdentifier", { "VATDE-123456789" } },
  { "SN", { "Müller" } },
  { "GN", { "Erika" } },
  { "title", { "Dr." } },
  { "OU", { "Web", "Größe", "Ops; Security" } },
  { "OU", { "Second", "#third" } },
  { "UID", { "u123" } },
  { "dnQualifier", { "q 1" } },
  { "pseudonym", { "Ø" } },
  { "CN", { "www.example.com", "192.0.2.1", "Example Web Server", "bücher.example" } },
  { "emailAddress", { "web@example.com" } },
  { "1.3.6.1.4.1.99999.1", { "private value" } },
};

static const char * const extended[] = {
  "serverAuth", "clientAuth", "codeSigning", "emailProtection", "timeStamping", "OCSPSigning", "1.3.6.1.4.1.99999.2",
};

static const char * const constraints[] = {
  "DNS:example.com", "DNS:.example.org", "IP:10.0.0.0/8", "IP:2001:db8::/32", "email:example.com", "URI:.example.com",
  "IP:192.0.2.7/32", "IP:0.0.0.0/0",
};

static const char * const urls[] = {
  "http://ca.example.com/root.crl", "http://ca.example.com/a,b;c.crl", "ldap://ldap.example.com/cn=x?crl",
  "https://ca.example.com/ca.crt",
};

static SmithKey *
read_key (const char *name)
{
  g_autofree char *file = g_strconcat (name, ".key", NULL);
  g_autofree char *path = g_test_build_filename (G_TEST_BUILT, "fixtures", "data", "pki", file, NULL);
  g_autofree char *text = NULL;
  g_autoptr (SmithSecret) pem = NULL;
  g_autoptr (GError) error = NULL;
  SmithKey *key;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  pem = smith_secret_new_string (text);
  key = smith_key_new_from_pem (pem, NULL, &error);
  g_assert_no_error (error);

  return key;
}

static gboolean
toss (GRand *random,
      int    sides)
{
  return g_rand_int_range (random, 0, sides) == 0;
}

/* (nullable): each of @all with the probability of 1 / @sides. */
static char **
pick (GRand              *random,
      const char * const *all,
      guint               n,
      int                 sides)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) picked = NULL;

  for (guint i = 0; i < n; i++)
    if (toss (random, sides))
      g_strv_builder_add (builder, all[i]);
  picked = g_strv_builder_end (builder);

  return *picked != NULL ? g_steal_pointer (&picked) : NULL;
}

static SmithName *
make_subject (GRand   *random,
              GString *expected,
              int      sides)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;
  g_autoptr (GError) error = NULL;
  SmithName *subject;

  for (guint i = 0; i < G_N_ELEMENTS (attributes); i++)
    {
      guint n = 0;
      const char *value;

      while (n < G_N_ELEMENTS (attributes[i].values) && attributes[i].values[n] != NULL)
        n++;
      value = attributes[i].values[g_rand_int_range (random, 0, (int) n)];
      if (!toss (random, sides))
        continue;
      g_strv_builder_add (builder, attributes[i].attribute);
      g_strv_builder_add (builder, value);
      g_string_append_printf (expected, "rdn\t%s\t%s\n", attributes[i].attribute, value);
    }
  list = g_strv_builder_end (builder);
  subject = smith_name_new ((const char * const *) list, &error);
  g_assert_no_error (error);

  return subject;
}

static GListModel *
make_names (GRand     *random,
            SmithName *subject,
            gboolean   is_ca,
            GString   *expected)
{
  GListStore *list = g_list_store_new (SMITH_TYPE_ALT_NAME);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  int n = toss (random, 6) ? 0 : toss (random, 12) ? 100 : g_rand_int_range (random, 1, 9);
  const char *common_name = smith_name_lookup (subject, "CN");
  gboolean empty = smith_name_get_n_attributes (subject) == 0;

  if (n == 0 && empty)
    n = 1;
  for (int i = 0; i < n; i++)
    {
      g_autofree char *numbered = g_strdup_printf ("host%d.example.com", i);
      const char *text = n == 100 ? numbered : names[g_rand_int_range (random, 0, G_N_ELEMENTS (names))];
      g_autoptr (GError) error = NULL;
      g_autoptr (SmithAltName) name = smith_alt_name_new_from_text (text, &error);

      g_assert_no_error (error);
      g_list_store_append (list, name);
      if (g_hash_table_add (seen, g_strdup (smith_alt_name_get_prefixed (name))))
        g_string_append_printf (expected, "san\t%s\n", smith_alt_name_get_prefixed (name));
    }
  /* A common name that is a host stands in for names, but an authority's. */
  if (n == 0 && !is_ca && common_name != NULL && !g_str_equal (common_name, "Example Web Server"))
    {
      g_autoptr (SmithAltName) name = smith_alt_name_new_from_text (common_name, NULL);

      g_string_append_printf (expected, "san\t%s\n", smith_alt_name_get_prefixed (name));
    }
  if (n > 0 && empty)
    g_string_append (expected, "san-critical\n");

  return G_LIST_MODEL (list);
}

static void
expect_list (GString    *expected,
             const char *word,
             char      **list)
{
  for (; list != NULL && *list != NULL; list++)
    g_string_append_printf (expected, "%s\t%s\n", word, *list);
}

static SmithExtensions *
make_extensions (GRand   *random,
                 GString *expected)
{
  SmithExtensions *extensions = smith_extensions_new ();

  if (toss (random, 5))
    return extensions;

  extensions->key_usage = (SmithKeyUsage) g_rand_int_range (random, 0, 1 << SMITH_N_KEY_USAGES);
  if ((extensions->key_usage & (SMITH_KEY_USAGE_ENCIPHER_ONLY | SMITH_KEY_USAGE_DECIPHER_ONLY)) != 0)
    extensions->key_usage |= SMITH_KEY_USAGE_KEY_AGREEMENT;
  extensions->extended_key_usages = pick (random, extended, G_N_ELEMENTS (extended), 3);
  extensions->must_staple = toss (random, 3);
  extensions->is_ca = toss (random, 4);
  if (extensions->is_ca)
    {
      extensions->path_length = g_rand_int_range (random, -1, 4);
      extensions->permitted_names = pick (random, constraints, G_N_ELEMENTS (constraints), 4);
      extensions->excluded_names = pick (random, constraints, G_N_ELEMENTS (constraints), 6);
    }
  if (toss (random, 3))
    extensions->crl_urls = pick (random, urls, G_N_ELEMENTS (urls), 2);
  if (toss (random, 3))
    extensions->ocsp_urls = pick (random, urls, G_N_ELEMENTS (urls), 3);
  if (toss (random, 3))
    extensions->issuer_urls = pick (random, urls, G_N_ELEMENTS (urls), 3);

  if (extensions->is_ca)
    g_string_append_printf (expected, "ca\t%d\n", extensions->path_length);
  for (guint i = 0; i < SMITH_N_KEY_USAGES; i++)
    if ((extensions->key_usage & (SmithKeyUsage) (1 << i)) != 0)
      g_string_append_printf (expected, "usage\t%s\n", smith_key_usage_get_nick ((SmithKeyUsage) (1 << i)));
  expect_list (expected, "extended", extensions->extended_key_usages);
  if (extensions->must_staple)
    g_string_append (expected, "staple\n");
  expect_list (expected, "permitted", extensions->permitted_names);
  expect_list (expected, "excluded", extensions->excluded_names);
  expect_list (expected, "crl", extensions->crl_urls);
  expect_list (expected, "ocsp", extensions->ocsp_urls);
  expect_list (expected, "issuer", extensions->issuer_urls);

  return extensions;
}

static void
write_file (const char *folder,
            guint       number,
            const char *suffix,
            const char *text)
{
  g_autofree char *name = g_strdup_printf ("%03u%s", number, suffix);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static void
make_request (const char *folder,
              guint       number,
              GRand      *random,
              SmithKey  **keys)
{
  static const char * const digests[] = { NULL, "SHA256", "SHA384", "SHA512" };
  static const char * const challenges[] = { "revoke me", "Geheim: größer $HOME \"x\"", "1" };
  guint kind = (guint) g_rand_int_range (random, 0, G_N_ELEMENTS (key_files));
  const char *digest = digests[g_rand_int_range (random, 0, G_N_ELEMENTS (digests))];
  g_autoptr (GString) expected = g_string_new (NULL);
  g_autoptr (SmithName) subject = make_subject (random, expected, number % 10 == 0 ? 30 : 1 + (int) number % 5);
  g_autoptr (GString) expected_extensions = g_string_new (NULL);
  g_autoptr (SmithExtensions) extensions = make_extensions (random, expected_extensions);
  g_autoptr (GListModel) alt_names = make_names (random, subject, extensions->is_ca, expected);
  g_autoptr (SmithExtensions) read = NULL;
  g_autoptr (SmithSecret) challenge = NULL;
  g_autoptr (SmithRequest) request = NULL;
  g_autoptr (GError) error = NULL;
  SmithRequestSpec spec;

  g_string_append (expected, expected_extensions->str);
  if (toss (random, 4))
    {
      const char *text = challenges[g_rand_int_range (random, 0, G_N_ELEMENTS (challenges))];

      challenge = smith_secret_new_string (text);
      g_string_append_printf (expected, "challenge\t%s\n", text);
    }
  g_string_append_printf (expected, "digest\t%s\n", kind == 5 ? "none" : digest != NULL ? digest : "SHA256");
  g_string_append_printf (expected, "key\t%s\n", key_files[kind]);

  spec = (SmithRequestSpec) {
    .subject = subject, .alt_names = alt_names, .extensions = extensions, .digest = digest, .challenge_password = challenge,
  };
  request = smith_request_create_full (keys[kind], &spec, &error);
  g_assert_no_error (error);
  g_assert_true (smith_request_is_signature_valid (request));
  g_assert_true (smith_name_equal (smith_request_get_subject (request), subject));
  g_assert_cmpint (smith_request_has_challenge_password (request), ==, challenge != NULL);
  read = smith_extensions_from_request (request);
  g_assert_true (smith_extensions_equal (read, extensions));

  write_file (folder, number, ".pem", smith_request_get_pem (request));
  write_file (folder, number, ".txt", expected->str);
}

static void
test_combinations (void)
{
  g_autofree char *folder = smith_test_make_folder ();
  g_autofree char *script = g_test_build_filename (G_TEST_DIST, "crypto", "check-requests.py", NULL);
  const char *argv[] = { "/usr/bin/python3", script, folder, NULL };
  g_autoptr (GRand) random = g_rand_new_with_seed (SEED);
  g_autofree char *expected = g_strdup_printf ("%d requests agree\n", N_REQUESTS);
  g_autofree char *output = NULL;
  SmithKey *keys[G_N_ELEMENTS (key_files)];

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    keys[i] = read_key (key_files[i]);
  for (guint i = 0; i < N_REQUESTS; i++)
    make_request (folder, i, random, keys);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    g_object_unref (keys[i]);

  output = smith_test_run (argv, NULL, NULL);
  g_assert_cmpstr (output, ==, expected);
  smith_test_remove_folder (folder);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/request/combinations", test_combinations);

  return g_test_run ();
}
