/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-name.h"

#include <string.h>

#include "smith-certificate.h"
#include "smith-crypto-error.h"
#include "smith-request.h"
#include "smith-test.h"

static SmithName *
make (const char * const *attributes)
{
  g_autoptr (GError) error = NULL;
  SmithName *name = smith_name_new (attributes, &error);

  g_assert_no_error (error);

  return name;
}

static SmithCertificate *
read_certificate (const char *file)
{
  g_autofree char *path = g_test_build_filename (G_TEST_BUILT, "fixtures", "data", "pki", file, NULL);
  g_autofree char *pem = NULL;
  g_autoptr (GError) error = NULL;
  SmithCertificate *certificate;

  g_file_get_contents (path, &pem, NULL, &error);
  g_assert_no_error (error);
  certificate = smith_certificate_new_from_pem (pem, &error);
  g_assert_no_error (error);

  return certificate;
}

static void
test_new (void)
{
  static const char * const attributes[] = {
    "C", "DE", "ST", "Sachsen", "L", "Leipzig", "O", "Größe & Söhne", "OU", "", "CN", "www.example.com",
    "emailAddress", "web@example.com", NULL
  };
  g_autoptr (SmithName) name = make (attributes);

  g_assert_cmpuint (smith_name_get_n_attributes (name), ==, 6);
  g_assert_cmpstr (smith_name_get_attribute (name, 0), ==, "C");
  g_assert_cmpstr (smith_name_get_value (name, 3), ==, "Größe & Söhne");
  g_assert_cmpstr (smith_name_get_attribute (name, 5), ==, "emailAddress");
  g_assert_cmpstr (smith_name_lookup (name, "CN"), ==, "www.example.com");
  g_assert_null (smith_name_lookup (name, "OU"));
  g_assert_cmpstr (smith_name_get_display_name (name), ==, "www.example.com");
  g_assert_cmpstr (smith_name_get_rfc4514 (name), ==,
                   "emailAddress=web@example.com,CN=www.example.com,O=Größe & Söhne,L=Leipzig,ST=Sachsen,C=DE");
}

static void
test_empty (void)
{
  static const char * const none[] = { NULL };
  g_autoptr (SmithName) name = make (none);

  g_assert_cmpuint (smith_name_get_n_attributes (name), ==, 0);
  g_assert_cmpstr (smith_name_get_rfc4514 (name), ==, "");
  g_assert_cmpstr (smith_name_get_display_name (name), ==, "");
}

static void
test_display_name (void)
{
  static const char * const unit[] = { "O", "Example", "OU", "Web", NULL };
  static const char * const country[] = { "C", "DE", NULL };
  static const char * const several[] = { "CN", "first", "CN", "second", NULL };
  g_autoptr (SmithName) by_unit = make (unit);
  g_autoptr (SmithName) by_country = make (country);
  g_autoptr (SmithName) by_last = make (several);

  g_assert_cmpstr (smith_name_get_display_name (by_unit), ==, "Web");
  g_assert_cmpstr (smith_name_get_display_name (by_country), ==, "C=DE");
  g_assert_cmpstr (smith_name_get_display_name (by_last), ==, "second");
}

