/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "authorities.h"

#include <string.h>

#include <glib/gstdio.h>

#include "smith-authority-folder.h"
#include "smith-authority-signing.h"
#include "smith-crypto-error.h"
#include "smith-fake-keyring.h"
#include "smith-identity-folder.h"

#include "material.h"
#include "person.h"
#include "smith-test.h"

/* What authorities keep: their lists, what was issued elsewhere, and what is damaged. */

/* Only its dates differ: it is out of date, as the list of somebody who was away. */
static void
spoil_list (SmithAuthority *authority)
{
  g_autofree char *command = smith_authority_dup_crl_command (authority);
  g_auto (GStrv) parts = g_strsplit (command, "-crldays 30", -1);
  g_autofree char *line = g_strjoinv ("-crl_lastupdate 20250101000000Z -crl_nextupdate 20250131000000Z", parts);
  g_autofree char *output = NULL;
  int status = -1;

  g_assert_cmpuint (g_strv_length (parts), ==, 2);
  output = smith_test_run ((const char *[]) { "sh", "-c", line, NULL }, NULL, &status);
  g_assert_cmpint (status, ==, 0);
}

static gboolean
renew (SmithAuthority  *authority,
       GFile          **written,
       char           **warning)
{
  GAsyncResult *place = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gboolean renewed;

  smith_authority_renew_async (authority, NULL, NULL, smith_test_store_result, &place);
  result = smith_test_wait_result (&place);
  renewed = smith_authority_renew_finish (authority, result, written, warning, &error);
  g_assert_no_error (error);

  return renewed;
}

static double
get_days (SmithAuthority *authority)
{
  SmithCrl *crl = smith_authority_get_crl (authority);

  return (double) g_date_time_difference (smith_crl_get_next_update (crl), smith_crl_get_this_update (crl)) / G_TIME_SPAN_DAY;
}

static void
test_days (Authorities   *fixture,
           gconstpointer  data)
{
  g_autoptr (SmithIdentity) issuing = authorities_create_pair (fixture, "Example");
  g_autoptr (SmithAuthority) authority = authorities_load_authority (fixture, issuing);
  g_autoptr (SmithAuthority) again = NULL;
  g_autofree char *path = authorities_dup_path (issuing, "revocations.ini");
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *place = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  g_assert_cmpuint (smith_authority_get_crl_days (authority), ==, 30);
  g_assert_true (renew (authority, NULL, NULL));
  g_assert_cmpfloat_with_epsilon (get_days (authority), 30, 0.01);

  /* The list that is there stays until it is renewed. */
  smith_authority_set_crl_days_async (authority, 7, NULL, smith_test_store_result, &place);
  result = smith_test_wait_result (&place);
  g_assert_true (smith_authority_change_finish (authority, result, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (smith_authority_get_crl_days (authority), ==, 7);
  g_assert_cmpfloat_with_epsilon (get_days (authority), 30, 0.01);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "crl-days=7\n"));

  again = authorities_load_authority (fixture, issuing);
  g_assert_cmpuint (smith_authority_get_crl_days (again), ==, 7);
  g_assert_true (renew (again, NULL, NULL));
  g_assert_cmpfloat_with_epsilon (get_days (again), 7, 0.01);
}

