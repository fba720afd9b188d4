/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "smith-crypto-error.h"
#include "smith-format-test.h"

/* One encrypted private key in DER. */

#define FORMAT (&smith_format_encrypted_key)
/* The number of rounds in DER: 65537, which the material has, SMITH_PBE_MAX_ROUNDS (5,000,000), and one more. */
#define ROUNDS "\x02\x03\x01\x00\x01"
#define MOST_ROUNDS "\x02\x03\x4c\x4b\x40"
#define TOO_MANY_ROUNDS "\x02\x03\x4c\x4b\x41"
/* Quick to open. */
#define QUICK "openssl pkcs8 -topk8 -in pki/ec-leaf.key -passout pass:chainsmith -iter 2 -outform DER"

static const char * const right[] = { "chainsmith", NULL };

static void
test_neighbors (void)
{
  static const char * const own[] = { "locked.der", NULL };

  smith_format_test_neighbors (FORMAT, own);
}

/* However openssl and certtool encrypt; asked once, and the passphrase is kept with the key. */
static void
test_kinds (void)
{
#define PKCS8 "openssl pkcs8 -topk8 -in pki/ec-leaf.key -passout pass:chainsmith -outform DER "
  static const char * const lines[] = {
    PKCS8 "-iter 1", PKCS8 "-scrypt -scrypt_N 2", PKCS8 "-v2 aes-128-cbc -v2prf hmacWithSHA512 -iter 10",
    PKCS8 "-v2 des3 -v2prf hmacWithSHA1 -iter 10", PKCS8 "-v1 PBE-SHA1-3DES -iter 10",
    PKCS8 "-provider legacy -provider default -v1 PBE-SHA1-RC2-40 -iter 10",
    PKCS8 "-provider legacy -provider default -v1 PBE-MD5-DES -iter 10",
    "certtool --to-p8 --load-privkey pki/ec-leaf.key --password chainsmith --pkcs-cipher aes-256 --outder 2>/dev/null",
  };
#undef PKCS8

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr (GBytes) der = smith_format_test_make (lines[i]);
      g_autofree char *found = NULL;
      guint n_asked;

      found = smith_format_test_ask (der, right, &n_asked);
      g_assert_cmpstr (found, ==, "DER key=ec-leaf");
      g_assert_cmpuint (n_asked, ==, 1);
      smith_format_test_assert_found (der, "DER locked");
    }
}

static void
test_answers (void)
{
  static const struct
  {
    const char *answers[4];
    guint       n_asked;
    const char *expected;
  } rows[] = {
    { { "chainsmith", NULL }, 1, "DER key=ec-leaf" },
    { { "wrong", "Chainsmith", "chainsmith", NULL }, 3, "DER key=ec-leaf" },
    { { "", "chainsmith", NULL }, 2, "DER key=ec-leaf" },
    { { "chainsmith ", NULL }, 2, "DER locked" },
    { { NULL }, 1, "DER locked" },
  };
  g_autoptr (GBytes) der = smith_format_test_make (QUICK);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *found = NULL;
      guint n_asked;

      found = smith_format_test_ask (der, rows[i].answers, &n_asked);
      g_assert_cmpstr (found, ==, rows[i].expected);
      g_assert_cmpuint (n_asked, ==, rows[i].n_asked);
    }
}

/* The second one is opened by the passphrase of the first; one with another stays locked, and asks for itself. */
static void
test_several (void)
{
  static const char * const answers[] = { "chainsmith", "other", NULL };
  g_autoptr (GBytes) der =
    smith_format_test_make ("for word in chainsmith chainsmith other; do openssl pkcs8 -topk8 -in pki/ec-leaf.key "
                            "-passout pass:$word -iter 2 -outform DER; done; cat parser/certificate.der");
  g_autofree char *found = NULL;
  g_autofree char *some = NULL;
  guint n_asked;

  found = smith_format_test_ask (der, answers, &n_asked);
  g_assert_cmpstr (found, ==, "DER key=ec-leaf\nDER key=ec-leaf\nDER key=ec-leaf\nDER certificate=rsa-leaf");
  g_assert_cmpuint (n_asked, ==, 2);
  some = smith_format_test_ask (der, right, &n_asked);
  g_assert_cmpstr (some, ==, "DER key=ec-leaf\nDER key=ec-leaf\nDER locked\nDER certificate=rsa-leaf");
  smith_format_test_assert_found (der, "DER locked\nDER locked\nDER locked\nDER certificate=rsa-leaf");
}

