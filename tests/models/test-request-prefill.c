/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-request-draft.h"

#include <string.h>

#include "smith-command.h"
#include "smith-section.h"
#include "smith-test.h"

/* A renewal: what openssl or we wrote becomes a draft, and the draft the same request again. */

/* One for all, which saves some seconds. */
static SmithKey *
make_key (const char *nick)
{
  static GHashTable *keys = NULL;
  g_autoptr (GError) error = NULL;

  if (keys == NULL)
    keys = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
  if (!g_hash_table_contains (keys, nick))
    g_hash_table_insert (keys, (gpointer) nick, smith_key_generate (smith_key_algorithm_lookup (nick), NULL, &error));
  g_assert_no_error (error);

  return g_object_ref (g_hash_table_lookup (keys, nick));
}

static SmithRequest *
make_request (SmithKey              *key,
              const char * const    *attributes,
              const char            *names,
              const SmithExtensions *extensions,
              const char            *digest)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithName) subject = smith_name_new (attributes, &error);
  g_autoptr (GListStore) list = g_list_store_new (SMITH_TYPE_ALT_NAME);
  g_auto (GStrv) words = g_strsplit (names, " ", -1);
  SmithRequestSpec spec = { subject, G_LIST_MODEL (list), extensions, digest, NULL };
  SmithRequest *request;

  g_assert_no_error (error);
  for (guint i = 0; words[i] != NULL && *words[i] != '\0'; i++)
    {
      g_autoptr (SmithAltName) name = smith_alt_name_new_from_text (words[i], &error);

      g_assert_no_error (error);
      g_list_store_append (list, name);
    }
  request = smith_request_create_full (key, &spec, &error);
  g_assert_no_error (error);

  return request;
}

static SmithRequest *
renew (SmithRequestDraft *draft,
       SmithKey          *key)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithName) subject = smith_request_draft_dup_subject (draft, &error);
  g_autoptr (GListModel) names = smith_request_draft_dup_alt_names (draft);
  SmithRequestSpec spec = {
    subject, names, smith_request_draft_get_extensions (draft), smith_request_draft_get_digest (draft), NULL
  };
  SmithRequest *request;

  g_assert_no_error (error);
  g_assert_true (smith_request_draft_get_valid (draft));
  request = smith_request_create_full (key, &spec, &error);
  g_assert_no_error (error);

  return request;
}

static const struct
{
  const char *title;
  const char *attributes[25];
  const char *names;
} subjects[] = {
  { "usual", { "C", "DE", "ST", "Bayern", "L", "M\303\274nchen", "O", "Example GmbH", "OU", "Web", "CN", "www.example.com",
               "emailAddress", "a@example.com" }, "www.example.com example.com 10.0.0.1" },
  { "two-units", { "O", "Example", "OU", "One", "OU", "Two", "CN", "a.example" }, "a.example b.example" },
  { "other-order", { "CN", "a.example", "OU", "One", "O", "Example", "L", "Paris", "C", "FR" }, "a.example" },
  { "extended-validation", { "jurisdictionC", "DE", "jurisdictionL", "Berlin", "businessCategory", "Private Organization",
                             "serialNumber", "HRB 1", "C", "DE", "O", "Example", "CN", "a.example" }, "a.example" },
  { "no-common-name", { "O", "Example" }, "a.example b.example" },
  { "empty", { NULL }, "a.example https://a.example/" },
  { "name-of-no-host", { "O", "Example", "CN", "Example Web Server" }, "a.example" },
  { "person", { "CN", "a@example.com" }, "a@example.com" },
  { "two-common-names", { "CN", "old.example", "CN", "a.example" }, "a.example b.example" },
  { "private-attribute", { "DC", "com", "DC", "example", "1.2.3.4", "private", "CN", "a.example" }, "a.example" },
};

/* Byte for byte: RSA's signature has nothing random. */
static void
test_subject (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr (SmithKey) key = make_key ("rsa-2048");
  g_autoptr (SmithExtensions) extensions = smith_extensions_new_for_tls_server (smith_key_algorithm_lookup ("rsa-2048"));
  g_autoptr (SmithRequest) request = make_request (key, subjects[i].attributes, subjects[i].names, extensions, "SHA384");
  g_autoptr (SmithRequestDraft) draft = smith_request_draft_new ();
  g_autoptr (SmithRequest) next = NULL;

  /* What was there before is gone. */
  smith_request_draft_add_names (draft, "before.example");
  smith_request_draft_add_extra (draft, "title", "before");
  smith_request_draft_prefill_from (draft, request);
  next = renew (draft, key);
  g_assert_cmpstr (smith_name_get_rfc4514 (smith_request_get_subject (next)), ==,
                   smith_name_get_rfc4514 (smith_request_get_subject (request)));
  g_assert_true (g_bytes_equal (smith_request_get_der (next), smith_request_get_der (request)));
}

