/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-list.h"

/**
 * smith_list_dup_items:
 * @model: (nullable): a list
 *
 * Returns: (transfer full) (element-type GObject): what is in it now, such as for a worker; nothing where @model is NULL
 */
GPtrArray *
smith_list_dup_items (GListModel *model)
{
  GPtrArray *items;
  guint n;

  g_return_val_if_fail (model == NULL || G_IS_LIST_MODEL (model), NULL);

  n = model != NULL ? g_list_model_get_n_items (model) : 0;
  items = g_ptr_array_new_full (n, g_object_unref);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (items, g_list_model_get_item (model, i));

  return items;
}

static gboolean
is_same (GPtrArray  *before,
         guint       i,
         GPtrArray  *after,
         guint       j,
         GEqualFunc  equal)
{
  gpointer a = g_ptr_array_index (before, i);
  gpointer b = g_ptr_array_index (after, j);

  return equal != NULL ? equal (a, b) : a == b;
}

/**
 * smith_list_find_difference:
 * @before: the items of a list
 * @after: the items that take their place
 * @equal: (nullable) (scope call): which of them are the same; NULL: the same object
 * @position: (out): the first that differs
 * @removed: (out): how many of @before are others from there on
 * @added: (out): how many of @after stand in their place
 *
 * For g_list_model_items_changed(), so that the widgets of the rows that stay do so, with the focus in them.
 *
 * Returns: whether anything differs
 */
gboolean
smith_list_find_difference (GPtrArray  *before,
                            GPtrArray  *after,
                            GEqualFunc  equal,
                            guint      *position,
                            guint      *removed,
                            guint      *added)
{
  guint shorter = MIN (before->len, after->len);
  guint start = 0;
  guint end = 0;

  while (start < shorter && is_same (before, start, after, start, equal))
    start++;
  while (end < shorter - start && is_same (before, before->len - 1 - end, after, after->len - 1 - end, equal))
    end++;
  *position = start;
  *removed = before->len - start - end;
  *added = after->len - start - end;

  return *removed > 0 || *added > 0;
}
