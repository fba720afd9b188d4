/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-command-authority.h"

#include <string.h>

#include "authorities.h"
#include "material.h"
#include "smith-test.h"

/* The command lines are run by sh; the certificates and lists that openssl makes of them have to say what ours say. */

static void
run_line (const char *folder,
          const char *line)
{
  g_autofree char *quoted = g_shell_quote (folder);
  g_autofree char *whole = g_strdup_printf ("cd %s && %s", quoted, line);
  g_autofree char *output = NULL;
  int status = -1;

  output = smith_test_run ((const char *[]) { "sh", "-c", whole, NULL }, NULL, &status);
  if (status != 0)
    g_error ("%s\n%s", whole, output);
}

/* All that openssl reads, but for what chance or the clock decides: key identifiers become equal by being masked. */
static char *
describe (const char *path)
{
  g_autoptr (GRegex) identifiers = g_regex_new ("([0-9A-F]{2}:){19}[0-9A-F]{2}", 0, 0, NULL);
  g_autofree char *text = NULL;
  int status = -1;

  text = smith_test_run ((const char *[]) { "openssl", "x509", "-in", path, "-noout", "-text", "-nameopt", "RFC2253,-esc_msb",
                                            "-certopt", "no_serial,no_validity,no_pubkey,no_sigdump", NULL }, NULL, &status);
  g_assert_cmpint (status, ==, 0);

  return g_regex_replace (identifiers, text, -1, 0, "IDENTIFIER", 0, NULL);
}

static SmithCertificate *
read_certificate (const char *path)
{
  g_autofree char *pem = NULL;
  g_autoptr (GError) error = NULL;
  SmithCertificate *certificate;

  g_assert_true (g_file_get_contents (path, &pem, NULL, NULL));
  certificate = smith_certificate_new_from_pem (pem, &error);
  g_assert_no_error (error);

  return certificate;
}

static void
assert_same (const char   *ours,
             const char   *theirs,
             GTimeSpan     tolerance)
{
  g_autoptr (SmithCertificate) first = read_certificate (ours);
  g_autoptr (SmithCertificate) second = read_certificate (theirs);
  g_autofree char *our_text = describe (ours);
  g_autofree char *their_text = describe (theirs);

  g_assert_cmpstr (our_text, ==, their_text);
  g_assert_cmpstr (smith_public_key_get_title (smith_certificate_get_public_key (first)), ==,
                   smith_public_key_get_title (smith_certificate_get_public_key (second)));
  g_assert_cmpint (ABS (g_date_time_difference (smith_certificate_get_not_after (first),
                                                smith_certificate_get_not_after (second))), <=, tolerance);
}

static SmithAuthorityPlan *
make_plan (const char         *name,
           const char         *algorithm,
           SmithAuthorityKind  kind)
{
  SmithAuthorityPlan *plan = smith_authority_plan_new ();

  smith_authority_plan_set_kind (plan, kind);
  g_free (plan->name);
  plan->name = g_strdup (name);
  plan->algorithm = smith_key_algorithm_lookup (algorithm);

  return plan;
}

static void
compare (Authorities *fixture,
         const char  *identity_name,
         const char  *folder,
         const char  *part)
{
  SmithIdentity *identity = authorities_find_named (fixture, identity_name);
  g_autofree char *ours = authorities_dup_path (identity, "certificate.pem");
  g_autofree char *theirs = g_build_filename (folder, part, "certificate.pem", NULL);

  assert_same (ours, theirs, G_TIME_SPAN_MINUTE);
}