static void
test_extensions (void)
{
  static const char * const attributes[] = { "CN", "a.example", NULL };
  g_autoptr (SmithKey) rsa = make_key ("rsa-2048");
  g_autoptr (SmithRequestDraft) draft = smith_request_draft_new ();
  g_autoptr (SmithExtensions) extensions = smith_extensions_new_for_tls_server (smith_key_algorithm_lookup ("rsa-2048"));
  g_autoptr (SmithRequest) plain = make_request (rsa, attributes, "a.example", NULL, NULL);
  g_autoptr (SmithRequest) usual = make_request (rsa, attributes, "a.example", extensions, "SHA512");
  g_autoptr (SmithRequest) special = NULL;

  smith_request_draft_prefill_from (draft, plain);
  g_assert_true (smith_request_draft_get_default_extensions (draft));

  /* The defaults of an RSA key stay defaults, so that a new key of another kind gets its own. */
  smith_request_draft_prefill_from (draft, usual);
  g_assert_true (smith_request_draft_get_default_extensions (draft));
  g_assert_cmpstr (smith_request_draft_get_digest (draft), ==, "SHA512");
  smith_request_draft_set_key_family (draft, "EC");
  g_assert_cmpuint (smith_request_draft_get_extensions (draft)->key_usage, ==, SMITH_KEY_USAGE_DIGITAL_SIGNATURE);

  extensions->must_staple = TRUE;
  special = make_request (rsa, attributes, "a.example", extensions, NULL);
  smith_request_draft_prefill_from (draft, special);
  g_assert_false (smith_request_draft_get_default_extensions (draft));
  g_assert_true (smith_extensions_equal (smith_request_draft_get_extensions (draft), extensions));
  g_assert_cmpstr (smith_request_draft_get_digest (draft), ==, "SHA256");
}

/* What is the issuer's to say is not asked for. */
static void
test_certificate (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_BUILT, "fixtures", "data", "pki", "extensions.crt", NULL);
  g_autofree char *pem = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithCertificate) certificate = NULL;
  g_autoptr (SmithRequestDraft) draft = smith_request_draft_new ();
  g_autoptr (SmithSecret) challenge = smith_secret_new_string ("of another");
  const SmithExtensions *extensions;
  g_autoptr (SmithNameEntry) first = NULL;

  g_assert_true (g_file_get_contents (path, &pem, NULL, NULL));
  certificate = smith_certificate_new_from_pem (pem, &error);
  g_assert_no_error (error);
  smith_request_draft_set_challenge (draft, challenge);
  smith_request_draft_prefill_from (draft, certificate);
  extensions = smith_request_draft_get_extensions (draft);
  g_assert_true (extensions->must_staple);
  g_assert_cmpuint (extensions->key_usage, ==, SMITH_KEY_USAGE_DIGITAL_SIGNATURE | SMITH_KEY_USAGE_KEY_ENCIPHERMENT);
  g_assert_null (extensions->crl_urls);
  g_assert_null (extensions->ocsp_urls);
  g_assert_null (extensions->issuer_urls);
  g_assert_null (smith_request_draft_get_challenge (draft));
  first = g_list_model_get_item (smith_request_draft_get_names (draft), 0);
  g_assert_cmpstr (smith_name_entry_get_text (first), ==, "extensions.example.com");
}

/* A field that was empty goes where it belongs among those that were there. */
static void
test_added_field (void)
{
  static const char * const attributes[] = { "CN", "a.example", "O", "Example", "C", "DE", NULL };
  g_autoptr (SmithKey) key = make_key ("ec-p256");
  g_autoptr (SmithRequest) request = make_request (key, attributes, "a.example", NULL, NULL);
  g_autoptr (SmithRequestDraft) draft = smith_request_draft_new ();
  g_autoptr (SmithName) subject = NULL;

  smith_request_draft_prefill_from (draft, request);
  smith_request_draft_set_field (draft, SMITH_REQUEST_FIELD_UNIT, "Web");
  smith_request_draft_set_field (draft, SMITH_REQUEST_FIELD_EMAIL, "a@example.com");
  subject = smith_request_draft_dup_subject (draft, NULL);
  g_assert_cmpstr (smith_name_get_rfc4514 (subject), ==, "emailAddress=a@example.com,C=DE,O=Example,CN=a.example,OU=Web");
}

