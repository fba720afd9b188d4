/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-finding.h"

#include <string.h>

#include "smith-test.h"

/* Made by openssl; what is expected is a piece of the one sentence, or nothing. */
static const struct
{
  const char *name;
  const char *options;
  const char *expected;
} keys[] = {
  { "rsa-2048", "-algorithm RSA -pkeyopt rsa_keygen_bits:2048", NULL },
  { "rsa-1024", "-algorithm RSA -pkeyopt rsa_keygen_bits:1024", "RSA with 1024 bits is weak" },
  { "rsa-512", "-algorithm RSA -pkeyopt rsa_keygen_bits:512", "Do not use this key: RSA with 512 bits" },
  { "rsa-2051", "-algorithm RSA -pkeyopt rsa_keygen_bits:2051", "a multiple of 8" },
  { "exponent-3", "-algorithm RSA -pkeyopt rsa_keygen_bits:2048 -pkeyopt rsa_keygen_pubexp:3", "its public exponent is 3" },
  { "exponent-17", "-algorithm RSA -pkeyopt rsa_keygen_bits:2048 -pkeyopt rsa_keygen_pubexp:17",
    "Its public exponent is 17; certificate authorities want 65537 or more." },
  { "exponent-65539", "-algorithm RSA -pkeyopt rsa_keygen_bits:2048 -pkeyopt rsa_keygen_pubexp:65539", NULL },
  { "p-256", "-algorithm EC -pkeyopt ec_paramgen_curve:P-256", NULL },
  { "p-521", "-algorithm EC -pkeyopt ec_paramgen_curve:P-521", NULL },
  { "p-224", "-algorithm EC -pkeyopt ec_paramgen_curve:P-224", "do not take the curve P-224" },
  { "p-192", "-algorithm EC -pkeyopt ec_paramgen_curve:P-192", "Do not use this key: a curve of 192 bits" },
  { "secp256k1", "-algorithm EC -pkeyopt ec_paramgen_curve:secp256k1", "do not take the curve secp256k1" },
  { "explicit", "-algorithm EC -pkeyopt ec_paramgen_curve:P-256 -pkeyopt ec_param_enc:explicit", "spelled out" },
  { "ed25519", "-algorithm ED25519", NULL },
};

static char *
run (const char *line)
{
  const char *argv[] = { "sh", "-c", line, NULL };

  return smith_test_run (argv, NULL, NULL);
}

static void
assert_finding (char       **findings,
                const char  *expected)
{
  g_autofree char *all = g_strjoinv (" | ", findings);

  g_test_message ("%s", all);
  if (expected == NULL)
    g_assert_cmpstr (all, ==, "");
  else
    {
      g_assert_nonnull (strstr (all, expected));
      g_assert_cmpuint (g_strv_length (findings), ==, 1);
    }
}

static void
test_key (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autofree char *line = g_strdup_printf ("openssl genpkey %s 2>/dev/null | openssl pkey -pubout", keys[i].options);
  g_autofree char *pem = run (line);
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithPublicKey) key = smith_public_key_new_from_pem (pem, &error);
  g_auto (GStrv) findings = NULL;

  g_assert_no_error (error);
  findings = smith_finding_list_for_public_key (key);
  assert_finding (findings, keys[i].expected);
}

/* openssl makes no such key: the public half of one, with another exponent. Python's cryptography writes it. */
static void
test_exponent (gconstpointer data)
{
  const char *exponent = data;
  g_autofree char *program = g_strdup_printf (
    "import base64\n"
    "def der(tag, body):\n"
    "    size = len(body)\n"
    "    head = bytes([size]) if size < 128 else bytes([0x82, size >> 8, size & 255])\n"
    "    return bytes([tag]) + head + body\n"
    "number = lambda n: der(2, n.to_bytes(n.bit_length() // 8 + 1, 'big'))\n"
    "key = der(0x30, number((1 << 2047) + 981) + number(%s))\n"
    "rsa = der(0x30, bytes.fromhex('06092a864886f70d0101010500'))\n"
    "spki = der(0x30, rsa + der(3, b'\\0' + key))\n"
    "print('-----BEGIN PUBLIC KEY-----\\n' + base64.encodebytes(spki).decode() + '-----END PUBLIC KEY-----')\n", exponent);
  const char *argv[] = { "/usr/bin/python3", "-c", program, NULL };
  g_autofree char *pem = smith_test_run (argv, NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithPublicKey) key = smith_public_key_new_from_pem (pem, &error);
  g_auto (GStrv) findings = NULL;

  g_assert_no_error (error);
  findings = smith_finding_list_for_public_key (key);
  assert_finding (findings, g_str_equal (exponent, "1") ? "Do not use this key: its public exponent is 1"
                                                        : "its public exponent is even");
}

