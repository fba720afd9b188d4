/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-pem-private.h"

#include <string.h>

#include "smith-crypto-error.h"

/* The words of the mends, with commas; NULL data: an error. */
static const struct
{
  const char *text;
  const char *label;
  const char *headers;
  const char *data;
  const char *mends;
} blocks[] = {
  { "-----BEGIN A-----\nYWJj\n-----END A-----\n", "A", "", "abc", "" },
  { "-----BEGIN A B-----\nYWI=\n-----END A B-----", "A B", "", "ab", "" },
  { "-----BEGIN A-----\r\nYWJj\r\n-----END A-----\r\n", "A", "", "abc", "3 Windows line ends changed" },
  { "-----BEGIN A-----\rYWJj\r-----END A-----\r", "A", "", "abc", "3 old Mac line ends changed" },
  { "-----BEGIN A-----\nYW Jj \n-----END A-----\n", "A", "", "abc", "1 trailing space removed, 1 space inside removed" },
  { "-----BEGIN A-----  \nYWJj\t\n-----END A-----   \n", "A", "", "abc", "6 trailing spaces removed" },
  { "-----BEGIN A-----\nYW\xC2\xA0Jj\xE2\x80\x8B\n-----END A-----\n", "A", "", "abc", "" },
  { "-----BEGIN A-----\nYW\nJj\n-----END A-----\n", "A", "", "abc", "lines broken anew after 64 characters" },
  { "-----BEGIN A-----YWJj-----END A-----", "A", "", "abc", "" },
  { "-----BEGIN A-----\nYWI\n-----END A-----\n", "A", "", "ab", "equals signs at the end corrected" },
  { "\xEF\xBB\xBF-----BEGIN A-----\nYWJj\n-----END A-----\n", "A", "", "abc", "byte order mark removed" },
  { "Bag: x\n-----BEGIN A-----\nYWJj\n-----END A-----\n", "A", "", "abc", "1 line of other text left out" },
  { "Bag Attributes\n    friendlyName: x\nsubject=x\n-----BEGIN A-----\nYWJj\n-----END A-----\n", "A", "", "abc",
    "bag attributes left out" },
  { "-----BEGIN A-----\nYWJj\n-----END A-----\nbye\n\nbye\n", "A", "", "abc", "2 lines of other text left out" },
  { "-----BEGIN A-----\nX: 1\nY: 2,\n 3\n\nYWJj\n-----END A-----\n", "A", "X: 1\nY: 2,\n 3\n", "abc", "" },
  { "-----BEGIN A-----\rX: 1\rY: 2\r\rYWJj\r-----END A-----\r", "A", "X: 1\nY: 2\n", "abc", "6 old Mac line ends changed" },
  { "-----BEGIN A-----\nX: 1\nYWJj\n-----END A-----\n", "A", "X: 1\n", "abc", "" },
  /* Lost or added dashes, and how people write labels. */
  { "----BEGIN A-----\nYWJj\n-----END A----", "A", "", "abc", "damaged BEGIN or END line corrected" },
  { "-----BEGIN A\nYWJj\n-----END A\n", "A", "", "abc", "damaged BEGIN or END line corrected" },
  { "---- BEGIN A ----\nYWJj\n---- END A ----\n", "A", "", "abc", "damaged BEGIN or END line corrected" },
  { "-----Begin x-----\n-----BEGIN a b-----\nYWJj\n-----END a b-----\n", "A B", "", "abc",
    "1 line of other text left out, damaged BEGIN or END line corrected" },
  { "\xE2\x80\x94\xE2\x80\x93-BEGIN A\xE2\x80\x94\xE2\x80\x94-\nYWJj\n\xE2\x80\x94\xE2\x80\x93-END A\xE2\x80\x94\xE2\x80\x93\n",
    "A", "", "abc", "damaged BEGIN or END line corrected" },
  /* Mails and programs. */
  { "> -----BEGIN A-----\n> YWJj\n> YWJj\n> -----END A-----\n", "A", "", "abcabc",
    "quotation marks and escapes of a mail or program removed" },
  { "-----BEGIN A-----\nYWI=3D\n-----END A-----\n", "A", "", "ab", "quotation marks and escapes of a mail or program removed" },
  { "-----BEGIN A-----=20\nYWJj=20\nYQ=3D=3D=20\n-----END A-----=20\n", "A", "", "abca",
    "quotation marks and escapes of a mail or program removed" },
  { "-----BEGIN A-----=20\nYWI=3D=20\n-----END A-----=20\n", "A", "", "ab",
    "quotation marks and escapes of a mail or program removed" },
  { "> -----BEGIN A-----\n> YWJj\n> YWI=\n> -----END A-----\n", "A", "", "abcab",
    "quotation marks and escapes of a mail or program removed" },
  { "> -----BEGIN A-----\n> YQ==\n> -----END A-----\n", "A", "", "a",
    "quotation marks and escapes of a mail or program removed" },
  { "-----BEGIN A-----=20\nYW=\nJj\n-----END A-----\n", "A", "", "abc",
    "quotation marks and escapes of a mail or program removed" },
  { "\"-----BEGIN A-----\\nYWJj\\nYWJj\\n-----END A-----\\n\"", "A", "", "abcabc",
    "quotation marks and escapes of a mail or program removed" },
  { "\"-----BEGIN A-----\\n\" +\n\"YWJj\\n\" +\n\"YWJj\\n\" +\n\"-----END A-----\\n\"", "A", "", "abcabc",
    "quotation marks and escapes of a mail or program removed" },
  /* The END is lost, but not the content: a whole SEQUENCE. */
  { "-----BEGIN A-----\nMAMCAQU=\n", "A", "", "\x30\x03\x02\x01\x05", "missing END line added" },
  { "-----BEGIN A-----\nMAQCAQU=\n", "A", "", NULL, "" },
  { "-----BEGIN A-----\n-----END A-----\n", "A", "", NULL, "" },
  { "-----BEGIN A-----\nYWJ\xC3\xA4\n-----END A-----\n", "A", "", NULL, "" },
  { "-----BEGIN A-----\nY\n-----END A-----\n", "A", "", NULL, "" },
  { "-----BEGIN A-----\nYQ===\n-----END A-----\n", "A", "", NULL, "" },
  { "-----BEGIN A-----\nYQ==YQ==\n-----END A-----\n", "A", "", NULL, "" },
  { "-----BEGIN A-----\nYWJj\n", "A", "", NULL, "" },
  { "-----BEGIN A-----\nYWJj\n-----END B-----\n", "A", "", NULL, "" },
  { "-----BEGIN \xFF-----\nYWJj\n-----END \xFF-----\n", "?", "", NULL, "" },
};

