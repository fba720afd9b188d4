/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-issuance.h"

#include <string.h>

#include "smith-crypto-error.h"
#include "smith-test.h"

/* A key, its certificate, and who is above it. */
typedef struct
{
  SmithKey         *key;
  SmithCertificate *certificate;
  GPtrArray        *chain;
} Authority;

static void
authority_free (Authority *self)
{
  g_clear_object (&self->key);
  g_clear_object (&self->certificate);
  g_clear_pointer (&self->chain, g_ptr_array_unref);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Authority, authority_free)

static SmithName *
make_name (const char *common_name)
{
  const char *attributes[] = { "O", "Example", "CN", common_name, NULL };
  g_autoptr (GError) error = NULL;
  SmithName *name = smith_name_new (attributes, &error);

  g_assert_no_error (error);

  return name;
}

static GListModel *
make_alt_names (const char * const *texts)
{
  GListStore *store = g_list_store_new (SMITH_TYPE_ALT_NAME);

  for (guint i = 0; texts != NULL && texts[i] != NULL; i++)
    {
      g_autoptr (SmithAltName) name = smith_alt_name_new_from_text (texts[i], NULL);

      g_assert_nonnull (name);
      g_list_store_append (store, name);
    }

  return G_LIST_MODEL (store);
}

static SmithKey *
make_key (const char *nick)
{
  g_autoptr (GError) error = NULL;
  SmithKey *key = smith_key_generate (smith_key_algorithm_lookup (nick), NULL, &error);

  g_assert_no_error (error);

  return key;
}

/* @above: NULL for a root. */
static Authority *
make_authority (const char            *nick,
                const char            *common_name,
                const SmithExtensions *wanted,
                Authority             *above,
                GError               **error)
{
  g_autoptr (Authority) self = g_new0 (Authority, 1);
  g_autoptr (SmithExtensions) extensions = wanted != NULL ? smith_extensions_copy (wanted) : smith_extensions_new ();
  g_autoptr (SmithName) name = make_name (common_name);
  g_autoptr (SmithIssuance) issuance = NULL;

  extensions->is_ca = TRUE;
  self->key = make_key (nick);
  self->chain = g_ptr_array_new_with_free_func (g_object_unref);
  if (above != NULL)
    {
      g_ptr_array_add (self->chain, g_object_ref (above->certificate));
      for (guint i = 0; i < above->chain->len; i++)
        g_ptr_array_add (self->chain, g_object_ref (g_ptr_array_index (above->chain, i)));
    }
  issuance = smith_issuance_new (name, NULL, extensions, above == NULL ? 3650 : 1825);
  self->certificate = smith_certificate_issue (smith_key_get_public_key (self->key), issuance,
                                               above != NULL ? above->certificate : NULL,
                                               above != NULL ? above->chain : NULL,
                                               above != NULL ? above->key : self->key, error);

  return self->certificate != NULL ? g_steal_pointer (&self) : NULL;
}

static SmithCertificate *
issue (Authority          *authority,
       const char         *nick,
       const char * const *names,
       guint               days,
       GError            **error)
{
  g_autoptr (SmithKey) key = make_key (nick);
  g_autoptr (SmithName) subject = make_name (names[0]);
  g_autoptr (GListModel) alt_names = make_alt_names (names);
  g_autoptr (SmithRequest) request = smith_request_create (key, subject, alt_names, NULL);
  g_autoptr (SmithIssuance) issuance = smith_issuance_new_from_request (request, days);

  return smith_certificate_issue (smith_request_get_public_key (request), issuance, authority->certificate,
                                  authority->chain, authority->key, error);
}

static char *
write_file (const char *folder,
            const char *name,
            const char *text)
{
  char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));

  return path;
}

