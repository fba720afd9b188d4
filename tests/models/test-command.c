/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-command.h"

#include <string.h>
#include <sys/stat.h>

#include <glib/gstdio.h>

#include "smith-extensions.h"
#include "smith-file.h"
#include "smith-test.h"

/* The command lines are run by sh; what openssl makes of them has to be what this program makes. */

typedef struct
{
  char *folder;
  char *key_path;
  char *request_path;
  char *certificate_path;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autofree char *base = smith_test_make_folder ();

  /* A path that has to be quoted. */
  fixture->folder = g_build_filename (base, "it's a “folder” $HOME", NULL);
  g_assert_cmpint (g_mkdir_with_parents (fixture->folder, 0700), ==, 0);
  fixture->key_path = g_build_filename (fixture->folder, "private-key.pem", NULL);
  fixture->request_path = g_build_filename (fixture->folder, "request.pem", NULL);
  fixture->certificate_path = g_build_filename (fixture->folder, "certificate.pem", NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *base = g_path_get_dirname (fixture->folder);

  smith_test_remove_folder (base);
  g_free (fixture->folder);
  g_free (fixture->key_path);
  g_free (fixture->request_path);
  g_free (fixture->certificate_path);
}

static void
run_line (const char *line)
{
  const char * const argv[] = { "sh", "-c", line, NULL };
  g_autofree char *output = NULL;

  g_test_message ("%s", line);
  output = smith_test_run (argv, NULL, NULL);
}

static char *
read_text (const char *path)
{
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);

  return text;
}

static SmithKey *
read_key (const char  *path,
          SmithSecret *passphrase)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithSecret) pem = smith_file_read_secret (path, 64 * 1024, &error);
  SmithKey *key;

  g_assert_no_error (error);
  key = smith_key_new_from_pem (pem, passphrase, &error);
  g_assert_no_error (error);

  return key;
}

/* Ours: @algorithm's key in the folder of the fixture. The same for all, which saves some seconds. */
static SmithKey *
write_key (Fixture    *fixture,
           const char *nick)
{
  static GHashTable *keys = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithKey) key = NULL;
  g_autoptr (SmithSecret) pem = NULL;

  if (keys == NULL)
    keys = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
  if (!g_hash_table_contains (keys, nick))
    g_hash_table_insert (keys, (gpointer) nick, smith_key_generate (smith_key_algorithm_lookup (nick), NULL, &error));
  g_assert_no_error (error);
  key = g_object_ref (g_hash_table_lookup (keys, nick));

  g_assert_no_error (error);
  pem = smith_key_to_pem (key, NULL, &error);
  g_assert_no_error (error);
  smith_file_write (fixture->key_path, smith_secret_get_data (pem), smith_secret_get_size (pem), 0600, &error);
  g_assert_no_error (error);

  return g_steal_pointer (&key);
}

static void
test_create_key (Fixture       *fixture,
                 gconstpointer  data)
{
  for (guint i = 0; i < smith_key_algorithm_get_n_rows (); i++)
    {
      const SmithKeyAlgorithm *algorithm = smith_key_algorithm_get_row (i);
      g_autofree char *line = smith_command_create_key (algorithm, FALSE, fixture->key_path);
      g_autofree char *text = NULL;
      g_autoptr (SmithKey) key = NULL;
      struct stat information;

      /* The first three of the curves behind the table speak for the others. */
      if (i >= 13)
        break;
      /* Takes up to a minute; its line differs by the number alone. */
      if (smith_key_algorithm_get_bits (algorithm) > 4096)
        {
          g_assert_nonnull (strstr (line, "-algorithm RSA -pkeyopt rsa_keygen_bits:8192 -out "));
          continue;
        }
      run_line (line);
      key = read_key (fixture->key_path, NULL);
      g_assert_true (smith_public_key_get_algorithm (smith_key_get_public_key (key)) == algorithm);
      text = read_text (fixture->key_path);
      g_assert_true (g_str_has_prefix (text, "-----BEGIN PRIVATE KEY-----"));
      g_assert_cmpint (stat (fixture->key_path, &information), ==, 0);
      g_assert_cmpint (information.st_mode & 0777, ==, 0600);
      g_assert_cmpint (g_remove (fixture->key_path), ==, 0);
    }
}

