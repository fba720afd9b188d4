/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-request-draft.h"

#include <string.h>

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

  return g_test_run ();
}
