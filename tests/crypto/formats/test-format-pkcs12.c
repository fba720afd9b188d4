/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "smith-crypto-error.h"
#include "smith-format-test.h"

/* PKCS#12: passwords, what is in it, and what opening it may cost. */

#define FORMAT (&smith_format_pkcs12)
#define UNPACKED ": PKCS#12 unpacked"
#define LOCKED "PKCS#12 locked" UNPACKED
#define KEY "PKCS#12 key=ec-leaf" UNPACKED
#define CERTIFICATE "PKCS#12 certificate=ec-leaf" UNPACKED
/* Quick to open. */
#define EXPORT "openssl pkcs12 -export -iter 1 -nomaciter -inkey pki/ec-leaf.key -in pki/ec-leaf.crt "
/* Bags of bags: eight in each other are read. */
#define MAX_DEPTH 8

static const char * const right[] = { "chainsmith", NULL };

static void
test_neighbors (void)
{
  static const char * const own[] = { "modern.p12", "open.p12", NULL };

  smith_format_test_neighbors (FORMAT, own);
}

/* However openssl encrypts and signs it; what certtool writes is among the fixtures. */
static void
test_kinds (void)
{
  static const char * const lines[] = {
    EXPORT "-passout pass:chainsmith", EXPORT "-legacy -passout pass:chainsmith", EXPORT "-nomac -passout pass:chainsmith",
    EXPORT "-macalg sha512 -keypbe aes-128-cbc -certpbe NONE -passout pass:chainsmith",
    EXPORT "-keypbe NONE -certpbe aes-192-cbc -macalg sha384 -passout pass:chainsmith",
    EXPORT "-certpbe PBE-SHA1-RC2-40 -keypbe PBE-SHA1-3DES -legacy -macalg sha1 -passout pass:chainsmith",
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr (GBytes) der = smith_format_test_make (lines[i]);
      g_autofree char *found = NULL;
      guint n_asked;

      found = smith_format_test_ask (der, right, &n_asked);
      g_assert_cmpstr (found, ==, KEY "\n" CERTIFICATE);
      g_assert_cmpuint (n_asked, ==, 1);
      smith_format_test_assert_found (der, LOCKED);
    }
}

/* No password at all, an empty one, and nothing that is encrypted: nobody is asked. */
static void
test_no_password (void)
{
  static const char * const lines[] = {
    EXPORT "-passout pass:", EXPORT "-legacy -passout pass:", EXPORT "-keypbe NONE -certpbe NONE -nomac -passout pass:",
    EXPORT "-keypbe NONE -certpbe NONE -passout pass:", EXPORT "-nomac -passout pass:",
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr (GBytes) der = smith_format_test_make (lines[i]);
      g_autofree char *found = NULL;
      guint n_asked;

      found = smith_format_test_ask (der, right, &n_asked);
      g_assert_cmpstr (found, ==, KEY "\n" CERTIFICATE);
      g_assert_cmpuint (n_asked, ==, 0);
    }
}

