/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-request-draft.h"

#include <string.h>

#include "smith-section.h"

static void
count_cb (guint *count)
{
  (*count)++;
}

static void
assert_subject (SmithRequestDraft *draft,
                const char        *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithName) subject = smith_request_draft_dup_subject (draft, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (smith_name_get_rfc4514 (subject), ==, expected);
}

static void
test_extra (void)
{
  g_autoptr (SmithRequestDraft) draft = smith_request_draft_new ();
  g_autoptr (SmithRdnEntry) kept = NULL;
  GListModel *extra = smith_request_draft_get_extra (draft);
  SmithRdnEntry *entry;
  guint n_changed = 0;

  smith_request_draft_add_names (draft, "www.example.com");
  smith_request_draft_set_field (draft, SMITH_REQUEST_FIELD_UNIT, "Web");
  smith_request_draft_set_field (draft, SMITH_REQUEST_FIELD_COUNTRY, "DE");
  g_signal_connect_swapped (draft, "changed", G_CALLBACK (count_cb), &n_changed);

  entry = smith_request_draft_add_extra (draft, "OU", "Ops");
  smith_request_draft_add_extra (draft, "businessCategory", "Private Organization");
  smith_request_draft_add_extra (draft, "serialNumber", "HRB 1");
  smith_request_draft_add_extra (draft, "1.2.3.4", "last");
  smith_request_draft_add_extra (draft, "street", NULL);
  g_assert_cmpuint (n_changed, ==, 5);
  assert_subject (draft, "1.2.3.4=#0C046C617374,CN=www.example.com,OU=Ops,OU=Web,C=DE,serialNumber=HRB 1,"
                         "businessCategory=Private Organization");

  /* What is wrong with one is in the way, and it is left out of the preview. */
  smith_rdn_entry_set_value (entry, "a\nb");
  g_assert_cmpuint (n_changed, ==, 6);
  g_assert_false (smith_request_draft_get_valid (draft));
  g_assert_nonnull (strstr (smith_request_draft_get_obstacle (draft), "Organizational unit"));
  assert_subject (draft, "1.2.3.4=#0C046C617374,CN=www.example.com,OU=Web,C=DE,serialNumber=HRB 1,"
                         "businessCategory=Private Organization");

  kept = g_object_ref (entry);
  smith_request_draft_remove_extra (draft, 0);
  g_assert_true (smith_request_draft_get_valid (draft));
  g_assert_cmpuint (n_changed, ==, 7);
  smith_rdn_entry_set_value (kept, "Ops");
  g_assert_cmpuint (n_changed, ==, 7);
  smith_request_draft_insert_extra (draft, 0, kept);
  g_assert_cmpuint (g_list_model_get_n_items (extra), ==, 5);
  g_assert_cmpuint (n_changed, ==, 8);
  assert_subject (draft, "1.2.3.4=#0C046C617374,CN=www.example.com,OU=Ops,OU=Web,C=DE,serialNumber=HRB 1,"
                         "businessCategory=Private Organization");
}

static void
test_extensions (void)
{
  g_autoptr (SmithRequestDraft) draft = smith_request_draft_new ();
  g_autoptr (SmithExtensions) mine = smith_extensions_new ();
  g_autofree char *error = NULL;
  gboolean are_default;
  guint n_changed = 0;
  guint n_notified = 0;

  smith_request_draft_add_names (draft, "www.example.com");
  g_signal_connect_swapped (draft, "changed", G_CALLBACK (count_cb), &n_changed);
  g_signal_connect_swapped (draft, "notify::extensions", G_CALLBACK (count_cb), &n_notified);
  g_assert_true (smith_request_draft_get_default_extensions (draft));
  g_assert_cmpuint (smith_request_draft_get_extensions (draft)->key_usage, ==, SMITH_KEY_USAGE_DIGITAL_SIGNATURE);

  /* The defaults follow the kind of the key. */
  smith_request_draft_set_key_family (draft, "RSA");
  g_assert_cmpuint (smith_request_draft_get_extensions (draft)->key_usage, ==,
                    SMITH_KEY_USAGE_DIGITAL_SIGNATURE | SMITH_KEY_USAGE_KEY_ENCIPHERMENT);
  g_assert_cmpuint (n_notified, ==, 1);
  smith_request_draft_set_key_family (draft, "RSA");
  g_assert_cmpuint (n_changed, ==, 1);

  mine->key_usage = SMITH_KEY_USAGE_KEY_ENCIPHERMENT | SMITH_KEY_USAGE_KEY_AGREEMENT;
  mine->must_staple = TRUE;
  g_object_set (draft, "extensions", mine, NULL);
  g_assert_false (smith_request_draft_get_default_extensions (draft));
  g_assert_true (smith_extensions_equal (smith_request_draft_get_extensions (draft), mine));
  /* What a key of another kind cannot do is not asked for. */
  smith_request_draft_set_key_family (draft, "EC");
  g_assert_cmpuint (smith_request_draft_get_extensions (draft)->key_usage, ==, SMITH_KEY_USAGE_KEY_AGREEMENT);
  g_assert_true (smith_request_draft_get_extensions (draft)->must_staple);

  mine->extended_key_usages = g_strsplit ("noSuchUsage", " ", -1);
  smith_request_draft_set_extensions (draft, mine);
  g_object_get (draft, "extensions-error", &error, "default-extensions", &are_default, NULL);
  g_assert_nonnull (strstr (error, "noSuchUsage"));
  g_assert_cmpstr (error, ==, smith_request_draft_get_extensions_error (draft));
  g_assert_false (are_default);
  g_assert_false (smith_request_draft_get_valid (draft));

  smith_request_draft_set_extensions (draft, NULL);
  g_assert_true (smith_request_draft_get_default_extensions (draft));
  g_assert_null (smith_request_draft_get_extensions_error (draft));
  g_assert_true (smith_request_draft_get_valid (draft));
}

