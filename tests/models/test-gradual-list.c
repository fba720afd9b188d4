/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-gradual-list.h"

#include "smith-test.h"

#define BATCH 4

typedef struct
{
  GListStore       *store;
  SmithGradualList *list;
  GPtrArray        *mirror;    /* what somebody has who knows of changes only by the signal */
  guint             n_added;   /* by the last change */
  guint             n_removed;
} Fixture;

static void
items_changed_cb (GListModel *list,
                  guint       position,
                  guint       removed,
                  guint       added,
                  gpointer    user_data)
{
  Fixture *fixture = user_data;

  fixture->n_added = added;
  fixture->n_removed = removed;
  if (removed > 0)
    g_ptr_array_remove_range (fixture->mirror, position, removed);
  for (guint i = 0; i < added; i++)
    g_ptr_array_insert (fixture->mirror, (int) (position + i), g_list_model_get_item (list, position + i));
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->store = g_list_store_new (G_TYPE_OBJECT);
  fixture->list = smith_gradual_list_new (BATCH);
  fixture->mirror = g_ptr_array_new_with_free_func (g_object_unref);
  g_signal_connect (fixture->list, "items-changed", G_CALLBACK (items_changed_cb), fixture);
  smith_gradual_list_set_model (fixture->list, G_LIST_MODEL (fixture->store));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_object_unref (fixture->list);
  g_object_unref (fixture->store);
  g_ptr_array_unref (fixture->mirror);
}

static void
insert (Fixture *fixture,
        guint    position,
        guint    n)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (items, g_object_new (G_TYPE_OBJECT, NULL));
  g_list_store_splice (fixture->store, position, 0, items->pdata, n);
}

/* The list begins as the store does, and who listened has the same. */
static void
check (Fixture *fixture,
       guint    n)
{
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->list)), ==, n);
  g_assert_cmpuint (fixture->mirror->len, ==, n);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GObject) there = g_list_model_get_item (G_LIST_MODEL (fixture->store), i);
      g_autoptr (GObject) here = g_list_model_get_item (G_LIST_MODEL (fixture->list), i);

      g_assert_true (there == here && here == g_ptr_array_index (fixture->mirror, i));
    }
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (fixture->list), n));
}

static void
grow (Fixture *fixture)
{
  guint before = fixture->mirror->len;

  while (before < g_list_model_get_n_items (G_LIST_MODEL (fixture->store)))
    {
      g_main_context_iteration (NULL, TRUE);
      g_assert_cmpuint (fixture->mirror->len, <=, before + BATCH);
      before = fixture->mirror->len;
    }
  check (fixture, g_list_model_get_n_items (G_LIST_MODEL (fixture->store)));
}

static void
test_grows (Fixture       *fixture,
            gconstpointer  data)
{
  insert (fixture, 0, 30);
  check (fixture, BATCH);
  /* Nothing more in this frame, wherever it comes. */
  insert (fixture, 30, 30);
  check (fixture, BATCH);
  grow (fixture);
  g_assert_cmpuint (fixture->mirror->len, ==, 60);
}

static void
test_small_changes (Fixture       *fixture,
                    gconstpointer  data)
{
  insert (fixture, 0, 60);
  grow (fixture);

  g_list_store_remove (fixture->store, 10);
  check (fixture, 59);
  g_assert_cmpuint (fixture->n_removed, ==, 1);
  g_assert_cmpuint (fixture->n_added, ==, 0);
  insert (fixture, 20, 1);
  check (fixture, 60);
  g_assert_cmpuint (fixture->n_removed, ==, 0);
  g_assert_cmpuint (fixture->n_added, ==, 1);
  g_list_store_remove (fixture->store, 59);
  check (fixture, 59);
  grow (fixture);
}

static void
test_much_between (Fixture       *fixture,
                   gconstpointer  data)
{
  insert (fixture, 0, 60);
  grow (fixture);
  insert (fixture, 30, 40);
  check (fixture, 30 + BATCH);
  g_list_store_remove (fixture->store, 80);
  check (fixture, 30 + BATCH);
  grow (fixture);
  g_list_store_remove_all (fixture->store);
  check (fixture, 0);
}

static void
test_removed_while_growing (Fixture       *fixture,
                            gconstpointer  data)
{
  g_autoptr (GListStore) other = g_list_store_new (G_TYPE_OBJECT);

  insert (fixture, 0, 60);
  g_list_store_splice (fixture->store, 2, 50, NULL, 0);
  check (fixture, 2);
  grow (fixture);

  insert (fixture, 0, 60);
  smith_gradual_list_set_model (fixture->list, G_LIST_MODEL (other));
  g_assert_cmpuint (fixture->mirror->len, ==, 0);
  smith_gradual_list_set_model (fixture->list, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->list)), ==, 0);
}

static void
add (const char *path,
     void      (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/gradual-list/grows", test_grows);
  add ("/gradual-list/small-changes", test_small_changes);
  add ("/gradual-list/much-between", test_much_between);
  add ("/gradual-list/removed-while-growing", test_removed_while_growing);

  return g_test_run ();
}