static void
test_blocks (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (blocks); i++)
    {
      g_autoptr (GPtrArray) found = smith_pem_split (blocks[i].text, strlen (blocks[i].text));
      g_auto (GStrv) list = NULL;
      g_autofree char *mends = NULL;
      SmithPemBlock *block;

      g_test_message ("%u", i);
      g_assert_cmpuint (found->len, ==, 1);
      block = g_ptr_array_index (found, 0);
      g_assert_cmpstr (block->label, ==, blocks[i].label);
      g_assert_cmpstr (block->headers, ==, blocks[i].headers);
      g_assert_cmpuint (block->start, <, block->end);
      g_assert_cmpuint (block->end, <=, strlen (blocks[i].text));
      if (blocks[i].data == NULL)
        {
          g_assert_error (block->error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_DAMAGED);
          g_assert_null (block->data);
          continue;
        }
      g_assert_no_error (block->error);
      g_assert_cmpmem (block->data, block->size, blocks[i].data, strlen (blocks[i].data));
      list = smith_pem_mends_to_strv (&block->mends);
      mends = g_strjoinv (", ", list);
      g_assert_cmpstr (mends, ==, blocks[i].mends);
    }
}

/* A bundle of many blocks is read in a time that grows with its size, on one line and with damages too. */
static void
test_linear (void)
{
  static const char * const ways[] = {
    "-----BEGIN A-----\nMAMCAQU=\n-----END A-----\n",
    "-----BEGIN A-----MAMCAQU=-----END A-----",
    "-----BEGIN A-----\\nMAMCAQU=\\n-----END A-----\\n",
    "-----BEGIN A-----\rMAMCAQU=\r-----END A-----\r",
    "-----BEGIN A-----\nMAMCAQU=\n",
    "BEGIN ---BEGIN ",
    "-----BEGIN \xFF",
    "--END ",
  };

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      GString *text = g_string_new (NULL);
      g_autoptr (GPtrArray) found = NULL;
      gint64 start;

      while (text->len < 2 * 1024 * 1024)
        g_string_append (text, ways[i]);
      start = g_get_monotonic_time ();
      found = smith_pem_split (text->str, text->len);
      /* A quadratic way takes hours. */
      g_assert_cmpint (g_get_monotonic_time () - start, <, 10 * G_USEC_PER_SEC);
      g_string_free (text, TRUE);
    }
}