static void
test_challenge (void)
{
  g_autofree char *long_text = g_strnfill (256, 'x');
  g_autoptr (SmithRequestDraft) draft = smith_request_draft_new ();
  g_autoptr (SmithSecret) right = smith_secret_new_string ("revoke me");
  g_autoptr (SmithSecret) longer = smith_secret_new_string (long_text);
  g_autoptr (SmithSecret) binary = smith_secret_new ("\xff", 1);
  g_autoptr (SmithSecret) empty = smith_secret_new_string ("");

  smith_request_draft_add_names (draft, "www.example.com");
  smith_request_draft_set_challenge (draft, right);
  g_assert_true (smith_request_draft_get_challenge (draft) == right);
  g_assert_null (smith_request_draft_get_challenge_error (draft));
  g_assert_true (smith_request_draft_get_valid (draft));
  smith_request_draft_set_challenge (draft, longer);
  g_assert_nonnull (strstr (smith_request_draft_get_challenge_error (draft), "255"));
  g_assert_false (smith_request_draft_get_valid (draft));
  smith_request_draft_set_challenge (draft, binary);
  g_assert_nonnull (smith_request_draft_get_challenge_error (draft));
  smith_request_draft_set_challenge (draft, empty);
  g_assert_null (smith_request_draft_get_challenge (draft));
  g_assert_true (smith_request_draft_get_valid (draft));
}

static void
test_digest (void)
{
  g_autoptr (SmithRequestDraft) draft = smith_request_draft_new ();
  g_autofree char *digest = NULL;

  g_assert_cmpstr (smith_request_draft_get_digest (draft), ==, "SHA256");
  smith_request_draft_set_digest (draft, "SHA512");
  g_object_get (draft, "digest", &digest, NULL);
  g_assert_cmpstr (digest, ==, "SHA512");
}

static void
test_use_common_name (void)
{
  g_autoptr (SmithRequestDraft) draft = smith_request_draft_new ();

  smith_request_draft_add_names (draft, "www.example.com");
  g_assert_true (smith_request_draft_get_use_common_name (draft));
  smith_request_draft_set_use_common_name (draft, FALSE);
  g_assert_null (smith_request_draft_get_common_name (draft));
  g_assert_null (smith_request_draft_get_common_name_note (draft));
  assert_subject (draft, "");
  g_object_set (draft, "use-common-name", TRUE, NULL);
  assert_subject (draft, "CN=www.example.com");
}

