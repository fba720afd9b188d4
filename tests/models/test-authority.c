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

/* What authorities sign and revoke. */

static void
test_issue (Authorities   *fixture,
            gconstpointer  data)
{
  g_autoptr (SmithIdentity) issuing = authorities_create_pair (fixture, "Example CA");
  SmithIdentity *root = authorities_find_named (fixture, "Example Root CA");
  g_autoptr (SmithAuthority) authority = authorities_load_authority (fixture, issuing);
  g_autoptr (SmithRequest) foreign = authorities_make_request ("foreign.example.com");
  SmithIdentity *own = material_keep (fixture->library, "ec-leaf", "");
  g_autoptr (SmithIdentity) recipient = NULL;
  g_autoptr (SmithCertificate) certificate = NULL;
  g_autoptr (SmithCertificate) second = NULL;
  g_autoptr (GPtrArray) chain = NULL;
  g_autofree char *root_path = authorities_dup_path (root, "certificate.pem");
  g_autofree char *issuing_path = authorities_dup_path (issuing, "certificate.pem");
  g_autofree char *leaf_path = NULL;
  g_autofree char *chain_path = NULL;
  g_autofree char *issued_path = NULL;
  g_autofree char *serial = NULL;
  g_autoptr (GError) error = NULL;

  /* Of the library: certificate and chain go to where the key is. */
  g_assert_true (smith_authority_find_recipient (authority, smith_request_get_public_key (smith_identity_get_request (own))) == own);
  certificate = authorities_issue (authority, smith_identity_get_request (own), NULL, &recipient, &error);
  g_assert_no_error (error);
  g_assert_true (recipient == own);
  g_assert_true (smith_certificate_equal (smith_identity_get_certificate (own), certificate));
  g_assert_cmpuint (g_list_model_get_n_items (smith_identity_get_chain (own)), ==, 1);
  leaf_path = authorities_dup_path (own, "certificate.pem");
  chain_path = authorities_dup_path (own, "chain.pem");
  authorities_assert_verifies (root_path, chain_path, leaf_path);

  /* From elsewhere: it is on record, and for whoever asked to save it. */
  g_clear_object (&recipient);
  second = authorities_issue (authority, foreign, NULL, &recipient, &error);
  g_assert_no_error (error);
  g_assert_null (recipient);
  g_assert_cmpuint (g_list_model_get_n_items (smith_authority_get_issued (authority)), ==, 2);
  g_assert_true (smith_certificate_equal (smith_issued_get_certificate (authorities_get_issued (authority, 0)), second));
  serial = smith_authority_dup_serial (second);
  g_assert_cmpuint (strlen (serial), ==, 32);
  g_assert_cmpstr (smith_issued_get_serial (authorities_get_issued (authority, 0)), ==, serial);
  issued_path = g_strdup_printf ("%s/issued/%s.pem", smith_identity_get_folder (issuing), serial);
  authorities_assert_verifies (root_path, issuing_path, issued_path);
  chain = smith_authority_dup_chain (authority);
  g_assert_cmpuint (chain->len, ==, 1);
}