/* openssl and certtool, both with the root trusted and the rest handed over. TRUE where both accept. */
static gboolean
outsiders_accept (SmithCertificate *certificate,
                  GPtrArray        *chain)
{
  g_autofree char *folder = smith_test_make_folder ();
  GString *between = g_string_new (NULL);
  GString *all = g_string_new (smith_certificate_get_pem (certificate));
  g_autofree char *root = write_file (folder, "root.pem", smith_certificate_get_pem (g_ptr_array_index (chain, chain->len - 1)));
  g_autofree char *leaf = write_file (folder, "leaf.pem", smith_certificate_get_pem (certificate));
  g_autofree char *untrusted = NULL;
  g_autofree char *whole = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  int openssl_status = 0;
  int certtool_status = 0;

  for (guint i = 0; i < chain->len; i++)
    {
      g_string_append (all, smith_certificate_get_pem (g_ptr_array_index (chain, i)));
      if (i + 1 < chain->len)
        g_string_append (between, smith_certificate_get_pem (g_ptr_array_index (chain, i)));
    }
  /* openssl wants at least one in the file. */
  if (between->len == 0)
    g_string_append (between, smith_certificate_get_pem (certificate));
  untrusted = write_file (folder, "between.pem", between->str);
  whole = write_file (folder, "all.pem", all->str);
  first = smith_test_run ((const char *[]) { "openssl", "verify", "-x509_strict", "-CAfile", root, "-untrusted", untrusted, leaf, NULL },
                          NULL, &openssl_status);
  second = smith_test_run ((const char *[]) { "certtool", "--verify-chain", "--infile", whole, NULL }, NULL, &certtool_status);
  g_string_free (between, TRUE);
  g_string_free (all, TRUE);
  smith_test_remove_folder (folder);
  if ((openssl_status == 0) != (certtool_status == 0))
    g_test_message ("openssl: %s certtool: %s", first, second);

  return openssl_status == 0 && certtool_status == 0;
}

static GPtrArray *
dup_path (Authority *authority)
{
  GPtrArray *path = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (path, g_object_ref (authority->certificate));
  for (guint i = 0; i < authority->chain->len; i++)
    g_ptr_array_add (path, g_object_ref (g_ptr_array_index (authority->chain, i)));

  return path;
}

static void
test_kind (gconstpointer data)
{
  static const char * const names[] = { "www.example.com", "example.com", "192.0.2.7", NULL };
  const char *nick = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithExtensions) limits = smith_extensions_new ();
  g_autoptr (Authority) root = make_authority (nick, "Example Root CA", NULL, NULL, &error);
  g_autoptr (Authority) middle = NULL;
  g_autoptr (SmithCertificate) leaf = NULL;
  g_autoptr (SmithCertificate) direct = NULL;
  g_autoptr (GPtrArray) root_path = NULL;
  g_autoptr (GPtrArray) path = NULL;
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  limits->path_length = 0;
  middle = make_authority (nick, "Example Issuing CA", limits, root, &error);
  g_assert_no_error (error);
  leaf = issue (middle, nick, names, 90, &error);
  g_assert_no_error (error);
  direct = issue (root, nick, names, 90, &error);
  g_assert_no_error (error);

  root_path = dup_path (root);
  path = dup_path (middle);
  g_assert_true (outsiders_accept (middle->certificate, root_path));
  g_assert_true (outsiders_accept (direct, root_path));
  g_assert_true (outsiders_accept (leaf, path));

  text = smith_certificate_dup_text (root->certificate);
  g_assert_nonnull (strstr (text, "CA:TRUE"));
  g_assert_nonnull (strstr (text, "Certificate Sign, CRL Sign"));
  g_assert_nonnull (strstr (text, "X509v3 Subject Key Identifier"));
  g_clear_pointer (&text, g_free);
  text = smith_certificate_dup_text (middle->certificate);
  g_assert_nonnull (strstr (text, "CA:TRUE, pathlen:0"));
  g_assert_nonnull (strstr (text, "X509v3 Authority Key Identifier"));
  /* An authority's name is not a host's. */
  g_assert_null (strstr (text, "Subject Alternative Name"));
  g_clear_pointer (&text, g_free);
  text = smith_certificate_dup_text (leaf);
  g_assert_nonnull (strstr (text, "CA:FALSE"));
  g_assert_nonnull (strstr (text, "DNS:www.example.com, DNS:example.com, IP Address:192.0.2.7"));
  g_assert_nonnull (strstr (text, "TLS Web Server Authentication"));
  g_assert_false (smith_certificate_is_ca (leaf));
  g_assert_true (smith_certificate_is_issued_by (leaf, middle->certificate));
}

