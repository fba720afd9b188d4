/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-pem-private.h"

#include <string.h>

#include "smith-crypto-error.h"

static const struct
{
  const char    *text;
  const char    *label;
  const char    *headers;
  const char    *data;     /* NULL: an error. */
  SmithPemMends  mends;
} blocks[] = {
  { "-----BEGIN A-----\nYWJj\n-----END A-----\n", "A", "", "abc", 0 },
  { "-----BEGIN A B-----\nYWI=\n-----END A B-----", "A B", "", "ab", 0 },
  { "-----BEGIN A-----\r\nYWJj\r\n-----END A-----\r\n", "A", "", "abc", SMITH_PEM_MEND_CRLF },
  { "-----BEGIN A-----\nYW Jj \n-----END A-----\n", "A", "", "abc", SMITH_PEM_MEND_SPACES },
  { "-----BEGIN A-----\nYW\nJj\n-----END A-----\n", "A", "", "abc", SMITH_PEM_MEND_LINES },
  { "-----BEGIN A-----YWJj-----END A-----", "A", "", "abc", 0 },
  { "-----BEGIN A-----\nYWI\n-----END A-----\n", "A", "", "ab", SMITH_PEM_MEND_PADDING },
  { "\xEF\xBB\xBF-----BEGIN A-----\nYWJj\n-----END A-----\n", "A", "", "abc", SMITH_PEM_MEND_BOM },
  { "Bag: x\n-----BEGIN A-----\nYWJj\n-----END A-----\n", "A", "", "abc", SMITH_PEM_MEND_TEXT_AROUND },
  { "-----BEGIN A-----\nYWJj\n-----END A-----\nbye\n", "A", "", "abc", SMITH_PEM_MEND_TEXT_AROUND },
  { "-----BEGIN A-----\nX: 1\nY: 2,\n 3\n\nYWJj\n-----END A-----\n", "A", "X: 1\nY: 2,\n 3\n", "abc", 0 },
  { "-----BEGIN A-----\nX: 1\nYWJj\n-----END A-----\n", "A", "X: 1\n", "abc", 0 },
  { "-----BEGIN A-----\n-----END A-----\n", "A", "", NULL, 0 },
  { "-----BEGIN A-----\nYWJ\xC3\xA4\n-----END A-----\n", "A", "", NULL, 0 },
  { "-----BEGIN A-----\nY\n-----END A-----\n", "A", "", NULL, 0 },
  { "-----BEGIN A-----\nYQ===\n-----END A-----\n", "A", "", NULL, 0 },
  { "-----BEGIN A-----\nYQ==YQ==\n-----END A-----\n", "A", "", NULL, 0 },
  { "-----BEGIN A-----\nYWJj\n", "A", "", NULL, 0 },
  { "-----BEGIN A-----\nYWJj\n-----END B-----\n", "A", "", NULL, 0 },
  { "-----BEGIN A-----\nYWJj\n-----END A----\n", "A", "", NULL, 0 },
  { "-----BEGIN A\nYWJj\n-----END A-----\n", "?", "", NULL, 0 },
  { "-----BEGIN \xFF-----\nYWJj\n-----END \xFF-----\n", "?", "", NULL, 0 },
};

static void
test_blocks (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (blocks); i++)
    {
      g_autoptr (GPtrArray) found = smith_pem_split (blocks[i].text, strlen (blocks[i].text));
      SmithPemBlock *block;

      g_test_message ("%u", i);
      g_assert_cmpuint (found->len, ==, 1);
      block = g_ptr_array_index (found, 0);
      g_assert_cmpstr (block->label, ==, blocks[i].label);
      g_assert_cmpstr (block->headers, ==, blocks[i].headers);
      if (blocks[i].data == NULL)
        {
          g_assert_error (block->error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_DAMAGED);
          g_assert_null (block->data);
          continue;
        }
      g_assert_no_error (block->error);
      g_assert_cmpmem (block->data, block->size, blocks[i].data, strlen (blocks[i].data));
      g_assert_cmphex (block->mends, ==, blocks[i].mends);
    }
}

static void
test_none (void)
{
  static const char * const texts[] = { "", "-----", "BEGIN A", "-----END A-----", "----BEGIN A-----" };

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
      g_assert_cmphex (block->mends, ==, 0);
      g_assert_cmpmem (block->data, block->size, data, size);
    }
}

static void
test_mends (void)
{
  g_auto (GStrv) none = smith_pem_mends_to_strv (0);
  g_auto (GStrv) all = smith_pem_mends_to_strv (SMITH_PEM_MEND_CRLF | SMITH_PEM_MEND_SPACES | SMITH_PEM_MEND_TEXT_AROUND |
                                                SMITH_PEM_MEND_BOM | SMITH_PEM_MEND_LINES | SMITH_PEM_MEND_PADDING);

  g_assert_cmpuint (g_strv_length (none), ==, 0);
  g_assert_cmpuint (g_strv_length (all), ==, 6);
  for (guint i = 0; all[i] != NULL; i++)
    g_assert_true (g_str_has_suffix (all[i], "."));
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
  g_test_add_func ("/pem/mends", test_mends);

  return g_test_run ();
}