#define TEMPLATE "301E06162B0601040182371508B4E61387EBBA0E87FD9F1C81020164020105"

static const char * const carried[] = {
  "1.3.6.1.4.1.311.21.7=DER:" TEMPLATE,
  "1.2.3.4.5=critical,DER:0500",
  "1.3.6.1.5.5.7.48.1.5=DER:0500",
  NULL
};

static char *
make_certificate (const char *folder)
{
  g_autofree char *key = g_build_filename (folder, "old-key.pem", NULL);
  const char * const argv[] = {
    "openssl", "req", "-x509", "-config", "/dev/null", "-subj", "/CN=a.example", "-newkey", "ec", "-pkeyopt",
    "ec_paramgen_curve:P-256", "-nodes", "-keyout", key, "-days", "30",
    "-addext", "subjectAltName=DNS:a.example", "-addext", "keyUsage=critical,digitalSignature",
    "-addext", "extendedKeyUsage=serverAuth", "-addext", carried[0], "-addext", carried[1],
    "-addext", "noCheck=ignored",
    /* What only a CA says. */
    "-addext", "certificatePolicies=2.23.140.1.2.1", "-addext", "crlDistributionPoints=URI:http://ca.example/a.crl",
    "-addext", "authorityInfoAccess=OCSP;URI:http://ca.example", "-addext", "subjectKeyIdentifier=hash",
    "-addext", "authorityKeyIdentifier=keyid", "-addext", "nsComment=ours", "-addext", "1.3.6.1.4.1.311.21.1=DER:020100",
    "-addext", "1.3.6.1.4.1.11129.2.4.2=DER:04020000", NULL
  };

  return smith_test_run (argv, NULL, NULL);
}

/* Each "OID=critical,DER:…" as pyca/cryptography reads the request, without what the form knows. */
static char *
read_others (const char *path)
{
  static const char script[] =
    "import sys\n"
    "from cryptography import x509\n"
    "request = x509.load_pem_x509_csr(open(sys.argv[1], 'rb').read())\n"
    "assert request.is_signature_valid\n"
    "known = ('2.5.29.15', '2.5.29.17', '2.5.29.37')\n"
    "print('\\n'.join(f\"{each.oid.dotted_string}={'critical,' if each.critical else ''}DER:\"\n"
    "                + each.value.public_bytes().hex().upper()\n"
    "                for each in request.extensions if each.oid.dotted_string not in known), end='')\n";
  const char * const argv[] = { "/usr/bin/python3", "-c", script, path, NULL };

  return smith_test_run (argv, NULL, NULL);
}

static SmithRequest *
renew_with_others (SmithRequestDraft *draft,
                   SmithKey          *key,
                   const char        *key_path,
                   const char        *path,
                   char             **command)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithName) subject = smith_request_draft_dup_subject (draft, &error);
  g_autoptr (GListModel) names = smith_request_draft_dup_alt_names (draft);
  g_autoptr (SmithExtensions) extensions = smith_extensions_copy (smith_request_draft_get_extensions (draft));
  SmithRequestSpec spec = { subject, names, extensions, "SHA256", NULL };
  SmithRequest *request;

  g_assert_no_error (error);
  extensions->others = g_strdupv ((char **) smith_request_draft_get_others (draft));
  request = smith_request_create_full (key, &spec, &error);
  g_assert_no_error (error);
  *command = smith_command_create_request (&spec, key_path, path);

  return request;
}

static gboolean
is_in_preview (SmithRequestDraft *draft,
               const char        *label,
               const char        *value)
{
  g_autoptr (GListModel) preview = smith_request_draft_dup_preview (draft, NULL);

  for (guint i = 0; i < g_list_model_get_n_items (preview); i++)
    {
      g_autoptr (SmithField) field = g_list_model_get_item (preview, i);

      if (g_str_equal (smith_field_get_label (field), label))
        {
          g_assert_cmpstr (smith_field_get_value (field), ==, value);
          return TRUE;
        }
    }

  return FALSE;
}

