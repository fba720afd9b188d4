/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-outline.h"

#include <string.h>

#include "smith-certificate.h"
#include "smith-crypto-error.h"
#include "smith-test.h"

static SmithCertificate *
make_certificate (const char *subject,
                  const char *names)
{
  const char *argv[] = {
    "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "/dev/null",
    "-subj", subject, "-addext", names, "-days", "3", NULL
  };
  g_autofree char *pem = smith_test_run (argv, NULL, NULL);
  SmithCertificate *certificate = smith_certificate_new_from_pem (pem, NULL);

  g_assert_nonnull (certificate);

  return certificate;
}

static void
assert_same (SmithCertificate *certificate)
{
  gsize size;
  const guint8 *der = g_bytes_get_data (smith_certificate_get_der (certificate), &size);
  g_autoptr (SmithOutline) read = smith_outline_new_from_der (der, size, NULL);
  g_autoptr (SmithOutline) outline = smith_outline_copy (read);
  GListModel *names = smith_certificate_get_alt_names (certificate);

  g_assert_cmpuint (smith_outline_measure (der, size, NULL), ==, size);
  g_assert_cmpstr (outline->title, ==, smith_certificate_get_title (certificate));
  g_assert_cmpstr (outline->subject, ==, smith_name_get_rfc4514 (smith_certificate_get_subject (certificate)));
  g_assert_cmpstr (outline->issuer, ==, smith_name_get_display_name (smith_certificate_get_issuer (certificate)));
  g_assert_cmpstr (outline->serial, ==, smith_certificate_get_serial (certificate));
  g_assert_cmpstr (outline->sha256, ==, smith_certificate_get_sha256 (certificate));
  g_assert_true (g_date_time_equal (outline->not_before, smith_certificate_get_not_before (certificate)));
  g_assert_true (g_date_time_equal (outline->not_after, smith_certificate_get_not_after (certificate)));
  g_assert_cmpuint (g_strv_length (outline->names), ==, g_list_model_get_n_items (names));
  for (guint i = 0; outline->names[i] != NULL; i++)
    {
      g_autoptr (SmithAltName) name = g_list_model_get_item (names, i);

      g_assert_cmpstr (outline->names[i], ==, smith_alt_name_get_display (name));
    }
}

static void
test_same (void)
{
  static const char * const rows[][2] = {
    { "/CN=www.example.com", "subjectAltName=DNS:www.example.com,IP:192.0.2.1,email:a@example.com" },
    { "/C=DE/O=B\xC3\xA4ume & Co/OU=1/OU=2", "subjectAltName=DNS:xn--bume-noa.example" },
    { "/", "subjectAltName=DNS:only.a.name.example" },
    { "/CN=no names", "keyUsage=digitalSignature" },
  };

  g_assert_true (SMITH_TYPE_OUTLINE != G_TYPE_INVALID);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SmithCertificate) certificate = make_certificate (rows[i][0], rows[i][1]);

      assert_same (certificate);
    }
}

/* Of a certificate with any one byte changed, both say the same: whether it is one still. */
static void
test_flipped (void)
{
  g_autoptr (SmithCertificate) certificate = make_certificate ("/CN=www.example.com", "subjectAltName=DNS:www.example.com");
  gsize size;
  const guint8 *der = g_bytes_get_data (smith_certificate_get_der (certificate), &size);
  guint n_good = 0;

  for (gsize i = 0; i < size; i++)
    for (guint bit = 0; bit < 8; bit++)
      {
        g_autofree guint8 *flipped = g_memdup2 (der, size);
        g_autoptr (GBytes) bytes = NULL;
        g_autoptr (SmithCertificate) full = NULL;
        g_autoptr (SmithOutline) outline = NULL;
        g_autoptr (GError) error = NULL;

        flipped[i] ^= (guint8) (1 << bit);
        outline = smith_outline_new_from_der (flipped, size, &error);
        bytes = g_bytes_new (flipped, size);
        full = smith_certificate_new_from_der (bytes, NULL);
        if ((outline != NULL) != (full != NULL))
          g_error ("byte %" G_GSIZE_FORMAT ", bit %u: only one of them takes it", i, bit);
        if (outline == NULL)
          g_assert_error (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_DAMAGED);
        else
          n_good++;
      }
  g_assert_cmpuint (n_good, >, size);
}

static void
test_cut (void)
{
  g_autoptr (SmithCertificate) certificate = make_certificate ("/CN=www.example.com", "subjectAltName=DNS:www.example.com");
  gsize size;
  const guint8 *der = g_bytes_get_data (smith_certificate_get_der (certificate), &size);
  g_autofree guint8 *longer = g_malloc0 (size + 1);
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < size; i++)
    g_assert_cmpuint (smith_outline_measure (der, i, NULL), ==, 0);
  memcpy (longer, der, size);
  g_assert_cmpuint (smith_outline_measure (longer, size + 1, &error), ==, size);
  g_assert_no_error (error);
  g_assert_null (smith_outline_new_from_der (longer, size + 1, &error));
  g_assert_error (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_DAMAGED);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/outline/same", test_same);
  g_test_add_func ("/outline/flipped", test_flipped);
  g_test_add_func ("/outline/cut", test_cut);

  return g_test_run ();
}