static void
test_none (void)
{
  static const char * const texts[] = { "", "-----", "BEGIN A", "-----END A-----", "-BEGIN A-----", "BEGIN A-----", "BEGIN A",
                                        "--BEGIN with many words" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GPtrArray) found = smith_pem_split (texts[i], strlen (texts[i]));

      g_assert_cmpuint (found->len, ==, 0);
    }
}

/* Neither a NUL nor a missing end makes it read beyond the text. */
static void
test_bounds (void)
{
  static const char text[] = "x\0-----BEGIN A-----\nYWJj\n-----END A-----\0y-----BEGIN B-----\nYQ==\n-----END B-----";

  for (gsize size = 0; size < sizeof text; size++)
    {
      g_autofree char *copy = g_memdup2 (text, MAX (size, 1));
      g_autoptr (GPtrArray) found = smith_pem_split (copy, size);

      g_assert_cmpuint (found->len, <=, 2);
      if (size == sizeof text - 1)
        g_assert_cmpuint (found->len, ==, 2);
    }
}

/* A broken block does not take its neighbor with it. */
static void
test_neighbors (void)
{
  static const char text[] =
    "-----BEGIN A-----\nYWJj\n"
    "-----BEGIN B-----\nYQ==\n-----END B-----"
    "-----BEGIN C-----\nYQ==\n-----END X-----\n"
    "-----BEGIN D-----\nYQ==\n-----END D-----\n";
  static const gboolean is_whole[] = { FALSE, TRUE, FALSE, TRUE };
  g_autoptr (GPtrArray) found = smith_pem_split (text, strlen (text));

  g_assert_cmpuint (found->len, ==, G_N_ELEMENTS (is_whole));
  for (guint i = 0; i < found->len; i++)
    {
      SmithPemBlock *block = g_ptr_array_index (found, i);
      const char label[] = { (char) ('A' + i), '\0' };

      g_assert_cmpstr (block->label, ==, label);
      g_assert_cmpint (block->error == NULL, ==, is_whole[i]);
    }
}

static void
test_encode (void)
{
  for (guint size = 1; size < 200; size++)
    {
      g_autofree guint8 *data = g_malloc (size);
      g_autoptr (GBytes) bytes = NULL;
      g_autofree char *text = NULL;
      g_autoptr (GPtrArray) found = NULL;
      g_auto (GStrv) lines = NULL;
      g_auto (GStrv) mends = NULL;
      SmithPemBlock *block;

      for (guint i = 0; i < size; i++)
        data[i] = (guint8) (i * 7 + size);
      bytes = g_bytes_new (data, size);
      text = smith_pem_encode ("CERTIFICATE", bytes);
      g_assert_true (g_str_has_suffix (text, "\n-----END CERTIFICATE-----\n"));
      lines = g_strsplit (text, "\n", -1);
      for (guint i = 0; lines[i] != NULL; i++)
        g_assert_cmpuint (strlen (lines[i]), <=, 64);

      found = smith_pem_split (text, strlen (text));
      g_assert_cmpuint (found->len, ==, 1);
      block = g_ptr_array_index (found, 0);
      mends = smith_pem_mends_to_strv (&block->mends);
      g_assert_cmpuint (g_strv_length (mends), ==, 0);
      g_assert_cmpmem (block->data, block->size, data, size);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/pem/blocks", test_blocks);
  g_test_add_func ("/pem/none", test_none);
  g_test_add_func ("/pem/bounds", test_bounds);
  g_test_add_func ("/pem/neighbors", test_neighbors);
  g_test_add_func ("/pem/encode", test_encode);
  g_test_add_func ("/pem/linear", test_linear);

  return g_test_run ();
}
