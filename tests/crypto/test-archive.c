/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-archive.h"

#include <string.h>

#include "smith-crypto-error.h"
#include "smith-test.h"

/* What archives are made of is told by Python's zipfile and tarfile; what the parser finds in them is tested with the
 * other fixtures in test-parser.c. */

static GBytes *
read_fixture (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_BUILT, "fixtures", "data", "parser", name, NULL);
  char *data;
  gsize size;

  if (!g_file_get_contents (path, &data, &size, NULL))
    g_error ("%s is missing", path);

  return g_bytes_new_take (data, size);
}

static void
test_sniff (void)
{
  static const struct
  {
    const char *file;
    const char *title;
  } rows[] = {
    { "ca.zip", "ZIP" },         { "empty.zip", "ZIP" },          { "pax.tar", "TAR" },        { "gnu.tar", "TAR" },
    { "ustar.tar", "TAR" },      { "chain.tar.gz", "gzip" },      { "chain.tar.xz", "xz" },    { "chain.tar.bz2", "bzip2" },
    { "chain.7z", "7-Zip" },     { "certificate.pem", NULL },     { "certificate.der", NULL }, { "zeros.bin", NULL },
    { "garbage.bin", NULL },     { "empty.pem", NULL },           { "modern.p12", NULL },      { "java.jks", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) bytes = read_fixture (rows[i].file);
      gsize size;
      const guint8 *data = g_bytes_get_data (bytes, &size);

      g_assert_cmpstr (smith_archive_sniff (data, size), ==, rows[i].title);
    }
}

typedef struct
{
  GString *text;
  guint    n_wanted;   /* How many files until it has enough. */
} Listing;

/* A line for each file: its SHA-256 and its name, or its error. */
static gboolean
list_file_cb (gpointer      user_data,
              const char   *name,
              const guint8 *data,
              gsize         size,
              const GError *error)
{
  Listing *listing = user_data;
  g_autofree char *sum = error == NULL ? g_compute_checksum_for_data (G_CHECKSUM_SHA256, data, size) : NULL;

  g_string_append_printf (listing->text, "%s %s\n", error != NULL ? error->message : sum, name != NULL ? name : "");

  return --listing->n_wanted > 0;
}

static char *
list_archive (const char   *file,
              SmithSecret  *passphrase,
              guint         n_wanted,
              GError      **error)
{
  g_autoptr (GBytes) bytes = read_fixture (file);
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  SmithArchiveUse use = { 0, };
  Listing listing = { g_string_new (NULL), n_wanted };

  smith_archive_read (data, size, passphrase, &use, list_file_cb, &listing, error);

  return g_string_free (listing.text, FALSE);
}

