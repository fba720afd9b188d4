/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "smith-crypto-error.h"
#include "smith-format-test.h"

/* PEM: the labels, what is told of a mend, and what one broken block leaves to the others. How single lines are read is
 * tested in test-pem.c. */

#define FORMAT (&smith_format_pem)
#define MAX_RESULTS 20000
#define MAX_LABEL 64
#define LEAF "PEM certificate=ec-leaf"

static const char * const right[] = { "chainsmith", NULL };

static void
test_neighbors (void)
{
  static const char * const own[] = { "certificate.pem", "key-rsa-leaf.pem", "pax.tar", NULL };

  smith_format_test_neighbors (FORMAT, own);
}

/* Each label that is read, by what openssl writes under it or under another one. */
static void
test_labels (void)
{
#define LABEL(thing, from, to) "sed 's/" from "/" to "/' " thing
  static const struct
  {
    const char *line;
    const char *expected;
  } rows[] = {
    { "cat pki/ec-leaf.crt", LEAF },
    { LABEL ("pki/ec-leaf.crt", "CERTIFICATE", "X509 CERTIFICATE"), LEAF },
    { LABEL ("pki/ec-leaf.crt", "CERTIFICATE", "TRUSTED CERTIFICATE"), LEAF ": trust settings of OpenSSL dropped" },
    { "openssl x509 -in pki/ec-leaf.crt -trustout -addreject emailProtection", LEAF ": trust settings of OpenSSL dropped" },
    { "cat pki/ec-leaf.csr", "PEM request=ec-leaf" },
    { LABEL ("pki/ec-leaf.csr", "CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST"), "PEM request=ec-leaf" },
    { "cat pki/rsa-two.crl", "PEM crl=rsa-two" },
    { "cat pki/ec-leaf.key", "PEM key=ec-leaf" },
    { "openssl pkey -in pki/ec-leaf.key -traditional", "PEM key=ec-leaf: EC PRIVATE KEY rewritten as PKCS#8" },
    { "openssl pkey -in pki/rsa-leaf.key -traditional", "PEM key=rsa-leaf: RSA PRIVATE KEY rewritten as PKCS#8" },
    { "openssl pkey -in pki/dsa.key -traditional", "PEM key=dsa: DSA PRIVATE KEY rewritten as PKCS#8" },
    { "openssl pkey -in pki/ec-leaf.key -pubout", "PEM unsupported" },
    { "openssl ecparam -name P-256; openssl pkey -in pki/ec-leaf.key -traditional",
      "PEM key=ec-leaf: EC PARAMETERS dropped, EC PRIVATE KEY rewritten as PKCS#8" },
    /* Parameters that belong to no key are told. */
    { "openssl ecparam -name P-256; cat pki/ec-leaf.crt", "PEM unsupported\n" LEAF },
    /* A label is one thing, what is in the block another. */
    { LABEL ("pki/ec-leaf.csr", "CERTIFICATE REQUEST", "X509 CRL"), "PEM request=ec-leaf: wrong label X509 CRL corrected" },
    { LABEL ("pki/ec-leaf.crt", "CERTIFICATE", "PRIVATE KEY"), "PEM certificate=ec-leaf: wrong label PRIVATE KEY corrected" },
    { LABEL ("pki/ec-leaf.crt", "CERTIFICATE", "PKCS12"), "PEM certificate=ec-leaf: wrong label PKCS12 corrected" },
    { LABEL ("pki/ec-leaf.crt", "CERTIFICATE", "PUBLIC KEY"), "PEM certificate=ec-leaf: wrong label PUBLIC KEY corrected" },
    { LABEL ("pki/ec-leaf.crt", "CERTIFICATE", "CERT"), "PEM certificate=ec-leaf: wrong label CERT corrected" },
    { LABEL ("pki/ec-leaf.key", "PRIVATE KEY", "SECRET"), "PEM key=ec-leaf: wrong label SECRET corrected" },
    { "echo '-----BEGIN SECRET-----'; echo Hello | base64; echo '-----END SECRET-----'", "PEM unsupported" },
    /* Labels of what is no use here are not looked into. */
    { LABEL ("pki/ec-leaf.crt", "CERTIFICATE", "OPENSSH PRIVATE KEY"), "PEM unsupported" },
    { LABEL ("pki/ec-leaf.crt", "CERTIFICATE", "ATTRIBUTE CERTIFICATE"), "PEM unsupported" },
    { LABEL ("pki/ec-leaf.crt", "CERTIFICATE", "PGP MESSAGE"), "PEM unsupported" },
  };
#undef LABEL

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) bytes = smith_format_test_make (rows[i].line);

      smith_format_test_assert_found (bytes, rows[i].expected);
    }
}