static void
test_pair (Authorities   *fixture,
           gconstpointer  data)
{
  g_autoptr (SmithAuthorityPlan) plan = make_plan ("It's “Älplí”, Inc", "ec-p384", SMITH_AUTHORITY_KIND_ROOT_AND_INTERMEDIATE);
  g_autofree char *folder = smith_test_make_folder ();
  g_autofree char *root = g_build_filename (folder, "root", "certificate.pem", NULL);
  g_autofree char *issuing = g_build_filename (folder, "issuing", "certificate.pem", NULL);
  g_autofree char *chain = g_build_filename (folder, "issuing", "chain.pem", NULL);
  g_autofree char *command = NULL;
  g_autoptr (SmithIdentity) made = NULL;
  g_autoptr (GError) error = NULL;

  plan->organization = g_strdup ("A/B + C\\D");
  plan->country = g_strdup ("DE");
  plan->permitted = g_strdup ("example.com, 10.0.0.0/8");
  plan->excluded = g_strdup ("secret.example.com");
  plan->path_length = 1;
  command = smith_command_create_authority (plan, NULL);
  run_line (folder, command);
  made = authorities_create (fixture, plan, NULL, &error);
  g_assert_no_error (error);
  compare (fixture, "It's “Älplí”, Inc Root CA", folder, "root");
  compare (fixture, "It's “Älplí”, Inc Issuing CA", folder, "issuing");
  authorities_assert_verifies (root, chain, issuing);
  smith_test_remove_folder (folder);
}

static void
test_root (Authorities   *fixture,
           gconstpointer  data)
{
  g_autoptr (SmithAuthorityPlan) plan = make_plan ("Alone", "rsa-2048", SMITH_AUTHORITY_KIND_ROOT);
  g_autofree char *folder = smith_test_make_folder ();
  g_autofree char *command = NULL;
  g_autofree char *protected = NULL;
  g_autoptr (SmithIdentity) made = NULL;
  g_autoptr (GError) error = NULL;

  plan->days = 77;
  command = smith_command_create_authority (plan, NULL);
  run_line (folder, command);
  made = authorities_create (fixture, plan, NULL, &error);
  g_assert_no_error (error);
  compare (fixture, "Alone", folder, "root");
  smith_test_remove_folder (folder);

  /* openssl asks for a passphrase; ours is nowhere. */
  g_assert_null (strstr (command, "-aes256"));
  plan->passphrase = smith_secret_new_string ("correct horse battery");
  protected = smith_command_create_authority (plan, NULL);
  g_assert_nonnull (strstr (protected, "-aes256"));
  g_assert_null (strstr (protected, "horse"));

  /* What cannot be made has no command. */
  plan->days = 0;
  g_assert_null (smith_command_create_authority (plan, NULL));
}

static void
test_intermediate (Authorities   *fixture,
                   gconstpointer  data)
{
  g_autoptr (SmithAuthorityPlan) parent = make_plan ("Parent", "ec-p256", SMITH_AUTHORITY_KIND_ROOT);
  g_autoptr (SmithAuthorityPlan) plan = make_plan ("Below", "ec-p521", SMITH_AUTHORITY_KIND_INTERMEDIATE);
  g_autofree char *folder = smith_test_make_folder ();
  g_autofree char *chain = g_build_filename (folder, "issuing", "chain.pem", NULL);
  g_autofree char *issuing = g_build_filename (folder, "issuing", "certificate.pem", NULL);
  g_autofree char *root_path = NULL;
  g_autofree char *command = NULL;
  g_autofree char *longer = NULL;
  g_autoptr (SmithIdentity) root = NULL;
  g_autoptr (SmithIdentity) made = NULL;
  g_autoptr (SmithAuthority) authority = NULL;
  g_autoptr (GError) error = NULL;

  /* A comma wants a configuration. */
  parent->crl_url = g_strdup ("http://pki.example.com/root,1.crl");
  parent->issuer_url = g_strdup ("http://pki.example.com/root.crt");
  root = authorities_create (fixture, parent, NULL, &error);
  g_assert_no_error (error);
  root_path = authorities_dup_path (root, "certificate.pem");
  plan->parent = g_object_ref (root);
  authority = authorities_load_authority (fixture, root);
  command = smith_command_create_authority (plan, smith_authority_get_addresses (authority));
  run_line (folder, command);
  made = authorities_create (fixture, plan, NULL, &error);
  g_assert_no_error (error);
  compare (fixture, "Below", folder, "issuing");
  authorities_assert_verifies (root_path, chain, issuing);
  smith_test_remove_folder (folder);

  /* Not longer than who signs it. */
  plan->days = 20000;
  longer = smith_command_create_authority (plan, NULL);
  g_assert_null (strstr (longer, "-days 20000"));
  g_assert_nonnull (strstr (longer, "# 20000 days would be longer than its issuer"));
}