static void
test_create_encrypted_key (Fixture       *fixture,
                           gconstpointer  data)
{
  g_autofree char *line = smith_command_create_key (smith_key_algorithm_lookup ("ec-p256"), TRUE, fixture->key_path);
  g_autofree char *answered = NULL;
  g_autofree char *text = NULL;
  g_autoptr (SmithSecret) passphrase = smith_secret_new_string ("correct horse");
  g_autoptr (SmithKey) key = NULL;

  /* A person types it on the terminal; here it comes from a pipe. */
  answered = g_strdup_printf ("printf 'correct horse\\n' | %s -pass stdin", line);
  run_line (answered);
  text = read_text (fixture->key_path);
  g_assert_true (g_str_has_prefix (text, "-----BEGIN ENCRYPTED PRIVATE KEY-----"));
  key = read_key (fixture->key_path, passphrase);
  g_assert_cmpstr (smith_public_key_get_title (smith_key_get_public_key (key)), ==, "ECDSA P-256");
}

static const struct
{
  const char *title;
  const char *subject[17];
  const char *names[8];
} requests[] = {
  { "plain", { "CN", "www.example.com" }, { "www.example.com" } },
  { "all", { "C", "DE", "ST", "Bayern", "L", "M\303\274nchen", "O", "Example GmbH & Co. KG", "OU", "Web", "CN", "www.example.com",
             "emailAddress", "admin@example.com" },
    { "www.example.com", "example.com", "*.example.com", "10.0.0.1", "2001:db8::1", "admin@example.com", "m\303\274nchen.example" } },
  { "escapes", { "O", "a/b \\ c + d = e, \"f\" 'g' $HOME `id` ; # h", "CN", "www.example.com" }, { "www.example.com" } },
  { "uri", { "CN", "www.example.com" }, { "www.example.com", "URI:https://a.example/x?y=$HOME&z='q'#f", "URI:urn:x:y;z" } },
  { "comma", { "CN", "www.example.com" }, { "www.example.com", "URI:https://a.example/x,y$z#w" } },
  { "no-subject", { NULL }, { "www.example.com" } },
  { "no-subject-comma", { NULL }, { "www.example.com", "URI:https://a.example/x,y" } },
};

static void
test_create_request (Fixture       *fixture,
                     gconstpointer  data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithKey) key = write_key (fixture, "rsa-2048");
  g_autoptr (SmithName) subject = smith_name_new (requests[i].subject, &error);
  g_autoptr (GListStore) names = g_list_store_new (SMITH_TYPE_ALT_NAME);
  g_autoptr (SmithRequest) ours = NULL;
  g_autoptr (SmithRequest) theirs = NULL;
  g_autofree char *line = NULL;
  g_autofree char *pem = NULL;
  SmithRequestSpec spec;

  g_assert_no_error (error);
  for (guint j = 0; requests[i].names[j] != NULL; j++)
    {
      g_autoptr (SmithAltName) name = smith_alt_name_new_from_text (requests[i].names[j], &error);

      g_assert_no_error (error);
      g_list_store_append (names, name);
    }
  ours = smith_request_create (key, subject, G_LIST_MODEL (names), &error);
  g_assert_no_error (error);

  spec = (SmithRequestSpec) { .subject = subject, .alt_names = G_LIST_MODEL (names) };
  line = smith_command_create_request (&spec, fixture->key_path, fixture->request_path);
  run_line (line);
  pem = read_text (fixture->request_path);
  theirs = smith_request_new_from_pem (pem, &error);
  g_assert_no_error (error);
  /* RSA's PKCS #1 v1.5 signature has nothing random: equal down to the last bit. */
  g_assert_cmpstr (smith_name_get_rfc4514 (smith_request_get_subject (theirs)), ==,
                   smith_name_get_rfc4514 (smith_request_get_subject (ours)));
  g_assert_true (g_bytes_equal (smith_request_get_der (ours), smith_request_get_der (theirs)));
}