/* A label may have so many characters; one more is no label. */
static void
test_label_length (void)
{
  g_autofree char *most = g_strnfill (MAX_LABEL, 'A');
  g_autofree char *fits = g_strdup_printf ("-----BEGIN %s-----\nAAAA\n-----END %s-----\n", most, most);
  g_autofree char *longer = g_strdup_printf ("-----BEGIN A%s-----\nAAAA\n-----END A%s-----\n", most, most);
  g_autoptr (GBytes) bytes = smith_format_test_text (fits);
  g_autoptr (GBytes) more = smith_format_test_text (longer);
  g_autoptr (SmithParsed) parsed = smith_format_test_get (bytes);

  g_assert_error (smith_parsed_get_error (parsed), SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_UNSUPPORTED);
  g_assert_nonnull (strstr (smith_parsed_get_error (parsed)->message, most));
  smith_format_test_assert_found (more, "PEM damaged");
}

/* Each mend is told of the block that it was made in, and of no other. */
static void
test_mends (void)
{
  static const struct
  {
    const char *line;
    const char *expected;
  } rows[] = {
    { "sed 's/$/\\r/' pki/ec-leaf.crt; cat pki/rsa-two.crt", LEAF ": %u Windows line ends changed\nPEM certificate=rsa-two" },
    { "cat pki/rsa-two.crt; sed 's/$/ /' pki/ec-leaf.crt", "PEM certificate=rsa-two\n" LEAF ": %u trailing spaces removed" },
    { "cat pki/rsa-two.crt; echo between; cat pki/ec-leaf.crt", "PEM certificate=rsa-two\n" LEAF ": 1 line of other text left out" },
    { "cat pki/ec-leaf.crt; printf 'behind\\n\\n\\nbehind'", LEAF ": 2 lines of other text left out" },
    { "printf '\\357\\273\\277'; echo text; cat pki/ec-leaf.crt",
      LEAF ": byte order mark removed, 1 line of other text left out" },
    { "sed '$d' pki/ec-leaf.crt; cat pki/rsa-two.crt", LEAF ": missing END line added\nPEM certificate=rsa-two" },
    { "sed 's/^-----/----/' pki/ec-leaf.crt", LEAF ": damaged BEGIN or END line corrected" },
    { "printf %s \"$(cat pki/rsa-two.crt)\"; cat pki/ec-leaf.crt",
      "PEM certificate=rsa-two\n" LEAF ": glued BEGIN and END lines separated" },
    { "sed 's/^/> /' pki/ec-leaf.crt; cat pki/rsa-two.crt",
      LEAF ": quotation marks and escapes of a mail or program removed\nPEM certificate=rsa-two" },
    { "head -n 3 pki/rsa-two.crt; cat pki/ec-leaf.crt", "PEM damaged\n" LEAF },
    { "cat pki/ec-leaf.crt; head -n 3 pki/rsa-two.crt", LEAF "\nPEM damaged" },
    { "sed '3s/^.../***/' pki/rsa-two.crt; cat pki/ec-leaf.crt", "PEM damaged\n" LEAF },
    { "sed 's/END CERTIFICATE/END PKCS7/' pki/rsa-two.crt; cat pki/ec-leaf.crt", "PEM damaged\n" LEAF },
  };
  g_autoptr (GBytes) leaf = smith_format_test_read ("pki/ec-leaf.crt");
  const char *text = g_bytes_get_data (leaf, NULL);
  guint n_lines = 0;

  for (gsize i = 0; i < g_bytes_get_size (leaf); i++)
    n_lines += text[i] == '\n';
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) bytes = smith_format_test_make (rows[i].line);
      g_autofree char *number = g_strdup_printf ("%u", n_lines);
      g_auto (GStrv) parts = g_strsplit (rows[i].expected, "%u", 2);
      g_autofree char *expected = g_strjoinv (number, parts);

      smith_format_test_assert_found (bytes, expected);
    }
}