/* The same files as Python finds. */
static void
test_read (gconstpointer data)
{
  static const char script[] =
    "import hashlib, sys, tarfile, zipfile\n"
    "path = sys.argv[1]\n"
    "if '.zip' in path:\n"
    "    with zipfile.ZipFile(path) as z:\n"
    "        z.setpassword(b'chainsmith')\n"
    "        files = [(i.filename.replace('\\\\', '/'), z.read(i)) for i in z.infolist() if not i.is_dir()]\n"
    "else:\n"
    "    with tarfile.open(path) as t:\n"
    "        files = [(i.name, t.extractfile(i).read()) for i in t if i.isfile()]\n"
    "skipped = '.DS_Store', 'Thumbs.db', 'desktop.ini', '__MACOSX/._www_example_com.crt'\n"
    "for name, content in files:\n"
    "    if name not in skipped:\n"
    "        print(hashlib.sha256(content).hexdigest(), name)\n";
  const char *file = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_test_build_filename (G_TEST_BUILT, "fixtures", "data", "parser", file, NULL);
  const char *argv[] = { "/usr/bin/python3", "-c", script, path, NULL };
  g_autofree char *expected = smith_test_run (argv, NULL, NULL);
  g_autoptr (SmithSecret) passphrase = smith_secret_new_string ("chainsmith");
  g_autofree char *found = list_archive (file, passphrase, G_MAXUINT, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (found, ==, expected);
  g_assert_cmpuint (strlen (found), >, 64);
}

static void
test_stops (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *found = list_archive ("ca.zip", NULL, 1, &error);

  g_assert_no_error (error);
  g_assert_true (g_str_has_suffix (found, " www_example_com.crt\n"));
}

static void
test_locked (void)
{
  static const char * const locked[] = { "zipcrypto.zip", "aes128.zip", "aes256.zip" };
  static const char * const open[] = { "ca.zip", "pax.tar", "chain.tar.gz", "chain.7z", "certificate.pem.gz", "magic-only.zip" };
  g_autoptr (SmithSecret) right = smith_secret_new_string ("chainsmith");
  g_autoptr (SmithSecret) empty = smith_secret_new_string ("");

  for (guint i = 0; i < G_N_ELEMENTS (locked); i++)
    {
      g_autoptr (GBytes) bytes = read_fixture (locked[i]);
      g_autoptr (GError) error = NULL;
      g_autofree char *found = NULL;
      gsize size;
      const guint8 *data = g_bytes_get_data (bytes, &size);

      g_assert_true (smith_archive_is_locked (data, size));
      g_assert_true (smith_archive_unlock (data, size, right, &error));
      g_assert_no_error (error);
      g_assert_false (smith_archive_unlock (data, size, empty, &error));
      g_assert_error (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_PASSWORD_WRONG);
      g_clear_error (&error);
      /* One wrong password in 256 passes the first check of old ZIP: none of them passes the second. */
      for (guint j = 0; j < 600 && i == 0; j++)
        {
          g_autofree char *text = g_strdup_printf ("wrong-%u", j);
          g_autoptr (SmithSecret) wrong = smith_secret_new_string (text);

          g_assert_false (smith_archive_unlock (data, size, wrong, &error));
          g_assert_error (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_PASSWORD_WRONG);
          g_clear_error (&error);
        }
      /* Each file says why it is not read. */
      found = list_archive (locked[i], NULL, G_MAXUINT, &error);
      g_assert_nonnull (strstr (found, "key.pem"));
      g_assert_nonnull (strstr (found, "password"));
    }
  for (guint i = 0; i < G_N_ELEMENTS (open); i++)
    {
      g_autoptr (GBytes) bytes = read_fixture (open[i]);

      g_assert_false (smith_archive_is_locked (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)));
    }
}

static void
test_limits (void)
{
  static const struct
  {
    const char *file;
    const char *words;   /* Of the archive's error; NULL: of a file's. */
  } rows[] = {
    { "huge-total.tar.gz", "256 MB" },
    { "huge-number.zip", "10000 files" },
    { "huge-member.zip", NULL },
    { "huge-member.tar.gz", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *found = list_archive (rows[i].file, NULL, G_MAXUINT, &error);

      if (rows[i].words != NULL)
        {
          g_assert_error (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_TOO_LARGE);
          g_assert_nonnull (strstr (error->message, rows[i].words));
          continue;
        }
      /* What is beside it is read. */
      g_assert_no_error (error);
      g_assert_nonnull (strstr (found, "64 MB"));
      g_assert_nonnull (strstr (found, " zeros.bin\n"));
      g_assert_true (g_str_has_suffix (found, " www.crt\n"));
    }
}

/* Several archives of one import share the limits. */
static void
test_shared_use (void)
{
  g_autoptr (GBytes) bytes = read_fixture ("ca.zip");
  SmithArchiveUse use = { SMITH_ARCHIVE_MAX_ENTRIES - 2, 0 };
  Listing listing = { g_string_new (NULL), G_MAXUINT };
  g_autoptr (GError) error = NULL;
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  g_assert_false (smith_archive_read (data, size, NULL, &use, list_file_cb, &listing, &error));
  g_assert_error (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_TOO_LARGE);
  g_clear_error (&error);
  use.n_entries = 0;
  use.n_bytes = SMITH_ARCHIVE_MAX_TOTAL;
  g_assert_false (smith_archive_read (data, size, NULL, &use, list_file_cb, &listing, &error));
  g_assert_error (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_TOO_LARGE);
  g_string_free (listing.text, TRUE);
}

int
main (int   argc,
      char *argv[])
{
  static const char * const files[] = {
    "ca.zip", "stored.zip", "lzma.zip", "unsafe.zip", "zipcrypto.zip", "pax.tar", "gnu.tar", "ustar.tar", "chain.tar.gz",
    "chain.tar.xz", "chain.tar.bz2"
  };

  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/archive/sniff", test_sniff);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_strconcat ("/archive/read/", files[i], NULL);

      g_test_add_data_func (path, files[i], test_read);
    }
  g_test_add_func ("/archive/stops", test_stops);
  g_test_add_func ("/archive/locked", test_locked);
  g_test_add_func ("/archive/limits", test_limits);
  g_test_add_func ("/archive/shared-use", test_shared_use);

  return g_test_run ();
}
