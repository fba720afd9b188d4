/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-issuance-draft.h"

#include <string.h>

#include "authorities.h"
#include "smith-test.h"

/* What is typed before an authority signs: what becomes of it, what is refused, what is told. */

static void
count_cb (guint *n)
{
  (*n)++;
}

static gboolean
is_counted (gpointer data)
{
  return *(guint *) data > 0;
}

/* Until what it remembers is there. */
static void
choose (SmithIssuanceDraft *draft,
        SmithIdentity      *authority)
{
  guint n = 0;
  gulong handler = g_signal_connect_swapped (draft, "addresses", G_CALLBACK (count_cb), &n);

  smith_issuance_draft_set_authority (draft, authority);
  smith_test_wait_until (is_counted, &n);
  g_signal_handler_disconnect (draft, handler);
}

static void
assert_obstacle (SmithIssuanceDraft *draft,
                 const char         *part)
{
  g_autofree char *obstacle = smith_issuance_draft_dup_obstacle (draft);
  g_autofree char *command = smith_issuance_draft_dup_command (draft);

  g_assert_cmpint (command != NULL, ==, obstacle == NULL);
  if (part == NULL)
    {
      g_assert_cmpstr (obstacle, ==, NULL);
      return;
    }
  g_assert_nonnull (obstacle);
  g_assert_nonnull (strstr (obstacle, part));
}

static void
assert_command (SmithIssuanceDraft *draft,
                const char         *part)
{
  g_autofree char *command = smith_issuance_draft_dup_command (draft);

  g_assert_nonnull (command);
  g_assert_nonnull (strstr (command, part));
}

static void
test_fields (Authorities   *fixture,
             gconstpointer  data)
{
  g_autoptr (SmithRequest) request = authorities_make_request ("www.example.com");
  g_autoptr (SmithIdentity) issuing = authorities_create_pair (fixture, "Example");
  g_autoptr (SmithIssuanceDraft) draft = smith_issuance_draft_new (fixture->workspace, request);
  const SmithIssuance *issuance;
  g_autoptr (SmithExtensions) usual = smith_issuance_draft_dup_usual_usage (draft);
  g_autoptr (SmithExtensions) usage = smith_extensions_copy (usual);
  guint n = 0;

  /* It begins with what is asked for, and nobody to sign it. */
  g_assert_true (smith_issuance_draft_get_request (draft) == request);
  g_assert_cmpuint (g_list_model_get_n_items (smith_issuance_draft_get_authorities (draft)), ==, 2);
  g_assert_null (smith_issuance_draft_get_authority (draft));
  assert_obstacle (draft, "no authority");
  choose (draft, issuing);
  g_assert_true (smith_authority_get_identity (smith_issuance_draft_get_authority (draft)) == issuing);
  assert_obstacle (draft, NULL);
  issuance = smith_issuance_draft_get_issuance (draft);
  g_assert_cmpuint (issuance->days, ==, SMITH_AUTHORITY_DEFAULT_DAYS);
  g_assert_cmpuint (g_list_model_get_n_items (issuance->alt_names), ==, 1);
  g_assert_true (smith_extensions_equal (issuance->extensions, usual));

  /* A change is told once, and none is not. */
  g_signal_connect_swapped (draft, "changed", G_CALLBACK (count_cb), &n);
  smith_issuance_draft_set_days (draft, SMITH_AUTHORITY_DEFAULT_DAYS);
  smith_issuance_draft_set_usage (draft, usual);
  smith_issuance_draft_set_is_ca (draft, FALSE);
  smith_issuance_draft_set_address (draft, SMITH_ISSUANCE_ADDRESS_OCSP, "  ");
  g_assert_cmpuint (n, ==, 0);
  smith_issuance_draft_set_days (draft, 30);
  g_assert_cmpuint (n, ==, 1);
  assert_command (draft, "-days 30 ");

  /* Addresses: without the space around them; nonsense is no address. */
  smith_issuance_draft_set_address (draft, SMITH_ISSUANCE_ADDRESS_CRL, "no address");
  assert_obstacle (draft, "no address");
  smith_issuance_draft_set_address (draft, SMITH_ISSUANCE_ADDRESS_CRL, " http://pki.example.com/a.crl\n");
  assert_obstacle (draft, NULL);
  g_assert_cmpstr (smith_issuance_draft_get_address (draft, SMITH_ISSUANCE_ADDRESS_CRL), ==, "http://pki.example.com/a.crl");
  g_assert_cmpstr (issuance->extensions->crl_urls[0], ==, "http://pki.example.com/a.crl");
  smith_issuance_draft_set_address (draft, SMITH_ISSUANCE_ADDRESS_CRL, "");
  g_assert_null (issuance->extensions->crl_urls);
  smith_issuance_draft_set_address (draft, SMITH_ISSUANCE_ADDRESS_OCSP, "http://ocsp.example.com/");
  smith_issuance_draft_set_address (draft, SMITH_ISSUANCE_ADDRESS_ISSUER, "http://pki.example.com/ca.cer");
  g_assert_cmpstr (issuance->extensions->ocsp_urls[0], ==, "http://ocsp.example.com/");
  g_assert_cmpstr (issuance->extensions->issuer_urls[0], ==, "http://pki.example.com/ca.cer");

  /* Uses; an authority has none of a server, and has them again when it is none. */
  usage->must_staple = TRUE;
  smith_issuance_draft_set_usage (draft, usage);
  g_assert_true (issuance->extensions->must_staple);
  smith_issuance_draft_set_is_ca (draft, TRUE);
  smith_issuance_draft_set_path_length (draft, 1);
  g_assert_true (smith_issuance_draft_get_is_ca (draft));
  g_assert_true (issuance->extensions->is_ca);
  g_assert_cmpint (issuance->extensions->path_length, ==, 1);
  g_assert_false (issuance->extensions->must_staple);
  g_assert_null (issuance->extensions->extended_key_usages);
  smith_issuance_draft_set_is_ca (draft, FALSE);
  g_assert_cmpint (issuance->extensions->path_length, ==, -1);
  g_assert_true (issuance->extensions->must_staple);
  g_assert_nonnull (issuance->extensions->extended_key_usages);
}