static void
test_revoke (Authorities   *fixture,
             gconstpointer  data)
{
  g_autoptr (SmithIdentity) issuing = authorities_create_pair (fixture, "Example");
  g_autoptr (SmithAuthority) authority = authorities_load_authority (fixture, issuing);
  g_autofree char *ca = authorities_dup_path (issuing, "certificate.pem");
  g_autofree char *list = authorities_dup_path (issuing, "crl.pem");
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
      g_autoptr (SmithRequest) request = authorities_make_request (i == 0 ? "a.example.com" : "b.example.com");
      g_autoptr (SmithCertificate) certificate = authorities_issue (authority, request, NULL, NULL, &error);

      g_assert_no_error (error);
    }
  b = authorities_get_issued (authority, 0);
  a = authorities_get_issued (authority, 1);
  g_assert_null (smith_authority_get_crl (authority));
  g_assert_nonnull (strstr (smith_authority_get_crl_text (authority), "no revocation list"));
  g_assert_true (g_str_has_prefix (smith_issued_get_state_text (a), "Valid until"));
  g_assert_null (smith_issued_get_revoked_at (a));

  g_assert_true (authorities_revoke (authority, a, SMITH_REVOCATION_REASON_KEY_COMPROMISE, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (smith_issued_get_revoked (a) && !smith_issued_get_revoked (b));
  g_assert_true (smith_issued_get_restorable (a));
  g_assert_nonnull (smith_issued_get_revoked_at (a));
  g_assert_cmpint (smith_issued_get_reason (a), ==, SMITH_REVOCATION_REASON_KEY_COMPROMISE);
  g_assert_true (g_str_has_prefix (smith_issued_get_state_text (a), "Revoked on"));
  g_assert_cmpstr (smith_issued_get_state_icon_name (a), !=, smith_issued_get_state_icon_name (b));
  expected = g_strdup_printf ("1 True\n%s keyCompromise\n", smith_issued_get_serial (a));
  read = authorities_read_list (list, ca);
  g_assert_cmpstr (read, ==, expected);
  verified = smith_test_run ((const char *[]) { "openssl", "crl", "-in", list, "-CAfile", ca, "-verify", "-noout", NULL }, NULL, &status);
  g_assert_cmpint (status, ==, 0);

  /* Taken back, and done again: the number never goes back. */
  g_assert_true (authorities_restore (authority, a, &error));
  g_assert_false (smith_issued_get_revoked (a));
  g_clear_pointer (&read, g_free);
  read = authorities_read_list (list, ca);
  g_assert_cmpstr (read, ==, "2 True\n");
  g_assert_true (authorities_revoke (authority, a, SMITH_REVOCATION_REASON_SUPERSEDED, NULL, &error));
  g_assert_true (authorities_revoke (authority, b, SMITH_REVOCATION_REASON_CERTIFICATE_HOLD, NULL, &error));

  /* Told to the world: what is on hold can come back, the other cannot. */
  g_assert_true (authorities_export (authority, file, &error));
  g_assert_no_error (error);
  g_clear_pointer (&read, g_free);
  read = authorities_read_list (file, ca);
  g_assert_true (g_str_has_prefix (read, "4 True\n"));
  g_assert_nonnull (strstr (read, "superseded"));
  g_assert_nonnull (strstr (read, "certificateHold"));
  g_assert_true (smith_issued_get_published (a) && smith_issued_get_published (b));
  g_assert_false (smith_issued_get_restorable (a));
  g_assert_true (smith_issued_get_restorable (b));
  g_assert_false (authorities_restore (authority, a, &error));
  g_assert_error (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_true (smith_issued_get_revoked (a));
  g_assert_true (authorities_restore (authority, b, &error));
  g_assert_no_error (error);

  /* PEM for whoever asks for it; and all of it is there the next time. */
  g_assert_true (authorities_export (authority, pem_file, &error));
  g_clear_pointer (&text, g_free);
  g_assert_true (g_file_get_contents (pem_file, &text, NULL, NULL));
  g_assert_true (g_str_has_prefix (text, "-----BEGIN X509 CRL-----"));
  {
    g_autoptr (SmithAuthority) again = authorities_load_authority (fixture, issuing);

    g_assert_cmpuint (smith_crl_get_n_revoked (smith_authority_get_crl (again)), ==, 1);
    for (guint i = 0; i < 2; i++)
      g_assert_cmpint (smith_issued_get_revoked (authorities_get_issued (again, i)), ==,
                       g_str_equal (smith_issued_get_title (authorities_get_issued (again, i)), "a.example.com"));
  }
}

static void
test_export (Authorities   *fixture,
             gconstpointer  data)
{
  g_autoptr (SmithIdentity) issuing = authorities_create_pair (fixture, "Example");
  g_autoptr (SmithAuthority) authority = authorities_load_authority (fixture, issuing);
  g_autoptr (SmithRequest) request = authorities_make_request ("a.example.com");
  g_autoptr (SmithCertificate) certificate = authorities_issue (authority, request, NULL, NULL, NULL);
  g_autofree char *ca = authorities_dup_path (issuing, "certificate.pem");
  g_autofree char *file = g_build_filename (fixture->folder, "first.crl", NULL);
  g_autofree char *nowhere = g_build_filename (fixture->folder, "missing", "first.crl", NULL);
  g_autofree char *read = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (authorities_export (authority, file, &error));
  g_assert_no_error (error);
  read = authorities_read_list (file, ca);
  g_assert_cmpstr (read, ==, "1 True\n");

  g_assert_true (authorities_revoke (authority, authorities_get_issued (authority, 0), SMITH_REVOCATION_REASON_UNSPECIFIED, NULL, &error));
  g_assert_false (authorities_export (authority, nowhere, &error));
  g_assert_nonnull (error);
  g_assert_false (smith_issued_get_published (authorities_get_issued (authority, 0)));
  g_assert_true (smith_issued_get_restorable (authorities_get_issued (authority, 0)));
}

static void
test_no_space (Authorities   *fixture,
               gconstpointer  data)
{
  g_autoptr (SmithIdentity) issuing = authorities_create_pair (fixture, "Example");
  g_autoptr (SmithAuthority) authority = authorities_load_authority (fixture, issuing);
  g_autofree char *issued = authorities_dup_path (issuing, "issued");
  g_autoptr (SmithRequest) request = authorities_make_request ("a.example.com");
  g_autoptr (SmithCertificate) certificate = NULL;
  g_autoptr (GError) error = NULL;

  /* A file where the folder belongs stops root as well. */
  g_assert_true (g_file_set_contents (issued, "in the way", -1, NULL));
  g_assert_null (authorities_issue (authority, request, NULL, NULL, &error));
  g_assert_error (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "Nothing was changed"));
  g_assert_cmpuint (g_list_model_get_n_items (smith_authority_get_issued (authority)), ==, 0);
  g_unlink (issued);
  g_clear_error (&error);
  certificate = authorities_issue (authority, request, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
test_obstacles (Authorities   *fixture,
                gconstpointer  data)
{
  SmithIdentity *leaf = material_keep (fixture->library, "ec-leaf", "");
  SmithIdentity *empty = smith_library_add (fixture->library, "Empty");
  g_autofree char *of_leaf = smith_authority_find_obstacle (leaf);
  g_autofree char *of_empty = smith_authority_find_obstacle (empty);
  g_autoptr (GListModel) able = smith_authority_list (fixture->library);
  g_autoptr (SmithAuthority) authority = smith_authority_new (fixture->library, NULL, leaf);
  g_autoptr (SmithRequest) request = authorities_make_request ("a.example.com");
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (of_leaf);
  g_assert_nonnull (of_empty);
  g_assert_cmpuint (g_list_model_get_n_items (able), ==, 0);
  g_assert_false (smith_authority_is_one (leaf));
  g_assert_null (authorities_issue (authority, request, NULL, NULL, &error));
  g_assert_error (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/authority/issue", Authorities, NULL, authorities_set_up, test_issue, authorities_tear_down);
  g_test_add ("/authority/revoke", Authorities, NULL, authorities_set_up, test_revoke, authorities_tear_down);
  g_test_add ("/authority/export", Authorities, NULL, authorities_set_up, test_export, authorities_tear_down);
  g_test_add ("/authority/no-space", Authorities, NULL, authorities_set_up, test_no_space, authorities_tear_down);
  g_test_add ("/authority/obstacles", Authorities, NULL, authorities_set_up, test_obstacles, authorities_tear_down);

  return g_test_run ();
}
