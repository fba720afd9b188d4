/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-bundle-list-private.h"

/* What a person chose in a #SmithBundleList, and the PEM text that is made of it. */

typedef struct
{
  GPtrArray  *batches;
  GByteArray *chosen;
} Export;

/* What was chosen, as one PEM text. */

static void
export_free (Export *export)
{
  g_clear_pointer (&export->batches, g_ptr_array_unref);
  g_clear_pointer (&export->chosen, g_byte_array_unref);
  g_free (export);
}

static void
export_in_thread (GTask        *task,
                  gpointer      source,
                  gpointer      task_data,
                  GCancellable *cancellable)
{
  Export *export = task_data;
  GString *text = g_string_new (NULL);
  guint number = 0;

  for (guint i = 0; i < export->batches->len && !g_cancellable_is_cancelled (cancellable); i++)
    {
      SmithBundleBatch *batch = g_ptr_array_index (export->batches, i);

      for (guint entry = 0; entry < smith_bundle_batch_get_n_entries (batch); entry++, number++)
        {
          g_autofree char *pem = export->chosen->data[number] ? smith_bundle_batch_dup_pem (batch, entry) : NULL;

          if (pem != NULL)
            g_string_append (text, pem);
        }
    }
  g_task_return_pointer (task, g_string_free_to_bytes (text), (GDestroyNotify) g_bytes_unref);
}

/**
 * smith_bundle_list_get_n_chosen:
 *
 * Returns: how many certificates are chosen, shown or not
 */
guint
smith_bundle_list_get_n_chosen (SmithBundleList *self)
{
  g_return_val_if_fail (SMITH_IS_BUNDLE_LIST (self), 0);

  return self->n_chosen;
}

static gboolean
is_certificate (SmithBundleList *self,
                guint            number)
{
  guint place = smith_bundle_list_find_batch (self, number);

  return smith_bundle_batch_get_error (g_ptr_array_index (self->batches, place),
                                       number - g_array_index (self->starts, guint, place)) == NULL;
}

static void
set_chosen (SmithBundleList *self,
            guint            number,
            gboolean         chosen)
{
  SmithBundleItem *item;

  if ((self->chosen->data[number] != 0) == chosen || (chosen && !is_certificate (self, number)))
    return;

  self->chosen->data[number] = chosen ? 1 : 0;
  self->n_chosen = chosen ? self->n_chosen + 1 : self->n_chosen - 1;
  item = g_hash_table_lookup (self->items, GUINT_TO_POINTER (number));
  if (item != NULL)
    smith_bundle_item_set_chosen (item, chosen);
}

/**
 * smith_bundle_list_set_chosen:
 * @item: one of this list; an error cannot be chosen
 *
 * What is chosen stays so when the rows change.
 */
void
smith_bundle_list_set_chosen (SmithBundleList *self,
                              SmithBundleItem *item,
                              gboolean         chosen)
{
  guint n_before;

  g_return_if_fail (SMITH_IS_BUNDLE_LIST (self));
  g_return_if_fail (SMITH_IS_BUNDLE_ITEM (item));
  g_return_if_fail (smith_bundle_item_get_number (item) <= self->n_entries);

  n_before = self->n_chosen;
  set_chosen (self, smith_bundle_item_get_number (item) - 1, chosen);
  if (self->n_chosen != n_before)
    smith_bundle_list_notify (self, SMITH_BUNDLE_LIST_PROP_N_CHOSEN);
}

/**
 * smith_bundle_list_choose_shown:
 *
 * Chooses every certificate that is shown now, in addition.
 */
void
smith_bundle_list_choose_shown (SmithBundleList *self)
{
  guint n;
  guint n_before;

  g_return_if_fail (SMITH_IS_BUNDLE_LIST (self));

  n = g_list_model_get_n_items (G_LIST_MODEL (self));
  n_before = self->n_chosen;
  for (guint i = 0; i < n; i++)
    set_chosen (self, smith_bundle_list_get_number_at (self, i), TRUE);
  if (self->n_chosen != n_before)
    smith_bundle_list_notify (self, SMITH_BUNDLE_LIST_PROP_N_CHOSEN);
}

/**
 * smith_bundle_list_choose_none:
 *
 * Chooses none, shown or not.
 */
void
smith_bundle_list_choose_none (SmithBundleList *self)
{
  g_return_if_fail (SMITH_IS_BUNDLE_LIST (self));

  if (self->n_chosen == 0)
    return;

  for (guint number = 0; number < self->n_entries; number++)
    set_chosen (self, number, FALSE);
  smith_bundle_list_notify (self, SMITH_BUNDLE_LIST_PROP_N_CHOSEN);
}

/**
 * smith_bundle_list_export_async:
 *
 * Makes one PEM text of what is chosen, in the order of the file.
 */
void
smith_bundle_list_export_async (SmithBundleList     *self,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Export *export;

  g_return_if_fail (SMITH_IS_BUNDLE_LIST (self));

  export = g_new0 (Export, 1);
  export->batches = smith_bundle_list_copy_batches (self);
  export->chosen = g_byte_array_sized_new (self->chosen->len);
  g_byte_array_append (export->chosen, self->chosen->data, self->chosen->len);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, smith_bundle_list_export_async);
  g_task_set_task_data (task, export, (GDestroyNotify) export_free);
  g_task_run_in_thread (task, export_in_thread);
}

/**
 * smith_bundle_list_export_finish:
 * @error: return location for %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): canonical PEM, one certificate behind the other; NULL on error
 */
GBytes *
smith_bundle_list_export_finish (SmithBundleList  *self,
                                 GAsyncResult     *result,
                                 GError          **error)
{
  g_return_val_if_fail (SMITH_IS_BUNDLE_LIST (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