static void
test_cancelled (void)
{
  g_autoptr (GBytes) der = smith_format_test_read ("parser/locked.der");

  smith_format_test_cancel (der, FALSE);
  smith_format_test_cancel (der, TRUE);
}

static void
test_truncated (void)
{
  g_autoptr (GBytes) der = smith_format_test_make (QUICK);

  smith_format_test_truncate (FORMAT, der, 1, right);
}

/* Every changed byte, with the right passphrase: what is found is the key or an error, nothing else. */
static void
test_flipped (void)
{
  g_autoptr (GBytes) der = smith_format_test_make (QUICK);
  gsize size;
  const guint8 *data = g_bytes_get_data (der, &size);

  smith_format_test_flip (FORMAT, der, 1);
  for (gsize i = 0; i < size; i += 3)
    {
      guint8 *changed = g_memdup2 (data, size);
      g_autoptr (GBytes) bytes = g_bytes_new_take (changed, size);
      g_autofree char *found = NULL;

      changed[i] ^= 1;
      found = smith_format_test_ask (bytes, right, NULL);
      g_assert_cmpuint (strlen (found), >, 0);
      g_assert_null (strstr (found, "certificate"));
    }
}

/* How long it may take to open: nobody is asked for what takes longer. */
static void
test_rounds (void)
{
  g_autoptr (GBytes) der = smith_format_test_make ("openssl pkcs8 -topk8 -in pki/ec-leaf.key -passout pass:chainsmith -iter 65537 "
                                                   "-outform DER");
  g_autoptr (GBytes) most = smith_format_test_replace (der, ROUNDS, MOST_ROUNDS, sizeof ROUNDS - 1);
  g_autoptr (GBytes) too_many = smith_format_test_replace (der, ROUNDS, TOO_MANY_ROUNDS, sizeof ROUNDS - 1);
  g_autofree char *found = NULL;
  guint n_asked;

  smith_format_test_assert_found (most, "DER locked");
  smith_format_test_assert_found (too_many, "DER unsupported");
  found = smith_format_test_ask (too_many, right, &n_asked);
  g_assert_cmpstr (found, ==, "DER unsupported");
  g_assert_cmpuint (n_asked, ==, 0);
}

/* A way that no passphrase opens, because nobody here knows it: told, and the person is asked at most once. */
static void
test_unknown_cipher (void)
{
  static const guint8 aes[] = { 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, 0x2a };
  static const guint8 other[] = { 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, 0x7f };
  g_autoptr (GBytes) der = smith_format_test_read ("parser/locked.der");
  g_autoptr (GBytes) strange = smith_format_test_replace (der, aes, other, sizeof aes);
  g_autofree char *found = NULL;
  guint n_asked;

  found = smith_format_test_ask (strange, right, &n_asked);
  g_assert_cmpstr (found, ==, "DER unsupported");
  g_assert_cmpuint (n_asked, <=, 1);
}

static void
test_surroundings (void)
{
  g_autoptr (GBytes) der = smith_format_test_read ("parser/locked.der");
  g_autoptr (GBytes) behind = smith_format_test_join ("", 0, der, "xyz", 3);
  g_autofree char *found = smith_format_test_ask (behind, right, NULL);

  g_assert_cmpstr (found, ==, "DER key=ec-leaf: bytes behind the end dropped");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/format-encrypted-key/neighbors", test_neighbors);
  g_test_add_func ("/format-encrypted-key/kinds", test_kinds);
  g_test_add_func ("/format-encrypted-key/answers", test_answers);
  g_test_add_func ("/format-encrypted-key/several", test_several);
  g_test_add_func ("/format-encrypted-key/cancelled", test_cancelled);
  g_test_add_func ("/format-encrypted-key/truncated", test_truncated);
  g_test_add_func ("/format-encrypted-key/flipped", test_flipped);
  g_test_add_func ("/format-encrypted-key/rounds", test_rounds);
  g_test_add_func ("/format-encrypted-key/unknown-cipher", test_unknown_cipher);
  g_test_add_func ("/format-encrypted-key/surroundings", test_surroundings);

  return g_test_run ();
}
