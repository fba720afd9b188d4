/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "smith-backup-container-private.h"
#include "smith-crypto-error.h"
#include "smith-test.h"

/* The container of a backup, opened by itself and by openssl and tar. */

static GPtrArray *
make_entries (void)
{
  GPtrArray *entries = g_ptr_array_new_with_free_func ((GDestroyNotify) smith_backup_entry_free);
  g_autoptr (GBytes) key = g_bytes_new_static ("not a key, but private", 22);
  g_autoptr (GBytes) empty = g_bytes_new_static ("", 0);
  guint8 *noise = g_malloc (300 * 1000);
  g_autoptr (GBytes) large = NULL;

  for (guint i = 0; i < 300 * 1000; i++)
    noise[i] = (guint8) (i * 7919 >> 3);
  large = g_bytes_new_take (noise, 300 * 1000);
  g_ptr_array_add (entries, smith_backup_entry_new ("identities/a/private-key.pem", key, 0600, 1700000000));
  g_ptr_array_add (entries, smith_backup_entry_new ("identities/a/empty", empty, 0644, 1700000001));
  g_ptr_array_add (entries, smith_backup_entry_new ("identities/b/large.bin", large, 0644, 1700000002));

  return entries;
}

static GBytes *
seal (const char *passphrase,
      guint       rounds)
{
  g_autoptr (GPtrArray) entries = make_entries ();
  g_autoptr (SmithSecret) secret = smith_secret_new_string (passphrase);
  g_autoptr (GError) error = NULL;
  guint before = smith_backup_container_rounds;
  GBytes *container;

  smith_backup_container_rounds = rounds;
  container = smith_backup_container_seal (entries, secret, NULL, &error);
  smith_backup_container_rounds = before;
  g_assert_no_error (error);
  g_assert_true (smith_backup_container_sniff (container));

  return container;
}

static void
assert_refused (GBytes           *container,
                const char       *passphrase,
                SmithCryptoError  code)
{
  g_autoptr (SmithSecret) secret = smith_secret_new_string (passphrase);
  g_autoptr (GError) error = NULL;

  g_assert_null (smith_backup_container_open (container, secret, NULL, &error));
  g_assert_error (error, SMITH_CRYPTO_ERROR, (int) code);
  g_assert_null (strstr (error->message, "OpenSSL"));
}

static void
test_there_and_back (void)
{
  g_autoptr (GBytes) container = seal ("a passphrase", 1000);
  g_autoptr (SmithSecret) secret = smith_secret_new_string ("a passphrase");
  g_autoptr (GPtrArray) expected = make_entries ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = smith_backup_container_open (container, secret, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (entries->len, ==, expected->len);
  for (guint i = 0; i < entries->len; i++)
    {
      const SmithBackupEntry *ours = entries->pdata[i];
      const SmithBackupEntry *theirs = expected->pdata[i];

      g_assert_cmpstr (ours->name, ==, theirs->name);
      g_assert_true (g_bytes_equal (ours->content, theirs->content));
      g_assert_cmpuint (ours->mode, ==, theirs->mode);
      g_assert_cmpint (ours->modified, ==, theirs->modified);
    }
  g_assert_null (memmem (g_bytes_get_data (container, NULL), g_bytes_get_size (container), "not a key", 9));
}

/* As the README says. */
static void
test_openssl (void)
{
  g_autoptr (GBytes) container = seal ("a passphrase", smith_backup_container_rounds);
  g_autofree char *folder = smith_test_make_folder ();
  g_autofree char *file = g_build_filename (folder, "file", NULL);
  g_autofree char *command = g_strdup_printf ("openssl cms -decrypt -binary -inform DER -in '%s' -pwri_password 'a passphrase' "
                                              "| tar -xO identities/a/private-key.pem", file);
  g_autofree char *parse = g_strdup_printf ("openssl asn1parse -inform DER -in '%s'", file);
  g_autofree char *output = NULL;
  g_autofree char *structure = NULL;
  int status = -1;

  g_assert_true (g_file_set_contents (file, g_bytes_get_data (container, NULL), (gssize) g_bytes_get_size (container), NULL));
  output = smith_test_run ((const char * const[]) { "sh", "-c", command, NULL }, NULL, &status);
  g_assert_cmpint (status, ==, 0);
  g_assert_cmpstr (output, ==, "not a key, but private");
  structure = smith_test_run ((const char * const[]) { "sh", "-c", parse, NULL }, NULL, &status);
  g_assert_nonnull (strstr (structure, "id-smime-ct-authEnvelopedData"));
  g_assert_nonnull (strstr (structure, ":aes-256-gcm"));
  g_assert_nonnull (strstr (structure, ":PBKDF2"));
  /* 1,300,000 rounds. */
  g_assert_nonnull (strstr (structure, ":13D620"));
  smith_test_remove_folder (folder);
}

static void
test_refused (void)
{
  g_autoptr (GBytes) container = seal ("a passphrase", 1000);
  gsize size = g_bytes_get_size (container);
  g_autoptr (GBytes) cut = g_bytes_new_from_bytes (container, 0, size - 1000);
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);
  g_autoptr (GBytes) letter = g_bytes_new_static ("Dear customer, this is not a backup at all, sorry.", 50);

  assert_refused (container, "another one", SMITH_CRYPTO_ERROR_PASSWORD_WRONG);
  assert_refused (container, "", SMITH_CRYPTO_ERROR_PASSWORD_WRONG);
  assert_refused (cut, "a passphrase", SMITH_CRYPTO_ERROR_DAMAGED);
  assert_refused (nothing, "a passphrase", SMITH_CRYPTO_ERROR_NOT_UNDERSTOOD);
  assert_refused (letter, "a passphrase", SMITH_CRYPTO_ERROR_NOT_UNDERSTOOD);
}