static void
test_names (Authorities   *fixture,
            gconstpointer  data)
{
  g_autoptr (SmithRequest) request = authorities_make_request ("www.example.com");
  g_autoptr (SmithIdentity) issuing = authorities_create_pair (fixture, "Example");
  g_autoptr (SmithIssuanceDraft) draft = smith_issuance_draft_new (fixture->workspace, request);
  SmithRequestDraft *names = smith_issuance_draft_get_names_draft (draft);
  g_auto (GStrv) warnings = NULL;
  guint n = 0;

  choose (draft, issuing);
  g_signal_connect_swapped (draft, "changed", G_CALLBACK (count_cb), &n);
  g_assert_cmpuint (smith_request_draft_add_names (names, "api.example.com"), ==, 1);
  g_assert_cmpuint (n, >, 0);
  g_assert_cmpuint (g_list_model_get_n_items (smith_issuance_draft_get_issuance (draft)->alt_names), ==, 2);
  assert_command (draft, "api.example.com");

  /* A name with a mistake is neither signed nor left out. */
  smith_request_draft_add_names (names, "not_a..name");
  g_assert_cmpuint (g_list_model_get_n_items (smith_request_draft_get_names (names)), ==, 3);
  assert_obstacle (draft, "");
  smith_request_draft_remove_name (names, 2);
  assert_obstacle (draft, NULL);

  /* A warning is no obstacle. */
  warnings = smith_issuance_draft_list_warnings (draft);
  g_assert_cmpuint (g_strv_length (warnings), ==, 0);
  g_clear_pointer (&warnings, g_strfreev);
  smith_issuance_draft_set_days (draft, SMITH_ISSUANCE_SERVER_DAYS + 100);
  warnings = smith_issuance_draft_list_warnings (draft);
  g_assert_cmpuint (g_strv_length (warnings), >, 0);
  assert_obstacle (draft, NULL);
  g_assert_false (smith_issuance_draft_get_asks_for_ca (draft));
}

