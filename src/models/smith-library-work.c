/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-library-work-private.h"

/*
 * What the verbs of SmithLibrary share: a task for whoever asked, and below it one for the library's worker, whose answer
 * the main thread makes of it what the first one answers.
 */

static void
work_free (gpointer data)
{
  SmithLibraryWork *self = data;

  g_free (self->folder);
  g_free (self->id);
  g_clear_object (&self->identity);
  g_clear_pointer (&self->edit, smith_identity_edit_free);
  g_free (self->trashed);
  g_free (self);
}

/**
 * smith_library_work_new: (skip)
 *
 * Returns: (transfer full): work on @identity, for smith_library_work_push()
 */
SmithLibraryWork *
smith_library_work_new (SmithLibrary  *library,
                        SmithIdentity *identity)
{
  SmithLibraryWork *self = g_new0 (SmithLibraryWork, 1);

  self->folder = g_strdup (smith_library_get_folder (library));
  self->id = g_strdup (smith_identity_get_id (identity));
  self->identity = g_object_ref (identity);

  return self;
}

/**
 * smith_library_work_make_task: (skip)
 *
 * Returns: (transfer full): a task for a change, answered by smith_library_change_finish()
 */
GTask *
smith_library_work_make_task (SmithLibrary        *library,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  GTask *task = g_task_new (library, cancellable, callback, user_data);

  g_task_set_source_tag (task, smith_library_change_finish);
  /* What is on disk is on disk, however late somebody cancels. */
  g_task_set_check_cancellable (task, FALSE);

  return task;
}

/**
 * smith_library_work_push: (skip)
 * @work: (transfer full): the task data of @run
 * @task: (transfer full): the one that answers, the user data of @done
 * @run: in the library's worker
 * @done: in the main thread, with the answer of @run
 */
void
smith_library_work_push (SmithLibraryWork    *work,
                         SmithLibrary        *library,
                         GTask               *task,
                         GTaskThreadFunc      run,
                         GAsyncReadyCallback  done)
{
  g_autoptr (GTask) working = g_task_new (library, g_task_get_cancellable (task), done, task);

  g_task_set_source_tag (working, smith_library_work_push);
  g_task_set_check_cancellable (working, g_task_get_check_cancellable (task));
  g_task_set_task_data (working, work, work_free);
  smith_library_push (library, working, run);
}

/**
 * smith_library_work_return_data: (skip)
 * @task: the one of the worker
 * @data: (nullable) (transfer full): what is on disk now
 * @error: (nullable) (transfer full): why it is not
 */
void
smith_library_work_return_data (GTask             *task,
                                SmithIdentityData *data,
                                GError            *error)
{
  if (data != NULL)
    g_task_return_pointer (task, data, (GDestroyNotify) smith_identity_data_unref);
  else
    g_task_return_error (task, error);
}