/* A bit anywhere in the content, and in the check value at the end. */
static void
test_tampered (void)
{
  g_autoptr (GBytes) container = seal ("a passphrase", 1000);
  gsize size = g_bytes_get_size (container);
  const gsize positions[] = { 400, size / 2, size - 100, size - 1 };

  for (guint i = 0; i < G_N_ELEMENTS (positions); i++)
    {
      guint8 *data = g_memdup2 (g_bytes_get_data (container, NULL), size);
      g_autoptr (GBytes) changed = NULL;

      data[positions[i]] ^= 0x10;
      changed = g_bytes_new_take (data, size);
      assert_refused (changed, "a passphrase", SMITH_CRYPTO_ERROR_DAMAGED);
    }
}

static void
test_cancelled (void)
{
  g_autoptr (GPtrArray) entries = make_entries ();
  g_autoptr (SmithSecret) secret = smith_secret_new_string ("a passphrase");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (smith_backup_container_seal (entries, secret, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Writes another number of rounds, of as many bytes, into a container. */
static GBytes *
set_rounds (GBytes       *container,
            const guint8 *before,
            const guint8 *after,
            gsize         length)
{
  gsize size = g_bytes_get_size (container);
  guint8 *data = g_memdup2 (g_bytes_get_data (container, NULL), size);
  guint8 *figure = memmem (data, size, before, length);

  g_assert_nonnull (figure);
  memcpy (figure, after, length);

  return g_bytes_new_take (data, size);
}

/* A file that was made to be a nuisance: nothing but its figure can be what refuses it. */
static void
test_rounds (void)
{
  static const guint8 before[] = { 0x02, 0x03, 0x01, 0x11, 0x70 };
  static const guint8 some[] = { 0x02, 0x03, 0x01, 0x11, 0x71 };
  static const guint8 many[] = { 0x02, 0x03, 0x7f, 0xff, 0xff };
  g_autoptr (GBytes) container = seal ("a passphrase", 70000);
  g_autoptr (GBytes) bearable = set_rounds (container, before, some, sizeof before);
  g_autoptr (GBytes) nuisance = set_rounds (container, before, many, sizeof before);
  g_autoptr (SmithSecret) secret = smith_secret_new_string ("a passphrase");
  g_autoptr (GError) error = NULL;

  assert_refused (bearable, "a passphrase", SMITH_CRYPTO_ERROR_PASSWORD_WRONG);
  assert_refused (nuisance, "a passphrase", SMITH_CRYPTO_ERROR_UNSUPPORTED);
  g_assert_null (smith_backup_container_open (nuisance, secret, NULL, &error));
  g_assert_nonnull (strstr (error->message, "longer than anybody wants to wait"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/backup-container/there-and-back", test_there_and_back);
  g_test_add_func ("/backup-container/openssl", test_openssl);
  g_test_add_func ("/backup-container/refused", test_refused);
  g_test_add_func ("/backup-container/tampered", test_tampered);
  g_test_add_func ("/backup-container/cancelled", test_cancelled);
  g_test_add_func ("/backup-container/rounds", test_rounds);

  return g_test_run ();
}
