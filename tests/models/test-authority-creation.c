/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "authorities.h"

#include <string.h>

#include <glib/gstdio.h>

#include "smith-authority-folder.h"
#include "smith-crypto-error.h"
#include "smith-fake-keyring.h"
#include "smith-identity-folder.h"

#include "material.h"
#include "person.h"
#include "smith-test.h"

/* New authorities: planned, created, protected. */

static void
test_plan (void)
{
  static const struct
  {
    const char *text;
    const char *expected;
  } constraints[] = {
    { "example.com", "DNS:example.com" },
    { "*.example.com , 10.0.0.0/8\n192.0.2.7", "DNS:example.com|IP:10.0.0.0/8|IP:192.0.2.7/32" },
    { "2001:db8::/32; 2001:db8::1", "IP:2001:db8::/32|IP:2001:db8::1/128" },
    { "root@example.com email:example.org", "email:root@example.com|email:example.org" },
    { " , ; ", NULL },
    { NULL, NULL },
  };
  static const struct
  {
    const char *name;
    const char *root;
    const char *issuing;
  } names[] = {
    { "Example", "Example Root CA", "Example Issuing CA" },
    { "Example CA", "Example Root CA", "Example Issuing CA" },
    { " Example Root CA ", "Example Root CA", "Example Issuing CA" },
    { "CA", "CA Root CA", "CA Issuing CA" },
  };
  g_autoptr (SmithAuthorityPlan) plan = smith_authority_plan_new ();
  g_autoptr (SmithAuthorityPlan) copy = NULL;
  g_autoptr (SmithIssuance) issuance = NULL;
  g_autofree char *preview = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (constraints); i++)
    {
      g_auto (GStrv) found = smith_authority_split_constraints (constraints[i].text);
      g_autofree char *joined = found != NULL ? g_strjoinv ("|", found) : NULL;

      g_assert_cmpstr (joined, ==, constraints[i].expected);
    }
  g_assert_false (smith_authority_plan_check (plan, &error));
  g_clear_error (&error);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *root = NULL;
      g_autofree char *issuing = NULL;

      g_free (plan->name);
      plan->name = g_strdup (names[i].name);
      root = smith_authority_plan_dup_root_name (plan);
      issuing = smith_authority_plan_dup_issuing_name (plan);
      g_assert_cmpstr (root, ==, names[i].root);
      g_assert_cmpstr (issuing, ==, names[i].issuing);
      g_assert_true (smith_authority_plan_check (plan, &error));
    }
  preview = smith_authority_plan_dup_preview (plan);
  g_assert_nonnull (strstr (preview, "CA Issuing CA"));
  issuance = smith_authority_plan_make_root (plan, &error);
  g_assert_cmpuint (issuance->days, ==, SMITH_AUTHORITY_ROOT_DAYS);
  g_clear_pointer (&issuance, smith_issuance_free);
  issuance = smith_authority_plan_make_issuing (plan, &error);
  g_assert_cmpuint (issuance->days, ==, SMITH_AUTHORITY_INTERMEDIATE_DAYS);
  g_assert_cmpint (issuance->extensions->path_length, ==, 0);

  copy = smith_authority_plan_copy (plan);
  copy->country = g_strdup ("Atlantis");
  g_assert_false (smith_authority_plan_check (copy, &error));
  g_clear_error (&error);
  g_clear_pointer (&copy->country, g_free);
  copy->permitted = g_strdup ("IP:300.1.1.1/8");
  g_assert_false (smith_authority_plan_check (copy, &error));
  g_clear_error (&error);
  g_clear_pointer (&copy->permitted, g_free);
  copy->crl_url = g_strdup ("not an address");
  g_assert_false (smith_authority_plan_check (copy, &error));
  g_clear_error (&error);
  g_clear_pointer (&copy->crl_url, g_free);
  copy->crl_url = g_strdup ("http://ca.example.com/ca.crl");
  {
    g_autoptr (SmithExtensions) addresses = smith_authority_plan_make_addresses (copy);

    g_assert_cmpstr (addresses->crl_urls[0], ==, "http://ca.example.com/ca.crl");
    g_assert_true (smith_authority_plan_check (copy, &error));
  }
  g_free (copy->name);
  copy->name = g_strnfill (60, 'x');
  g_assert_false (smith_authority_plan_check (copy, &error));
}

