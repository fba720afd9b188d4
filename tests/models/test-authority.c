/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-authority-creation.h"

#include <string.h>

#include <glib/gstdio.h>

#include "smith-authority-folder.h"
#include "smith-identity-folder.h"
#include "smith-crypto-error.h"
#include "smith-fake-keyring.h"

#include "material.h"
#include "person.h"
#include "smith-test.h"

/* Authorities in a library on disk; what they sign is verified by openssl and certtool. */

typedef struct
{
  char           *folder;
  SmithKeyring   *keyring;
  SmithWorkspace *workspace;
  SmithLibrary   *library;   /* borrowed */
} Fixture;

static void
open_library (Fixture *fixture)
{
  fixture->keyring = SMITH_KEYRING (smith_fake_keyring_new ());
  fixture->workspace = smith_workspace_new (fixture->folder, fixture->keyring);
  fixture->library = smith_workspace_get_library (fixture->workspace);
  material_load (fixture->library);
}

static void
close_library (Fixture *fixture)
{
  smith_test_unref_and_wait (g_steal_pointer (&fixture->workspace));
  g_clear_object (&fixture->keyring);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->folder = smith_test_make_folder ();
  open_library (fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  close_library (fixture);
  smith_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static SmithIdentity *
create (Fixture                  *fixture,
        const SmithAuthorityPlan *plan,
        GTlsInteraction          *interaction,
        GError                  **error)
{
  GAsyncResult *place = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *warning = NULL;
  SmithIdentity *made;

  smith_authority_create_async (fixture->workspace, plan, interaction, NULL, smith_test_store_result, &place);
  result = smith_test_wait_result (&place);
  made = smith_authority_create_finish (fixture->workspace, result, &warning, error);
  g_assert_null (warning);

  return made;
}

static SmithIdentity *
create_pair (Fixture    *fixture,
             const char *name)
{
  g_autoptr (SmithAuthorityPlan) plan = smith_authority_plan_new ();
  g_autoptr (GError) error = NULL;
  SmithIdentity *made;

  g_free (plan->name);
  plan->name = g_strdup (name);
  made = create (fixture, plan, NULL, &error);
  g_assert_no_error (error);

  return made;
}

static SmithIdentity *
find_named (Fixture    *fixture,
            const char *name)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (fixture->library));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SmithIdentity) identity = g_list_model_get_item (G_LIST_MODEL (fixture->library), i);

      if (g_str_equal (smith_identity_get_name (identity), name))
        return identity;
    }
  g_error ("no identity is called %s", name);
}

static SmithAuthority *
load_authority (Fixture       *fixture,
                SmithIdentity *identity)
{
  SmithAuthority *authority = smith_authority_new (fixture->library, fixture->keyring, identity);
  GAsyncResult *place = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  smith_authority_load_async (authority, NULL, smith_test_store_result, &place);
  g_assert_true (smith_authority_get_loading (authority));
  result = smith_test_wait_result (&place);
  smith_authority_change_finish (authority, result, &error);
  g_assert_no_error (error);
  g_assert_false (smith_authority_get_loading (authority));

  return authority;
}

static SmithRequest *
make_request (const char *host)
{
  const char *attributes[] = { "CN", host, NULL };
  g_autoptr (SmithName) subject = smith_name_new (attributes, NULL);
  g_autoptr (SmithKey) key = smith_key_generate (smith_key_algorithm_lookup ("ec-p256"), NULL, NULL);

  return smith_request_create (key, subject, NULL, NULL);
}

static SmithCertificate *
issue (SmithAuthority   *authority,
       SmithRequest     *request,
       GTlsInteraction  *interaction,
       SmithIdentity   **recipient,
       GError          **error)
{
  g_autoptr (SmithIssuance) issuance = smith_issuance_new_from_request (request, 90);
  GAsyncResult *place = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *warning = NULL;
  SmithCertificate *certificate;

  smith_authority_issue_async (authority, smith_request_get_public_key (request), issuance, interaction, NULL,
                               smith_test_store_result, &place);
  result = smith_test_wait_result (&place);
  certificate = smith_authority_issue_finish (authority, result, recipient, &warning, error);
  g_assert_null (warning);

  return certificate;
}