/* What a person changes before the signature is in the command: names, uses, days, addresses. */
static void
test_issue (Authorities   *fixture,
            gconstpointer  data)
{
  g_autoptr (SmithIdentity) issuing = authorities_create_pair (fixture, "Example");
  SmithIdentity *root = authorities_find_named (fixture, "Example Root CA");
  SmithIdentity *leaf = material_keep (fixture->library, "ec-leaf", "");
  SmithRequest *request = smith_identity_get_request (leaf);
  g_autoptr (SmithAuthority) authority = authorities_load_authority (fixture, issuing);
  g_autoptr (SmithIssuance) issuance = smith_issuance_new_from_request (request, 90);
  g_autofree char *root_path = authorities_dup_path (root, "certificate.pem");
  g_autofree char *theirs = authorities_dup_path (leaf, "certificate.pem");
  g_autofree char *chain = authorities_dup_path (leaf, "chain.pem");
  g_autofree char *ours = g_build_filename (fixture->folder, "ours.pem", NULL);
  g_autofree char *command = NULL;
  g_autofree char *foreign = NULL;
  g_autoptr (SmithCertificate) certificate = NULL;
  g_autoptr (SmithKey) key = NULL;
  g_autoptr (GPtrArray) above = g_ptr_array_new ();
  g_autofree char *key_path = authorities_dup_path (issuing, "private-key.pem");
  g_autofree char *key_pem = NULL;
  g_autoptr (SmithSecret) key_secret = NULL;
  g_autoptr (GError) error = NULL;

  if (g_str_equal (data, "changed"))
    {
      g_autoptr (SmithAltName) name = smith_alt_name_new_from_text ("other.example.com", NULL);
      g_autoptr (SmithAltName) address = smith_alt_name_new_from_text ("10.1.2.3", NULL);
      g_autoptr (GListStore) names = g_list_store_new (SMITH_TYPE_ALT_NAME);

      g_list_store_append (names, name);
      g_list_store_append (names, address);
      g_set_object (&issuance->alt_names, G_LIST_MODEL (names));
      issuance->extensions->must_staple = TRUE;
      issuance->extensions->crl_urls = g_strsplit ("http://pki.example.com/a.crl", " ", -1);
      issuance->extensions->ocsp_urls = g_strsplit ("http://ocsp.example.com/,x", " ", -1);
    }
  else if (g_str_equal (data, "authority"))
    {
      issuance->extensions->is_ca = TRUE;
      issuance->extensions->key_usage = SMITH_KEY_USAGE_NONE;
      g_clear_pointer (&issuance->extensions->extended_key_usages, g_strfreev);
      issuance->extensions->path_length = 0;
      g_set_object (&issuing, root);
      g_free (key_path);
      key_path = authorities_dup_path (root, "private-key.pem");
    }
  command = smith_command_issue (request, issuance, issuing, leaf);
  run_line (fixture->folder, command);
  authorities_assert_verifies (root_path, g_str_equal (data, "authority") ? NULL : chain, theirs);

  g_assert_true (g_file_get_contents (key_path, &key_pem, NULL, NULL));
  key_secret = smith_secret_new_string (key_pem);
  key = smith_key_new_from_pem (key_secret, NULL, &error);
  g_assert_no_error (error);
  certificate = smith_certificate_issue (smith_request_get_public_key (request), issuance,
                                         smith_identity_get_certificate (issuing), above, key, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_set_contents (ours, smith_certificate_get_pem (certificate), -1, NULL));
  assert_same (ours, theirs, G_TIME_SPAN_MINUTE);

  /* A request from somewhere else has no file in the library. */
  foreign = smith_command_issue (request, issuance, issuing, NULL);
  g_assert_nonnull (strstr (foreign, "-verify -in request.pem"));
  g_assert_nonnull (strstr (foreign, "-out certificate.pem"));
}

