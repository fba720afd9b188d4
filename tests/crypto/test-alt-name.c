/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-alt-name.h"

#include <string.h>

#include "smith-crypto-error.h"
#include "smith-test.h"

#define LABEL_63 "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffff123"
/* 4 * 63 + 3 dots - 2 = 253 */
#define LABEL_61 "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffff1"
#define NAME_253 LABEL_63 "." LABEL_63 "." LABEL_63 "." LABEL_61
#define NAME_254 LABEL_63 "." LABEL_63 "." LABEL_63 "." LABEL_61 "2"

static const struct
{
  const char       *text;
  SmithAltNameKind  kind;
  const char       *value;
  const char       *display;
} good[] = {
  { "example.com", SMITH_ALT_NAME_DNS, "example.com", NULL },
  { "  WWW.Example.COM. \n", SMITH_ALT_NAME_DNS, "www.example.com", NULL },
  { "DNS:example.com", SMITH_ALT_NAME_DNS, "example.com", NULL },
  { "localhost", SMITH_ALT_NAME_DNS, "localhost", NULL },
  { "a.b.c.d.e", SMITH_ALT_NAME_DNS, "a.b.c.d.e", NULL },
  { "1and1.example", SMITH_ALT_NAME_DNS, "1and1.example", NULL },
  { "*.example.com", SMITH_ALT_NAME_DNS, "*.example.com", NULL },
  { LABEL_63 ".example", SMITH_ALT_NAME_DNS, LABEL_63 ".example", NULL },
  { NAME_253, SMITH_ALT_NAME_DNS, NAME_253, NULL },
  { NAME_253 ".", SMITH_ALT_NAME_DNS, NAME_253, NULL },
  { "bücher.example", SMITH_ALT_NAME_DNS, "xn--bcher-kva.example", "bücher.example (xn--bcher-kva.example)" },
  { "BÜCHER.example", SMITH_ALT_NAME_DNS, "xn--bcher-kva.example", "bücher.example (xn--bcher-kva.example)" },
  { "xn--bcher-kva.example", SMITH_ALT_NAME_DNS, "xn--bcher-kva.example", "bücher.example (xn--bcher-kva.example)" },
  { "*.bücher.example", SMITH_ALT_NAME_DNS, "*.xn--bcher-kva.example", "*.bücher.example (*.xn--bcher-kva.example)" },
  { "xn--fa-hia.example", SMITH_ALT_NAME_DNS, "xn--fa-hia.example", "faß.example (xn--fa-hia.example)" },
  { "例え.テスト", SMITH_ALT_NAME_DNS, "xn--r8jz45g.xn--zckzah", "例え.テスト (xn--r8jz45g.xn--zckzah)" },
  { "192.0.2.1", SMITH_ALT_NAME_IP, "192.0.2.1", NULL },
  { "2001:DB8::0:1", SMITH_ALT_NAME_IP, "2001:db8::1", NULL },
  { "[2001:db8::1]", SMITH_ALT_NAME_IP, "2001:db8::1", NULL },
  { "IP:::1", SMITH_ALT_NAME_IP, "::1", NULL },
  { "ip:192.0.2.1", SMITH_ALT_NAME_IP, "192.0.2.1", NULL },
  { "admin@Example.com", SMITH_ALT_NAME_EMAIL, "admin@example.com", NULL },
  { "email:a.b+c@bücher.example", SMITH_ALT_NAME_EMAIL, "a.b+c@xn--bcher-kva.example", NULL },
  { "https://example.com/a?b=c", SMITH_ALT_NAME_URI, "https://example.com/a?b=c", NULL },
  { "URI:urn:uuid:1234", SMITH_ALT_NAME_URI, "urn:uuid:1234", NULL },
  { "spiffe://example.org/web", SMITH_ALT_NAME_URI, "spiffe://example.org/web", NULL },
};

static void
test_good (void)
{
  static const char * const prefixes[] = { "DNS", "IP", "email", "URI" };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SmithAltName) name = smith_alt_name_new_from_text (good[i].text, &error);
      g_autofree char *prefixed = g_strdup_printf ("%s:%s", prefixes[good[i].kind], good[i].value);

      g_assert_no_error (error);
      g_assert_cmpint ((int) smith_alt_name_get_kind (name), ==, (int) good[i].kind);
      g_assert_cmpstr (smith_alt_name_get_value (name), ==, good[i].value);
      g_assert_cmpstr (smith_alt_name_get_display (name), ==, good[i].display != NULL ? good[i].display : good[i].value);
      g_assert_cmpstr (smith_alt_name_get_prefixed (name), ==, prefixed);
    }
}