static gboolean
revoke_one (SmithAuthority         *authority,
            SmithIssued            *issued,
            SmithRevocationReason   reason,
            GTlsInteraction        *interaction,
            GError                **error)
{
  GAsyncResult *place = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  smith_authority_revoke_async (authority, issued, reason, interaction, NULL, smith_test_store_result, &place);
  result = smith_test_wait_result (&place);

  return smith_authority_change_finish (authority, result, error);
}

static gboolean
restore (SmithAuthority  *authority,
         SmithIssued     *issued,
         GError         **error)
{
  GAsyncResult *place = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  smith_authority_restore_async (authority, issued, NULL, NULL, smith_test_store_result, &place);
  result = smith_test_wait_result (&place);

  return smith_authority_change_finish (authority, result, error);
}

static gboolean
export (SmithAuthority  *authority,
        const char      *path,
        GError         **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  GAsyncResult *place = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  smith_authority_export_async (authority, file, NULL, NULL, smith_test_store_result, &place);
  result = smith_test_wait_result (&place);

  return smith_authority_change_finish (authority, result, error);
}

static SmithIssued *
get_issued (SmithAuthority *authority,
            guint           position)
{
  SmithIssued *issued = g_list_model_get_item (smith_authority_get_issued (authority), position);

  g_assert_nonnull (issued);
  g_object_unref (issued);

  return issued;
}

static char *
dup_path (SmithIdentity *identity,
          const char    *name)
{
  return g_build_filename (smith_identity_get_folder (identity), name, NULL);
}

/* With what lies in the folders, as another program finds it. @chain: a file, or NULL where @root signed it. */
static void
assert_verifies (const char *root,
                 const char *chain,
                 const char *leaf)
{
  g_autofree char *output = NULL;
  g_autofree char *second = NULL;
  g_autofree char *whole = NULL;
  g_autoptr (GString) all = g_string_new (NULL);
  g_autofree char *folder = smith_test_make_folder ();
  const char *parts[] = { leaf, chain, root };
  int status = -1;

  output = smith_test_run ((const char *[]) { "openssl", "verify", "-x509_strict", "-CAfile", root, "-untrusted",
                                              chain != NULL ? chain : root, leaf, NULL }, NULL, &status);
  g_assert_cmpint (status, ==, 0);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *text = NULL;

      if (parts[i] == NULL || !g_file_get_contents (parts[i], &text, NULL, NULL))
        continue;
      /* Where the chain file ends with the root itself, certtool has it already. */
      if (strstr (all->str, text) == NULL)
        g_string_append (all, text);
    }
  whole = g_build_filename (folder, "all.pem", NULL);
  g_assert_true (g_file_set_contents (whole, all->str, -1, NULL));
  second = smith_test_run ((const char *[]) { "certtool", "--verify-chain", "--infile", whole, NULL }, NULL, &status);
  g_assert_cmpint (status, ==, 0);
  smith_test_remove_folder (folder);
}

/* "SERIAL REASON" of each entry, as pyca/cryptography reads the file, after its number and whether ROOT signed it. */
static char *
read_list (const char *path,
           const char *issuer)
{
  return smith_test_run ((const char *[]) {
    "/usr/bin/python3", "-c",
    "import sys\n"
    "from cryptography import x509\n"
    "data = open(sys.argv[1], 'rb').read()\n"
    "crl = (x509.load_pem_x509_crl if data.startswith(b'-----') else x509.load_der_x509_crl)(data)\n"
    "issuer = x509.load_pem_x509_certificate(open(sys.argv[2], 'rb').read())\n"
    "print(crl.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number,\n"
    "      crl.is_signature_valid(issuer.public_key()))\n"
    "for each in crl:\n"
    "    try: reason = each.extensions.get_extension_for_class(x509.CRLReason).value.reason.value\n"
    "    except x509.ExtensionNotFound: reason = '-'\n"
    "    print('%x' % each.serial_number, reason)\n", path, issuer, NULL }, NULL, NULL);
}

