/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-list.h"

static void
test_items (void)
{
  g_autoptr (GListStore) store = g_list_store_new (G_TYPE_FILE);
  g_autoptr (GFile) file = g_file_new_for_path ("/a");
  g_autoptr (GPtrArray) nothing = smith_list_dup_items (NULL);
  g_autoptr (GPtrArray) empty = smith_list_dup_items (G_LIST_MODEL (store));
  g_autoptr (GPtrArray) items = NULL;

  g_assert_cmpuint (nothing->len, ==, 0);
  g_assert_cmpuint (empty->len, ==, 0);
  g_list_store_append (store, file);
  g_list_store_append (store, file);
  items = smith_list_dup_items (G_LIST_MODEL (store));
  g_assert_cmpuint (items->len, ==, 2);
  /* What was taken out stays as it is, and alive. */
  g_list_store_remove_all (store);
  g_assert_cmpuint (items->len, ==, 2);
  g_assert_true (g_ptr_array_index (items, 0) == file && g_ptr_array_index (items, 1) == file);
}

/* One letter is one item. */
static GPtrArray *
make_items (const char *letters)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_free);

  for (const char *p = letters; *p != '\0'; p++)
    g_ptr_array_add (items, g_strndup (p, 1));

  return items;
}

static void
test_difference (void)
{
  static const struct
  {
    const char *before;
    const char *after;
    guint       position;
    guint       removed;
    guint       added;
  } rows[] = {
    { "", "", 0, 0, 0 },
    { "abc", "abc", 3, 0, 0 },
    { "", "abc", 0, 0, 3 },
    { "abc", "", 0, 3, 0 },
    { "abc", "axc", 1, 1, 1 },
    { "abc", "ac", 1, 1, 0 },
    { "ac", "abc", 1, 0, 1 },
    { "abc", "bca", 0, 3, 3 },
    { "abcd", "acbd", 1, 2, 2 },
    /* Which of the same ones went cannot be told: the count is right. */
    { "aaa", "aa", 2, 1, 0 },
    { "aa", "aaaa", 2, 0, 2 },
    { "aba", "a", 1, 2, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GPtrArray) before = make_items (rows[i].before);
      g_autoptr (GPtrArray) after = make_items (rows[i].after);
      guint position, removed, added;
      gboolean differs = smith_list_find_difference (before, after, g_str_equal, &position, &removed, &added);

      g_test_message ("“%s” -> “%s”", rows[i].before, rows[i].after);
      g_assert_cmpint (differs, ==, !g_str_equal (rows[i].before, rows[i].after));
      g_assert_cmpuint (position, ==, rows[i].position);
      g_assert_cmpuint (removed, ==, rows[i].removed);
      g_assert_cmpuint (added, ==, rows[i].added);
    }
}

/* Without a function only the same object is the same. */
static void
test_same_object (void)
{
  g_autoptr (GPtrArray) before = make_items ("ab");
  g_autoptr (GPtrArray) after = make_items ("ab");
  guint position, removed, added;

  g_assert_false (smith_list_find_difference (before, before, NULL, &position, &removed, &added));
  g_assert_true (smith_list_find_difference (before, after, NULL, &position, &removed, &added));
  g_assert_cmpuint (position, ==, 0);
  g_assert_cmpuint (removed, ==, 2);
  g_assert_cmpuint (added, ==, 2);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/list/items", test_items);
  g_test_add_func ("/list/difference", test_difference);
  g_test_add_func ("/list/same-object", test_same_object);

  return g_test_run ();
}