/* What the last certificate said is offered for the next; each authority remembers its own. */
static void
test_addresses (Authorities   *fixture,
                gconstpointer  data)
{
  g_autoptr (SmithRequest) request = authorities_make_request ("www.example.com");
  g_autoptr (SmithIdentity) issuing = authorities_create_pair (fixture, "Example");
  SmithIdentity *root = authorities_find_named (fixture, "Example Root CA");
  g_autoptr (SmithIssuanceDraft) draft = smith_issuance_draft_new (fixture->workspace, request);
  g_autoptr (SmithIssuanceDraft) next = smith_issuance_draft_new (fixture->workspace, request);
  g_autoptr (SmithCertificate) certificate = NULL;
  g_autoptr (SmithIdentity) recipient = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *warning = NULL;
  GAsyncResult *place = NULL;
  guint n = 0;
  gulong handler;

  choose (draft, issuing);
  g_assert_cmpstr (smith_issuance_draft_get_address (draft, SMITH_ISSUANCE_ADDRESS_CRL), ==, "");
  smith_issuance_draft_set_address (draft, SMITH_ISSUANCE_ADDRESS_CRL, "http://pki.example.com/a.crl");
  smith_authority_issue_async (smith_issuance_draft_get_authority (draft), smith_request_get_public_key (request),
                               smith_issuance_draft_get_issuance (draft), NULL, NULL, smith_test_store_result, &place);
  result = smith_test_wait_result (&place);
  certificate = smith_authority_issue_finish (smith_issuance_draft_get_authority (draft), result, &recipient, &warning, &error);
  g_assert_no_error (error);
  g_assert_true (smith_certificate_is_issued_by (certificate, smith_identity_get_certificate (issuing)));

  /* Of two that are chosen one after the other, only the last one answers. */
  handler = g_signal_connect_swapped (next, "addresses", G_CALLBACK (count_cb), &n);
  smith_issuance_draft_set_authority (next, root);
  choose (next, issuing);
  g_assert_cmpuint (n, ==, 1);
  g_signal_handler_disconnect (next, handler);
  g_assert_cmpstr (smith_issuance_draft_get_address (next, SMITH_ISSUANCE_ADDRESS_CRL), ==, "http://pki.example.com/a.crl");
  g_assert_cmpstr (smith_issuance_draft_get_issuance (next)->extensions->crl_urls[0], ==, "http://pki.example.com/a.crl");
  choose (next, root);
  g_assert_cmpstr (smith_issuance_draft_get_address (next, SMITH_ISSUANCE_ADDRESS_CRL), ==, "");

  /* A draft that goes while it reads. */
  smith_issuance_draft_set_authority (next, issuing);
  smith_issuance_draft_set_authority (next, NULL);
  assert_obstacle (next, "no authority");
}

static void
assert_left_out (SmithIssuanceDraft *draft,
                 const char         *what)
{
  g_auto (GStrv) warnings = smith_issuance_draft_list_warnings (draft);
  g_autofree char *all = g_strjoinv ("\n", warnings);

  if (what == NULL)
    g_assert_null (strstr (all, "also asks for"));
  else
    {
      g_test_message ("%s", all);
      g_assert_nonnull (strstr (all, what));
    }
}

/* A request that openssl made, which wants to sign for others: not without a word. */
static void
test_left_out (Authorities   *fixture,
               gconstpointer  data)
{
  const char *argv[] = { "openssl", "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                         "-keyout", "/dev/null", "-subj", "/CN=www.example.com",
                         "-addext", "keyUsage=digitalSignature,keyCertSign,cRLSign", "-addext", "tlsfeature=status_request",
                         "-addext", "1.2.3.4.5=ASN1:UTF8String:something", NULL };
  g_autofree char *pem = smith_test_run (argv, NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithRequest) request = smith_request_new_from_pem (pem, &error);
  g_autoptr (SmithIdentity) issuing = authorities_create_pair (fixture, "Example");
  g_autoptr (SmithIssuanceDraft) draft = NULL;

  g_assert_no_error (error);
  draft = smith_issuance_draft_new (fixture->workspace, request);
  choose (draft, issuing);
  g_assert_cmpint (smith_issuance_draft_get_issuance (draft)->extensions->key_usage, ==, SMITH_KEY_USAGE_DIGITAL_SIGNATURE);
  assert_left_out (draft, "keyCertSign, cRLSign, 1.2.3.4.5, ");

  /* An authority does sign. */
  smith_issuance_draft_set_is_ca (draft, TRUE);
  assert_left_out (draft, "asks for 1.2.3.4.5, ");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) \
  g_test_add ("/issuance-draft/" name, Authorities, NULL, authorities_set_up, function, authorities_tear_down)
  ADD ("fields", test_fields);
  ADD ("names", test_names);
  ADD ("addresses", test_addresses);
  ADD ("left-out", test_left_out);

  return g_test_run ();
}
