/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-library-private.h"

#include "smith-identity-folder.h"
#include "smith-identity-private.h"

/*
 * The walk over the library's folder: it is listed in the worker, and rows are appended in batches
 * while the window is up. The same walk, run again, takes up what other programs changed: folders
 * that appeared, went, or have another stamp.
 */

/* A batch ends at whichever comes first: the list takes it in well under a frame. */
#define BATCH_ITEMS 128
#define BATCH_USEC (40 * 1000)
/* After a walk that another writer stopped. */
#define RETRY_DELAY_MS 5000

/* One folder of a walk, and the stamp of what is known of it; 0 where nothing is. */
typedef struct
{
  char    *id;
  guint64  stamp;
} Visit;

/* A walk over the folder, in batches. Crosses to the worker and back; one side has it at a time. */
typedef struct
{
  char      *folder;
  gboolean   counted;    /* among n_loads */
  GPtrArray *ids;        /* as listed */
  GArray    *visits;
  guint      position;
  GPtrArray *loaded;     /* of SmithIdentityData, one batch */
} Walk;

static void load_batch (GTask *task);

static void
clear_visit (gpointer data)
{
  g_free (((Visit *) data)->id);
}

static void
free_walk (gpointer data)
{
  Walk *walk = data;

  g_free (walk->folder);
  g_clear_pointer (&walk->ids, g_ptr_array_unref);
  g_clear_pointer (&walk->visits, g_array_unref);
  g_clear_pointer (&walk->loaded, g_ptr_array_unref);
  g_free (walk);
}

static void
end_walk (GTask  *task,
          GError *error)
{
  SmithLibrary *self = g_task_get_source_object (task);
  Walk *walk = g_task_get_task_data (task);

  if (walk->counted)
    smith_library_count_load (self, -1);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

static void
run_list (GTask        *task,
          gpointer      source,
          gpointer      data,
          GCancellable *cancellable)
{
  Walk *walk = data;
  GError *error = NULL;

  if (g_task_return_error_if_cancelled (task))
    return;
  if (!smith_identity_folder_prepare (walk->folder, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  walk->ids = smith_identity_folder_list (walk->folder, &error);
  if (walk->ids == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
run_batch (GTask        *task,
           gpointer      source,
           gpointer      data,
           GCancellable *cancellable)
{
  Walk *walk = data;
  gint64 deadline = g_get_monotonic_time () + BATCH_USEC;
  guint end = MIN (walk->position + BATCH_ITEMS, walk->visits->len);

  walk->loaded = g_ptr_array_new_with_free_func ((GDestroyNotify) smith_identity_data_unref);
  while (walk->position < end && g_get_monotonic_time () < deadline)
    {
      Visit *visit = &g_array_index (walk->visits, Visit, walk->position);
      g_autoptr (GError) error = NULL;
      SmithIdentityData *identity;

      if (g_task_return_error_if_cancelled (task))
        return;
      walk->position++;
      if (visit->stamp != 0 && smith_identity_folder_stamp (walk->folder, visit->id) == visit->stamp)
        continue;
      identity = smith_identity_folder_load (walk->folder, visit->id, cancellable, &error);
      if (identity != NULL)
        g_ptr_array_add (walk->loaded, identity);
      else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
        {
          g_task_return_error (task, g_steal_pointer (&error));
          return;
        }
    }
  g_task_return_boolean (task, TRUE);
}

static void
take_batch_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GPtrArray) added = g_ptr_array_new_with_free_func (g_object_unref);
  SmithLibrary *self = SMITH_LIBRARY (source);
  GTask *task = user_data;
  Walk *walk = g_task_get_task_data (task);
  GError *error = NULL;
  gboolean success = g_task_propagate_boolean (G_TASK (result), &error);

  for (guint i = 0; walk->loaded != NULL && i < walk->loaded->len; i++)
    {
      SmithIdentityData *data = g_ptr_array_index (walk->loaded, i);
      SmithIdentity *identity = smith_library_find (self, data->id);

      if (identity == NULL)
        g_ptr_array_add (added, smith_identity_new (data));
      else if (smith_identity_get_data (identity)->stamp != data->stamp)
        smith_identity_set_data (identity, data);
    }
  g_clear_pointer (&walk->loaded, g_ptr_array_unref);
  smith_library_append (self, added);

  if (success)
    {
      load_batch (task);
      return;
    }
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      smith_library_set_error (self, error);
      smith_library_schedule_rescan (self, RETRY_DELAY_MS);
    }
  end_walk (task, error);
}

/* The next batch, or the end of the walk. */
static void
load_batch (GTask *task)
{
  SmithLibrary *self = g_task_get_source_object (task);
  Walk *walk = g_task_get_task_data (task);
  g_autoptr (GTask) batch = NULL;

  if (walk->position >= walk->visits->len)
    {
      end_walk (task, NULL);
      return;
    }
  batch = g_task_new (self, g_task_get_cancellable (task), take_batch_cb, task);
  g_task_set_source_tag (batch, load_batch);
  g_task_set_task_data (batch, walk, NULL);
  smith_library_push (self, batch, run_batch);
}

/* Rows whose folder is gone; those that are not kept have none. */
static void
remove_gone (SmithLibrary *self,
             GPtrArray    *ids)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self));
  g_autoptr (GHashTable) there = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) gone = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < ids->len; i++)
    g_hash_table_add (there, g_ptr_array_index (ids, i));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SmithIdentity) identity = g_list_model_get_item (G_LIST_MODEL (self), i);

      if (smith_identity_get_kept (identity) && !g_hash_table_contains (there, smith_identity_get_id (identity)))
        g_ptr_array_add (gone, g_steal_pointer (&identity));
    }
  for (guint i = 0; i < gone->len; i++)
    smith_library_remove (self, g_ptr_array_index (gone, i));
}