/* The same by openssl's own hand, which refuses nothing when it signs. */
static SmithCertificate *
issue_by_openssl (Authority   *authority,
                  const char  *extensions,
                  SmithKey   **its_key)
{
  g_autofree char *folder = smith_test_make_folder ();
  g_autoptr (SmithSecret) pem = smith_key_to_pem (authority->key, NULL, NULL);
  g_autofree char *key = write_file (folder, "key.pem", smith_secret_get_string (pem));
  g_autofree char *certificate = write_file (folder, "ca.pem", smith_certificate_get_pem (authority->certificate));
  g_autofree char *file = write_file (folder, "ext.cnf", extensions);
  g_autoptr (SmithKey) own = make_key ("ec-p256");
  g_autoptr (SmithName) name = make_name ("Somebody");
  g_autoptr (SmithRequest) request = smith_request_create (own, name, NULL, NULL);
  g_autofree char *csr = write_file (folder, "some.csr", smith_request_get_pem (request));
  g_autofree char *output = NULL;
  g_autoptr (GError) error = NULL;
  SmithCertificate *made;

  output = smith_test_run ((const char *[]) { "openssl", "x509", "-req", "-in", csr, "-CA", certificate, "-CAkey", key,
                                              "-CAcreateserial", "-days", "30", "-extfile", file, NULL }, NULL, NULL);
  made = smith_certificate_new_from_pem (output, &error);
  g_assert_no_error (error);
  smith_test_remove_folder (folder);
  if (its_key != NULL)
    *its_key = g_object_ref (own);

  return made;
}

#define LEAF_EXTENSIONS "basicConstraints=critical,CA:FALSE\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n"
#define CA_EXTENSIONS "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n" \
                      "subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n"

static void
test_name_constraints (void)
{
  static const char * const permitted[] = { "DNS:example.com", "IP:10.0.0.0/8", NULL };
  static const char * const excluded[] = { "DNS:secret.example.com", NULL };
  static const struct
  {
    const char *names[3];
    const char *extensions;
    gboolean    allowed;
  } cases[] = {
    { { "www.example.com", NULL }, "subjectAltName=DNS:www.example.com\n", TRUE },
    { { "www.example.com", "10.1.2.3", NULL }, "subjectAltName=DNS:www.example.com,IP:10.1.2.3\n", TRUE },
    { { "www.example.org", NULL }, "subjectAltName=DNS:www.example.org\n", FALSE },
    { { "www.example.com", "www.example.net", NULL }, "subjectAltName=DNS:www.example.com,DNS:www.example.net\n", FALSE },
    { { "a.secret.example.com", NULL }, "subjectAltName=DNS:a.secret.example.com\n", FALSE },
    { { "www.example.com", "192.0.2.1", NULL }, "subjectAltName=DNS:www.example.com,IP:192.0.2.1\n", FALSE },
  };
  g_autoptr (SmithExtensions) limits = smith_extensions_new ();
  g_autoptr (Authority) root = NULL;
  g_autoptr (Authority) middle = NULL;
  g_autoptr (GPtrArray) path = NULL;
  g_autoptr (GError) error = NULL;

  limits->permitted_names = g_strdupv ((char **) permitted);
  limits->excluded_names = g_strdupv ((char **) excluded);
  limits->path_length = 0;
  root = make_authority ("ec-p256", "Root", NULL, NULL, &error);
  g_assert_no_error (error);
  middle = make_authority ("ec-p256", "Only Example", limits, root, &error);
  g_assert_no_error (error);
  path = dup_path (middle);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SmithCertificate) ours = issue (middle, "ec-p256", (const char * const *) cases[i].names, 30, &error);
      g_autofree char *extensions = g_strconcat (LEAF_EXTENSIONS, cases[i].extensions, NULL);
      g_autoptr (SmithCertificate) theirs = issue_by_openssl (middle, extensions, NULL);

      g_assert_cmpint (outsiders_accept (theirs, path), ==, cases[i].allowed);
      if (cases[i].allowed)
        {
          g_assert_no_error (error);
          g_assert_true (outsiders_accept (ours, path));
        }
      else
        {
          g_assert_null (ours);
          g_assert_error (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_INVALID);
          g_assert_nonnull (strstr (error->message, "Only Example"));
          g_assert_nonnull (strstr (error->message, "name constraints"));
          g_clear_error (&error);
        }
    }
}

