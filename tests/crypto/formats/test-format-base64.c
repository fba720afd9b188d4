/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "smith-crypto-error.h"
#include "smith-format-test.h"

/* Base64 without BEGIN and END lines, whole or somewhere in a text. */

#define FORMAT (&smith_format_base64)
#define DECODED ": Base64 without BEGIN and END lines decoded"
#define LEAF "DER certificate=ec-leaf" DECODED
#define LEAF_DER "openssl x509 -in pki/ec-leaf.crt -outform DER"

static void
test_neighbors (void)
{
  /* What is between BEGIN and END is Base64 too, also in an archive: these come before it in the parser's table. */
  static const char * const own[] = { "bare.b64", "certificate.pem", "key-rsa-leaf.pem", "pax.tar", NULL };

  smith_format_test_neighbors (FORMAT, own);
}

/* Of everything that is read here, by base64. */
static void
test_contents (void)
{
  static const struct
  {
    const char *line;
    const char *expected;
  } rows[] = {
    { LEAF_DER " | base64 -w 0", LEAF },
    { LEAF_DER " | base64 -w 76", LEAF },
    { LEAF_DER " | base64 -w 64 | sed 's/$/\\r/'", LEAF },
    { LEAF_DER " | base64 -w 64 | tr '\\n' '\\r'", LEAF },
    { LEAF_DER " | base64 -w 40", LEAF },
    /* As a whole file its lines may be as short as one likes, and there may be spaces. */
    { LEAF_DER " | base64 -w 10", LEAF },
    { LEAF_DER " | base64 -w 4 | tr '\\n' ' '", LEAF },
    { LEAF_DER " | base64 -w 0 | tr -d =", LEAF },
    { "openssl req -in pki/ec-leaf.csr -outform DER | base64", "DER request=ec-leaf" DECODED },
    { "base64 parser/crl.crl", "DER crl=certtool" DECODED },
    { "base64 parser/locked.der", "DER locked" DECODED },
    { "base64 parser/open.p12", "PKCS#12 key=ec-leaf" DECODED ", PKCS#12 unpacked\n"
                                "PKCS#12 certificate=ec-leaf" DECODED ", PKCS#12 unpacked" },
    { "base64 pki/ec-leaf.crt", "PEM certificate=ec-leaf" DECODED },
    { "base64 parser/certificate.pem.gz", "PEM certificate=rsa-leaf" DECODED ", gzip unpacked" },
    { "base64 parser/key.zip", "PEM key=rsa-leaf@key.pem" DECODED ", ZIP unpacked" },
    { "{ cat parser/java.jks; head -c 99 /dev/zero; } | base64", "JKS unsupported" DECODED },
    { "base64 parser/public.der", "DER unsupported" DECODED },
    { "base64 parser/garbage.bin", "not-understood" },
    { "base64 parser/letter.txt", "not-understood" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) bytes = smith_format_test_make (rows[i].line);

      smith_format_test_assert_found (bytes, rows[i].expected);
    }
}

/* The smallest thing that there is, a key for Ed25519, is exactly as long as what is looked at; its public half is shorter. */
static void
test_shortest (void)
{
  g_autoptr (GBytes) key = smith_format_test_make ("openssl pkey -in pki/ed25519.key -outform DER | base64 -w 0");
  g_autoptr (GBytes) half = smith_format_test_make ("openssl pkey -in pki/ed25519.key -pubout -outform DER | base64 -w 0");
  g_autoptr (GBytes) quoted = smith_format_test_join ("key: \"", 6, key, "\"\n", 2);

  g_assert_cmpuint (g_bytes_get_size (key), ==, 64);
  smith_format_test_assert_found (key, "DER key=ed25519" DECODED);
  smith_format_test_assert_found (quoted, "DER key=ed25519" DECODED);
  g_assert_cmpuint (g_bytes_get_size (half), <, 64);
  smith_format_test_assert_found (half, "not-understood");
}

/* Where other things stand around it, lines of 40 characters and more belong together; several are found in their order. */
static void
test_in_text (void)
{
  static const struct
  {
    const char *line;
    const char *expected;
  } rows[] = {
    { "echo 'tls.crt: |'; " LEAF_DER " | base64 -w 40 | sed 's/^/    /'", LEAF },
    { "echo '[tls.crt]'; " LEAF_DER " | base64 -w 39 | sed 's/^/    /'", "not-understood" },
    { "printf '<a>'; " LEAF_DER " | base64 -w 0; printf '</a>'", LEAF },
    { "printf '{\"x5c\":[\"'; " LEAF_DER " | base64 -w 0; printf '\",\"'; base64 -w 0 parser/certificate.der; printf '\"]}'",
      LEAF "\nDER certificate=rsa-leaf" DECODED },
    { "printf 'cert='; " LEAF_DER " | base64 -w 0; printf '\\nkey='; "
      "openssl pkcs8 -topk8 -nocrypt -in pki/ec-leaf.key -outform DER | base64 -w 0; echo", LEAF "\nDER key=ec-leaf" DECODED },
    { "printf 'userCertificate:: '; " LEAF_DER " | base64 -w 64 | sed 's/^/ /'", LEAF },
    { "printf '* '; " LEAF_DER " | base64 -w 0; printf ' *'", LEAF },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) bytes = smith_format_test_make (rows[i].line);

      smith_format_test_assert_found (bytes, rows[i].expected);
    }
}

/* A certificate whose Base64 needs no sign at its end, on the line before another value or a sentence: their first letters are
 * not taken for more of it. */
