/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "smith-extension-value.h"
#include "smith-test.h"

/* Extensions for people, held to what openssl prints; test_cli.py compares all fixtures with pyca/cryptography. */

static char *
read_fixture (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_BUILT, "fixtures", "data", "pki", name, NULL);
  char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));

  return text;
}

static SmithCertificate *
read_certificate (const char *name)
{
  g_autofree char *pem = read_fixture (name);
  g_autoptr (GError) error = NULL;
  SmithCertificate *certificate = smith_certificate_new_from_pem (pem, &error);

  g_assert_no_error (error);

  return certificate;
}

static void
test_certificate (void)
{
  g_autoptr (SmithCertificate) certificate = read_certificate ("extensions.crt");
  g_autoptr (GPtrArray) extensions = smith_extension_value_list_for_certificate (certificate);
  g_autofree char *text = smith_certificate_dup_text (certificate);
  gboolean critical = FALSE, unknown = FALSE;

  g_assert_cmpuint (extensions->len, >, 3);
  for (guint i = 0; i < extensions->len; i++)
    {
      const SmithExtensionValue *extension = extensions->pdata[i];

      g_assert_true (g_ascii_isdigit (extension->oid[0]));
      g_assert_cmpstr (extension->value, !=, "");
      g_assert_nonnull (strstr (text, extension->name));
      critical |= extension->critical;
      unknown |= g_str_equal (extension->name, extension->oid);
    }
  g_assert_true (critical);
  g_assert_true (unknown);
}

static void
test_request (void)
{
  g_autofree char *pem = read_fixture ("rsa-leaf.csr");
  g_autoptr (SmithRequest) request = smith_request_new_from_pem (pem, NULL);
  g_autoptr (GPtrArray) extensions = smith_extension_value_list_for_request (request);
  const SmithExtensionValue *names;

  g_assert_cmpuint (extensions->len, ==, 1);
  names = extensions->pdata[0];
  g_assert_cmpstr (names->oid, ==, "2.5.29.17");
  g_assert_cmpstr (names->name, ==, "X509v3 Subject Alternative Name");
  g_assert_cmpstr (names->value, ==, "DNS:www.example.com, DNS:example.com");
  g_assert_false (names->critical);
  g_assert_cmpuint (smith_request_get_version (request), ==, 1);
}

static void
test_crl (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_BUILT, "fixtures", "data", "pki", "rsa-two.crl", NULL);
  g_autofree char *der = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (SmithCrl) crl = NULL;
  g_autoptr (GPtrArray) extensions = NULL;
  g_autoptr (GSubprocess) openssl = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, NULL, "openssl", "crl", "-in", path,
                                                      "-outform", "DER", NULL);

  g_assert_true (g_subprocess_communicate (openssl, NULL, NULL, &bytes, NULL, NULL));
  crl = smith_crl_new_from_der (bytes, NULL);
  g_assert_nonnull (crl);
  extensions = smith_extension_value_list_for_crl (crl);
  g_assert_cmpuint (extensions->len, >, 0);
  for (guint i = 0; i < extensions->len; i++)
    g_assert_true (g_str_has_prefix (((SmithExtensionValue *) extensions->pdata[i])->oid, "2.5.29."));
}

static void
test_basic_constraints (void)
{
  static const struct
  {
    const char *name;
    gboolean    is_ca;
  } rows[] = { { "rsa-root.crt", TRUE }, { "rsa-two.crt", TRUE }, { "rsa-leaf.crt", FALSE } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SmithCertificate) certificate = read_certificate (rows[i].name);
      g_autofree char *text = smith_certificate_dup_text (certificate);
      const char *length = strstr (text, "pathlen:");
      gboolean is_ca;
      int path_length;

      g_assert_true (smith_certificate_get_basic_constraints (certificate, &is_ca, &path_length));
      g_assert_cmpint (is_ca, ==, rows[i].is_ca);
      g_assert_cmpint (path_length, ==, length != NULL ? (int) g_ascii_strtoll (length + 8, NULL, 10) : -1);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/extension-value/certificate", test_certificate);
  g_test_add_func ("/extension-value/request", test_request);
  g_test_add_func ("/extension-value/crl", test_crl);
  g_test_add_func ("/extension-value/basic-constraints", test_basic_constraints);

  return g_test_run ();
}
