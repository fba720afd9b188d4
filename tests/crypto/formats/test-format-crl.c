/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "smith-crypto-error.h"
#include "smith-format-test.h"

/* One revocation list in DER. */

#define FORMAT (&smith_format_crl)

static void
test_neighbors (void)
{
  static const char * const own[] = { "crl.crl", NULL };

  smith_format_test_neighbors (FORMAT, own);
}

/* By openssl, with entries of all kinds and of version 1, and by Python's cryptography, without entries. */
static void
test_kinds (void)
{
  static const char python[] =
    "import datetime as d\n"
    "from cryptography import x509\n"
    "from cryptography.hazmat.primitives import hashes, serialization as s\n"
    "key = s.load_pem_private_key(read('pki/ec-two.key'), None)\n"
    "name = x509.load_pem_x509_certificate(read('pki/ec-two.crt')).subject\n"
    "crl = x509.CertificateRevocationListBuilder().issuer_name(name).last_update(d.datetime(2024, 2, 29))\n"
    "write(crl.next_update(d.datetime(2051, 1, 1)).sign(key, hashes.SHA384()).public_bytes(s.Encoding.DER))\n";
  g_autoptr (GBytes) openssl = smith_format_test_make ("openssl crl -in pki/rsa-two.crl -outform DER");
  g_autoptr (GBytes) empty = smith_format_test_python (python);
  g_autoptr (SmithParsed) parsed = NULL;
  SmithCrl *crl;
  g_autofree char *from = NULL;
  g_autofree char *until = NULL;

  smith_format_test_assert_found (openssl, "DER crl=rsa-two");
  parsed = smith_format_test_get (empty);
  crl = smith_parsed_get_crl (parsed);
  g_assert_nonnull (crl);
  g_assert_true (g_bytes_equal (smith_crl_get_der (crl), empty));
  g_assert_cmpuint (smith_crl_get_n_revoked (crl), ==, 0);
  /* Until 2049 years have two digits, from 2050 on four. */
  from = g_date_time_format (smith_crl_get_this_update (crl), "%F");
  until = g_date_time_format (smith_crl_get_next_update (crl), "%F");
  g_assert_cmpstr (from, ==, "2024-02-29");
  g_assert_cmpstr (until, ==, "2051-01-01");
}

static void
test_truncated (void)
{
  g_autoptr (GBytes) der = smith_format_test_read ("parser/crl.crl");
  gsize size = g_bytes_get_size (der);

  smith_format_test_truncate (FORMAT, der, 1, NULL);
  for (gsize n = 4; n < size; n += 7)
    {
      g_autoptr (GBytes) part = g_bytes_new_from_bytes (der, 0, n);

      smith_format_test_assert_found (part, "damaged");
    }
}

static void
test_flipped (void)
{
  g_autoptr (GBytes) der = smith_format_test_read ("parser/crl.crl");

  smith_format_test_flip (FORMAT, der, 1);
}

/* The issuer of a changed list did not sign that. */
static void
test_changed_content (void)
{
  g_autoptr (GBytes) der = smith_format_test_read ("parser/crl.crl");
  g_autoptr (GBytes) pem = smith_format_test_read ("pki/ec-two.crt");
  g_autofree char *text = g_strndup (g_bytes_get_data (pem, NULL), g_bytes_get_size (pem));
  g_autoptr (SmithCertificate) issuer = smith_certificate_new_from_pem (text, NULL);
  g_autoptr (SmithParsed) whole = smith_format_test_get (der);
  gsize size = g_bytes_get_size (der);
  guint8 *changed = g_memdup2 (g_bytes_get_data (der, NULL), size);
  g_autoptr (GBytes) bytes = g_bytes_new_take (changed, size);
  g_autoptr (SmithParsed) parsed = NULL;

  g_assert_true (smith_crl_is_signed_by (smith_parsed_get_crl (whole), issuer));
  changed[size - 1] ^= 1;
  parsed = smith_format_test_get (bytes);
  g_assert_nonnull (smith_parsed_get_crl (parsed));
  g_assert_false (smith_crl_is_signed_by (smith_parsed_get_crl (parsed), issuer));
}

/* What servers for lists send behind them. */
static void
test_surroundings (void)
{
  g_autoptr (GBytes) der = smith_format_test_read ("parser/crl.crl");
  g_autoptr (GBytes) line_end = smith_format_test_join ("", 0, der, "\n", 1);
  g_autoptr (GBytes) behind = smith_format_test_join ("", 0, der, "</html>", 7);
  g_autoptr (GBytes) before = smith_format_test_join ("\r\n", 2, der, "", 0);

  smith_format_test_assert_found (line_end, "DER crl=certtool");
  smith_format_test_assert_found (behind, "DER crl=certtool: bytes behind the end dropped");
  smith_format_test_assert_found (before, "not-understood");
  g_assert_true (smith_format_test_asks ("openssl crl -inform DER -noout", behind));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/format-crl/neighbors", test_neighbors);
  g_test_add_func ("/format-crl/kinds", test_kinds);
  g_test_add_func ("/format-crl/truncated", test_truncated);
  g_test_add_func ("/format-crl/flipped", test_flipped);
  g_test_add_func ("/format-crl/changed-content", test_changed_content);
  g_test_add_func ("/format-crl/surroundings", test_surroundings);

  return g_test_run ();
}