static void
test_path_length (void)
{
  static const char * const names[] = { "www.example.com", NULL };
  g_autoptr (SmithExtensions) limits = smith_extensions_new ();
  g_autoptr (SmithExtensions) none = smith_extensions_new ();
  g_autoptr (Authority) root = NULL;
  g_autoptr (Authority) middle = NULL;
  g_autoptr (Authority) third = g_new0 (Authority, 1);
  g_autoptr (SmithCertificate) theirs = NULL;
  g_autoptr (SmithCertificate) ours = NULL;
  g_autoptr (GPtrArray) root_path = NULL;
  g_autoptr (GPtrArray) longest = NULL;
  g_autoptr (GError) error = NULL;

  limits->path_length = 1;
  root = make_authority ("ec-p256", "Root", limits, NULL, &error);
  g_assert_no_error (error);
  none->path_length = -1;
  middle = make_authority ("ec-p256", "Second", none, root, &error);
  g_assert_no_error (error);
  root_path = dup_path (root);
  g_assert_true (outsiders_accept (middle->certificate, root_path));

  /* One more is one too many, though the second itself does not say so. */
  g_assert_null (make_authority ("ec-p256", "Third", none, middle, &error));
  g_assert_error (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "path length"));

  /* openssl makes one, and then accepts nothing that it signs. */
  third->chain = dup_path (middle);
  third->certificate = issue_by_openssl (middle, CA_EXTENSIONS, &third->key);
  longest = dup_path (third);
  theirs = issue_by_openssl (third, LEAF_EXTENSIONS, NULL);
  g_assert_false (outsiders_accept (theirs, longest));
  g_clear_error (&error);
  ours = issue (third, "ec-p256", names, 30, &error);
  g_assert_null (ours);
  g_assert_nonnull (strstr (error->message, "path length"));
}

static void
test_dates (void)
{
  static const char * const names[] = { "www.example.com", NULL };
  g_autoptr (Authority) root = g_new0 (Authority, 1);
  g_autoptr (SmithExtensions) extensions = smith_extensions_new ();
  g_autoptr (SmithName) name = make_name ("Short");
  g_autoptr (SmithIssuance) issuance = NULL;
  g_autoptr (SmithCertificate) leaf = NULL;
  g_autoptr (SmithIssuance) longer = NULL;
  g_auto (GStrv) warnings = NULL;
  g_autoptr (GError) error = NULL;

  extensions->is_ca = TRUE;
  issuance = smith_issuance_new (name, NULL, extensions, 20);
  root->key = make_key ("ec-p256");
  root->chain = g_ptr_array_new ();
  root->certificate = smith_certificate_issue (smith_key_get_public_key (root->key), issuance, NULL, NULL, root->key, &error);
  g_assert_no_error (error);

  /* Not beyond the issuer, nor before it. */
  leaf = issue (root, "ec-p256", names, 90, &error);
  g_assert_no_error (error);
  g_assert_true (g_date_time_equal (smith_certificate_get_not_after (leaf), smith_certificate_get_not_after (root->certificate)));
  g_assert_cmpint (g_date_time_compare (smith_certificate_get_not_before (leaf),
                                        smith_certificate_get_not_before (root->certificate)), >=, 0);
  longer = smith_issuance_copy (issuance);
  longer->days = 90;
  warnings = smith_issuance_list_warnings (longer, smith_key_get_public_key (root->key), root->certificate);
  g_assert_cmpuint (g_strv_length (warnings), ==, 2);
  g_assert_nonnull (strstr (warnings[0], "It ends on"));

  g_assert_null (issue (root, "ec-p256", names, 0, &error));
  g_assert_error (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_INVALID);
}