static void
test_truncated (void)
{
  g_autoptr (GBytes) certificate = smith_format_test_read ("pki/ec-leaf.crt");
  g_autoptr (GBytes) key = smith_format_test_read ("pki/ed25519.key");
  g_autoptr (GBytes) bundle = smith_format_test_read ("parser/mixed.pem");

  smith_format_test_truncate (FORMAT, certificate, 3, NULL);
  smith_format_test_truncate (FORMAT, key, 1, NULL);
  smith_format_test_truncate (FORMAT, bundle, 199, NULL);
  smith_format_test_flip (FORMAT, key, 1);
}

/* Its last characters, one after the other. */
static void
test_last (void)
{
  g_autoptr (GBytes) bytes = smith_format_test_read ("pki/ec-leaf.crt");
  gsize size = g_bytes_get_size (bytes);
  static const struct
  {
    gsize       n;
    const char *expected;
  } rows[] = {
    { 1, LEAF },
    { 2, LEAF ": damaged BEGIN or END line corrected" },
    { 6, LEAF ": damaged BEGIN or END line corrected" },
    { 26, LEAF ": missing END line added" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) part = g_bytes_new_from_bytes (bytes, 0, size - rows[i].n);

      smith_format_test_assert_found (part, rows[i].expected);
    }
}

/* As many things as one import takes, and one more. */
static void
test_limit (void)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GListModel) results = NULL;
      g_autoptr (GError) error = NULL;

      for (guint j = 0; j < MAX_RESULTS + i; j++)
        g_string_append (text, "-----BEGIN X-----\nAAAA\n-----END X-----\n");
      bytes = g_bytes_new (text->str, text->len);
      results = smith_parser_parse (bytes, NULL, NULL, NULL, &error);
      if (i == 0)
        {
          g_assert_no_error (error);
          g_assert_cmpuint (g_list_model_get_n_items (results), ==, MAX_RESULTS);
        }
      else
        g_assert_error (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_TOO_LARGE);
    }
}

/* Keys that are locked in PEM's own way, from before PKCS#8. */
static void
test_locked (void)
{
  static const struct
  {
    const char *answers[4];
    guint       n_asked;
    const char *expected;
  } rows[] = {
    { { "chainsmith", NULL }, 1, "PEM key=ec-leaf: EC PRIVATE KEY rewritten as PKCS#8" },
    { { "wrong", "", "chainsmith", NULL }, 3, "PEM key=ec-leaf: EC PRIVATE KEY rewritten as PKCS#8" },
    { { "wrong", NULL }, 2, "PEM locked" },
    { { NULL }, 1, "PEM locked" },
  };
  g_autoptr (GBytes) key = smith_format_test_make ("openssl pkey -in pki/ec-leaf.key -traditional -aes128 -passout pass:chainsmith");
  g_autoptr (GBytes) strange =
    smith_format_test_make ("openssl pkey -in pki/ec-leaf.key -traditional -aes128 -passout pass:chainsmith | sed s/AES-128/AES-129/");
  g_autofree char *found = NULL;
  guint n_asked;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *opened = smith_format_test_ask (key, rows[i].answers, &n_asked);

      g_assert_cmpstr (opened, ==, rows[i].expected);
      g_assert_cmpuint (n_asked, ==, rows[i].n_asked);
    }
  /* Nobody is asked for what no passphrase opens. */
  found = smith_format_test_ask (strange, right, &n_asked);
  g_assert_cmpstr (found, ==, "PEM unsupported");
  g_assert_cmpuint (n_asked, ==, 0);
  smith_format_test_cancel (key, FALSE);
  smith_format_test_cancel (key, TRUE);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/format-pem/neighbors", test_neighbors);
  g_test_add_func ("/format-pem/labels", test_labels);
  g_test_add_func ("/format-pem/label-length", test_label_length);
  g_test_add_func ("/format-pem/mends", test_mends);
  g_test_add_func ("/format-pem/truncated", test_truncated);
  g_test_add_func ("/format-pem/last", test_last);
  g_test_add_func ("/format-pem/limit", test_limit);
  g_test_add_func ("/format-pem/locked", test_locked);

  return g_test_run ();
}