static void
test_due (Authorities   *fixture,
          gconstpointer  data)
{
  g_autoptr (SmithIdentity) issuing = authorities_create_pair (fixture, "Example");
  g_autoptr (SmithAuthority) authority = authorities_load_authority (fixture, issuing);
  g_autoptr (SmithAuthority) later = NULL;
  g_autofree char *target = g_build_filename (fixture->folder, "example.crl", NULL);
  g_autofree char *gone = g_build_filename (fixture->folder, "gone", NULL);
  g_autofree char *away = g_build_filename (gone, "example.crl", NULL);
  g_autofree char *name = NULL;
  g_autofree char *warning = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GFile) written = NULL;
  g_autoptr (GError) error = NULL;
  int status = -1;

  /* No list, nothing to renew; none that is new. */
  g_assert_false (smith_authority_get_crl_due (authority));
  g_assert_cmpint (smith_authority_find_crl_due (NULL), ==, 0);
  g_assert_true (authorities_export (authority, target, &error));
  g_assert_false (smith_authority_get_crl_due (authority));
  g_assert_cmpint (smith_authority_find_crl_due (smith_authority_get_crl (authority)), ==,
                   g_date_time_to_unix (smith_crl_get_next_update (smith_authority_get_crl (authority))) - 7 * 24 * 3600);

  /* Said in the window and by the strip. */
  spoil_list (authority);
  g_clear_object (&authority);
  g_clear_object (&issuing);
  authorities_close_library (fixture);
  authorities_open_library (fixture);
  issuing = g_object_ref (authorities_find_named (fixture, "Example Issuing CA"));
  g_assert_cmpstr (smith_next_step_get_action (smith_identity_get_next_step (issuing)), ==, "certificate.renew-list");
  g_assert_nonnull (strstr (smith_next_step_get_sentence (smith_identity_get_next_step (issuing)), "out of date"));
  authority = authorities_load_authority (fixture, issuing);
  g_assert_true (smith_authority_get_crl_due (authority));
  g_assert_nonnull (strstr (smith_authority_get_crl_text (authority), "out of date"));

  /* One button: a new list, also where the last one was exported to. */
  g_assert_true (renew (authority, &written, &warning));
  g_assert_null (warning);
  name = g_file_get_path (written);
  g_assert_cmpstr (name, ==, target);
  g_assert_false (smith_authority_get_crl_due (authority));
  text = smith_test_run ((const char *[]) { "openssl", "crl", "-inform", "DER", "-in", target, "-noout", "-crlnumber", NULL },
                         NULL, &status);
  g_assert_cmpint (status, ==, 0);
  g_assert_cmpstr (g_strstrip (text), ==, "crlNumber=0x03");

  /* Where that is gone the list is renewed all the same. */
  g_mkdir (gone, 0700);
  g_assert_true (authorities_export (authority, away, &error));
  g_unlink (away);
  g_rmdir (gone);
  g_clear_object (&written);
  g_assert_true (renew (authority, &written, &warning));
  g_assert_null (written);
  g_assert_nonnull (strstr (warning, "example.crl"));
  later = authorities_load_authority (fixture, issuing);
  g_assert_cmpstr (smith_crl_get_number (smith_authority_get_crl (later)), ==, "04");
}

static gboolean
revoke_serial (SmithAuthority    *authority,
               const char        *serial,
               SmithCertificate  *certificate,
               GError           **error)
{
  GAsyncResult *place = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  smith_authority_revoke_serial_async (authority, serial, certificate, SMITH_REVOCATION_REASON_SUPERSEDED, NULL, NULL,
                                       smith_test_store_result, &place);
  result = smith_test_wait_result (&place);

  return smith_authority_change_finish (authority, result, error);
}

/* openssl signs with the files of the library: this program knows nothing of it. */
static SmithCertificate *
sign_elsewhere (Authorities   *fixture,
                SmithIdentity *issuing)
{
  g_autoptr (SmithRequest) request = authorities_make_request ("elsewhere.example.com");
  g_autofree char *path = g_build_filename (fixture->folder, "request.pem", NULL);
  g_autofree char *certificate = authorities_dup_path (issuing, "certificate.pem");
  g_autofree char *key = authorities_dup_path (issuing, "private-key.pem");
  g_autofree char *pem = NULL;
  int status = -1;

  g_assert_true (g_file_set_contents (path, smith_request_get_pem (request), -1, NULL));
  pem = smith_test_run ((const char *[]) { "openssl", "x509", "-req", "-in", path, "-CA", certificate, "-CAkey", key,
                                           "-set_serial", "0xABCDE", "-days", "9", NULL }, NULL, &status);
  g_assert_cmpint (status, ==, 0);

  return smith_certificate_new_from_pem (strstr (pem, "-----BEGIN"), NULL);
}