/* What nothing here knows goes from openssl's certificate into a request, and from that into the next, byte for byte;
 * the command does the same. */
static void
test_others (void)
{
  g_autofree char *folder = smith_test_make_folder ();
  g_autofree char *key_path = g_build_filename (folder, "key.pem", NULL);
  g_autofree char *our_path = g_build_filename (folder, "ours.pem", NULL);
  g_autofree char *their_path = g_build_filename (folder, "theirs.pem", NULL);
  g_autofree char *expected = g_strjoinv ("\n", (char **) carried);
  g_autofree char *certificate_pem = make_certificate (folder);
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithCertificate) certificate = smith_certificate_new_from_pem (certificate_pem, &error);
  g_autoptr (SmithKey) key = make_key ("rsa-2048");
  g_autoptr (SmithSecret) key_pem = smith_key_to_pem (key, NULL, NULL);
  g_autoptr (SmithRequestDraft) draft = smith_request_draft_new ();
  g_autoptr (SmithRequest) first = NULL;
  g_autoptr (SmithRequest) second = NULL;
  g_autofree char *command = NULL;
  g_autofree char *again = NULL;
  g_autofree char *ours = NULL;
  g_autofree char *theirs = NULL;
  g_autofree char *output = NULL;
  g_autofree char *summary = NULL;

  g_assert_no_error (error);
  g_assert_null (smith_request_draft_dup_others_summary (draft));
  smith_request_draft_prefill_from (draft, certificate);
  g_assert_true (g_strv_equal (smith_request_draft_get_others (draft), carried));
  summary = smith_request_draft_dup_others_summary (draft);
  g_assert_cmpstr (summary, ==, "Microsoft certificate template, 1.2.3.4.5, OCSP No Check");
  /* These are the defaults all the same, which a key of another kind changes. */
  g_assert_true (smith_request_draft_get_default_extensions (draft));
  smith_request_draft_set_key_family (draft, "RSA");
  g_assert_true (is_in_preview (draft, "1.2.3.4.5", "05:00 (critical)"));
  g_assert_true (is_in_preview (draft, "Microsoft certificate template",
                                "30:1E:06:16:2B:06:01:04:01:82:37:15:08:B4:E6:13:87:EB:BA:0E:87:FD:9F:1C:81:02:01:64:02:01:05"));

  g_file_set_contents (key_path, smith_secret_get_data (key_pem), (gssize) smith_secret_get_size (key_pem), &error);
  g_assert_no_error (error);
  first = renew_with_others (draft, key, key_path, their_path, &command);
  g_file_set_contents (our_path, smith_request_get_pem (first), -1, &error);
  g_assert_no_error (error);
  ours = read_others (our_path);
  g_assert_cmpstr (ours, ==, expected);
  output = smith_test_run ((const char * const []) { "sh", "-c", command, NULL }, NULL, NULL);
  theirs = read_others (their_path);
  g_assert_cmpstr (theirs, ==, expected);
  g_free (theirs);
  g_assert_true (g_file_get_contents (their_path, &theirs, NULL, NULL));
  g_assert_cmpstr (smith_request_get_pem (first), ==, theirs);

  smith_request_draft_set_others (draft, NULL);
  g_assert_null (smith_request_draft_get_others (draft));
  g_assert_false (is_in_preview (draft, "1.2.3.4.5", ""));
  smith_request_draft_prefill_from (draft, first);
  g_assert_true (g_strv_equal (smith_request_draft_get_others (draft), carried));
  smith_request_draft_set_key_family (draft, "RSA");
  second = renew_with_others (draft, key, key_path, their_path, &again);
  g_assert_cmpstr (smith_request_get_pem (first), ==, smith_request_get_pem (second));

  smith_test_remove_folder (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (subjects); i++)
    {
      g_autofree char *path = g_strdup_printf ("/request-prefill/subject/%s", subjects[i].title);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_subject);
    }
  g_test_add_func ("/request-prefill/extensions", test_extensions);
  g_test_add_func ("/request-prefill/certificate", test_certificate);
  g_test_add_func ("/request-prefill/added-field", test_added_field);
  g_test_add_func ("/request-prefill/others", test_others);

  return g_test_run ();
}