static void
test_pair (Authorities   *fixture,
           gconstpointer  data)
{
  g_autoptr (SmithIdentity) issuing = authorities_create_pair (fixture, "Example");
  SmithIdentity *root = authorities_find_named (fixture, "Example Root CA");
  g_autofree char *root_path = authorities_dup_path (root, "certificate.pem");
  g_autofree char *path = authorities_dup_path (issuing, "certificate.pem");
  g_autofree char *text = NULL;
  g_autoptr (GListModel) able = NULL;
  g_autoptr (SmithIdentity) first = NULL;
  g_autoptr (SmithAuthority) authority = NULL;

  g_assert_cmpstr (smith_identity_get_name (issuing), ==, "Example Issuing CA");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->library)), ==, 2);
  g_assert_true (smith_identity_get_has_key (root) && smith_identity_get_has_key (issuing));
  g_assert_true (smith_identity_get_kept (root) && smith_identity_get_kept (issuing));
  authorities_assert_verifies (root_path, NULL, path);
  text = smith_certificate_dup_text (smith_identity_get_certificate (issuing));
  g_assert_nonnull (strstr (text, "CA:TRUE, pathlen:0"));

  /* Who signs requests comes before who signs authorities. */
  able = smith_authority_list (fixture->library);
  g_assert_cmpuint (g_list_model_get_n_items (able), ==, 2);
  first = g_list_model_get_item (able, 0);
  g_assert_true (first == issuing);

  /* The root has it on record. */
  authority = authorities_load_authority (fixture, root);
  g_assert_cmpuint (g_list_model_get_n_items (smith_authority_get_issued (authority)), ==, 1);
  g_assert_cmpstr (smith_issued_get_title (authorities_get_issued (authority, 0)), ==, "Example Issuing CA");
  g_assert_true (smith_authority_is_one (root));
  g_assert_null (smith_authority_get_problem (authority));
  g_assert_true (smith_authority_get_identity (authority) == root);
  g_assert_true (smith_authority_get_library (authority) == fixture->library);

  /* The next step is no upload. */
  g_assert_cmpstr (smith_next_step_get_action (smith_identity_get_next_step (issuing)), ==, "certificate.issued");
  g_assert_cmpstr (smith_next_step_get_action (smith_identity_get_next_step (root)), ==, "certificate.issued");

  /* All of it is there the next time. */
  g_clear_object (&authority);
  g_clear_object (&able);
  g_clear_object (&first);
  g_clear_object (&issuing);
  authorities_close_library (fixture);
  authorities_open_library (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->library)), ==, 2);
  g_assert_cmpint (smith_identity_get_state (authorities_find_named (fixture, "Example Root CA")), ==, SMITH_IDENTITY_STATE_VALID);
}