static void
test_elsewhere (Authorities   *fixture,
                gconstpointer  data)
{
  g_autoptr (SmithIdentity) issuing = authorities_create_pair (fixture, "Example");
  g_autoptr (SmithAuthority) authority = authorities_load_authority (fixture, issuing);
  g_autoptr (SmithAuthority) again = NULL;
  GListModel *rows = smith_authority_get_issued (authority);
  g_autoptr (SmithCertificate) certificate = sign_elsewhere (fixture, issuing);
  g_autoptr (SmithCertificate) foreign = material_certificate ("ec-leaf");
  g_autofree char *crl = authorities_dup_path (issuing, "crl.pem");
  g_autofree char *issuer = authorities_dup_path (issuing, "certificate.pem");
  g_autofree char *text = NULL;
  g_autofree char *serial = smith_authority_parse_serial ("0xab:cde", NULL);
  g_autofree char *own = smith_authority_dup_serial (certificate);
  g_autoptr (GError) error = NULL;

  /* By number: a row, an entry, and Undo takes both away. */
  g_assert_cmpstr (serial, ==, own);
  g_assert_true (revoke_serial (authority, serial, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (rows), ==, 1);
  g_assert_cmpstr (smith_issued_get_serial (authorities_get_issued (authority, 0)), ==, "0abcde");
  g_assert_null (smith_issued_get_certificate (authorities_get_issued (authority, 0)));
  g_assert_null (smith_issued_get_problem (authorities_get_issued (authority, 0)));
  g_assert_true (smith_issued_get_restorable (authorities_get_issued (authority, 0)));
  text = authorities_read_list (crl, issuer);
  g_assert_cmpstr (text, ==, "1 True\nabcde superseded\n");
  again = authorities_load_authority (fixture, issuing);
  g_assert_cmpuint (g_list_model_get_n_items (smith_authority_get_issued (again)), ==, 1);
  g_assert_true (authorities_restore (authority, authorities_get_issued (authority, 0), &error));
  g_assert_cmpuint (g_list_model_get_n_items (rows), ==, 0);

  /* By the certificate: it is among the issued ones from then on, and takes the place of its number. */
  g_assert_true (revoke_serial (authority, serial, NULL, &error));
  g_assert_true (revoke_serial (authority, serial, certificate, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (rows), ==, 1);
  g_assert_cmpstr (smith_issued_get_title (authorities_get_issued (authority, 0)), ==, "elsewhere.example.com");
  g_assert_true (smith_issued_get_revoked (authorities_get_issued (authority, 0)));
  g_assert_true (smith_authority_find_issued (authority, serial) == authorities_get_issued (authority, 0));
  g_assert_true (authorities_restore (authority, authorities_get_issued (authority, 0), &error));
  g_assert_cmpuint (g_list_model_get_n_items (rows), ==, 1);
  g_assert_false (smith_issued_get_revoked (authorities_get_issued (authority, 0)));
  g_clear_object (&again);
  again = authorities_load_authority (fixture, issuing);
  g_assert_cmpstr (smith_issued_get_title (authorities_get_issued (again, 0)), ==, "elsewhere.example.com");

  /* Not what somebody else issued. */
  g_assert_true (smith_authority_has_issued (authority, certificate));
  g_assert_false (smith_authority_has_issued (authority, foreign));
  g_assert_false (revoke_serial (authority, "0a", foreign, &error));
  g_assert_error (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED);
  g_assert_null (smith_authority_find_issued (authority, "0a"));
}

static void
test_serial (void)
{
  static const struct
  {
    const char *text;
    const char *serial;   /* NULL: refused */
  } cases[] = {
    { "0A:1B:2C", "0a1b2c" },
    { "0xA1B2C", "0a1b2c" },
    { "serial=0A1B2C", "0a1b2c" },
    { " 00 00 0a 1b \n", "0a1b" },
    { "7", "07" },
    { "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF", "ffffffffffffffffffffffffffffffffffffffff" },
    { "1FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF", NULL },
    { "", NULL },
    { "00", NULL },
    { "12 G4", NULL },
    { "[Authority]", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *serial = smith_authority_parse_serial (cases[i].text, &error);

      g_assert_cmpstr (serial, ==, cases[i].serial);
      if (cases[i].serial == NULL)
        g_assert_error (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED);
    }
}

static void
test_sign_at_once (Authorities   *fixture,
                   gconstpointer  data)
{
  g_autoptr (SmithIdentity) issuing = authorities_create_pair (fixture, "Example");
  SmithIdentity *root = authorities_find_named (fixture, "Example Root CA");
  SmithIdentity *leaf = material_keep (fixture->library, "ec-leaf", "");
  g_autoptr (SmithCertificate) before = g_object_ref (smith_identity_get_certificate (leaf));
  g_autofree char *root_path = authorities_dup_path (root, "certificate.pem");
  g_autofree char *chain = authorities_dup_path (leaf, "chain.pem");
  g_autofree char *path = authorities_dup_path (leaf, "certificate.pem");
  g_autoptr (SmithIdentity) signer = NULL;
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  GAsyncResult *place = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  g_cancellable_cancel (cancelled);
  smith_authority_sign_async (fixture->workspace, issuing, smith_identity_get_request (leaf), NULL, cancelled,
                              smith_test_store_result, &place);
  result = smith_test_wait_result (&place);
  g_assert_false (smith_authority_sign_finish (fixture->workspace, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (smith_identity_get_certificate (leaf) == before);
  g_clear_error (&error);
  g_clear_object (&result);

  g_assert_nonnull (smith_authority_sign_async (fixture->workspace, issuing, smith_identity_get_request (leaf), NULL, NULL,
                                                smith_test_store_result, &place));
  result = smith_test_wait_result (&place);
  g_assert_true (smith_authority_sign_finish (fixture->workspace, result, &error));
  g_assert_no_error (error);
  authorities_assert_verifies (root_path, chain, path);
  signer = smith_authority_find_signer (fixture->library, smith_identity_get_certificate (leaf));
  g_assert_true (signer == issuing);
  g_clear_object (&signer);
  signer = smith_authority_find_signer (fixture->library, smith_identity_get_certificate (root));
  g_assert_true (signer == root);
}

static void
test_damage (Authorities   *fixture,
             gconstpointer  data)
{
  g_autoptr (SmithIdentity) issuing = authorities_create_pair (fixture, "Example");
  g_autoptr (SmithAuthority) authority = authorities_load_authority (fixture, issuing);
  g_autofree char *ini = authorities_dup_path (issuing, "revocations.ini");
  g_autofree char *list = authorities_dup_path (issuing, "crl.pem");
  g_autofree char *ca = authorities_dup_path (issuing, "certificate.pem");
  g_autofree char *issued = authorities_dup_path (issuing, "issued");
  g_autofree char *broken = g_build_filename (issued, "00.pem", NULL);
  g_autofree char *good = NULL;
  g_autofree char *problem = NULL;
  g_autofree char *text = NULL;
  g_autofree char *read = NULL;
  g_autoptr (GPtrArray) files = NULL;
  g_autoptr (SmithRequest) request = authorities_make_request ("a.example.com");
  g_autoptr (SmithCertificate) certificate = authorities_issue (authority, request, NULL, NULL, NULL);
  g_autoptr (SmithAuthorityRecords) records = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (authorities_revoke (authority, authorities_get_issued (authority, 0), SMITH_REVOCATION_REASON_SUPERSEDED, NULL, &error));
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
  g_assert_true (authorities_restore (authority, authorities_get_issued (authority, 0), &error));
  g_assert_no_error (error);
  read = authorities_read_list (list, ca);
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
  g_assert_false (authorities_revoke (authority, authorities_get_issued (authority, 0), SMITH_REVOCATION_REASON_SUPERSEDED, NULL, &error));
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
  authority = authorities_load_authority (fixture, issuing);
  g_assert_cmpuint (g_list_model_get_n_items (smith_authority_get_issued (authority)), ==, 2);
  g_assert_nonnull (smith_issued_get_problem (authorities_get_issued (authority, 0)));
  g_assert_cmpstr (smith_issued_get_title (authorities_get_issued (authority, 0)), ==, "00.pem");
  g_assert_null (smith_issued_get_problem (authorities_get_issued (authority, 1)));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/authority-records/serial", test_serial);
  g_test_add ("/authority-records/days", Authorities, NULL, authorities_set_up, test_days, authorities_tear_down);
  g_test_add ("/authority-records/due", Authorities, NULL, authorities_set_up, test_due, authorities_tear_down);
  g_test_add ("/authority-records/elsewhere", Authorities, NULL, authorities_set_up, test_elsewhere, authorities_tear_down);
  g_test_add ("/authority-records/sign-at-once", Authorities, NULL, authorities_set_up, test_sign_at_once, authorities_tear_down);
  g_test_add ("/authority-records/damage", Authorities, NULL, authorities_set_up, test_damage, authorities_tear_down);

  return g_test_run ();
}
