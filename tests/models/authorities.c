/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "authorities.h"

#include <string.h>

#include "smith-fake-keyring.h"

#include "material.h"
#include "smith-test.h"

void
authorities_open_library (Authorities *fixture)
{
  fixture->keyring = SMITH_KEYRING (smith_fake_keyring_new ());
  fixture->workspace = smith_workspace_new (fixture->folder, fixture->keyring);
  fixture->library = smith_workspace_get_library (fixture->workspace);
  material_load (fixture->library);
}

void
authorities_close_library (Authorities *fixture)
{
  smith_test_unref_and_wait (g_steal_pointer (&fixture->workspace));
  g_clear_object (&fixture->keyring);
}

void
authorities_set_up (Authorities  *fixture,
                    gconstpointer data)
{
  fixture->folder = smith_test_make_folder ();
  authorities_open_library (fixture);
}

void
authorities_tear_down (Authorities  *fixture,
                       gconstpointer data)
{
  authorities_close_library (fixture);
  smith_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

SmithIdentity *
authorities_create (Authorities              *fixture,
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

SmithIdentity *
authorities_create_pair (Authorities *fixture,
                         const char  *name)
{
  g_autoptr (SmithAuthorityPlan) plan = smith_authority_plan_new ();
  g_autoptr (GError) error = NULL;
  SmithIdentity *made;

  g_free (plan->name);
  plan->name = g_strdup (name);
  made = authorities_create (fixture, plan, NULL, &error);
  g_assert_no_error (error);

  return made;
}

SmithIdentity *
authorities_find_named (Authorities *fixture,
                        const char  *name)
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

SmithAuthority *
authorities_load_authority (Authorities   *fixture,
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

SmithRequest *
authorities_make_request (const char *host)
{
  const char *attributes[] = { "CN", host, NULL };
  g_autoptr (SmithName) subject = smith_name_new (attributes, NULL);
  g_autoptr (SmithKey) key = smith_key_generate (smith_key_algorithm_lookup ("ec-p256"), NULL, NULL);

  return smith_request_create (key, subject, NULL, NULL);
}

SmithCertificate *
authorities_issue (SmithAuthority  *authority,
                   SmithRequest    *request,
                   GTlsInteraction *interaction,
                   SmithIdentity  **recipient,
                   GError         **error)
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

gboolean
authorities_revoke (SmithAuthority       *authority,
                    SmithIssued          *issued,
                    SmithRevocationReason reason,
                    GTlsInteraction      *interaction,
                    GError              **error)
{
  GAsyncResult *place = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  smith_authority_revoke_async (authority, issued, reason, interaction, NULL, smith_test_store_result, &place);
  result = smith_test_wait_result (&place);

  return smith_authority_change_finish (authority, result, error);
}

gboolean
authorities_restore (SmithAuthority *authority,
                     SmithIssued    *issued,
                     GError        **error)
{
  GAsyncResult *place = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  smith_authority_restore_async (authority, issued, NULL, NULL, smith_test_store_result, &place);
  result = smith_test_wait_result (&place);

  return smith_authority_change_finish (authority, result, error);
}

gboolean
authorities_export (SmithAuthority *authority,
                    const char     *path,
                    GError        **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  GAsyncResult *place = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  smith_authority_export_async (authority, file, NULL, NULL, smith_test_store_result, &place);
  result = smith_test_wait_result (&place);

  return smith_authority_change_finish (authority, result, error);
}

SmithIssued *
authorities_get_issued (SmithAuthority *authority,
                        guint           position)
{
  SmithIssued *issued = g_list_model_get_item (smith_authority_get_issued (authority), position);

  g_assert_nonnull (issued);
  g_object_unref (issued);

  return issued;
}

char *
authorities_dup_path (SmithIdentity *identity,
                      const char    *name)
{
  return g_build_filename (smith_identity_get_folder (identity), name, NULL);
}

/* With what lies in the folders, as another program finds it. @chain: a file, or NULL where @root signed it. */
void
authorities_assert_verifies (const char *root,
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
char *
authorities_read_list (const char *path,
                       const char *issuer)
{
  return smith_test_run ((const char *[]) {
    "/usr/bin/python3", "-c",
    "import subprocess, sys\n"
    "from cryptography import x509\n"
    "data = open(sys.argv[1], 'rb').read()\n"
    "crl = (x509.load_pem_x509_crl if data.startswith(b'-----') else x509.load_der_x509_crl)(data)\n"
    "issuer = x509.load_pem_x509_certificate(open(sys.argv[2], 'rb').read())\n"
    "try: valid = crl.is_signature_valid(issuer.public_key())\n"
    "except TypeError:  # it knows no Edwards curves here\n"
    "    valid = b'verify OK' in subprocess.run(['openssl', 'crl', '-in', sys.argv[1], '-CAfile', sys.argv[2], '-noout'],\n"
    "                                           capture_output=True).stderr\n"
    "print(crl.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number, valid)\n"
    "for each in crl:\n"
    "    try: reason = each.extensions.get_extension_for_class(x509.CRLReason).value.reason.value\n"
    "    except x509.ExtensionNotFound: reason = '-'\n"
    "    print('%x' % each.serial_number, reason)\n", path, issuer, NULL }, NULL, NULL);
}