/* All that was asked for is in the preview. */
static void
test_preview (void)
{
  g_autoptr (SmithRequestDraft) draft = smith_request_draft_new ();
  g_autoptr (SmithExtensions) asked = smith_extensions_new ();
  g_autoptr (SmithSecret) challenge = smith_secret_new_string ("revoke me");
  g_autoptr (SmithKey) key = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) preview = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  key = smith_key_generate (smith_key_algorithm_lookup ("ec-p256"), NULL, &error);
  g_assert_no_error (error);
  smith_request_draft_add_names (draft, "www.example.com");
  asked->key_usage = SMITH_KEY_USAGE_DIGITAL_SIGNATURE | SMITH_KEY_USAGE_KEY_CERT_SIGN;
  asked->extended_key_usages = g_strsplit ("serverAuth 1.2.3.4", " ", -1);
  asked->must_staple = TRUE;
  asked->is_ca = TRUE;
  asked->path_length = 1;
  asked->permitted_names = g_strsplit ("DNS:example.com IP:10.0.0.0/8", " ", -1);
  asked->excluded_names = g_strsplit ("DNS:a.example.com", " ", -1);
  asked->crl_urls = g_strsplit ("http://a.example/crl", " ", -1);
  asked->ocsp_urls = g_strsplit ("http://a.example/ocsp", " ", -1);
  asked->issuer_urls = g_strsplit ("http://a.example/ca", " ", -1);
  smith_request_draft_set_extensions (draft, asked);
  smith_request_draft_set_digest (draft, "SHA384");
  smith_request_draft_set_challenge (draft, challenge);

  preview = smith_request_draft_dup_preview (draft, smith_key_get_public_key (key));
  for (guint i = 0; i < g_list_model_get_n_items (preview); i++)
    {
      g_autoptr (SmithField) field = g_list_model_get_item (preview, i);

      g_string_append_printf (text, "%s: %s\n", smith_field_get_label (field), smith_field_get_value (field));
    }
  g_assert_cmpstr (text->str, ==,
                   "Subject: CN=www.example.com\n"
                   "Names (Subject Alternative Name): DNS:www.example.com\n"
                   "Key: ECDSA P-256\n"
                   "Signature: SHA-384 with ECDSA\n"
                   "Certificate authority: Yes, path length 1\n"
                   "Key usage: Digital signature, Signing certificates\n"
                   "Extended key usage: TLS server, 1.2.3.4\n"
                   "Must-staple: Yes\n"
                   "Names that it may certify: DNS:example.com\nIP:10.0.0.0/8\nNot DNS:a.example.com\n"
                   "Addresses: CRL: http://a.example/crl\nOCSP: http://a.example/ocsp\nIssuer: http://a.example/ca\n"
                   "Challenge password: Set\n");
}

static void
test_names_note (void)
{
  g_autoptr (SmithRequestDraft) draft = smith_request_draft_new ();
  g_autoptr (GString) many = g_string_new (NULL);
  g_autofree char *note = NULL;

  smith_request_draft_add_names (draft, "a.example b.example");
  g_assert_null (smith_request_draft_get_names_note (draft));
  g_assert_cmpuint (smith_request_draft_add_names (draft, "A.EXAMPLE."), ==, 0);
  g_object_get (draft, "names-note", &note, NULL);
  g_assert_cmpstr (note, ==, "“a.example” is in the list already.");
  g_assert_cmpstr (note, ==, smith_request_draft_get_names_note (draft));
  g_assert_cmpuint (smith_request_draft_add_names (draft, "a.example b.example c.example"), ==, 1);
  g_assert_cmpstr (smith_request_draft_get_names_note (draft), ==, "2 names are in the list already, such as “a.example”.");
  smith_request_draft_add_names (draft, "d.example");
  g_assert_null (smith_request_draft_get_names_note (draft));
  smith_request_draft_add_names (draft, "d.example");
  smith_request_draft_remove_name (draft, 0);
  g_assert_null (smith_request_draft_get_names_note (draft));
  /* What was removed can come back. */
  g_assert_cmpuint (smith_request_draft_add_names (draft, "a.example"), ==, 1);

  for (guint i = 0; i < 1000; i++)
    g_string_append_printf (many, "host%u.example\n", i);
  smith_request_draft_add_names (draft, many->str);
  g_assert_nonnull (strstr (smith_request_draft_get_names_note (draft), "4 were left out"));
}

/* A hundred names: pasted, and then each edit, far below a frame of 16 ms. The limits are for slow machines. */
static void
test_speed (void)
{
  g_autoptr (SmithRequestDraft) draft = smith_request_draft_new ();
  g_autoptr (GString) text = g_string_new (NULL);
  gint64 start;
  gint64 paste;
  gint64 edits;

  for (guint i = 0; i < 100; i++)
    g_string_append_printf (text, "DNS:host%u.b\303\274cher.example.com, ", i);
  start = g_get_monotonic_time ();
  g_assert_cmpuint (smith_request_draft_add_names (draft, text->str), ==, 100);
  paste = g_get_monotonic_time () - start;

  start = g_get_monotonic_time ();
  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *name = g_strdup_printf ("new%u.example.com", i);

      smith_request_draft_move_name (draft, 99, 0);
      smith_request_draft_remove_name (draft, 50);
      smith_request_draft_insert_names (draft, 50, name);
    }
  edits = (g_get_monotonic_time () - start) / 300;
  g_test_message ("100 names pasted in %.2f ms, an edit takes %.3f ms", paste / 1000.0, edits / 1000.0);
  g_assert_cmpint (paste, <, 200 * 1000);
  g_assert_cmpint (edits, <, 16 * 1000);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/request-more/extra", test_extra);
  g_test_add_func ("/request-more/extensions", test_extensions);
  g_test_add_func ("/request-more/challenge", test_challenge);
  g_test_add_func ("/request-more/digest", test_digest);
  g_test_add_func ("/request-more/use-common-name", test_use_common_name);
  g_test_add_func ("/request-more/preview", test_preview);
  g_test_add_func ("/request-more/names-note", test_names_note);
  g_test_add_func ("/request-more/speed", test_speed);

  return g_test_run ();
}