static SmithCertificate *
make_certificate (const char *options)
{
  g_autofree char *line =
    g_strdup_printf ("d=$(mktemp -d) && cd $d && openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -config /dev/null %s "
                     "2>/dev/null; rm -r $d", options);
  g_autofree char *pem = run (line);
  g_autoptr (GError) error = NULL;
  SmithCertificate *certificate = smith_certificate_new_from_pem (pem, &error);

  g_assert_no_error (error);

  return certificate;
}

static const struct
{
  const char *name;
  const char *options;
  int         days;      /* from now: the time that it is looked at */
  const char *expected;
} certificates[] = {
  { "good", "-sha256 -days 90 -subj /CN=a.example -addext subjectAltName=DNS:a.example", 1, NULL },
  { "sha1", "-sha1 -days 90 -subj /CN=a.example -addext subjectAltName=DNS:a.example", 1, "SHA-1" },
  { "expired", "-sha256 -days 90 -subj /CN=a.example -addext subjectAltName=DNS:a.example", 91, "It has expired." },
  { "early", "-sha256 -days 90 -subj /CN=a.example -addext subjectAltName=DNS:a.example", -1, "It is not valid yet." },
  { "no-name", "-sha256 -days 90 -subj /CN=a.example -addext keyUsage=digitalSignature", 1, "It has no alternative name" },
  { "other-name", "-sha256 -days 90 -subj /CN=a.example -addext subjectAltName=DNS:b.example", 1, "“a.example” is not among" },
  { "root", "-sha1 -days 90 -subj /CN=Root -addext basicConstraints=critical,CA:TRUE", 1, NULL },
  { "zero", "-sha256 -days 90 -set_serial 0 -subj /CN=a.example -addext subjectAltName=DNS:a.example", 1, "zero" },
  { "negative", "-sha256 -days 90 -set_serial -5 -subj /CN=a.example -addext subjectAltName=DNS:a.example", 1, "negative" },
  { "long", "-sha256 -days 90 -set_serial 0x7f00112233445566778899aabbccddeeff00112233 -subj /CN=a.example "
            "-addext subjectAltName=DNS:a.example", 1, "20 bytes" },
};

static void
test_certificate (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr (SmithCertificate) certificate = make_certificate (certificates[i].options);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) then = g_date_time_add_days (now, certificates[i].days);
  g_auto (GStrv) findings = smith_finding_list_for_certificate (certificate, then);

  assert_finding (findings, certificates[i].expected);
}

static void
test_request (void)
{
  static const char * const digests[] = { "sha256", "sha1" };

  for (guint i = 0; i < G_N_ELEMENTS (digests); i++)
    {
      g_autofree char *line = g_strdup_printf ("d=$(mktemp -d) && openssl req -new -newkey rsa:2048 -nodes -keyout $d/k -%s "
                                               "-subj /CN=a.example -config /dev/null 2>/dev/null; rm -r $d", digests[i]);
      g_autofree char *pem = run (line);
      g_autoptr (GError) error = NULL;
      g_autoptr (SmithRequest) request = smith_request_new_from_pem (pem, &error);
      g_auto (GStrv) findings = NULL;

      g_assert_no_error (error);
      findings = smith_finding_list_for_request (request);
      assert_finding (findings, i == 0 ? NULL : "SHA-1");
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autofree char *path = g_strconcat ("/finding/key/", keys[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_key);
    }
  g_test_add_data_func ("/finding/key/exponent-1", "1", test_exponent);
  g_test_add_data_func ("/finding/key/exponent-even", "65536", test_exponent);
  for (guint i = 0; i < G_N_ELEMENTS (certificates); i++)
    {
      g_autofree char *path = g_strconcat ("/finding/certificate/", certificates[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_certificate);
    }
  g_test_add_func ("/finding/request", test_request);

  return g_test_run ();
}