static void
test_warnings (void)
{
  g_autoptr (SmithKey) key = make_key ("ec-p256");
  g_autoptr (SmithKey) weak = make_key ("rsa-1024");
  g_autoptr (SmithName) name = make_name ("Somebody Else");
  g_autoptr (SmithRequest) request = smith_request_create (key, name, NULL, NULL);
  g_autoptr (SmithIssuance) issuance = smith_issuance_new_from_request (request, 800);
  g_auto (GStrv) warnings = NULL;

  /* Long, and no name that a browser looks at. */
  warnings = smith_issuance_list_warnings (issuance, smith_request_get_public_key (request), NULL);
  g_assert_cmpuint (g_strv_length (warnings), ==, 2);
  g_assert_nonnull (strstr (warnings[0], "398"));
  g_assert_nonnull (strstr (warnings[1], "domain name"));

  g_clear_pointer (&warnings, g_strfreev);
  issuance->days = 90;
  issuance->extensions->is_ca = TRUE;
  warnings = smith_issuance_list_warnings (issuance, smith_request_get_public_key (request), NULL);
  g_assert_cmpuint (g_strv_length (warnings), ==, 1);
  g_assert_nonnull (strstr (warnings[0], "trusted like yours"));

  /* What is wrong with the key itself is said as well. */
  g_clear_pointer (&warnings, g_strfreev);
  warnings = smith_issuance_list_warnings (issuance, smith_key_get_public_key (weak), NULL);
  g_assert_cmpuint (g_strv_length (warnings), ==, 2);
}

/* What the authority decides does not come from the request. */
static void
test_request_is_tamed (void)
{
  g_autofree char *folder = smith_test_make_folder ();
  g_autoptr (SmithKey) key = make_key ("ec-p256");
  g_autoptr (SmithSecret) secret = smith_key_to_pem (key, NULL, NULL);
  g_autofree char *pem = write_file (folder, "key.pem", smith_secret_get_string (secret));
  g_autofree char *text = NULL;
  g_autoptr (SmithRequest) request = NULL;
  g_autoptr (SmithIssuance) issuance = NULL;
  g_autoptr (GError) error = NULL;

  text = smith_test_run ((const char *[]) { "openssl", "req", "-new", "-key", pem, "-subj", "/CN=Climber",
                                            "-addext", "basicConstraints=critical,CA:TRUE",
                                            "-addext", "keyUsage=keyCertSign,digitalSignature",
                                            "-addext", "nameConstraints=permitted;DNS:example.com",
                                            "-addext", "subjectAltName=DNS:climber.example.com", NULL }, NULL, NULL);
  request = smith_request_new_from_pem (text, &error);
  g_assert_no_error (error);
  g_assert_true (smith_request_is_signature_valid (request));
  issuance = smith_issuance_new_from_request (request, 30);
  g_assert_false (issuance->extensions->is_ca);
  g_assert_cmpint (issuance->extensions->key_usage, ==, SMITH_KEY_USAGE_DIGITAL_SIGNATURE);
  g_assert_null (issuance->extensions->permitted_names);
  g_assert_cmpuint (g_list_model_get_n_items (issuance->alt_names), ==, 1);
  smith_test_remove_folder (folder);
}