static void
test_answers (void)
{
  static const struct
  {
    const char *password;   /* In the shell. */
    const char *answers[4];
    guint       n_asked;
    gboolean    opens;
  } rows[] = {
    { "chainsmith", { "chainsmith", NULL }, 1, TRUE },
    { "chainsmith", { "wrong", "", "chainsmith", NULL }, 3, TRUE },
    { "chainsmith", { "CHAINSMITH", "chainsmith\n", NULL }, 3, FALSE },
    { "chainsmith", { NULL }, 1, FALSE },
    { "p\xC3\xA4ss\xE2\x82\xAC", { "p\xC3\xA4ss\xE2\x82\xAC", NULL }, 1, TRUE },
    { " two words ", { "two words", " two words ", NULL }, 2, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *line = g_strdup_printf (EXPORT "-passout 'pass:%s'", rows[i].password);
      g_autoptr (GBytes) der = smith_format_test_make (line);
      g_autofree char *found = NULL;
      guint n_asked;

      found = smith_format_test_ask (der, rows[i].answers, &n_asked);
      g_assert_cmpstr (found, ==, rows[i].opens ? KEY "\n" CERTIFICATE : LOCKED);
      g_assert_cmpuint (n_asked, ==, rows[i].n_asked);
    }
}

static void
test_cancelled (void)
{
  g_autoptr (GBytes) der = smith_format_test_read ("parser/modern.p12");

  smith_format_test_cancel (der, FALSE);
  smith_format_test_cancel (der, TRUE);
}

static void
test_truncated (void)
{
  g_autoptr (GBytes) der = smith_format_test_make (EXPORT "-passout pass:chainsmith");
  g_autoptr (GBytes) open = smith_format_test_read ("parser/open.p12");

  smith_format_test_truncate (FORMAT, der, 13, right);
  smith_format_test_truncate (FORMAT, open, 3, NULL);
  smith_format_test_flip (FORMAT, open, 3);
}

/* Its own checksum covers all: with one byte changed nothing of it comes in that is not what was put in. */
static void
test_changed (void)
{
  g_autoptr (GBytes) der = smith_format_test_make (EXPORT "-passout pass:chainsmith");
  gsize size;
  const guint8 *data = g_bytes_get_data (der, &size);

  for (gsize i = 0; i < size; i += 11)
    {
      guint8 *changed = g_memdup2 (data, size);
      g_autoptr (GBytes) bytes = g_bytes_new_take (changed, size);
      g_autofree char *found = NULL;

      changed[i] ^= 0x10;
      found = smith_format_test_ask (bytes, right, NULL);
      if (strchr (found, '=') != NULL && !g_str_has_prefix (found, KEY "\n" CERTIFICATE))
        g_error ("With byte %" G_GSIZE_FORMAT " changed: %s", i, found);
    }
}

/* Only certificates, only a key, several of each, lists: as they are in it. */
static void
test_contents (void)
{
  static const char several[] =
    "from cryptography import x509\n"
    "from cryptography.hazmat.primitives import serialization as s\n"
    "from cryptography.hazmat.primitives.serialization import pkcs12\n"
    "certificates = [x509.load_pem_x509_certificate(read(f'pki/ec-{n}.crt')) for n in ('two', 'one', 'root')]\n"
    "write(pkcs12.serialize_key_and_certificates(b'n', None, None, certificates, s.NoEncryption()))\n";
  g_autoptr (GBytes) python = smith_format_test_python (several);
  g_autoptr (GBytes) key = smith_format_test_make ("openssl pkcs12 -export -nocerts -keypbe NONE -nomac -inkey pki/ec-leaf.key "
                                                   "-passout pass:");
  g_autoptr (GBytes) nothing = smith_format_test_make ("openssl pkcs12 -export -nokeys -nomac -certpbe NONE -passout pass: "
                                                       "-in pki/ec-leaf.crt");

  smith_format_test_assert_found (python, "PKCS#12 certificate=ec-two" UNPACKED "\nPKCS#12 certificate=ec-one" UNPACKED
                                          "\nPKCS#12 certificate=ec-root" UNPACKED);
  smith_format_test_assert_found (key, KEY);
  smith_format_test_assert_found (nothing, CERTIFICATE);
}

/* SEQUENCE { version, ContentInfo of data { AuthenticatedSafe { ContentInfo of data { @bags } } } }, without a checksum. */
static GBytes *
wrap_safe (GBytes *bags)
{
  static const guint8 version[] = { 0x02, 0x01, 0x03 };
  static const guint8 data_type[] = { 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x01 };
  GBytes *content = g_bytes_ref (bags);

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GBytes) string = smith_format_test_wrap (0x04, content);
      g_autoptr (GBytes) tagged = smith_format_test_wrap (0xa0, string);
      g_autoptr (GBytes) typed = smith_format_test_join (data_type, sizeof data_type, tagged, "", 0);
      g_autoptr (GBytes) info = smith_format_test_wrap (0x30, typed);

      g_bytes_unref (content);
      content = i == 0 ? smith_format_test_wrap (0x30, info) : smith_format_test_join (version, sizeof version, info, "", 0);
    }
  {
    g_autoptr (GBytes) inner = content;

    return smith_format_test_wrap (0x30, inner);
  }
}

/* One bag with its content. */
static GBytes *
wrap_bag (guint8  kind,
          GBytes *content)
{
  const guint8 type[] = { 0x06, 0x0b, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x0c, 0x0a, 0x01, kind };
  g_autoptr (GBytes) tagged = smith_format_test_wrap (0xa0, content);
  g_autoptr (GBytes) typed = smith_format_test_join (type, sizeof type, tagged, "", 0);

  return smith_format_test_wrap (0x30, typed);
}