static void
test_pair (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (SmithIdentity) issuing = create_pair (fixture, "Example");
  SmithIdentity *root = find_named (fixture, "Example Root CA");
  g_autofree char *root_path = dup_path (root, "certificate.pem");
  g_autofree char *path = dup_path (issuing, "certificate.pem");
  g_autofree char *text = NULL;
  g_autoptr (GListModel) able = NULL;
  g_autoptr (SmithIdentity) first = NULL;
  g_autoptr (SmithAuthority) authority = NULL;

  g_assert_cmpstr (smith_identity_get_name (issuing), ==, "Example Issuing CA");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->library)), ==, 2);
  g_assert_true (smith_identity_get_has_key (root) && smith_identity_get_has_key (issuing));
  g_assert_true (smith_identity_get_kept (root) && smith_identity_get_kept (issuing));
  assert_verifies (root_path, NULL, path);
  text = smith_certificate_dup_text (smith_identity_get_certificate (issuing));
  g_assert_nonnull (strstr (text, "CA:TRUE, pathlen:0"));

  /* Who signs requests comes before who signs authorities. */
  able = smith_authority_list (fixture->library);
  g_assert_cmpuint (g_list_model_get_n_items (able), ==, 2);
  first = g_list_model_get_item (able, 0);
  g_assert_true (first == issuing);

  /* The root has it on record. */
  authority = load_authority (fixture, root);
  g_assert_cmpuint (g_list_model_get_n_items (smith_authority_get_issued (authority)), ==, 1);
  g_assert_cmpstr (smith_issued_get_title (get_issued (authority, 0)), ==, "Example Issuing CA");
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
  close_library (fixture);
  open_library (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->library)), ==, 2);
  g_assert_cmpint (smith_identity_get_state (find_named (fixture, "Example Root CA")), ==, SMITH_IDENTITY_STATE_VALID);
}

static void
test_issue (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (SmithIdentity) issuing = create_pair (fixture, "Example CA");
  SmithIdentity *root = find_named (fixture, "Example Root CA");
  g_autoptr (SmithAuthority) authority = load_authority (fixture, issuing);
  g_autoptr (SmithRequest) foreign = make_request ("foreign.example.com");
  SmithIdentity *own = material_keep (fixture->library, "ec-leaf", "");
  g_autoptr (SmithIdentity) recipient = NULL;
  g_autoptr (SmithCertificate) certificate = NULL;
  g_autoptr (SmithCertificate) second = NULL;
  g_autoptr (GPtrArray) chain = NULL;
  g_autofree char *root_path = dup_path (root, "certificate.pem");
  g_autofree char *issuing_path = dup_path (issuing, "certificate.pem");
  g_autofree char *leaf_path = NULL;
  g_autofree char *chain_path = NULL;
  g_autofree char *issued_path = NULL;
  g_autofree char *serial = NULL;
  g_autoptr (GError) error = NULL;

  /* Of the library: certificate and chain go to where the key is. */
  g_assert_true (smith_authority_find_recipient (authority, smith_request_get_public_key (smith_identity_get_request (own))) == own);
  certificate = issue (authority, smith_identity_get_request (own), NULL, &recipient, &error);
  g_assert_no_error (error);
  g_assert_true (recipient == own);
  g_assert_true (smith_certificate_equal (smith_identity_get_certificate (own), certificate));
  g_assert_cmpuint (g_list_model_get_n_items (smith_identity_get_chain (own)), ==, 1);
  leaf_path = dup_path (own, "certificate.pem");
  chain_path = dup_path (own, "chain.pem");
  assert_verifies (root_path, chain_path, leaf_path);

  /* From elsewhere: it is on record, and for whoever asked to save it. */
  g_clear_object (&recipient);
  second = issue (authority, foreign, NULL, &recipient, &error);
  g_assert_no_error (error);
  g_assert_null (recipient);
  g_assert_cmpuint (g_list_model_get_n_items (smith_authority_get_issued (authority)), ==, 2);
  g_assert_true (smith_certificate_equal (smith_issued_get_certificate (get_issued (authority, 0)), second));
  serial = smith_authority_dup_serial (second);
  g_assert_cmpuint (strlen (serial), ==, 32);
  g_assert_cmpstr (smith_issued_get_serial (get_issued (authority, 0)), ==, serial);
  issued_path = g_strdup_printf ("%s/issued/%s.pem", smith_identity_get_folder (issuing), serial);
  assert_verifies (root_path, issuing_path, issued_path);
  chain = smith_authority_dup_chain (authority);
  g_assert_cmpuint (chain->len, ==, 1);
}