static void
test_urls (void)
{
  static const char * const names[] = { "www.example.com", NULL };
  const char *crl[] = { "http://ca.example.com/ca.crl", NULL };
  const char *ocsp[] = { "http://ocsp.example.com/", NULL };
  const char *above[] = { "http://ca.example.com/ca.cer", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (Authority) root = make_authority ("ec-p384", "Root", NULL, NULL, &error);
  g_autoptr (SmithKey) key = make_key ("rsa-2048");
  g_autoptr (SmithName) subject = make_name ("www.example.com");
  g_autoptr (GListModel) alt_names = make_alt_names (names);
  g_autoptr (SmithRequest) request = smith_request_create (key, subject, alt_names, NULL);
  g_autoptr (SmithIssuance) issuance = smith_issuance_new_from_request (request, 30);
  g_autoptr (SmithCertificate) leaf = NULL;
  g_autoptr (GPtrArray) path = dup_path (root);
  g_autofree char *text = NULL;

  issuance->extensions->crl_urls = g_strdupv ((char **) crl);
  issuance->extensions->ocsp_urls = g_strdupv ((char **) ocsp);
  issuance->extensions->issuer_urls = g_strdupv ((char **) above);
  issuance->extensions->must_staple = TRUE;
  leaf = smith_certificate_issue (smith_request_get_public_key (request), issuance, root->certificate, NULL, root->key, &error);
  g_assert_no_error (error);
  text = smith_certificate_dup_text (leaf);
  g_assert_nonnull (strstr (text, "URI:http://ca.example.com/ca.crl"));
  g_assert_nonnull (strstr (text, "OCSP - URI:http://ocsp.example.com/"));
  g_assert_nonnull (strstr (text, "CA Issuers - URI:http://ca.example.com/ca.cer"));
  g_assert_nonnull (strstr (text, "status_request"));
  g_assert_nonnull (strstr (text, "Key Encipherment"));
  /* Of the strength of the authority's curve; another one on demand. */
  g_assert_nonnull (strstr (text, "ecdsa-with-SHA384"));
  g_assert_true (outsiders_accept (leaf, path));

  g_clear_object (&leaf);
  g_clear_pointer (&text, g_free);
  issuance->digest = g_strdup ("SHA512");
  leaf = smith_certificate_issue (smith_request_get_public_key (request), issuance, root->certificate, NULL, root->key, &error);
  g_assert_no_error (error);
  text = smith_certificate_dup_text (leaf);
  g_assert_nonnull (strstr (text, "ecdsa-with-SHA512"));
}

static void
test_wrong_issuer (void)
{
  static const char * const names[] = { "www.example.com", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (Authority) root = make_authority ("ec-p256", "Root", NULL, NULL, &error);
  g_autoptr (SmithKey) other = make_key ("ec-p256");
  g_autoptr (SmithCertificate) leaf = issue (root, "ec-p256", names, 30, &error);
  g_autofree char *obstacle = NULL;
  g_autoptr (Authority) impostor = g_new0 (Authority, 1);

  g_assert_no_error (error);
  g_assert_null (smith_certificate_find_issuer_obstacle (root->certificate, root->key));
  obstacle = smith_certificate_find_issuer_obstacle (leaf, NULL);
  g_assert_nonnull (strstr (obstacle, "not an authority"));

  impostor->key = g_object_ref (other);
  impostor->certificate = g_object_ref (root->certificate);
  impostor->chain = g_ptr_array_new ();
  g_assert_null (issue (impostor, "ec-p256", names, 30, &error));
  g_assert_error (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_MISMATCH);
  g_clear_error (&error);
  g_set_object (&impostor->certificate, leaf);
  g_assert_null (issue (impostor, "ec-p256", names, 30, &error));
  g_assert_error (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_INVALID);
}

int
main (int   argc,
      char *argv[])
{
  static const char * const kinds[] = { "ec-p256", "ec-p521", "rsa-2048", "ed25519" };

  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *path = g_strconcat ("/issuance/kind/", kinds[i], NULL);

      if (smith_key_algorithm_lookup (kinds[i]) == NULL)
        g_error ("no such kind of key: %s", kinds[i]);
      g_test_add_data_func (path, kinds[i], test_kind);
    }
  g_test_add_func ("/issuance/name-constraints", test_name_constraints);
  g_test_add_func ("/issuance/path-length", test_path_length);
  g_test_add_func ("/issuance/dates", test_dates);
  g_test_add_func ("/issuance/warnings", test_warnings);
  g_test_add_func ("/issuance/request-is-tamed", test_request_is_tamed);
  g_test_add_func ("/issuance/urls", test_urls);
  g_test_add_func ("/issuance/wrong-issuer", test_wrong_issuer);

  return g_test_run ();
}