static GBytes *
nest_key (guint depth)
{
  g_autoptr (GBytes) key = smith_format_test_make ("openssl pkcs8 -topk8 -nocrypt -in pki/ec-leaf.key -outform DER");
  g_autoptr (GBytes) bag = wrap_bag (1, key);
  g_autoptr (GBytes) bags = smith_format_test_wrap (0x30, bag);

  for (guint i = 0; i < depth; i++)
    {
      g_autoptr (GBytes) outer = wrap_bag (6, bags);

      g_bytes_unref (bags);
      bags = smith_format_test_wrap (0x30, outer);
    }

  return wrap_safe (bags);
}

static void
test_depth (void)
{
  g_autoptr (GBytes) flat = nest_key (0);
  g_autoptr (GBytes) most = nest_key (MAX_DEPTH);
  g_autoptr (GBytes) too_deep = nest_key (MAX_DEPTH + 1);

  /* What is built here is PKCS#12 to openssl too. */
  g_assert_true (smith_format_test_asks ("openssl pkcs12 -nodes -passin pass: | grep -q 'PRIVATE KEY'", flat));
  g_assert_true (smith_format_test_asks ("openssl pkcs12 -nodes -passin pass: | grep -q 'PRIVATE KEY'", most));
  smith_format_test_assert_found (flat, KEY);
  smith_format_test_assert_found (most, KEY);
  smith_format_test_assert_found (too_deep, "PKCS#12 damaged" UNPACKED);
}

/* Bags of other programs are passed over; a bundle of only these says that there is nothing; so does an empty one. */
static void
test_strange_bags (void)
{
  g_autoptr (GBytes) something = smith_format_test_text ("\x04\x01x");
  g_autoptr (GBytes) strange = wrap_bag (0x7f, something);
  g_autoptr (GBytes) only = smith_format_test_wrap (0x30, strange);
  g_autoptr (GBytes) key = smith_format_test_make ("openssl pkcs8 -topk8 -nocrypt -in pki/ec-leaf.key -outform DER");
  g_autoptr (GBytes) bag = wrap_bag (1, key);
  g_autoptr (GBytes) two = smith_format_test_join (g_bytes_get_data (strange, NULL), g_bytes_get_size (strange), bag, "", 0);
  g_autoptr (GBytes) both = smith_format_test_wrap (0x30, two);
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);
  g_autoptr (GBytes) none = smith_format_test_wrap (0x30, nothing);
  g_autoptr (GBytes) bundle_of_strange = wrap_safe (only);
  g_autoptr (GBytes) bundle_of_both = wrap_safe (both);
  g_autoptr (GBytes) bundle_of_none = wrap_safe (none);
  g_autoptr (GBytes) bundle_of_something = wrap_safe (something);
  g_autofree char *found_none = NULL;

  smith_format_test_assert_found (bundle_of_strange, "PKCS#12 unsupported" UNPACKED);
  smith_format_test_assert_found (bundle_of_both, KEY);
  /* OpenSSL before 3.0.21 takes no list that is empty at the very end. */
  found_none = smith_format_test_find (bundle_of_none);
  g_assert_true (g_str_equal (found_none, "PKCS#12 unsupported" UNPACKED) ||
                 g_str_equal (found_none, "PKCS#12 damaged" UNPACKED));
  /* No password is asked for where nothing is encrypted. */
  smith_format_test_assert_found (bundle_of_something, "PKCS#12 damaged" UNPACKED);
}

/* Two encrypted keys. */
static GBytes *
wrap_keys (GBytes *a,
           GBytes *b)
{
  g_autoptr (GBytes) one = wrap_bag (2, a);
  g_autoptr (GBytes) other = wrap_bag (2, b);
  g_autoptr (GBytes) both = smith_format_test_join (g_bytes_get_data (one, NULL), g_bytes_get_size (one), other, "", 0);
  g_autoptr (GBytes) bags = smith_format_test_wrap (0x30, both);

  return wrap_safe (bags);
}