static const struct
{
  const char *text;
  const char *reason;    /* A part of the sentence. */
} bad[] = {
  { "", "no name" },
  { "   ", "no name" },
  { ".", "dot" },
  { ".example.com", "starts with one" },
  { "example..com", "Two dots" },
  { "-a.example.com", "hyphen" },
  { "a-.example.com", "hyphen" },
  { "URI:https://a.example/b c", "not a valid address" },
  { "a_b.example.com", "underscore" },
  { "_acme-challenge.example.com", "underscore" },
  { "exa mple.com", "one name at a time" },
  { "a.example,b.example", "one name at a time" },
  { "example.com\xC2\xA0", "one name at a time" },
  { "example.com/path", "slash" },
  { "192.0.2.0/24", "slash" },
  { "example.com:443", "port" },
  { "192.0.2.1:443", "port" },
  { "*", "star" },
  { "*.", "no name" },
  { "a.*.example.com", "star" },
  { "a*.example.com", "star" },
  { "*a.example.com", "star" },
  { "**.example.com", "star" },
  { "*.*.example.com", "star" },
  { LABEL_63 "4.example", "longer than 63" },
  { NAME_254, "longer than 253" },
  { "*." NAME_253, "longer than 253" },
  { "192.0.2.256", "IP address" },
  { "192.0.2", "IP address" },
  { "1.2.3.4.5", "IP address" },
  { "2001:db8::g", "“:”" },
  { "2001:db8:::1", "IP address" },
  { "fe80::1%eth0", "“:”" },
  { "IP:example.com", "IP address" },
  { "xn--a.example", "international" },
  { "xn--.example", "hyphen" },
  { "bücher\xE2\x80\xAE.example", "international" },
  { "faß.example", "“ß”" },
  { "*.faß.example", "“ß”" },
  { "Έλλάς.example", "“ς”" },
  { "@example.com", "Before the @" },
  { "a@", "no name" },
  { "a@b@example.com", "characters" },
  { "a..b@example.com", "dot" },
  { "ä@example.com", "characters" },
  { "a@*.example.com", "star" },
  { "email:example.com", "@" },
  { "https://exämple.com/", "ASCII" },
  { "https://exa%ple.com/%zz", "not a valid address" },
  { "a\xFF.example", "UTF-8" },
  { "exa\tmple.com", "one name at a time" },
  { "$.example.com", "“$”" },
};

/* smith-alt-name-text.c: each refusal tells its own reason. */
static void
test_bad (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SmithAltName) name = smith_alt_name_new_from_text (bad[i].text, &error);

      if (name != NULL)
        g_error ("“%s” was taken as %s", bad[i].text, smith_alt_name_get_prefixed (name));
      g_assert_error (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_INVALID);
      if (strstr (error->message, bad[i].reason) == NULL)
        g_error ("“%s” was refused with “%s”", bad[i].text, error->message);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      g_assert_true (g_str_has_suffix (error->message, "."));
    }
}

static void
test_equal (void)
{
  g_autoptr (SmithAltName) a = smith_alt_name_new_from_text ("bücher.example", NULL);
  g_autoptr (SmithAltName) b = smith_alt_name_new_from_text ("XN--BCHER-KVA.example.", NULL);
  g_autoptr (SmithAltName) c = smith_alt_name_new_from_text ("*.bücher.example", NULL);
  g_autoptr (SmithAltName) dns = smith_alt_name_new_from_text ("a.example", NULL);
  g_autoptr (SmithAltName) uri = smith_alt_name_new_from_text ("URI:http://a.example", NULL);

  g_assert_true (smith_alt_name_equal (a, b));
  g_assert_false (smith_alt_name_equal (a, c));
  g_assert_false (smith_alt_name_equal (dns, uri));
}

/* Python's codec for IDNA is another hand's work. */
static void
test_idna_authority (void)
{
  static const char * const names[] = { "bücher.example", "ελλάδα.example", "пример.example", "éa.b.example" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *argv[] = { "/usr/bin/python3", "-c", "import sys; print(sys.argv[1].encode('idna').decode(), end='')", names[i], NULL };
      g_autofree char *expected = smith_test_run (argv, NULL, NULL);
      g_autoptr (SmithAltName) name = smith_alt_name_new_from_text (names[i], NULL);

      g_assert_cmpstr (smith_alt_name_get_value (name), ==, expected);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/alt-name/good", test_good);
  g_test_add_func ("/alt-name/bad", test_bad);
  g_test_add_func ("/alt-name/equal", test_equal);
  g_test_add_func ("/alt-name/idna-authority", test_idna_authority);

  return g_test_run ();
}
