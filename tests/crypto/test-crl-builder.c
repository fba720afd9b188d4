/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-crl-builder.h"

#include <string.h>

#include "smith-crypto-error.h"
#include "smith-issuance.h"
#include "smith-test.h"

static SmithCertificate *
make_root (const char  *nick,
           SmithKey   **key)
{
  const char *attributes[] = { "CN", "Root", NULL };
  g_autoptr (SmithName) name = smith_name_new (attributes, NULL);
  g_autoptr (SmithExtensions) extensions = smith_extensions_new ();
  g_autoptr (SmithIssuance) issuance = NULL;
  g_autoptr (GError) error = NULL;
  SmithCertificate *root;

  extensions->is_ca = TRUE;
  issuance = smith_issuance_new (name, NULL, extensions, 3650);
  *key = smith_key_generate (smith_key_algorithm_lookup (nick), NULL, &error);
  g_assert_no_error (error);
  root = smith_certificate_issue (smith_key_get_public_key (*key), issuance, NULL, NULL, *key, &error);
  g_assert_no_error (error);

  return root;
}

/* What pyca/cryptography reads: number, signature, each entry with its reason. */
static char *
read_by_pyca (SmithCrl         *crl,
              SmithCertificate *root)
{
  g_autofree char *both = g_strconcat (smith_certificate_get_pem (root), smith_crl_get_pem (crl), NULL);
  g_autoptr (GBytes) input = g_bytes_new (both, strlen (both));

  return smith_test_run ((const char *[]) {
    "/usr/bin/python3", "-c",
    "import sys\n"
    "from cryptography import x509\n"
    "data = sys.stdin.buffer.read(); at = data.index(b'-----BEGIN X509 CRL')\n"
    "root = x509.load_pem_x509_certificate(data[:at]); crl = x509.load_pem_x509_crl(data[at:])\n"
    "from cryptography.hazmat.primitives.asymmetric import ed25519\n"
    "key = root.public_key()\n"
    "if isinstance(key, ed25519.Ed25519PublicKey): key.verify(crl.signature, crl.tbs_certlist_bytes); valid = True\n"
    "else: valid = crl.is_signature_valid(key)\n"
    "print('valid', valid)\n"
    "print('number', crl.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number)\n"
    "print('days', (crl.next_update - crl.last_update).days)\n"
    "aki = crl.extensions.get_extension_for_class(x509.AuthorityKeyIdentifier).value.key_identifier\n"
    "ski = root.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value.digest\n"
    "print('aki', aki == ski)\n"
    "for each in sorted(crl, key=lambda each: each.serial_number):\n"
    "    try: reason = each.extensions.get_extension_for_class(x509.CRLReason).value.reason.value\n"
    "    except x509.ExtensionNotFound: reason = '-'\n"
    "    print('%x' % each.serial_number, each.revocation_date.isoformat(), reason)\n", NULL }, input, NULL);
}

