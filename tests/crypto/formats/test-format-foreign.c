/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "smith-crypto-error.h"
#include "smith-format-test.h"

/* Forms of other programs: each by its first bytes, with the words that help. */

#define FORMAT (&smith_format_foreign)
#define BYTES(text) text, sizeof text - 1

static void
test_neighbors (void)
{
  static const char * const own[] = { "java.jks", "putty.ppk", "pgp.gpg", "document.pdf", NULL };

  smith_format_test_neighbors (FORMAT, own);
}

/* The first bytes alone are enough, and one of them fewer is not. */
static void
test_magic (void)
{
  static const struct
  {
    const char *magic;
    gsize       size;
    const char *name;
    const char *advice;
  } rows[] = {
    { BYTES ("\xFE\xED\xFE\xED"), "JKS", "keytool -importkeystore" },
    { BYTES ("\xCE\xCE\xCE\xCE"), "JCEKS", "-srcstoretype JCEKS" },
    { BYTES ("\0\0\0\1\0\0\0\x14"), "BKS", "KeyStore Explorer" },
    { BYTES ("\0\0\0\2\0\0\0\x14"), "BKS", "KeyStore Explorer" },
    { BYTES ("PuTTY-User-Key-File-"), "PuTTY", "puttygen" },
    { BYTES ("ssh-rsa "), "SSH", "public key of SSH" },
    { BYTES ("ssh-ed25519 "), "SSH", "public key of SSH" },
    { BYTES ("ecdsa-sha2-"), "SSH", "public key of SSH" },
    { BYTES ("SQLite format 3"), "NSS", "pk12util" },
    { BYTES ("\x1E\xF1\xB5\xB0"), "PVK", "-inform PVK" },
    { BYTES ("\0\0\0\0CERT"), "SST", "PKCS#7" },
    { BYTES ("Rar!\x1A\x07"), "RAR", "ZIP" },
    { BYTES ("MSCF"), "CAB", "ZIP" },
    { BYTES ("%PDF-"), "PDF", "paste" },
    { BYTES ("\x99\1\2\4\0\0\0\0\0"), "OpenPGP", "OpenPGP" },
    { BYTES ("\x95\1\2\4\0\0\0\0\0"), "OpenPGP", "OpenPGP" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) whole = g_bytes_new (rows[i].magic, rows[i].size);
      g_autoptr (GBytes) shorter = g_bytes_new (rows[i].magic, rows[i].size - 1);
      g_autoptr (GBytes) later = smith_format_test_join (" ", 1, whole, "", 0);
      g_autoptr (GBytes) longer = smith_format_test_join ("", 0, whole, "\xFF\0<html>", 8);
      g_autofree char *expected = g_strconcat (rows[i].name, " unsupported", NULL);
      g_autofree char *alone = smith_format_test_try (FORMAT, whole);
      g_autofree char *cut = smith_format_test_try (FORMAT, shorter);
      g_autofree char *moved = smith_format_test_try (FORMAT, later);
      g_autoptr (SmithParsed) parsed = smith_format_test_get (longer);

      g_assert_cmpstr (alone, ==, expected);
      g_assert_null (cut);
      g_assert_null (moved);
      smith_format_test_assert_found (whole, expected);
      smith_format_test_assert_found (shorter, "not-understood");
      g_assert_cmpstr (smith_parsed_get_format (parsed), ==, rows[i].name);
      g_assert_error (smith_parsed_get_error (parsed), SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_UNSUPPORTED);
      if (strstr (smith_parsed_get_error (parsed)->message, rows[i].advice) == NULL)
        g_error ("%s: %s", rows[i].name, smith_parsed_get_error (parsed)->message);
      /* The base64 of a mail or a Kubernetes secret is looked into for the same. */
      g_assert_true (smith_format_is_foreign (g_bytes_get_data (whole, NULL), g_bytes_get_size (whole)));
      g_assert_false (smith_format_is_foreign (g_bytes_get_data (shorter, NULL), g_bytes_get_size (shorter)));
    }
}

/* As these programs, or others for them, really write it. */
static void
test_real (void)
{
  static const struct
  {
    const char *script;   /* Python. */
    const char *expected;
  } rows[] = {
    { "from cryptography.hazmat.primitives import serialization as s\n"
      "key = s.load_pem_private_key(read('pki/rsa-leaf.key'), None)\n"
      "write(key.public_key().public_bytes(s.Encoding.OpenSSH, s.PublicFormat.OpenSSH))\n", "SSH unsupported" },
    { "from cryptography.hazmat.primitives import serialization as s\n"
      "key = s.load_pem_private_key(read('pki/ec-leaf.key'), None)\n"
      "write(key.public_key().public_bytes(s.Encoding.OpenSSH, s.PublicFormat.OpenSSH))\n", "SSH unsupported" },
    { "from cryptography.hazmat.primitives import serialization as s\n"
      "key = s.load_pem_private_key(read('pki/ec-leaf.key'), None)\n"
      "write(key.private_bytes(s.Encoding.PEM, s.PrivateFormat.OpenSSH, s.NoEncryption()))\n", "PEM unsupported" },
    { "import os, sqlite3, tempfile\n"
      "with tempfile.TemporaryDirectory() as folder:\n"
      "    base = sqlite3.connect(folder + '/cert9.db')\n"
      "    base.execute('create table nssPublic (id integer)')\n"
      "    base.commit()\n"
      "    base.close()\n"
      "    write(read(folder + '/cert9.db'))\n", "NSS unsupported" },
    { "import subprocess\n"
      "write(subprocess.run(['openssl', 'rsa', '-in', 'pki/rsa-leaf.key', '-outform', 'PVK', '-pvk-none', '-provider', 'default',\n"
      "                      '-provider', 'legacy'], check=True, capture_output=True).stdout)\n", "PVK unsupported" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) bytes = smith_format_test_python (rows[i].script);

      smith_format_test_assert_found (bytes, rows[i].expected);
    }
}

/* Files of a keystore hold certificates in DER: none of them is taken out as if it had come by itself. */
static void
test_certificate_inside (void)
{
  g_autoptr (GBytes) der = smith_format_test_read ("parser/ec-certificate.cer");
  g_autoptr (GBytes) store = smith_format_test_join (BYTES ("\xFE\xED\xFE\xED\0\0\0\2\0\0\0\1"), der, "", 0);
  g_autoptr (GBytes) pdf = smith_format_test_make ("printf '%%PDF-1.4\\n'; cat pki/ec-leaf.crt");

  smith_format_test_assert_found (store, "JKS unsupported");
  /* PEM is text wherever it is. */
  smith_format_test_assert_found (pdf, "PEM certificate=ec-leaf: 1 line of other text left out");
}

static void
test_truncated (void)
{
  g_autoptr (GBytes) store = smith_format_test_read ("parser/java.jks");
  g_autoptr (GBytes) key = smith_format_test_read ("parser/putty.ppk");

  smith_format_test_truncate (FORMAT, store, 1, NULL);
  smith_format_test_truncate (FORMAT, key, 1, NULL);
  smith_format_test_flip (FORMAT, store, 1);
  smith_format_test_flip (FORMAT, key, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/format-foreign/neighbors", test_neighbors);
  g_test_add_func ("/format-foreign/magic", test_magic);
  g_test_add_func ("/format-foreign/real", test_real);
  g_test_add_func ("/format-foreign/certificate-inside", test_certificate_inside);
  g_test_add_func ("/format-foreign/truncated", test_truncated);

  return g_test_run ();
}