typedef struct
{
  const char *title;
  const char *subject[9];
  const char *names[4];
  const char *extended;
  const char *permitted;
  const char *excluded;
  const char *crl;
  const char *ocsp;
  const char *issuers;
  guint       key_usage;
  gboolean    must_staple;
  gboolean    is_ca;
  int         path_length;
  const char *digest;
  const char *challenge;
} FullRequest;

static const FullRequest full_requests[] = {
  { .title = "defaults", .subject = { "CN", "a.example" }, .names = { "a.example" }, .extended = "serverAuth",
    .key_usage = SMITH_KEY_USAGE_DIGITAL_SIGNATURE | SMITH_KEY_USAGE_KEY_ENCIPHERMENT },
  { .title = "staple", .subject = { "CN", "a.example" }, .names = { "a.example" }, .must_staple = TRUE, .digest = "SHA384" },
  { .title = "authority", .subject = { "O", "Example", "CN", "Example Root" }, .is_ca = TRUE, .path_length = 1,
    .key_usage = SMITH_KEY_USAGE_KEY_CERT_SIGN | SMITH_KEY_USAGE_CRL_SIGN, .digest = "SHA512",
    .permitted = "DNS:example.com IP:10.0.0.0/8 IP:2001:db8::/32 email:example.com URI:.example.com",
    .excluded = "DNS:a.example.com IP:10.1.0.0/16" },
  { .title = "no-limit", .subject = { "CN", "Example Root" }, .is_ca = TRUE, .path_length = -1 },
  { .title = "addresses", .subject = { "CN", "a.example" }, .names = { "a.example" },
    .crl = "http://a.example/1.crl http://a.example/2.crl",
    .ocsp = "http://a.example/ocsp", .issuers = "http://a.example/a.crt ldap://a.example/x" },
  { .title = "commas", .subject = { "CN", "a.example" }, .names = { "a.example", "URI:https://a.example/x,y" },
    .extended = "clientAuth 1.2.3.4", .key_usage = SMITH_KEY_USAGE_DIGITAL_SIGNATURE,
    .crl = "http://a.example/1,2.crl http://a.example/$HOME#x;y", .ocsp = "http://a.example/o,p",
    .issuers = "http://a.example/i,j http://a.example/k" },
  { .title = "no-subject", .names = { "a.example", "10.0.0.1" }, .extended = "serverAuth", .must_staple = TRUE,
    .key_usage = (1 << SMITH_N_KEY_USAGES) - 1 },
  { .title = "private-attribute", .subject = { "1.2.3.4", "a, b $HOME \\ \"q\" #x", "OU", "One", "OU", "Two = 2", "CN", "a.example" },
    .names = { "a.example" }, .extended = "serverAuth" },
  { .title = "challenge", .subject = { "C", "DE", "O", "Example & S\303\266hne", "CN", "a.example" }, .names = { "a.example" },
    .challenge = "it's $HOME `id` \"x\" #y; \\ \303\274" },
  { .title = "challenge-and-all", .subject = { "serialNumber", "HRB 1", "CN", "a.example" }, .names = { "a.example", "URI:urn:a,b" },
    .extended = "serverAuth", .key_usage = SMITH_KEY_USAGE_DIGITAL_SIGNATURE, .must_staple = TRUE, .digest = "SHA384",
    .challenge = "1" },
  { .title = "only-challenge", .subject = { "CN", "Erika Mustermann" }, .challenge = "x" },
  { .title = "name-for-names", .subject = { "CN", "www.example.com" }, .digest = "SHA512" },
  { .title = "authority-with-one-word", .subject = { "CN", "Root" }, .is_ca = TRUE, .path_length = -1 },
};

static char **
split (const char *text)
{
  return text != NULL ? g_strsplit (text, " ", -1) : NULL;
}