static void
test_kind (gconstpointer data)
{
  g_autoptr (SmithKey) key = NULL;
  g_autoptr (SmithCertificate) root = make_root (data, &key);
  g_autoptr (SmithCrlBuilder) builder = smith_crl_builder_new (root);
  g_autoptr (GDateTime) date = g_date_time_new_utc (2026, 3, 4, 5, 6, 7);
  g_autoptr (SmithCrl) crl = NULL;
  g_autofree char *folder = smith_test_make_folder ();
  g_autofree char *ca = g_build_filename (folder, "ca.pem", NULL);
  g_autofree char *file = g_build_filename (folder, "crl.pem", NULL);
  g_autofree char *verified = NULL;
  g_autofree char *read = NULL;
  g_autoptr (GString) expected = g_string_new ("valid True\nnumber 4660\ndays 7\naki True\n");
  g_autoptr (GError) error = NULL;
  int status = -1;

  smith_crl_builder_set_number (builder, 0x1234);
  smith_crl_builder_set_next_update (builder, 7);
  for (guint i = 0; i < smith_revocation_reason_get_n_reasons (); i++)
    {
      SmithRevocationReason reason = smith_revocation_reason_get_nth (i);
      g_autofree char *serial = g_strdup_printf ("70:00:00:00:00:00:00:00:00:00:00:00:00:00:00:%02X", reason);

      g_assert_true (smith_crl_builder_add (builder, serial, date, reason, &error));
      g_assert_no_error (error);
    }
  /* In the order of the numbers, as the list of pyca is sorted. */
  for (guint number = 0; number <= 10; number++)
    for (guint i = 0; i < smith_revocation_reason_get_n_reasons (); i++)
      if (smith_revocation_reason_get_nth (i) == number)
        g_string_append_printf (expected, "7000000000000000000000000000%04x 2026-03-04T05:06:07 %s\n", number,
                                number == 0 ? "-" : smith_revocation_reason_get_name (number));
  crl = smith_crl_builder_sign (builder, key, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (smith_crl_get_n_revoked (crl), ==, smith_revocation_reason_get_n_reasons ());
  g_assert_true (smith_crl_is_signed_by (crl, root));

  g_assert_true (g_file_set_contents (ca, smith_certificate_get_pem (root), -1, NULL));
  g_assert_true (g_file_set_contents (file, smith_crl_get_pem (crl), -1, NULL));
  verified = smith_test_run ((const char *[]) { "openssl", "crl", "-in", file, "-CAfile", ca, "-verify", "-noout", NULL }, NULL, &status);
  g_assert_cmpint (status, ==, 0);
  read = read_by_pyca (crl, root);
  g_assert_cmpstr (read, ==, expected->str);
  smith_test_remove_folder (folder);
}

static void
test_empty (void)
{
  g_autoptr (SmithKey) key = NULL;
  g_autoptr (SmithCertificate) root = make_root ("ec-p256", &key);
  g_autoptr (SmithCrlBuilder) builder = smith_crl_builder_new (root);
  g_autoptr (SmithCrl) crl = smith_crl_builder_sign (builder, key, NULL);
  g_autofree char *read = read_by_pyca (crl, root);

  g_assert_cmpuint (smith_crl_get_n_revoked (crl), ==, 0);
  g_assert_cmpstr (read, ==, "valid True\nnumber 1\ndays 30\naki True\n");
}

static void
test_refusals (void)
{
  static const char * const wrong[] = { "", "xyz", "12G4", "12:3Q" };
  g_autoptr (SmithKey) key = NULL;
  g_autoptr (SmithKey) other = smith_key_generate (smith_key_algorithm_lookup ("ec-p256"), NULL, NULL);
  g_autoptr (SmithCertificate) root = make_root ("ec-p256", &key);
  g_autoptr (SmithCrlBuilder) builder = smith_crl_builder_new (root);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_assert_false (smith_crl_builder_add (builder, wrong[i], now, SMITH_REVOCATION_REASON_SUPERSEDED, &error));
      g_assert_error (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_INVALID);
      g_clear_error (&error);
    }
  g_assert_null (smith_crl_builder_sign (builder, other, &error));
  g_assert_error (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_MISMATCH);
}

/* An authority whose certificate leaves revocation lists out. */
static void
test_no_crl_sign (void)
{
  g_autofree char *folder = smith_test_make_folder ();
  g_autoptr (SmithKey) key = smith_key_generate (smith_key_algorithm_lookup ("ec-p256"), NULL, NULL);
  g_autoptr (SmithSecret) secret = smith_key_to_pem (key, NULL, NULL);
  g_autofree char *pem = g_build_filename (folder, "key.pem", NULL);
  g_autofree char *text = NULL;
  g_autoptr (SmithCertificate) root = NULL;
  g_autoptr (SmithCrlBuilder) builder = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (pem, smith_secret_get_string (secret), -1, NULL));
  text = smith_test_run ((const char *[]) { "openssl", "req", "-new", "-x509", "-key", pem, "-subj", "/CN=Old", "-days", "9",
                                            "-addext", "keyUsage=critical,keyCertSign", NULL }, NULL, NULL);
  root = smith_certificate_new_from_pem (text, &error);
  g_assert_no_error (error);
  builder = smith_crl_builder_new (root);
  g_assert_null (smith_crl_builder_sign (builder, key, &error));
  g_assert_error (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "revocation lists"));
  smith_test_remove_folder (folder);
}

static void
test_reasons (void)
{
  for (guint i = 0; i < smith_revocation_reason_get_n_reasons (); i++)
    {
      SmithRevocationReason reason = smith_revocation_reason_get_nth (i);
      SmithRevocationReason found = SMITH_REVOCATION_REASON_UNSPECIFIED;

      g_assert_true (smith_revocation_reason_from_name (smith_revocation_reason_get_name (reason), &found));
      g_assert_cmpint (found, ==, reason);
      g_assert_cmpstr (smith_revocation_reason_get_title (reason), !=, "");
    }
  {
    SmithRevocationReason found = SMITH_REVOCATION_REASON_SUPERSEDED;

    g_assert_false (smith_revocation_reason_from_name ("removeFromCRL", &found));
    g_assert_false (smith_revocation_reason_from_name (NULL, &found));
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/crl-builder/kind/ec", "ec-p256", test_kind);
  g_test_add_data_func ("/crl-builder/kind/ec-p384", "ec-p384", test_kind);
  g_test_add_data_func ("/crl-builder/kind/rsa", "rsa-2048", test_kind);
  g_test_add_data_func ("/crl-builder/kind/ed25519", "ed25519", test_kind);
  g_test_add_func ("/crl-builder/empty", test_empty);
  g_test_add_func ("/crl-builder/refusals", test_refusals);
  g_test_add_func ("/crl-builder/no-crl-sign", test_no_crl_sign);
  g_test_add_func ("/crl-builder/reasons", test_reasons);

  return g_test_run ();
}
