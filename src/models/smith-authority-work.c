/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-authority-work-private.h"

#include "smith-library-private.h"
#include "smith-unlock.h"

/*
 * What the verbs of SmithAuthority share: unlock -> sign and write in the library's worker -> show it -> answer.
 */

static void
work_free (gpointer data)
{
  SmithAuthorityWork *work = data;

  g_free (work->folder);
  g_free (work->id);
  g_free (work->change.serial);
  g_free (work->change.export_uri);
  g_clear_object (&work->change.certificate);
  g_clear_pointer (&work->change.addresses, smith_extensions_free);
  g_clear_object (&work->change.issuer);
  g_clear_object (&work->change.key);
  g_clear_object (&work->file);
  g_clear_object (&work->written);
  g_clear_object (&work->public_key);
  g_clear_pointer (&work->issuance, smith_issuance_free);
  g_clear_pointer (&work->chain, g_ptr_array_unref);
  g_clear_object (&work->certificate);
  g_clear_object (&work->recipient);
  g_free (work->warning);
  g_clear_pointer (&work->files, g_ptr_array_unref);
  g_clear_pointer (&work->records, smith_authority_records_free);
  g_free (work);
}

/**
 * smith_authority_make_task: (skip)
 *
 * Returns: (transfer full): a task whose data is a #SmithAuthorityWork for the folder of @self
 */
GTask *
smith_authority_make_task (SmithAuthority     *self,
                           gpointer            tag,
                           GCancellable       *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer            user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  SmithIdentity *identity = smith_authority_get_identity (self);
  SmithAuthorityWork *work = g_new0 (SmithAuthorityWork, 1);

  work->folder = g_strdup (smith_library_get_folder (smith_authority_get_library (self)));
  work->id = g_strdup (smith_identity_get_id (identity));
  g_set_object (&work->change.issuer, smith_identity_get_certificate (identity));
  g_task_set_source_tag (task, tag);
  /* What is on disk is on disk, however late somebody cancels. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, work, work_free);

  return task;
}

/**
 * smith_authority_push: (skip)
 * @task: (transfer full): kept until @done has been called
 * @run: in the library's worker
 */
void
smith_authority_push (GTask              *task,
                      GTaskThreadFunc     run,
                      GAsyncReadyCallback done)
{
  SmithLibrary *library = smith_authority_get_library (g_task_get_source_object (task));
  g_autoptr (GTask) inner = g_task_new (library, g_task_get_cancellable (task), done, task);

  g_task_set_source_tag (inner, smith_authority_push);
  g_task_set_check_cancellable (inner, FALSE);
  /* The work is the outer task's, which @done keeps until the worker is through. */
  g_task_set_task_data (inner, g_task_get_task_data (task), NULL);
  smith_library_push (library, inner, run);
}

static void
unlock_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  SmithAuthorityWork *work = g_task_get_task_data (task);
  GError *error = NULL;

  work->change.key = smith_unlock_finish (SMITH_LIBRARY (source), result, &error);
  if (work->change.key == NULL)
    g_task_return_error (task, error);
  else
    smith_authority_push (g_steal_pointer (&task), work->run, work->done);
}

/**
 * smith_authority_push_with_key: (skip)
 * @task: (transfer full): answered where the authority can sign nothing
 * @interaction: (nullable): asked where the keyring has no passphrase
 * @run: in the library's worker, with the key of the work
 *
 * As smith_authority_push(), once the key is open.
 */
void
smith_authority_push_with_key (GTask              *task,
                               GTlsInteraction    *interaction,
                               GTaskThreadFunc     run,
                               GAsyncReadyCallback done)
{
  SmithAuthority *self = g_task_get_source_object (task);
  SmithAuthorityWork *work = g_task_get_task_data (task);
  g_autofree char *obstacle = smith_authority_find_obstacle (smith_authority_get_identity (self));

  if (obstacle != NULL)
    {
      g_task_return_new_error (task, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED, "%s", obstacle);
      g_object_unref (task);
      return;
    }
  work->run = run;
  work->done = done;
  smith_unlock_async (smith_authority_get_library (self), smith_authority_get_keyring (self),
                      smith_authority_get_identity (self), interaction, g_task_get_cancellable (task), unlock_cb, task);
}

/**
 * smith_authority_take_results: (skip)
 *
 * After the worker: shows what it has read and written.
 *
 * Returns: whether it succeeded; FALSE where @task has been answered
 */
gboolean
smith_authority_take_results (GTask        *task,
                              GAsyncResult *result)
{
  SmithAuthority *self = g_task_get_source_object (task);
  SmithAuthorityWork *work = g_task_get_task_data (task);
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_error (task, error);
      return FALSE;
    }
  if (work->files != NULL)
    smith_authority_take_issued (self, g_steal_pointer (&work->files));
  if (work->certificate != NULL)
    smith_authority_add (self, work->certificate);
  if (work->change.certificate != NULL)
    smith_authority_add (self, work->change.certificate);
  if (work->records != NULL)
    smith_authority_take_records (self, g_steal_pointer (&work->records));

  return TRUE;
}

/**
 * smith_authority_run_change: (skip)
 *
 * In the worker: the change of the work.
 */
void
smith_authority_run_change (GTask        *task,
                            gpointer      source,
                            gpointer      data,
                            GCancellable *cancellable)
{
  SmithAuthorityWork *work = data;
  GError *error = NULL;

  work->records = smith_authority_folder_change (work->folder, work->id, &work->change, cancellable, &error);
  if (work->records != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * smith_authority_change_cb: (skip)
 *
 * After a worker whose success is all there is to say.
 */
void
smith_authority_change_cb (GObject      *source,
                           GAsyncResult *result,
                           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;

  if (smith_authority_take_results (task, result))
    g_task_return_boolean (task, TRUE);
}

/**
 * smith_authority_finish_work: (skip)
 * @warning: (out) (optional) (nullable) (transfer full): what went wrong after the verb succeeded
 *
 * Returns: (transfer none): the work of a verb that is through
 */
SmithAuthorityWork *
smith_authority_finish_work (GAsyncResult  *result,
                             char         **warning)
{
  SmithAuthorityWork *work = g_task_get_task_data (G_TASK (result));

  if (warning != NULL)
    *warning = g_steal_pointer (&work->warning);

  return work;
}