/* RSA's signature has nothing random: what sh and openssl make of the line is equal down to the last bit. */
static void
test_create_full_request (Fixture       *fixture,
                          gconstpointer  data)
{
  const FullRequest *asked = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithKey) key = write_key (fixture, "rsa-2048");
  g_autoptr (SmithName) subject = smith_name_new (asked->subject, &error);
  g_autoptr (GListStore) names = g_list_store_new (SMITH_TYPE_ALT_NAME);
  g_autoptr (SmithExtensions) extensions = smith_extensions_new ();
  g_autoptr (SmithSecret) challenge = asked->challenge != NULL ? smith_secret_new_string (asked->challenge) : NULL;
  g_autoptr (SmithRequest) ours = NULL;
  g_autoptr (SmithRequest) theirs = NULL;
  g_autofree char *line = NULL;
  g_autofree char *pem = NULL;
  g_autofree char *our_text = NULL;
  g_autofree char *their_text = NULL;
  SmithRequestSpec spec = { subject, G_LIST_MODEL (names), extensions, asked->digest, challenge };

  g_assert_no_error (error);
  for (guint i = 0; asked->names[i] != NULL; i++)
    {
      g_autoptr (SmithAltName) name = smith_alt_name_new_from_text (asked->names[i], &error);

      g_assert_no_error (error);
      g_list_store_append (names, name);
    }
  extensions->key_usage = (SmithKeyUsage) asked->key_usage;
  extensions->extended_key_usages = split (asked->extended);
  extensions->must_staple = asked->must_staple;
  extensions->is_ca = asked->is_ca;
  extensions->path_length = asked->path_length;
  extensions->permitted_names = split (asked->permitted);
  extensions->excluded_names = split (asked->excluded);
  extensions->crl_urls = split (asked->crl);
  extensions->ocsp_urls = split (asked->ocsp);
  extensions->issuer_urls = split (asked->issuers);
  ours = smith_request_create_full (key, &spec, &error);
  g_assert_no_error (error);

  line = smith_command_create_request (&spec, fixture->key_path, fixture->request_path);
  if (asked->challenge != NULL)
    {
      g_autofree char *quoted = g_shell_quote (asked->challenge);
      g_autofree char *typed = NULL;

      /* The line asks for it. */
      g_assert_null (strstr (line, quoted));
      typed = g_strdup_printf ("printf '%%s\\n' %s | { %s; }", quoted, line);
      run_line (typed);
    }
  else
    {
      run_line (line);
    }
  pem = read_text (fixture->request_path);
  theirs = smith_request_new_from_pem (pem, &error);
  g_assert_no_error (error);
  our_text = smith_request_dup_text (ours);
  their_text = smith_request_dup_text (theirs);
  g_assert_cmpstr (their_text, ==, our_text);
  g_assert_true (g_bytes_equal (smith_request_get_der (ours), smith_request_get_der (theirs)));
}

/* openssl-req(1) reads a challenge password only together with a subject: the line says so. */
static void
test_challenge_without_subject (void)
{
  static const char * const none[] = { NULL };
  g_autoptr (SmithName) subject = smith_name_new (none, NULL);
  g_autoptr (SmithSecret) challenge = smith_secret_new_string ("x");
  SmithRequestSpec spec = { .subject = subject, .challenge_password = challenge };
  g_autofree char *line = smith_command_create_request (&spec, "key.pem", "request.pem");

  g_assert_nonnull (strstr (line, "  # "));
  g_assert_null (strstr (line, "CHALLENGE"));
}

static char *
describe_certificate (const char *path)
{
  const char * const argv[] = {
    "openssl", "x509", "-in", path, "-noout", "-text", "-certopt", "no_serial,no_validity,no_sigdump", NULL
  };

  return smith_test_run (argv, NULL, NULL);
}

