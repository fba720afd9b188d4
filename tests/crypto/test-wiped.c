/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <fcntl.h>
#include <malloc.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "smith-file.h"
#include "smith-key.h"
#include "smith-parser.h"
#include "smith-test.h"

/* Keys and passphrases do not stay in memory: after each way of handling one, all writable memory of this
 * process is searched for it. The needle itself is kept with its bits turned, so that it is not found. */

#define NEEDLE_SIZE 24
/* A sanitizer's own tables are longer than any computer's memory. */
#define MAX_RANGE ((guint64) 1 << 28)

typedef struct
{
  guint8 turned[NEEDLE_SIZE];
} Needle;

static void
set_needle (Needle       *needle,
            const guint8 *bytes)
{
  for (guint i = 0; i < NEEDLE_SIZE; i++)
    needle->turned[i] = 0xff - bytes[i];
}

static guint
count_in_range (const Needle *needle,
                int           memory,
                guint64       start,
                guint64       end)
{
  static guint8 *window;
  static const gsize window_size = 1 << 20;
  guint n = 0;

  /* Outside the heap, and not searched itself. */
  if (window == NULL)
    window = mmap (NULL, window_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  for (guint64 position = start; position < end; position += window_size - NEEDLE_SIZE)
    {
      gssize size;

      if (position < (guint64) (gsize) window + window_size && (guint64) (gsize) window < end)
        continue;
      size = pread (memory, window, MIN (window_size, end - position), (off_t) position);
      for (const guint8 *p = window; size >= NEEDLE_SIZE && p <= window + size - NEEDLE_SIZE; p++)
        {
          guint j = 0;

          p = memchr (p, 0xff - needle->turned[0], (gsize) (window + size - NEEDLE_SIZE - p) + 1);
          if (p == NULL)
            break;
          while (j < NEEDLE_SIZE && p[j] + needle->turned[j] == 0xff)
            j++;
          n += j == NEEDLE_SIZE;
        }
      if (window_size > end - position)
        break;
    }
  explicit_bzero (window, window_size);

  return n;
}

static guint
count_in_memory (const Needle *needle)
{
  FILE *maps = fopen ("/proc/self/maps", "r");
  int memory = open ("/proc/self/mem", O_RDONLY);
  char line[512];
  guint n = 0;

  g_assert_nonnull (maps);
  g_assert_cmpint (memory, >=, 0);
  while (fgets (line, sizeof line, maps) != NULL)
    {
      guint64 start, end;
      char flags[5];

      g_assert_cmpint (sscanf (line, "%" G_GINT64_MODIFIER "x-%" G_GINT64_MODIFIER "x %4s", &start, &end, flags), ==, 3);
      if (flags[1] == 'w' && strstr (line, "[stack]") == NULL && end - start < MAX_RANGE)
        n += count_in_range (needle, memory, start, end);
    }
  fclose (maps);
  close (memory);

  return n;
}

static char *
dup_path (const char *name)
{
  return g_test_build_filename (G_TEST_BUILT, "fixtures", "data", name, NULL);
}

/* A piece from the middle of the file's own Base64, and nothing else of it, is kept. */
static void
take_needle_from_file (Needle     *needle,
                       const char *name,
                       gsize       offset)
{
  g_autofree char *path = dup_path (name);
  int fd = open (path, O_RDONLY);
  guint8 bytes[NEEDLE_SIZE];

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (pread (fd, bytes, sizeof bytes, (off_t) offset), ==, sizeof bytes);
  close (fd);
  set_needle (needle, bytes);
  explicit_bzero (bytes, sizeof bytes);
}

/* The search finds what is there. */
static void
test_search (void)
{
  g_autofree char *path = dup_path ("pki/rsa-leaf.key");
  g_autoptr (SmithSecret) secret = NULL;
  Needle needle;

  take_needle_from_file (&needle, "pki/rsa-leaf.key", 900);
  g_assert_cmpuint (count_in_memory (&needle), ==, 0);
  secret = smith_file_read_secret (path, 10000, NULL);
  g_assert_cmpuint (count_in_memory (&needle), >=, 1);
}

static void
test_file (void)
{
  g_autofree char *path = dup_path ("pki/rsa-leaf.key");
  g_autoptr (SmithSecret) secret = smith_file_read_secret (path, 10000, NULL);
  g_autoptr (GBytes) bytes = smith_file_read (path, 10000, NULL);
  Needle needle;

  g_clear_pointer (&secret, smith_secret_unref);
  g_clear_pointer (&bytes, g_bytes_unref);
  take_needle_from_file (&needle, "pki/rsa-leaf.key", 900);
  g_assert_cmpuint (count_in_memory (&needle), ==, 0);
}

/* As text: 900 is in the middle of an RSA key's Base64, 80 in an EC key's. */
static void
test_key_text (gconstpointer data)
{
  const char *name = data;
  g_autofree char *path = dup_path (name);
  g_autoptr (SmithSecret) pem = smith_file_read_secret (path, 10000, NULL);
  g_autoptr (SmithKey) key = smith_key_new_from_pem (pem, NULL, NULL);
  g_autoptr (SmithSecret) written = smith_key_to_pem (key, NULL, NULL);
  Needle needle;

  g_assert_nonnull (written);
  g_clear_pointer (&pem, smith_secret_unref);
  g_clear_pointer (&written, smith_secret_unref);
  g_clear_object (&key);
  take_needle_from_file (&needle, name, strstr (name, "rsa") != NULL ? 900 : 80);
  g_assert_cmpuint (count_in_memory (&needle), ==, 0);
}

/* As bytes: the secret number of the key, which openssl tells. */
static void
take_needle_from_key (Needle     *needle,
                      const char *name)
{
  g_autofree char *path = dup_path (name);
  const char *script =
    "import sys; from cryptography.hazmat.primitives.serialization import load_pem_private_key\n"
    "n = load_pem_private_key(open(sys.argv[1], 'rb').read(), None).private_numbers()\n"
    "x = getattr(n, 'p', None) or n.private_value\n"
    "b = x.to_bytes((x.bit_length() + 7) // 8, 'big')[2:26]\n"
    "print(bytes(c ^ 255 for c in b).hex())";
  const char *argv[] = { "/usr/bin/python3", "-c", script, path, NULL };
  g_autofree char *hex = smith_test_run (argv, NULL, NULL);

  for (guint i = 0; i < NEEDLE_SIZE; i++)
    needle->turned[i] = (guint8) (g_ascii_xdigit_value (hex[2 * i]) << 4 | g_ascii_xdigit_value (hex[2 * i + 1]));
}

static void
test_key_bytes (gconstpointer data)
{
  const char *name = data;
  g_autofree char *path = dup_path (name);
  g_autoptr (SmithSecret) passphrase = smith_secret_new_string ("a passphrase of some length");
  Needle needle, phrase;

  take_needle_from_key (&needle, name);
  set_needle (&phrase, smith_secret_get_data (passphrase));
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (SmithSecret) pem = smith_file_read_secret (path, 10000, NULL);
      g_autoptr (SmithKey) key = smith_key_new_from_pem (pem, NULL, NULL);
      g_autoptr (SmithSecret) sealed = smith_key_to_pem (key, passphrase, NULL);
      g_autoptr (SmithKey) again = smith_key_new_from_pem (sealed, passphrase, NULL);

      g_assert_nonnull (again);
    }
  g_assert_cmpuint (count_in_memory (&needle), ==, 0);
  g_clear_pointer (&passphrase, smith_secret_unref);
  g_assert_cmpuint (count_in_memory (&phrase), ==, 0);
}