/* The rounds of its checksum, of one part, and of all parts together: over 5,000,000 nobody is asked, or no part is tried. */
static void
test_rounds (void)
{
  static const char mac_script[] =
    "import subprocess\n"
    "data = subprocess.run('" EXPORT "-iter 65537 -keypbe NONE -certpbe NONE -passout pass:chainsmith', shell=True, check=True,\n"
    "                      capture_output=True).stdout\n"
    "assert data.count(bytes.fromhex('0203010001')) == 1\n"
    "write(data.replace(bytes.fromhex('0203010001'), bytes.fromhex('02034c4b41')))\n";
  g_autoptr (GBytes) mac = smith_format_test_python (mac_script);
  g_autoptr (GBytes) key = smith_format_test_make ("openssl pkcs8 -topk8 -in pki/ec-leaf.key -passout pass:chainsmith -iter 65537 "
                                                   "-outform DER");
  /* 4,934,464 rounds: with the 65,537 of the other one too many. */
  g_autoptr (GBytes) slow_key = smith_format_test_replace (key, "\x02\x03\x01\x00\x01", "\x02\x03\x4b\x4b\x40", 5);
  g_autoptr (GBytes) two = wrap_keys (key, key);
  g_autoptr (GBytes) parts = wrap_keys (key, slow_key);
  g_autofree char *found = NULL;
  guint n_asked;

  found = smith_format_test_ask (two, right, &n_asked);
  g_assert_cmpstr (found, ==, KEY "\n" KEY);
  g_clear_pointer (&found, g_free);

  found = smith_format_test_ask (mac, right, &n_asked);
  g_assert_cmpstr (found, ==, "PKCS#12 unsupported" UNPACKED);
  g_assert_cmpuint (n_asked, ==, 0);
  g_clear_pointer (&found, g_free);
  found = smith_format_test_ask (parts, right, &n_asked);
  g_assert_cmpstr (found, ==, "PKCS#12 unsupported" UNPACKED);
  g_assert_cmpuint (n_asked, ==, 1);
}

static void
test_surroundings (void)
{
  g_autoptr (GBytes) der = smith_format_test_read ("parser/open.p12");
  g_autoptr (GBytes) line_end = smith_format_test_join ("", 0, der, "\r\n", 2);
  g_autoptr (GBytes) behind = smith_format_test_join ("", 0, der, "x", 1);
  g_autoptr (GBytes) pem = smith_format_test_make ("echo '-----BEGIN PKCS12-----'; base64 parser/open.p12; echo '-----END PKCS12-----'");
  g_autoptr (GBytes) hollow = smith_format_test_make ("printf -- '-----BEGIN PKCS12-----\\nAAAA\\n-----END PKCS12-----\\n'");

  smith_format_test_assert_found (line_end, KEY "\n" CERTIFICATE);
  smith_format_test_assert_found (behind, KEY ", bytes behind the end dropped\n" CERTIFICATE);
  smith_format_test_assert_found (pem, KEY ", lines broken anew after 64 characters\n" CERTIFICATE);
  smith_format_test_assert_found (hollow, "PEM damaged");
}

/* The password that opens one opens the next, and is kept with its key. */
static void
test_kept_password (void)
{
  g_autoptr (GBytes) der = smith_format_test_make (EXPORT "-passout pass:chainsmith");
  g_autoptr (GBytes) two = smith_format_test_join (g_bytes_get_data (der, NULL), g_bytes_get_size (der), der, "", 0);
  g_autofree char *found = NULL;
  guint n_asked;

  found = smith_format_test_ask (two, right, &n_asked);
  g_assert_cmpstr (found, ==, KEY "\n" CERTIFICATE "\n" KEY "\n" CERTIFICATE);
  g_assert_cmpuint (n_asked, ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/format-pkcs12/neighbors", test_neighbors);
  g_test_add_func ("/format-pkcs12/kinds", test_kinds);
  g_test_add_func ("/format-pkcs12/no-password", test_no_password);
  g_test_add_func ("/format-pkcs12/answers", test_answers);
  g_test_add_func ("/format-pkcs12/cancelled", test_cancelled);
  g_test_add_func ("/format-pkcs12/truncated", test_truncated);
  g_test_add_func ("/format-pkcs12/changed", test_changed);
  g_test_add_func ("/format-pkcs12/contents", test_contents);
  g_test_add_func ("/format-pkcs12/depth", test_depth);
  g_test_add_func ("/format-pkcs12/strange-bags", test_strange_bags);
  g_test_add_func ("/format-pkcs12/rounds", test_rounds);
  g_test_add_func ("/format-pkcs12/surroundings", test_surroundings);
  g_test_add_func ("/format-pkcs12/kept-password", test_kept_password);

  return g_test_run ();
}