static void
test_self_sign (Fixture       *fixture,
                gconstpointer  data)
{
  const char *nick = g_str_has_prefix (data, "rsa") ? "rsa-2048" : "ec-p384";
  const char * const attributes[] = { "O", "Example", "CN", "www.example.com", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithKey) key = write_key (fixture, nick);
  g_autoptr (SmithExtensions) asked = smith_extensions_new_for_tls_server (smith_key_algorithm_lookup ("rsa-2048"));
  g_autoptr (GListStore) names = g_list_store_new (SMITH_TYPE_ALT_NAME);
  g_autoptr (SmithName) subject = smith_name_new (attributes, &error);
  g_autoptr (SmithRequest) request = NULL;
  g_autoptr (SmithCertificate) ours = NULL;
  g_autoptr (SmithCertificate) theirs = NULL;
  g_autofree char *our_path = g_build_filename (fixture->folder, "ours.pem", NULL);
  g_autofree char *line = NULL;
  g_autofree char *pem = NULL;
  g_autofree char *our_text = NULL;
  g_autofree char *their_text = NULL;
  SmithRequestSpec spec = { NULL };

  /* A request that asks for nothing, one that asks for much, one whose names need a configuration. */
  if (!g_str_has_suffix (data, "-plain"))
    {
      g_autoptr (SmithAltName) name = smith_alt_name_new_from_text ("a.example", NULL);
      g_autoptr (SmithAltName) uri = smith_alt_name_new_from_text ("URI:https://a.example/x,y", NULL);

      asked->must_staple = TRUE;
      spec.extensions = asked;
      spec.alt_names = G_LIST_MODEL (names);
      g_list_store_append (names, name);
      if (g_str_has_suffix (data, "-comma"))
        g_list_store_append (names, uri);
    }
  spec.subject = subject;
  request = smith_request_create_full (key, &spec, &error);
  g_assert_no_error (error);
  g_file_set_contents (fixture->request_path, smith_request_get_pem (request), -1, &error);
  g_assert_no_error (error);
  ours = smith_certificate_self_sign (request, key, 90, &error);
  g_assert_no_error (error);
  g_file_set_contents (our_path, smith_certificate_get_pem (ours), -1, &error);
  g_assert_no_error (error);

  line = smith_command_self_sign (request, 90, fixture->request_path, fixture->key_path, fixture->certificate_path);
  run_line (line);
  pem = read_text (fixture->certificate_path);
  theirs = smith_certificate_new_from_pem (pem, &error);
  g_assert_no_error (error);

  /* The serial is random, ours begins five minutes earlier; all else is equal. */
  our_text = describe_certificate (our_path);
  their_text = describe_certificate (fixture->certificate_path);
  g_assert_cmpstr (our_text, ==, their_text);
  g_assert_cmpint (ABS (g_date_time_difference (smith_certificate_get_not_after (ours),
                                                smith_certificate_get_not_after (theirs))), <, G_TIME_SPAN_MINUTE);
  g_assert_true (smith_certificate_is_issued_by (theirs, ours));
}

static void
test_quote (void)
{
  static const struct
  {
    const char *text;
    const char *quoted;
  } cases[] = {
    { "plain-1.pem", "plain-1.pem" },
    { "/a/b_c", "/a/b_c" },
    { "", "''" },
    { "two words", "'two words'" },
    { "it's", "'it'\\''s'" },
    { "$HOME", "'$HOME'" },
    { "*.example.com", "'*.example.com'" },
    { "~", "'~'" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *quoted = smith_command_quote (cases[i].text);

      g_assert_cmpstr (quoted, ==, cases[i].quoted);
    }
}

static const char * const self_signed[] = { "rsa-plain", "ecdsa-plain", "rsa-full", "ecdsa-full", "rsa-comma" };

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/command/quote", test_quote);
  g_test_add ("/command/create-key", Fixture, NULL, set_up, test_create_key, tear_down);
  g_test_add ("/command/create-encrypted-key", Fixture, NULL, set_up, test_create_encrypted_key, tear_down);
  for (guint i = 0; i < G_N_ELEMENTS (requests); i++)
    {
      g_autofree char *path = g_strdup_printf ("/command/create-request/%s", requests[i].title);

      g_test_add (path, Fixture, GUINT_TO_POINTER (i), set_up, test_create_request, tear_down);
    }
  for (guint i = 0; i < G_N_ELEMENTS (full_requests); i++)
    {
      g_autofree char *path = g_strdup_printf ("/command/create-full-request/%s", full_requests[i].title);

      g_test_add (path, Fixture, &full_requests[i], set_up, test_create_full_request, tear_down);
    }
  g_test_add_func ("/command/challenge-without-subject", test_challenge_without_subject);
  for (guint i = 0; i < G_N_ELEMENTS (self_signed); i++)
    {
      g_autofree char *path = g_strconcat ("/command/self-sign/", self_signed[i], NULL);

      g_test_add (path, Fixture, self_signed[i], set_up, test_self_sign, tear_down);
    }

  return g_test_run ();
}
