/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-request-draft.h"

#include <string.h>

#include "person.h"
#include "smith-fake-keyring.h"
#include "smith-profile-list.h"
#include "smith-section.h"
#include "smith-test.h"

#define NAME_64 "aaaaaaaaaaaaaaaaaaaaaaaaaaaa.bbbbbbbbbbbbbbbbbbbbbbbb.example.de"
#define NAME_65 "x" NAME_64

typedef struct
{
  char             *folder;
  SmithFakeKeyring *keyring;
  SmithWorkspace   *workspace;
  SmithIdentity    *identity;
  SmithRequestDraft *draft;
  GAsyncResult     *result;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  const char *passphrase = data;
  g_autoptr (SmithSecret) secret = passphrase != NULL ? smith_secret_new_string (passphrase) : NULL;
  g_autoptr (SmithKey) key = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  SmithLibrary *library;

  fixture->folder = smith_test_make_folder ();
  fixture->keyring = smith_fake_keyring_new ();
  fixture->workspace = smith_workspace_new (fixture->folder, SMITH_KEYRING (fixture->keyring));
  library = smith_workspace_get_library (fixture->workspace);
  fixture->identity = g_object_ref (smith_library_add (library, "A server"));
  fixture->draft = smith_request_draft_for_identity (fixture->identity);

  key = smith_key_generate (smith_key_algorithm_lookup ("ec-p256"), NULL, &error);
  g_assert_no_error (error);
  smith_library_set_key_async (library, fixture->identity, key, secret, NULL, smith_test_store_result, &fixture->result);
  result = smith_test_wait_result (&fixture->result);
  smith_library_change_finish (library, result, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_clear_object (&fixture->identity);
  g_clear_object (&fixture->workspace);
  g_clear_object (&fixture->keyring);
  smith_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static void
count_cb (guint *count)
{
  (*count)++;
}

/* "text kind!" for each, ! for an error. */
static char *
describe_names (SmithRequestDraft *draft)
{
  GListModel *names = smith_request_draft_get_names (draft);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (names); i++)
    {
      g_autoptr (SmithNameEntry) entry = g_list_model_get_item (names, i);

      g_string_append_printf (text, "%s%s=%s%s", i > 0 ? " " : "", smith_name_entry_get_text (entry),
                              smith_name_entry_get_kind (entry), smith_name_entry_get_error (entry) != NULL ? "!" : "");
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
assert_names (SmithRequestDraft *draft,
              const char        *expected)
{
  g_autofree char *names = describe_names (draft);

  g_assert_cmpstr (names, ==, expected);
}

static void
test_names (void)
{
  g_autoptr (SmithRequestDraft) draft = smith_request_draft_new ();
  guint n_changed = 0;

  g_signal_connect_swapped (draft, "changed", G_CALLBACK (count_cb), &n_changed);
  g_assert_false (smith_request_draft_get_valid (draft));
  g_assert_nonnull (smith_request_draft_get_obstacle (draft));

  g_assert_cmpuint (smith_request_draft_add_names (draft, "www.example.com, *.example.com;10.0.0.1\nadmin@example.com"), ==, 4);
  assert_names (draft, "www.example.com=DNS *.example.com=Wildcard 10.0.0.1=IP admin@example.com=Email");
  g_assert_cmpuint (n_changed, ==, 1);
  g_assert_true (smith_request_draft_get_valid (draft));
  g_assert_cmpstr (smith_request_draft_get_common_name (draft), ==, "www.example.com");

  /* The same name in another writing is the same name. */
  g_assert_cmpuint (smith_request_draft_add_names (draft, "WWW.Example.COM. https://www.example.com/"), ==, 0);
  g_assert_cmpuint (n_changed, ==, 1);

  /* What is no name stays as a row. */
  g_assert_cmpuint (smith_request_draft_add_names (draft, "no_name ok.example no_name"), ==, 2);
  assert_names (draft, "www.example.com=DNS *.example.com=Wildcard 10.0.0.1=IP admin@example.com=Email "
                       "no_name=Not a name! ok.example=DNS");
  g_assert_false (smith_request_draft_get_valid (draft));
  g_assert_nonnull (strstr (smith_request_draft_get_obstacle (draft), "no_name"));
  smith_request_draft_remove_name (draft, 4);
  g_assert_true (smith_request_draft_get_valid (draft));

  smith_request_draft_move_name (draft, 4, 0);
  assert_names (draft, "ok.example=DNS www.example.com=DNS *.example.com=Wildcard 10.0.0.1=IP admin@example.com=Email");
  g_assert_cmpstr (smith_request_draft_get_common_name (draft), ==, "ok.example");
  smith_request_draft_move_name (draft, 3, 0);
  g_assert_cmpstr (smith_request_draft_get_common_name (draft), ==, "10.0.0.1");
  g_assert_null (smith_request_draft_get_common_name_note (draft));

  /* An address of a person is no host. */
  smith_request_draft_move_name (draft, 4, 0);
  g_assert_null (smith_request_draft_get_common_name (draft));
  g_assert_nonnull (smith_request_draft_get_common_name_note (draft));
  g_assert_true (smith_request_draft_get_valid (draft));
}

static void
test_insert (void)
{
  g_autoptr (SmithRequestDraft) draft = smith_request_draft_new ();
  guint n_changed = 0;

  smith_request_draft_add_names (draft, "a.example d.example");
  g_signal_connect_swapped (draft, "changed", G_CALLBACK (count_cb), &n_changed);
  g_assert_cmpuint (smith_request_draft_insert_names (draft, 1, "b.example, a.example c.example"), ==, 2);
  assert_names (draft, "a.example=DNS b.example=DNS c.example=DNS d.example=DNS");
  g_assert_cmpuint (n_changed, ==, 1);
  g_assert_cmpuint (smith_request_draft_insert_names (draft, 0, "z.example"), ==, 1);
  g_assert_cmpstr (smith_request_draft_get_common_name (draft), ==, "z.example");
  g_assert_cmpuint (smith_request_draft_insert_names (draft, 5, "e.example"), ==, 1);
  g_assert_cmpuint (smith_request_draft_insert_names (draft, 0, "e.example"), ==, 0);
  assert_names (draft, "z.example=DNS a.example=DNS b.example=DNS c.example=DNS d.example=DNS e.example=DNS");
}

static void
test_common_name_limit (void)
{
  g_autoptr (SmithRequestDraft) draft = smith_request_draft_new ();
  g_autoptr (SmithName) subject = NULL;
  g_autoptr (SmithName) empty = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (strlen (NAME_64), ==, 64);
  smith_request_draft_add_names (draft, NAME_64);
  subject = smith_request_draft_dup_subject (draft, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (smith_name_lookup (subject, "CN"), ==, NAME_64);

  smith_request_draft_add_names (draft, NAME_65);
  smith_request_draft_move_name (draft, 1, 0);
  g_assert_null (smith_request_draft_get_common_name (draft));
  g_assert_nonnull (strstr (smith_request_draft_get_common_name_note (draft), "64"));
  g_assert_true (smith_request_draft_get_valid (draft));
  empty = smith_request_draft_dup_subject (draft, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (smith_name_get_n_attributes (empty), ==, 0);
}

static void
test_too_many (void)
{
  g_autoptr (SmithRequestDraft) draft = smith_request_draft_new ();
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < 1500; i++)
    g_string_append_printf (text, "host%u.example ", i);
  g_assert_cmpuint (smith_request_draft_add_names (draft, text->str), ==, 1000);
  g_assert_cmpuint (g_list_model_get_n_items (smith_request_draft_get_names (draft)), ==, 1000);
}

static void
test_fields (void)
{
  static const struct
  {
    SmithRequestField  field;
    const char        *text;
    gboolean           valid;
  } cases[] = {
    { SMITH_REQUEST_FIELD_ORGANIZATION, "Example GmbH & Co. KG", TRUE },
    { SMITH_REQUEST_FIELD_ORGANIZATION, "   ", TRUE },
    { SMITH_REQUEST_FIELD_ORGANIZATION, "two\nlines", FALSE },
    { SMITH_REQUEST_FIELD_ORGANIZATION, "\xff", FALSE },
    { SMITH_REQUEST_FIELD_COUNTRY, "de", TRUE },
    { SMITH_REQUEST_FIELD_COUNTRY, "UK", FALSE },
    { SMITH_REQUEST_FIELD_COUNTRY, "DEU", FALSE },
    { SMITH_REQUEST_FIELD_EMAIL, "admin@example.com", TRUE },
    { SMITH_REQUEST_FIELD_EMAIL, "admin", FALSE },
    { SMITH_REQUEST_FIELD_EMAIL, "a b@example.com", FALSE },
    { SMITH_REQUEST_FIELD_EMAIL, "\303\244@example.com", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SmithRequestDraft) draft = smith_request_draft_new ();
      g_autofree char *error_nick = g_strconcat (smith_request_field_get_nick (cases[i].field), "-error", NULL);
      g_autofree char *error = NULL;
      g_autoptr (SmithName) subject = NULL;

      smith_request_draft_add_names (draft, "www.example.com");
      smith_request_draft_set_field (draft, cases[i].field, cases[i].text);
      g_object_get (draft, error_nick, &error, NULL);
      g_assert_cmpstr (error, ==, smith_request_draft_get_field_error (draft, cases[i].field));
      g_assert_cmpint (error == NULL, ==, cases[i].valid);
      g_assert_cmpint (smith_request_draft_get_valid (draft), ==, cases[i].valid);
      /* With or without the field: there is always a subject to preview. */
      subject = smith_request_draft_dup_subject (draft, NULL);
      g_assert_nonnull (subject);
      smith_request_draft_set_field (draft, cases[i].field, "");
      g_assert_true (smith_request_draft_get_valid (draft));
    }
}

/* RFC 5280, appendix A.1, in characters; OpenSSL keeps to the same bounds. */
static void
test_bounds (void)
{
  static const struct
  {
    SmithRequestField field;
    guint             max;
  } cases[] = {
    { SMITH_REQUEST_FIELD_ORGANIZATION, 64 },
    { SMITH_REQUEST_FIELD_UNIT, 64 },
    { SMITH_REQUEST_FIELD_LOCALITY, 128 },
    { SMITH_REQUEST_FIELD_STATE, 128 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SmithRequestDraft) draft = smith_request_draft_new ();
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (SmithName) subject = NULL;
      g_autoptr (GError) error = NULL;

      for (guint j = 0; j < cases[i].max; j++)
        g_string_append (text, "\303\274");
      smith_request_draft_set_field (draft, cases[i].field, text->str);
      g_assert_null (smith_request_draft_get_field_error (draft, cases[i].field));
      subject = smith_request_draft_dup_subject (draft, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (smith_name_get_value (subject, 0), ==, text->str);

      g_string_append (text, "x");
      smith_request_draft_set_field (draft, cases[i].field, text->str);
      g_assert_nonnull (smith_request_draft_get_field_error (draft, cases[i].field));
    }
}

static void
fill_in (SmithRequestDraft *draft)
{
  smith_request_draft_add_names (draft, "www.example.com m\303\274nchen.example 10.0.0.1");
  g_object_set (draft, "organization", " Example GmbH ", "unit", "Web", "locality", "M\303\274nchen", "state", "Bayern",
                "country", "de", "email", "admin@example.com", NULL);
}

static gboolean
create (Fixture          *fixture,
        GTlsInteraction  *person,
        GCancellable     *cancellable,
        GError          **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  smith_request_draft_create_async (fixture->draft, fixture->workspace, fixture->identity, person, cancellable,
                                    smith_test_store_result, &fixture->result);
  g_assert_nonnull (smith_request_draft_get_job (fixture->draft));
  g_assert_false (smith_request_draft_get_valid (fixture->draft));
  result = smith_test_wait_result (&fixture->result);
  g_assert_null (smith_request_draft_get_job (fixture->draft));

  return smith_request_draft_create_finish (fixture->draft, result, error);
}

static char *
run_req (Fixture    *fixture,
         const char *option,
         const char *name_options)
{
  g_autofree char *path = g_build_filename (smith_identity_get_folder (fixture->identity), "request.pem", NULL);
  const char * const argv[] = { "openssl", "req", "-in", path, "-noout", option, "-nameopt", name_options, NULL };

  return smith_test_run (argv, NULL, NULL);
}

static void
test_create (Fixture       *fixture,
             gconstpointer  data)
{
  static const char * const others[] = { "1.2.3.4.5=critical,DER:0500", NULL };
  static const char * const answers[] = { "correct horse", NULL };
  g_autoptr (GTlsInteraction) person = person_new (answers, FALSE);
  g_autoptr (GError) error = NULL;
  g_autofree char *subject = NULL;
  g_autofree char *text = NULL;
  g_autofree char *verdict = NULL;
  g_autoptr (SmithRequestDraft) copy = smith_request_draft_new ();
  g_autoptr (SmithRequestDraft) next = smith_request_draft_new ();
  g_autoptr (SmithSecret) challenge = smith_secret_new_string ("revoke me");
  g_auto (GStrv) carried = NULL;
  SmithRequest *request;

  fill_in (fixture->draft);
  smith_request_draft_add_extra (fixture->draft, "businessCategory", "Private Organization");
  smith_request_draft_set_digest (fixture->draft, "SHA384");
  smith_request_draft_set_challenge (fixture->draft, challenge);
  smith_request_draft_set_others (fixture->draft, others);
  smith_request_draft_set_editing (fixture->draft, TRUE);
  g_assert_true (create (fixture, person, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (person_get_n_asked (PERSON_ITSELF (person)), ==, data != NULL ? 1 : 0);
  g_assert_false (smith_request_draft_get_editing (fixture->draft));

  request = smith_identity_get_request (fixture->identity);
  g_assert_nonnull (request);
  g_assert_true (smith_request_is_signature_valid (request));
  carried = smith_extensions_list_others_of_request (request);
  g_assert_true (g_strv_equal ((const char * const *) carried, others));
  g_assert_true (smith_public_key_equal (smith_request_get_public_key (request),
                                         smith_identity_get_public_key (fixture->identity)));
  subject = run_req (fixture, "-subject", "RFC2253,-esc_msb,utf8");
  g_assert_cmpstr (g_strstrip (subject), ==,
                   "subject=emailAddress=admin@example.com,CN=www.example.com,OU=Web,O=Example GmbH,L=M\303\274nchen,ST=Bayern,C=DE,"
                   "businessCategory=Private Organization");
  text = run_req (fixture, "-text", "oneline");
  g_assert_nonnull (strstr (text, "DNS:www.example.com, DNS:xn--mnchen-3ya.example, IP Address:10.0.0.1\n"));
  g_assert_nonnull (strstr (text, "ecdsa-with-SHA384"));
  g_assert_nonnull (strstr (text, "Digital Signature\n"));
  g_assert_nonnull (strstr (text, "TLS Web Server Authentication"));
  g_assert_nonnull (strstr (text, "revoke me"));
  /* The password has done its work. */
  g_assert_null (smith_request_draft_get_challenge (fixture->draft));
  /* The next request begins with the same organization. */
  smith_request_draft_apply_last (next, smith_profile_list_for_library (smith_workspace_get_library (fixture->workspace)));
  g_assert_cmpstr (smith_request_draft_get_field (next, SMITH_REQUEST_FIELD_ORGANIZATION), ==, "Example GmbH");
  g_assert_cmpuint (g_list_model_get_n_items (smith_request_draft_get_extra (next)), ==, 1);
  g_assert_cmpstr (smith_request_draft_get_digest (next), ==, "SHA384");

  /* What is there fills in the next one. */
  smith_request_draft_prefill (copy, smith_request_get_subject (request), smith_request_get_alt_names (request));
  assert_names (copy, "www.example.com=DNS m\303\274nchen.example (xn--mnchen-3ya.example)=DNS 10.0.0.1=IP");
  g_assert_cmpstr (smith_request_draft_get_field (copy, SMITH_REQUEST_FIELD_COUNTRY), ==, "DE");
  g_assert_cmpstr (smith_request_draft_get_field (copy, SMITH_REQUEST_FIELD_EMAIL), ==, "admin@example.com");
  g_assert_true (smith_request_draft_get_valid (copy));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (smith_workspace_get_jobs (fixture->workspace))), ==, 0);
}

static void
test_wrong_passphrase (Fixture       *fixture,
                       gconstpointer  data)
{
  static const char * const answers[] = { "wrong", "wrong", "wrong", "wrong", "wrong", "wrong", NULL };
  g_autoptr (GTlsInteraction) person = person_new (answers, FALSE);
  g_autoptr (GError) error = NULL;

  fill_in (fixture->draft);
  g_assert_false (create (fixture, person, NULL, &error));
  g_assert_nonnull (error);
  g_assert_cmpstr (smith_request_draft_get_problem (fixture->draft), ==, error->message);
  g_assert_null (smith_identity_get_request (fixture->identity));
  g_assert_true (smith_request_draft_get_valid (fixture->draft));
}

static gboolean
cancel_job_cb (gpointer data)
{
  Fixture *fixture = data;

  smith_job_cancel (smith_request_draft_get_job (fixture->draft));

  return G_SOURCE_REMOVE;
}

static void
test_cancelled (Fixture       *fixture,
                gconstpointer  data)
{
  static const char * const answers[] = { "correct horse", NULL };
  g_autoptr (GTlsInteraction) person = person_new (answers, FALSE);
  g_autoptr (GTlsInteraction) nobody = person_new (answers + 1, FALSE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) closed = NULL;
  g_autoptr (GError) job_cancelled = NULL;
  g_autoptr (GError) cancelled = NULL;

  fill_in (fixture->draft);
  g_assert_false (create (fixture, nobody, NULL, &closed));
  g_assert_error (closed, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (smith_request_draft_get_problem (fixture->draft));

  smith_fake_keyring_hang_next (fixture->keyring);
  g_timeout_add (50, cancel_job_cb, fixture);
  g_assert_false (create (fixture, person, NULL, &job_cancelled));
  g_assert_error (job_cancelled, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  g_cancellable_cancel (cancellable);
  g_assert_false (create (fixture, person, cancellable, &cancelled));
  g_assert_error (cancelled, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (smith_identity_get_request (fixture->identity));
}

static void
test_preview (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (GListModel) preview = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *command = NULL;

  fill_in (fixture->draft);
  smith_request_draft_add_names (fixture->draft, "no_name");
  preview = smith_request_draft_dup_preview (fixture->draft, smith_identity_get_public_key (fixture->identity));
  for (guint i = 0; i < g_list_model_get_n_items (preview); i++)
    {
      g_autoptr (SmithField) field = g_list_model_get_item (preview, i);

      g_string_append_printf (text, "%s: %s\n", smith_field_get_label (field), smith_field_get_value (field));
    }
  g_assert_cmpstr (text->str, ==,
                   "Subject: emailAddress=admin@example.com,CN=www.example.com,OU=Web,O=Example GmbH,L=M\303\274nchen,ST=Bayern,C=DE\n"
                   "Names (Subject Alternative Name): DNS:www.example.com\nDNS:xn--mnchen-3ya.example\nIP:10.0.0.1\n"
                   "Key: ECDSA P-256\n"
                   "Signature: SHA-256 with ECDSA\n"
                   "Key usage: Digital signature\n"
                   "Extended key usage: TLS server\n");

  command = smith_request_draft_dup_command (fixture->draft, fixture->identity);
  g_assert_nonnull (strstr (command, smith_identity_get_folder (fixture->identity)));
  g_assert_null (strstr (command, "no_name"));
}

static void
test_own_name (Fixture       *fixture,
               gconstpointer  data)
{
  SmithLibrary *library = smith_workspace_get_library (fixture->workspace);

  assert_names (fixture->draft, "");
  assert_names (smith_request_draft_for_identity (smith_library_add (library, "shop.example.com")), "shop.example.com=DNS");
  assert_names (smith_request_draft_for_identity (smith_library_add (library, "My shop, v2.0")), "");
  g_assert_true (smith_request_draft_for_identity (fixture->identity) == fixture->draft);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/request-draft/names", test_names);
  g_test_add_func ("/request-draft/insert", test_insert);
  g_test_add_func ("/request-draft/common-name-limit", test_common_name_limit);
  g_test_add_func ("/request-draft/too-many", test_too_many);
  g_test_add_func ("/request-draft/fields", test_fields);
  g_test_add_func ("/request-draft/bounds", test_bounds);
  g_test_add ("/request-draft/create", Fixture, NULL, set_up, test_create, tear_down);
  g_test_add ("/request-draft/create-with-passphrase", Fixture, "correct horse", set_up, test_create, tear_down);
  g_test_add ("/request-draft/wrong-passphrase", Fixture, "correct horse", set_up, test_wrong_passphrase, tear_down);
  g_test_add ("/request-draft/cancelled", Fixture, "correct horse", set_up, test_cancelled, tear_down);
  g_test_add ("/request-draft/preview", Fixture, NULL, set_up, test_preview, tear_down);
  g_test_add ("/request-draft/own-name", Fixture, NULL, set_up, test_own_name, tear_down);

  return g_test_run ();
}