static void
test_crl (Authorities   *fixture,
          gconstpointer  data)
{
  g_autoptr (SmithAuthorityPlan) plan = make_plan ("Lists", data, SMITH_AUTHORITY_KIND_ROOT);
  const SmithRevocationReason reasons[] = {
    SMITH_REVOCATION_REASON_UNSPECIFIED,
    SMITH_REVOCATION_REASON_KEY_COMPROMISE,
    SMITH_REVOCATION_REASON_CERTIFICATE_HOLD,
    SMITH_REVOCATION_REASON_CA_COMPROMISE,
  };
  g_autoptr (SmithIdentity) identity = NULL;
  g_autoptr (SmithAuthority) authority = NULL;
  g_autoptr (SmithAuthority) again = NULL;
  g_autofree char *crl = NULL;
  g_autofree char *issuer = NULL;
  g_autofree char *ours = NULL;
  g_autofree char *theirs = NULL;
  g_autofree char *empty = NULL;
  g_autofree char *command = NULL;
  g_autoptr (GError) error = NULL;

  identity = authorities_create (fixture, plan, NULL, &error);
  g_assert_no_error (error);
  authority = authorities_load_authority (fixture, identity);
  crl = authorities_dup_path (identity, "crl.pem");
  issuer = authorities_dup_path (identity, "certificate.pem");

  /* Nothing is revoked. */
  empty = smith_authority_dup_crl_command (authority);
  run_line (fixture->folder, empty);
  theirs = authorities_read_list (crl, issuer);
  g_assert_cmpstr (theirs, ==, "1 True\n");
  g_clear_pointer (&theirs, g_free);

  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++)
    {
      g_autoptr (SmithRequest) request = authorities_make_request ("a.example.com");
      g_autoptr (SmithCertificate) certificate = authorities_issue (authority, request, NULL, NULL, &error);

      g_assert_no_error (error);
      g_assert_true (authorities_revoke (authority, authorities_get_issued (authority, 0), reasons[i], NULL, &error));
    }
  ours = authorities_read_list (crl, issuer);
  g_assert_true (g_str_has_prefix (ours, "5 True\n"));
  command = smith_authority_dup_crl_command (authority);
  run_line (fixture->folder, command);
  theirs = authorities_read_list (crl, issuer);
  g_assert_true (g_str_has_prefix (theirs, "6 True\n"));
  g_assert_cmpstr (strchr (theirs, '\n'), ==, strchr (ours, '\n'));

  /* The program goes on from there. */
  again = authorities_load_authority (fixture, identity);
  g_assert_null (smith_authority_get_problem (again));
  g_assert_cmpuint (smith_crl_get_n_revoked (smith_authority_get_crl (again)), ==, G_N_ELEMENTS (reasons));
}

static void
test_export (Authorities   *fixture,
             gconstpointer  data)
{
  g_autoptr (SmithIdentity) issuing = authorities_create_pair (fixture, "Example");
  g_autofree char *target = g_build_filename (fixture->folder, "the list.crl", NULL);
  g_autofree char *command = smith_command_make_crl (issuing, 11, 255, FALSE, target);
  g_autofree char *issuer = authorities_dup_path (issuing, "certificate.pem");
  g_autofree char *text = NULL;

  run_line (fixture->folder, command);
  text = authorities_read_list (target, issuer);
  g_assert_cmpstr (text, ==, "255 True\n");
}

int
main (int   argc,
      char *argv[])
{
  static const char * const issuances[] = { "asked", "changed", "authority" };
  static const char * const signers[] = { "ec-p256", "ed25519" };

  g_test_init (&argc, &argv, NULL);

  g_test_add ("/command-authority/pair", Authorities, NULL, authorities_set_up, test_pair, authorities_tear_down);
  g_test_add ("/command-authority/root", Authorities, NULL, authorities_set_up, test_root, authorities_tear_down);
  g_test_add ("/command-authority/intermediate", Authorities, NULL, authorities_set_up, test_intermediate,
              authorities_tear_down);
  for (guint i = 0; i < G_N_ELEMENTS (issuances); i++)
    {
      g_autofree char *path = g_strconcat ("/command-authority/issue/", issuances[i], NULL);

      g_test_add (path, Authorities, issuances[i], authorities_set_up, test_issue, authorities_tear_down);
    }
  for (guint i = 0; i < G_N_ELEMENTS (signers); i++)
    {
      g_autofree char *path = g_strconcat ("/command-authority/crl/", signers[i], NULL);

      g_test_add (path, Authorities, signers[i], authorities_set_up, test_crl, authorities_tear_down);
    }
  g_test_add ("/command-authority/export", Authorities, NULL, authorities_set_up, test_export, authorities_tear_down);

  return g_test_run ();
}