static void
test_refused (void)
{
  static const struct
  {
    const char *attributes[3];
    const char *reason;
  } cases[] = {
    { { "C", "Germany", NULL }, "two letters" },
    { { "C", "D", NULL }, "two letters" },
    { { "C", "D1", NULL }, "two letters" },
    { { "CN", "a123456789b123456789c123456789d123456789e123456789f123456789g1234", NULL }, "at most 64" },
    { { "O", "ä123456789b123456789c123456789d123456789e123456789f123456789g1234", NULL }, "at most 64" },
    { { "NOSUCH", "x", NULL }, "not an attribute" },
    { { "CN", "\xFF", NULL }, "UTF-8" },
    { { "emailAddress", "ä@example.com", NULL }, "ASCII" },
    { { "serialNumber", "HRB_1", NULL }, "letters A to Z" },
    { { "dnQualifier", "ä", NULL }, "letters A to Z" },
    { { "DC", "example.com", NULL }, "without dots" },
    { { "jurisdictionC", "Delaware", NULL }, "two letters" },
    { { "O", "two\nlines", NULL }, "line break" },
    { { "1.2.3.4", "two\nlines", NULL }, "line break" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (smith_name_new (cases[i].attributes, &error));
      g_assert_error (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_INVALID);
      if (strstr (error->message, cases[i].reason) == NULL)
        g_error ("%s was refused with “%s”", cases[i].attributes[0], error->message);
    }
}

/* 64 letters are 64, however many bytes they take. */
static void
test_bounds_in_letters (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *attributes[] = { "CN", NULL, NULL };
  g_autoptr (SmithName) name = NULL;

  for (guint i = 0; i < 64; i++)
    g_string_append (text, "ä");
  attributes[1] = text->str;
  name = make (attributes);
  g_assert_cmpstr (smith_name_lookup (name, "CN"), ==, text->str);
}

/* RFC 5280, appendix A.1, and X.520 for what is not there: the last length that is right, the first that is not. */
static void
test_bounds (void)
{
  static const struct
  {
    const char *attribute;
    guint       max;
  } cases[] = {
    { "CN", 64 }, { "O", 64 }, { "OU", 64 }, { "L", 128 }, { "ST", 128 }, { "serialNumber", 64 }, { "title", 64 },
    { "pseudonym", 128 }, { "GN", 32768 }, { "SN", 32768 }, { "DC", 63 }, { "street", 128 }, { "postalCode", 40 },
    { "businessCategory", 128 }, { "UID", 256 }, { "jurisdictionST", 128 }, { "jurisdictionL", 128 },
    { "emailAddress", 128 }, { "organizationalUnitName", 64 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *right = g_strnfill (cases[i].max, 'x');
      g_autofree char *wrong = g_strnfill (cases[i].max + 1, 'x');
      const char *attributes[] = { cases[i].attribute, right, NULL };
      g_autofree char *number = g_strdup_printf ("at most %u ", cases[i].max);
      g_autoptr (GError) error = NULL;
      /* What the rules let pass, OpenSSL writes. */
      g_autoptr (SmithName) name = make (attributes);

      g_assert_cmpstr (smith_name_get_value (name, 0), ==, right);
      g_assert_false (smith_name_check_attribute (cases[i].attribute, wrong, &error));
      g_assert_error (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, number));
    }
}

/* A private attribute has no name, but a number. */
static void
test_oid (void)
{
  static const char * const attributes[] = { "1.3.6.1.4.1.99999.1", "größer", NULL };
  g_autoptr (SmithName) name = make (attributes);

  g_assert_cmpstr (smith_name_get_attribute (name, 0), ==, "1.3.6.1.4.1.99999.1");
  g_assert_cmpstr (smith_name_get_value (name, 0), ==, "größer");
}

static void
test_equal (void)
{
  static const char * const one[] = { "O", "Example  Inc", "CN", "a", NULL };
  static const char * const same[] = { "O", "EXAMPLE inc", "CN", "A", NULL };
  static const char * const turned[] = { "CN", "a", "O", "Example Inc", NULL };
  g_autoptr (SmithName) a = make (one);
  g_autoptr (SmithName) b = make (same);
  g_autoptr (SmithName) c = make (turned);

  g_assert_true (smith_name_equal (a, b));
  g_assert_false (smith_name_equal (a, c));
}

/* Multi-valued, unknown and international attributes of a certificate stay readable. */
static void
test_odd_names (void)
{
  g_autoptr (SmithCertificate) certificate = read_certificate ("multi.crt");
  g_autoptr (SmithCertificate) idn = read_certificate ("idn.crt");
  SmithName *name = smith_certificate_get_subject (certificate);

  g_assert_cmpuint (smith_name_get_n_attributes (name), ==, 3);
  g_assert_cmpstr (smith_name_lookup (name, "CN"), ==, "multi.example.com");
  g_assert_cmpstr (smith_name_lookup (name, "OU"), ==, "Web");
  g_assert_cmpstr (smith_name_lookup (name, "1.3.6.1.4.1.55555.7"), ==, "odd");
  g_assert_nonnull (strstr (smith_name_get_rfc4514 (name), "CN=multi.example.com+OU=Web"));
  g_assert_cmpstr (smith_name_lookup (smith_certificate_get_subject (idn), "CN"), ==, "bücher.example");
  g_assert_cmpstr (smith_name_lookup (smith_certificate_get_subject (idn), "O"), ==, "Größe");
}

/* RFC 4514 as OpenSSL and GnuTLS write it. */
static void
test_rfc4514_authorities (void)
{
  static const char * const attributes[] = {
    "C", "DE", "O", "Comma, Inc", "OU", "\"quoted\" + plus; <less>", "L", " spaces ", "CN", "#hash\\back", NULL
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithName) name = make (attributes);
  g_autoptr (SmithKey) key = smith_key_generate (smith_key_algorithm_lookup ("ec-p256"), NULL, &error);
  g_autoptr (SmithRequest) request = smith_request_create (key, name, NULL, &error);
  const char *openssl[] = { "openssl", "req", "-noout", "-subject", "-nameopt", "RFC2253,-esc_msb", NULL };
  g_autoptr (GBytes) input = NULL;
  g_autofree char *printed = NULL;
  g_autofree char *expected = g_strdup_printf ("subject=%s\n", smith_name_get_rfc4514 (name));

  g_assert_no_error (error);
  input = g_bytes_new (smith_request_get_pem (request), strlen (smith_request_get_pem (request)));
  printed = smith_test_run (openssl, input, NULL);
  g_assert_cmpstr (printed, ==, expected);
  g_assert_cmpstr (smith_name_get_rfc4514 (name), ==,
                   "CN=\\#hash\\\\back,L=\\ spaces\\ ,OU=\\\"quoted\\\" \\+ plus\\; \\<less\\>,O=Comma\\, Inc,C=DE");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/name/new", test_new);
  g_test_add_func ("/name/empty", test_empty);
  g_test_add_func ("/name/display-name", test_display_name);
  g_test_add_func ("/name/refused", test_refused);
  g_test_add_func ("/name/bounds-in-letters", test_bounds_in_letters);
  g_test_add_func ("/name/equal", test_equal);
  g_test_add_func ("/name/bounds", test_bounds);
  g_test_add_func ("/name/oid", test_oid);
  g_test_add_func ("/name/odd-names", test_odd_names);
  g_test_add_func ("/name/rfc4514-authorities", test_rfc4514_authorities);

  return g_test_run ();
}