static void
test_next_value (void)
{
  static const char * const behind[] = {
    "chain=", "key=", "tls.key: ", "chain: ", "chain = ", "private_key=", "x-y: ", "Kind regards, A", "a: b",
  };
  g_autoptr (GBytes) der = smith_format_test_make ("sed '/-----/d' pki/rsa-two.crt | base64 -d");
  /* Line ends behind a certificate are no matter. */
  gsize n_more = (3 - g_bytes_get_size (der) % 3) % 3;
  g_autoptr (GBytes) filled = smith_format_test_join ("", 0, der, "\n\n", n_more);
  gsize size;
  const guint8 *data = g_bytes_get_data (filled, &size);
  g_autofree char *base64 = g_base64_encode (data, size);

  g_assert_null (strchr (base64, '='));
  for (guint i = 0; i < G_N_ELEMENTS (behind); i++)
    for (guint j = 0; j < 2; j++)
      {
        gboolean has_value = strchr ("= ", behind[i][strlen (behind[i]) - 1]) != NULL;
        g_autofree char *text = g_strdup_printf ("cert%s%s\n%s%s\n", j == 0 ? "=" : ": ", base64, behind[i], has_value ? base64 : "");
        g_autoptr (GBytes) bytes = smith_format_test_text (text);
        g_autofree char *expected = g_strconcat ("DER certificate=rsa-two" DECODED,
                                                 has_value ? "\nDER certificate=rsa-two" DECODED : "", NULL);

        smith_format_test_assert_found (bytes, expected);
      }
}

static void
test_truncated (void)
{
  g_autoptr (GBytes) text = smith_format_test_make (LEAF_DER " | base64 -w 64");
  g_autoptr (GBytes) yaml = smith_format_test_make ("printf 'a: '; " LEAF_DER " | base64 -w 0; printf '\\nb: '; "
                                                    "base64 -w 0 pki/ec-leaf.key; echo");

  smith_format_test_truncate (FORMAT, text, 5, NULL);
  smith_format_test_truncate (FORMAT, yaml, 13, NULL);
  smith_format_test_flip (FORMAT, text, 5);
}

/* Padding, at each of the three lengths that there are; too much of it is no Base64. */
static void
test_padding (void)
{
  static const char * const names[] = { "ec-leaf", "ec-one", "ec-two", "ec-root", "loop-a", "loop-leaf", "self-ec" };
  gboolean seen[3] = { FALSE, };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *expected = g_strconcat ("DER certificate=", names[i], DECODED, NULL);
      g_autofree char *line = g_strdup_printf ("openssl x509 -in pki/%s.crt -outform DER | base64 -w 0", names[i]);
      g_autoptr (GBytes) padded = smith_format_test_make (line);
      gsize size = g_bytes_get_size (padded);
      const char *text = g_bytes_get_data (padded, NULL);
      gsize n_pad = text[size - 1] != '=' ? 0 : text[size - 2] != '=' ? 1 : 2;
      g_autoptr (GBytes) bare = g_bytes_new_from_bytes (padded, 0, size - n_pad);
      g_autoptr (GBytes) more = smith_format_test_join ("", 0, padded, "===", 3);

      seen[n_pad] = TRUE;
      smith_format_test_assert_found (padded, expected);
      smith_format_test_assert_found (bare, expected);
      /* As one piece it is none; the piece before the signs is looked at by itself, and they end it. */
      smith_format_test_assert_found (more, "not-understood");
    }
  g_assert_true (seen[0] || seen[1] || seen[2]);
}

/* Base64 of a PEM block whose content is Base64 of a PEM block, and so on: an end is made of it, whole or not at all. */
static void
test_nested (void)
{
  gboolean was_found = TRUE;
  guint depth = 0;
  g_autoptr (GBytes) bytes = smith_format_test_read ("pki/ec-leaf.crt");

  for (guint i = 1; i <= 16; i++)
    {
      gsize size;
      const guint8 *data = g_bytes_get_data (bytes, &size);
      g_autofree char *base64 = g_base64_encode (data, size);
      g_autofree char *text = g_strdup_printf ("-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n", base64);
      g_autofree char *found = NULL;
      gboolean is_found;

      g_bytes_unref (bytes);
      bytes = smith_format_test_text (text);
      found = smith_format_test_find (bytes);
      is_found = strstr (found, "certificate=ec-leaf") != NULL;
      /* Once too deep, always too deep. */
      g_assert_false (is_found && !was_found);
      if (is_found)
        depth = i;
      else
        g_assert_true (g_str_has_prefix (found, "PEM damaged: "));
      was_found = is_found;
    }
  /* Twelve layers of anything are read, and the innermost of these needs no format of its own. */
  g_assert_cmpuint (depth, ==, 11);
}

/* Among many pieces that only look like something, and are cut off, the one that is whole. */
static void
test_many_cut (void)
{
  g_autoptr (GBytes) der = smith_format_test_make (LEAF_DER " | base64 -w 0");
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GBytes) bytes = NULL;

  for (guint i = 0; i < 100; i++)
    g_string_append (text, "MIIBAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA, ");
  bytes = smith_format_test_join (text->str, text->len, der, text->str, text->len);
  smith_format_test_assert_found (bytes, LEAF);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/format-base64/neighbors", test_neighbors);
  g_test_add_func ("/format-base64/contents", test_contents);
  g_test_add_func ("/format-base64/shortest", test_shortest);
  g_test_add_func ("/format-base64/in-text", test_in_text);
  g_test_add_func ("/format-base64/next-value", test_next_value);
  g_test_add_func ("/format-base64/truncated", test_truncated);
  g_test_add_func ("/format-base64/padding", test_padding);
  g_test_add_func ("/format-base64/nested", test_nested);
  g_test_add_func ("/format-base64/many-cut", test_many_cut);

  return g_test_run ();
}