static void
test_passphrase (Authorities   *fixture,
                 gconstpointer  data)
{
  static const char * const answers[] = { "wrong", "correct horse", NULL };
  static const char * const nothing[] = { NULL };
  g_autoptr (SmithAuthorityPlan) plan = smith_authority_plan_new ();
  g_autoptr (GTlsInteraction) person = person_new (answers, FALSE);
  g_autoptr (GTlsInteraction) nobody = person_new (nothing, FALSE);
  g_autoptr (SmithRequest) request = authorities_make_request ("a.example.com");
  g_autoptr (SmithIdentity) root = NULL;
  g_autoptr (SmithAuthority) authority = NULL;
  g_autoptr (SmithCertificate) certificate = NULL;
  g_autoptr (GError) error = NULL;

  g_free (plan->name);
  plan->name = g_strdup ("Locked");
  smith_authority_plan_set_kind (plan, SMITH_AUTHORITY_KIND_ROOT);
  plan->passphrase = smith_secret_new_string ("correct horse");
  root = authorities_create (fixture, plan, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (smith_identity_get_key_protection (root), ==, SMITH_KEY_PROTECTION_PASSPHRASE);
  authority = authorities_load_authority (fixture, root);

  g_assert_null (authorities_issue (authority, request, nobody, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_cmpuint (g_list_model_get_n_items (smith_authority_get_issued (authority)), ==, 0);
  certificate = authorities_issue (authority, request, person, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (person_get_n_asked ((Person *) person), ==, 2);

  /* Without an answer nothing is revoked. */
  g_assert_false (authorities_revoke (authority, authorities_get_issued (authority, 0), SMITH_REVOCATION_REASON_SUPERSEDED,
                                      nobody, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (smith_issued_get_revoked (authorities_get_issued (authority, 0)));
}

static void
test_intermediate (Authorities   *fixture,
                   gconstpointer  data)
{
  g_autoptr (SmithIdentity) issuing = authorities_create_pair (fixture, "Example");
  SmithIdentity *root = authorities_find_named (fixture, "Example Root CA");
  g_autoptr (SmithAuthorityPlan) plan = smith_authority_plan_new ();
  g_autoptr (SmithIdentity) limited = NULL;
  g_autoptr (SmithAuthority) authority = NULL;
  g_autoptr (SmithRequest) good = authorities_make_request ("www.example.org");
  g_autoptr (SmithRequest) bad = authorities_make_request ("www.example.net");
  g_autoptr (SmithCertificate) certificate = NULL;
  g_autoptr (SmithExtensions) extensions = NULL;
  g_autofree char *root_path = authorities_dup_path (root, "certificate.pem");
  g_autofree char *path = NULL;
  g_autofree char *preview = NULL;
  g_autoptr (GError) error = NULL;

  g_free (plan->name);
  plan->name = g_strdup ("Only Org");
  plan->organization = g_strdup ("Example Ltd");
  plan->country = g_strdup ("de");
  smith_authority_plan_set_kind (plan, SMITH_AUTHORITY_KIND_INTERMEDIATE);
  g_assert_false (smith_authority_plan_check (plan, &error));
  g_clear_error (&error);
  plan->parent = g_object_ref (root);
  plan->permitted = g_strdup ("*.example.org, 10.0.0.0/8");
  plan->crl_url = g_strdup ("http://ca.example.org/org.crl");
  plan->issuer_url = g_strdup ("http://ca.example.org/org.cer");
  preview = smith_authority_plan_dup_preview (plan);
  g_assert_nonnull (strstr (preview, "Example Root CA"));
  limited = authorities_create (fixture, plan, NULL, &error);
  g_assert_no_error (error);
  path = authorities_dup_path (limited, "certificate.pem");
  authorities_assert_verifies (root_path, NULL, path);
  g_assert_cmpstr (smith_name_get_rfc4514 (smith_certificate_get_subject (smith_identity_get_certificate (limited))), ==,
                   "CN=Only Org,O=Example Ltd,C=DE");

  authority = authorities_load_authority (fixture, limited);
  g_assert_cmpstr (smith_authority_get_addresses (authority)->crl_urls[0], ==, "http://ca.example.org/org.crl");
  certificate = authorities_issue (authority, good, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (authorities_issue (authority, bad, NULL, NULL, &error));
  g_assert_error (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_INVALID);
  g_assert_cmpuint (g_list_model_get_n_items (smith_authority_get_issued (authority)), ==, 1);

  /* None below the issuing one of the pair. */
  g_clear_error (&error);
  g_set_object (&plan->parent, issuing);
  g_assert_null (authorities_create (fixture, plan, NULL, &error));
  g_assert_error (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "path length"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/authority-creation/plan", test_plan);
  g_test_add ("/authority-creation/pair", Authorities, NULL, authorities_set_up, test_pair, authorities_tear_down);
  g_test_add ("/authority-creation/passphrase", Authorities, NULL, authorities_set_up, test_passphrase, authorities_tear_down);
  g_test_add ("/authority-creation/intermediate", Authorities, NULL, authorities_set_up, test_intermediate, authorities_tear_down);

  return g_test_run ();
}