static void
take_list_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  SmithLibrary *self = SMITH_LIBRARY (source);
  GTask *task = user_data;
  Walk *walk = g_task_get_task_data (task);
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        smith_library_set_error (self, error);
      end_walk (task, error);
      return;
    }

  smith_library_set_error (self, NULL);
  remove_gone (self, walk->ids);
  walk->visits = g_array_sized_new (FALSE, FALSE, sizeof (Visit), walk->ids->len);
  g_array_set_clear_func (walk->visits, clear_visit);
  for (guint i = 0; i < walk->ids->len; i++)
    {
      SmithIdentity *known = smith_library_find (self, g_ptr_array_index (walk->ids, i));
      Visit visit = { g_strdup (g_ptr_array_index (walk->ids, i)), 0 };

      if (known != NULL)
        visit.stamp = smith_identity_get_data (known)->stamp;
      g_array_append_val (walk->visits, visit);
    }
  g_clear_pointer (&walk->ids, g_ptr_array_unref);
  smith_library_watch (self);
  load_batch (task);
}

static void
start_walk (SmithLibrary        *self,
            gboolean             counted,
            gpointer             tag,
            GCancellable        *cancellable,
            GAsyncReadyCallback  callback,
            gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (GTask) listing = NULL;
  Walk *walk = g_new0 (Walk, 1);

  g_task_set_source_tag (task, tag);
  walk->folder = g_strdup (smith_library_get_folder (self));
  walk->counted = counted;
  g_task_set_task_data (task, walk, free_walk);
  if (counted)
    smith_library_count_load (self, 1);

  listing = g_task_new (self, cancellable, take_list_cb, task);
  g_task_set_source_tag (listing, start_walk);
  g_task_set_task_data (listing, walk, NULL);
  smith_library_push (self, listing, run_list);
}

/**
 * smith_library_load_async:
 *
 * Reads the folder; rows appear in batches from soon on. A load that was cancelled keeps the rows
 * that are there, and can be started again.
 */
void
smith_library_load_async (SmithLibrary        *self,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_return_if_fail (SMITH_IS_LIBRARY (self));

  start_walk (self, TRUE, smith_library_load_async, cancellable, callback, user_data);
}

/**
 * smith_library_load_finish:
 *
 * Returns: whether all of it was read; damaged identities are rows, not errors
 */
gboolean
smith_library_load_finish (SmithLibrary  *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, smith_library_load_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * smith_library_rescan_async:
 *
 * Takes up what other programs changed: rows appear, change and go. Answered by
 * smith_library_change_finish().
 */
void
smith_library_rescan_async (SmithLibrary        *self,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_return_if_fail (SMITH_IS_LIBRARY (self));

  start_walk (self, FALSE, smith_library_rescan_async, cancellable, callback, user_data);
}