static void
test_parser (gconstpointer data)
{
  const char *name = data;
  g_autofree char *path = dup_path (name);
  Needle needle, text;

  take_needle_from_key (&needle, strstr (name, "ec") != NULL ? "pki/ec-leaf.key" : "pki/rsa-leaf.key");
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GBytes) bytes = smith_file_read (path, 100000, NULL);
      g_autoptr (GListModel) results = smith_parser_parse (bytes, "thing", NULL, NULL, NULL);
      g_autoptr (SmithParsed) parsed = g_list_model_get_item (results, 0);

      g_assert_nonnull (smith_parsed_get_key (parsed));
    }
  g_assert_cmpuint (count_in_memory (&needle), ==, 0);
  take_needle_from_file (&text, "pki/rsa-leaf.key", 900);
  g_assert_cmpuint (count_in_memory (&text), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  /* The test's environment overwrites freed memory, which is just what is not to be relied on here. */
  mallopt (M_PERTURB, 0);

  g_test_add_func ("/wiped/search", test_search);
  g_test_add_func ("/wiped/file", test_file);
  g_test_add_data_func ("/wiped/key-text/rsa", "pki/rsa-leaf.key", test_key_text);
  g_test_add_data_func ("/wiped/key-text/ec", "pki/ec-leaf.key", test_key_text);
  g_test_add_data_func ("/wiped/key-bytes/rsa", "pki/rsa-leaf.key", test_key_bytes);
  g_test_add_data_func ("/wiped/key-bytes/ec", "pki/ec-leaf.key", test_key_bytes);
  g_test_add_data_func ("/wiped/parser/pem", "parser/key-rsa-leaf.pem", test_parser);
  g_test_add_data_func ("/wiped/parser/pem-ec", "parser/key-ec-leaf.pem", test_parser);
  g_test_add_data_func ("/wiped/parser/pkcs1", "parser/key-pkcs1.pem", test_parser);
  g_test_add_data_func ("/wiped/parser/der", "parser/key-pkcs8.der", test_parser);
  g_test_add_data_func ("/wiped/parser/base64", "parser/bare-key.b64", test_parser);
  g_test_add_data_func ("/wiped/parser/utf16", "parser/utf16-LE.pem", test_parser);
  g_test_add_data_func ("/wiped/parser/quoted", "parser/quoted-key.txt", test_parser);
  g_test_add_data_func ("/wiped/parser/end-lost", "parser/end-lost-key.pem", test_parser);
  g_test_add_data_func ("/wiped/parser/mislabeled", "parser/key-as-certificate.pem", test_parser);
  g_test_add_data_func ("/wiped/parser/mislabeled-crl", "parser/key-as-crl.pem", test_parser);
  g_test_add_data_func ("/wiped/parser/mislabeled-request", "parser/key-as-request.pem", test_parser);
  /* libarchive's own memory is overwritten by glibc, which is not the allocator of a sanitizer. */
#ifndef __SANITIZE_ADDRESS__
  g_test_add_data_func ("/wiped/parser/zip", "parser/key.zip", test_parser);
  g_test_add_data_func ("/wiped/parser/stored", "parser/key-stored.zip", test_parser);
  g_test_add_data_func ("/wiped/parser/tar-gz", "parser/key.tar.gz", test_parser);
  g_test_add_data_func ("/wiped/parser/7z", "parser/key.7z", test_parser);
#endif
  g_test_add_data_func ("/wiped/parser/pkcs12", "parser/open.p12", test_parser);

  return g_test_run ();
}