static void
test_revoke (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (SmithIdentity) issuing = create_pair (fixture, "Example");
  g_autoptr (SmithAuthority) authority = load_authority (fixture, issuing);
  g_autofree char *ca = dup_path (issuing, "certificate.pem");
  g_autofree char *list = dup_path (issuing, "crl.pem");
  g_autofree char *file = g_build_filename (fixture->folder, "ca.crl", NULL);
  g_autofree char *pem_file = g_build_filename (fixture->folder, "ca.pem", NULL);
  g_autofree char *read = NULL;
  g_autofree char *expected = NULL;
  g_autofree char *verified = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  int status = -1;
  SmithIssued *a, *b;

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (SmithRequest) request = make_request (i == 0 ? "a.example.com" : "b.example.com");
      g_autoptr (SmithCertificate) certificate = issue (authority, request, NULL, NULL, &error);

      g_assert_no_error (error);
    }
  b = get_issued (authority, 0);
  a = get_issued (authority, 1);
  g_assert_null (smith_authority_get_crl (authority));
  g_assert_nonnull (strstr (smith_authority_get_crl_text (authority), "no revocation list"));
  g_assert_true (g_str_has_prefix (smith_issued_get_state_text (a), "Valid until"));
  g_assert_null (smith_issued_get_revoked_at (a));

  g_assert_true (revoke_one (authority, a, SMITH_REVOCATION_REASON_KEY_COMPROMISE, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (smith_issued_get_revoked (a) && !smith_issued_get_revoked (b));
  g_assert_true (smith_issued_get_restorable (a));
  g_assert_nonnull (smith_issued_get_revoked_at (a));
  g_assert_cmpint (smith_issued_get_reason (a), ==, SMITH_REVOCATION_REASON_KEY_COMPROMISE);
  g_assert_true (g_str_has_prefix (smith_issued_get_state_text (a), "Revoked on"));
  g_assert_cmpstr (smith_issued_get_state_icon_name (a), !=, smith_issued_get_state_icon_name (b));
  expected = g_strdup_printf ("1 True\n%s keyCompromise\n", smith_issued_get_serial (a));
  read = read_list (list, ca);
  g_assert_cmpstr (read, ==, expected);
  verified = smith_test_run ((const char *[]) { "openssl", "crl", "-in", list, "-CAfile", ca, "-verify", "-noout", NULL }, NULL, &status);
  g_assert_cmpint (status, ==, 0);

  /* Taken back, and done again: the number never goes back. */
  g_assert_true (restore (authority, a, &error));
  g_assert_false (smith_issued_get_revoked (a));
  g_clear_pointer (&read, g_free);
  read = read_list (list, ca);
  g_assert_cmpstr (read, ==, "2 True\n");
  g_assert_true (revoke_one (authority, a, SMITH_REVOCATION_REASON_SUPERSEDED, NULL, &error));
  g_assert_true (revoke_one (authority, b, SMITH_REVOCATION_REASON_CERTIFICATE_HOLD, NULL, &error));

  /* Told to the world: what is on hold can come back, the other cannot. */
  g_assert_true (export (authority, file, &error));
  g_assert_no_error (error);
  g_clear_pointer (&read, g_free);
  read = read_list (file, ca);
  g_assert_true (g_str_has_prefix (read, "4 True\n"));
  g_assert_nonnull (strstr (read, "superseded"));
  g_assert_nonnull (strstr (read, "certificateHold"));
  g_assert_true (smith_issued_get_published (a) && smith_issued_get_published (b));
  g_assert_false (smith_issued_get_restorable (a));
  g_assert_true (smith_issued_get_restorable (b));
  g_assert_false (restore (authority, a, &error));
  g_assert_error (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_true (smith_issued_get_revoked (a));
  g_assert_true (restore (authority, b, &error));
  g_assert_no_error (error);

  /* PEM for whoever asks for it; and all of it is there the next time. */
  g_assert_true (export (authority, pem_file, &error));
  g_clear_pointer (&text, g_free);
  g_assert_true (g_file_get_contents (pem_file, &text, NULL, NULL));
  g_assert_true (g_str_has_prefix (text, "-----BEGIN X509 CRL-----"));
  {
    g_autoptr (SmithAuthority) again = load_authority (fixture, issuing);

    g_assert_cmpuint (smith_crl_get_n_revoked (smith_authority_get_crl (again)), ==, 1);
    for (guint i = 0; i < 2; i++)
      g_assert_cmpint (smith_issued_get_revoked (get_issued (again, i)), ==,
                       g_str_equal (smith_issued_get_title (get_issued (again, i)), "a.example.com"));
  }
}

/* The first export makes the list; a folder that cannot be written says so, and nothing counts as told. */
static void
test_export (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (SmithIdentity) issuing = create_pair (fixture, "Example");
  g_autoptr (SmithAuthority) authority = load_authority (fixture, issuing);
  g_autoptr (SmithRequest) request = make_request ("a.example.com");
  g_autoptr (SmithCertificate) certificate = issue (authority, request, NULL, NULL, NULL);
  g_autofree char *ca = dup_path (issuing, "certificate.pem");
  g_autofree char *file = g_build_filename (fixture->folder, "first.crl", NULL);
  g_autofree char *nowhere = g_build_filename (fixture->folder, "missing", "first.crl", NULL);
  g_autofree char *read = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (export (authority, file, &error));
  g_assert_no_error (error);
  read = read_list (file, ca);
  g_assert_cmpstr (read, ==, "1 True\n");

  g_assert_true (revoke_one (authority, get_issued (authority, 0), SMITH_REVOCATION_REASON_UNSPECIFIED, NULL, &error));
  g_assert_false (export (authority, nowhere, &error));
  g_assert_nonnull (error);
  g_assert_false (smith_issued_get_published (get_issued (authority, 0)));
  g_assert_true (smith_issued_get_restorable (get_issued (authority, 0)));
}

static void
test_passphrase (Fixture       *fixture,
                 gconstpointer  data)
{
  static const char * const answers[] = { "wrong", "correct horse", NULL };
  static const char * const nothing[] = { NULL };
  g_autoptr (SmithAuthorityPlan) plan = smith_authority_plan_new ();
  g_autoptr (GTlsInteraction) person = person_new (answers, FALSE);
  g_autoptr (GTlsInteraction) nobody = person_new (nothing, FALSE);
  g_autoptr (SmithRequest) request = make_request ("a.example.com");
  g_autoptr (SmithIdentity) root = NULL;
  g_autoptr (SmithAuthority) authority = NULL;
  g_autoptr (SmithCertificate) certificate = NULL;
  g_autoptr (GError) error = NULL;

  g_free (plan->name);
  plan->name = g_strdup ("Locked");
  smith_authority_plan_set_kind (plan, SMITH_AUTHORITY_KIND_ROOT);
  plan->passphrase = smith_secret_new_string ("correct horse");
  root = create (fixture, plan, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (smith_identity_get_key_protection (root), ==, SMITH_KEY_PROTECTION_PASSPHRASE);
  authority = load_authority (fixture, root);

  g_assert_null (issue (authority, request, nobody, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_cmpuint (g_list_model_get_n_items (smith_authority_get_issued (authority)), ==, 0);
  certificate = issue (authority, request, person, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (person_get_n_asked ((Person *) person), ==, 2);

  /* Without an answer nothing is revoked. */
  g_assert_false (revoke_one (authority, get_issued (authority, 0), SMITH_REVOCATION_REASON_SUPERSEDED, nobody, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (smith_issued_get_revoked (get_issued (authority, 0)));
}

/* Under the root of a pair, with limits and addresses; what it issues keeps to them. */
static void
test_intermediate (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr (SmithIdentity) issuing = create_pair (fixture, "Example");
  SmithIdentity *root = find_named (fixture, "Example Root CA");
  g_autoptr (SmithAuthorityPlan) plan = smith_authority_plan_new ();
  g_autoptr (SmithIdentity) limited = NULL;
  g_autoptr (SmithAuthority) authority = NULL;
  g_autoptr (SmithRequest) good = make_request ("www.example.org");
  g_autoptr (SmithRequest) bad = make_request ("www.example.net");
  g_autoptr (SmithCertificate) certificate = NULL;
  g_autoptr (SmithExtensions) extensions = NULL;
  g_autofree char *root_path = dup_path (root, "certificate.pem");
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
  limited = create (fixture, plan, NULL, &error);
  g_assert_no_error (error);
  path = dup_path (limited, "certificate.pem");
  assert_verifies (root_path, NULL, path);
  g_assert_cmpstr (smith_name_get_rfc4514 (smith_certificate_get_subject (smith_identity_get_certificate (limited))), ==,
                   "CN=Only Org,O=Example Ltd,C=DE");

  authority = load_authority (fixture, limited);
  g_assert_cmpstr (smith_authority_get_addresses (authority)->crl_urls[0], ==, "http://ca.example.org/org.crl");
  certificate = issue (authority, good, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (issue (authority, bad, NULL, NULL, &error));
  g_assert_error (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_INVALID);
  g_assert_cmpuint (g_list_model_get_n_items (smith_authority_get_issued (authority)), ==, 1);

  /* None below the issuing one of the pair. */
  g_clear_error (&error);
  g_set_object (&plan->parent, issuing);
  g_assert_null (create (fixture, plan, NULL, &error));
  g_assert_error (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "path length"));
}

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

/* Files that are damaged are told, and never written over. */
static void
test_damage (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (SmithIdentity) issuing = create_pair (fixture, "Example");
  g_autoptr (SmithAuthority) authority = load_authority (fixture, issuing);
  g_autofree char *ini = dup_path (issuing, "revocations.ini");
  g_autofree char *list = dup_path (issuing, "crl.pem");
  g_autofree char *ca = dup_path (issuing, "certificate.pem");
  g_autofree char *issued = dup_path (issuing, "issued");
  g_autofree char *broken = g_build_filename (issued, "00.pem", NULL);
  g_autofree char *good = NULL;
  g_autofree char *problem = NULL;
  g_autofree char *text = NULL;
  g_autofree char *read = NULL;
  g_autoptr (GPtrArray) files = NULL;
  g_autoptr (SmithRequest) request = make_request ("a.example.com");
  g_autoptr (SmithCertificate) certificate = issue (authority, request, NULL, NULL, NULL);
  g_autoptr (SmithAuthorityRecords) records = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (revoke_one (authority, get_issued (authority, 0), SMITH_REVOCATION_REASON_SUPERSEDED, NULL, &error));
  g_assert_null (smith_authority_folder_find_problem (smith_identity_get_folder (issuing), NULL, NULL));

  /* The list: made again, the old file kept beside it. */
  g_assert_true (g_file_set_contents (list, "-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n", -1, NULL));
  problem = smith_authority_folder_find_problem (smith_identity_get_folder (issuing), NULL, NULL);
  g_assert_nonnull (strstr (problem, "crl.pem"));
  {
    g_autoptr (SmithIdentityData) loaded =
      smith_identity_folder_load (fixture->folder, smith_identity_get_id (issuing), NULL, NULL);

    g_assert_true (loaded->damage & SMITH_IDENTITY_PART_AUTHORITY);
    g_assert_cmpstr (loaded->problem, ==, problem);
  }
  g_assert_true (restore (authority, get_issued (authority, 0), &error));
  g_assert_no_error (error);
  read = read_list (list, ca);
  g_assert_cmpstr (read, ==, "2 True\n");
  {
    g_autoptr (GDir) dir = g_dir_open (smith_identity_get_folder (issuing), 0, NULL);
    const char *name;
    gboolean kept = FALSE;

    while ((name = g_dir_read_name (dir)) != NULL)
      kept |= g_str_has_prefix (name, "crl-damaged-");
    g_assert_true (kept);
  }

  /* The revocations: nothing is changed until the file is back. */
  g_assert_true (g_file_get_contents (ini, &good, NULL, NULL));
  g_assert_true (g_file_set_contents (ini, "[Authority]\ncrl-number=2\n\n[abcd]\nreason=none of ours\n", -1, NULL));
  g_assert_false (revoke_one (authority, get_issued (authority, 0), SMITH_REVOCATION_REASON_SUPERSEDED, NULL, &error));
  g_assert_error (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_DAMAGED);
  g_assert_true (g_file_get_contents (ini, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "none of ours"));
  records = smith_authority_folder_read (fixture->folder, smith_identity_get_id (issuing), NULL, NULL);
  g_assert_true (records->locked);
  g_assert_true (g_file_set_contents (ini, good, -1, NULL));

  /* A certificate: a row with a problem, the file as it was. */
  g_assert_true (g_file_set_contents (broken, "what was this?", -1, NULL));
  files = smith_authority_folder_read_issued (fixture->folder, smith_identity_get_id (issuing), NULL, &error);
  g_assert_cmpuint (files->len, ==, 2);
  g_clear_object (&authority);
  authority = load_authority (fixture, issuing);
  g_assert_cmpuint (g_list_model_get_n_items (smith_authority_get_issued (authority)), ==, 2);
  g_assert_nonnull (smith_issued_get_problem (get_issued (authority, 0)));
  g_assert_cmpstr (smith_issued_get_title (get_issued (authority, 0)), ==, "00.pem");
  g_assert_null (smith_issued_get_problem (get_issued (authority, 1)));
}

/* A disk that takes nothing: nothing is issued, nothing is revoked, and somebody says so. */
static void
test_no_space (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr (SmithIdentity) issuing = create_pair (fixture, "Example");
  g_autoptr (SmithAuthority) authority = load_authority (fixture, issuing);
  g_autofree char *issued = dup_path (issuing, "issued");
  g_autoptr (SmithRequest) request = make_request ("a.example.com");
  g_autoptr (SmithCertificate) certificate = NULL;
  g_autoptr (GError) error = NULL;

  /* A file where the folder belongs stops root as well. */
  g_assert_true (g_file_set_contents (issued, "in the way", -1, NULL));
  g_assert_null (issue (authority, request, NULL, NULL, &error));
  g_assert_error (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "Nothing was changed"));
  g_assert_cmpuint (g_list_model_get_n_items (smith_authority_get_issued (authority)), ==, 0);
  g_unlink (issued);
  g_clear_error (&error);
  certificate = issue (authority, request, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
test_obstacles (Fixture       *fixture,
                gconstpointer  data)
{
  SmithIdentity *leaf = material_keep (fixture->library, "ec-leaf", "");
  SmithIdentity *empty = smith_library_add (fixture->library, "Empty");
  g_autofree char *of_leaf = smith_authority_find_obstacle (leaf);
  g_autofree char *of_empty = smith_authority_find_obstacle (empty);
  g_autoptr (GListModel) able = smith_authority_list (fixture->library);
  g_autoptr (SmithAuthority) authority = smith_authority_new (fixture->library, NULL, leaf);
  g_autoptr (SmithRequest) request = make_request ("a.example.com");
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (of_leaf);
  g_assert_nonnull (of_empty);
  g_assert_cmpuint (g_list_model_get_n_items (able), ==, 0);
  g_assert_false (smith_authority_is_one (leaf));
  g_assert_null (issue (authority, request, NULL, NULL, &error));
  g_assert_error (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/authority/plan", test_plan);
  g_test_add ("/authority/pair", Fixture, NULL, set_up, test_pair, tear_down);
  g_test_add ("/authority/issue", Fixture, NULL, set_up, test_issue, tear_down);
  g_test_add ("/authority/revoke", Fixture, NULL, set_up, test_revoke, tear_down);
  g_test_add ("/authority/export", Fixture, NULL, set_up, test_export, tear_down);
  g_test_add ("/authority/passphrase", Fixture, NULL, set_up, test_passphrase, tear_down);
  g_test_add ("/authority/intermediate", Fixture, NULL, set_up, test_intermediate, tear_down);
  g_test_add ("/authority/damage", Fixture, NULL, set_up, test_damage, tear_down);
  g_test_add ("/authority/no-space", Fixture, NULL, set_up, test_no_space, tear_down);
  g_test_add ("/authority/obstacles", Fixture, NULL, set_up, test_obstacles, tear_down);

  return g_test_run ();
}
