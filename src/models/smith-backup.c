/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-backup.h"

#include <glib/gi18n.h>

#include "smith-account-store.h"
#include "smith-backup-files-private.h"
#include "smith-crypto-error.h"
#include "smith-file.h"
#include "smith-library-private.h"
#include "smith-profile-list.h"

/**
 * smith-backup:
 *
 * The whole library as one encrypted file, and back: what happens when, and the job that shows it. The work is done
 * by the library's own worker, between its other changes; what goes into the file and how it comes back is in
 * smith-backup-collect.c and smith-backup-merge.c, the file's form in smith-backup-container.c.
 *
 *     back up:  accounts (main thread) -> collect -> seal -> write, whole or not -> read back and compare
 *     restore:  read -> open, all of it checked -> merge -> rescan of the library -> profiles, accounts (main thread)
 */

#define PROGRESS_USEC (50 * 1000)
/* How the job's time is divided: reading or writing many small files, then deriving the key and the rest. */
#define FILES_PART 0.6

typedef struct
{
  SmithWorkspace    *workspace;
  SmithJob          *job;
  char              *path;
  char              *library;
  SmithSecret       *passphrase;
  GBytes            *profiles;
  GBytes            *accounts;
  SmithBackupResult *result;
  double             base;           /* Where the part begins that reports now. */
  gint64             reported_at;
} Work;

typedef struct
{
  SmithJob *job;
  double    fraction;
} Report;

void
smith_backup_result_free (SmithBackupResult *self)
{
  g_clear_pointer (&self->created_at, g_date_time_unref);
  g_free (self);
}

static void
free_work (gpointer data)
{
  Work *work = data;

  g_clear_object (&work->workspace);
  g_clear_object (&work->job);
  g_free (work->path);
  g_free (work->library);
  g_clear_pointer (&work->passphrase, smith_secret_unref);
  g_clear_pointer (&work->profiles, g_bytes_unref);
  g_clear_pointer (&work->accounts, g_bytes_unref);
  g_clear_pointer (&work->result, smith_backup_result_free);
  g_free (work);
}

static void
free_report (gpointer data)
{
  Report *report = data;

  g_object_unref (report->job);
  g_free (report);
}

static gboolean
tell_report_cb (gpointer user_data)
{
  Report *report = user_data;

  if (!smith_job_is_done (report->job))
    smith_job_set_fraction (report->job, report->fraction);

  return G_SOURCE_REMOVE;
}

/* In the worker. */
static void
report_progress (double   fraction,
                 gpointer user_data)
{
  GTask *task = user_data;
  Work *work = g_task_get_task_data (task);
  gint64 now = g_get_monotonic_time ();
  Report *report;

  if (now - work->reported_at < PROGRESS_USEC)
    return;
  work->reported_at = now;
  report = g_new0 (Report, 1);
  report->job = g_object_ref (work->job);
  report->fraction = work->base + fraction * FILES_PART;
  g_main_context_invoke_full (g_task_get_context (task), G_PRIORITY_DEFAULT, tell_report_cb, report, free_report);
}

static gboolean
write_checked (const char  *path,
               GBytes      *container,
               GError     **error)
{
  g_autoptr (GBytes) written = NULL;
  gsize size;
  const void *data = g_bytes_get_data (container, &size);

  if (!smith_file_write (path, data, size, 0600, error))
    return FALSE;
  written = smith_file_read (path, SMITH_BACKUP_MAX_SIZE, error);
  if (written == NULL)
    return FALSE;
  if (g_bytes_equal (written, container))
    return TRUE;
  g_set_error_literal (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED,
                       _("The backup was written, but read back it is not the same: the disk may be faulty. "
                         "Do not rely on this file."));

  return FALSE;
}

static void
run_write (GTask        *task,
           gpointer      source,
           gpointer      data,
           GCancellable *cancellable)
{
  Work *work = data;
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GBytes) container = NULL;
  GError *error = NULL;

  entries = smith_backup_collect (work->library, work->accounts, report_progress, task, work->result, cancellable, &error);
  if (entries != NULL)
    container = smith_backup_container_seal (entries, work->passphrase, cancellable, &error);
  if (container != NULL && write_checked (work->path, container, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
run_restore (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  Work *work = data;
  GError *error = NULL;
  g_autoptr (GBytes) container = smith_file_read (work->path, SMITH_BACKUP_MAX_SIZE, &error);
  g_autoptr (GPtrArray) entries = NULL;

  if (container != NULL)
    entries = smith_backup_container_open (container, work->passphrase, cancellable, &error);
  work->base = 1 - FILES_PART;
  if (entries != NULL && smith_backup_merge (work->library, entries, report_progress, task, work->result,
                                             &work->profiles, &work->accounts, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
end_work (GTask  *task,
          GError *error)
{
  Work *work = g_task_get_task_data (task);
  g_autoptr (GError) mistyped = NULL;

  /* Whoever mistyped is asked again, and needs no job that failed besides. */
  if (g_error_matches (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_PASSWORD_WRONG))
    mistyped = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, error->message);
  smith_job_finish (work->job, mistyped != NULL ? mistyped : error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&work->result), (GDestroyNotify) smith_backup_result_free);
  g_object_unref (task);
}

static void
write_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  GError *error = NULL;

  g_task_propagate_boolean (G_TASK (result), &error);
  end_work (user_data, error);
}

static void
merge_accounts_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  GTask *task = user_data;
  Work *work = g_task_get_task_data (task);
  GError *error = NULL;
  int n_added = smith_account_list_merge_finish (SMITH_ACCOUNT_LIST (source), result, &error);

  if (n_added > 0)
    work->result->n_accounts = (guint) n_added;
  end_work (task, error);
}

static void
rescan_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GTask *task = user_data;
  Work *work = g_task_get_task_data (task);
  GError *error = NULL;

  if (work->profiles != NULL)
    work->result->n_profiles =
      smith_profile_list_merge (smith_profile_list_for_library (SMITH_LIBRARY (source)), work->profiles);
  if (!smith_library_change_finish (SMITH_LIBRARY (source), result, &error) || work->accounts == NULL)
    {
      end_work (task, error);
      return;
    }
  smith_account_list_merge_async (smith_workspace_get_accounts (work->workspace), work->accounts, NULL,
                                  merge_accounts_cb, task);
}

/* What was restored before something went wrong is shown as well. */
static void
rescan_after_error_cb (GObject      *source,
                       GAsyncResult *result,
                       gpointer      user_data)
{
  smith_library_change_finish (SMITH_LIBRARY (source), result, NULL);
}

static void
restore_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  GTask *task = user_data;
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    {
      smith_library_rescan_async (SMITH_LIBRARY (source), NULL, rescan_cb, task);
      return;
    }
  smith_library_rescan_async (SMITH_LIBRARY (source), NULL, rescan_after_error_cb, NULL);
  end_work (task, error);
}

static SmithJob *
start_work (SmithWorkspace      *workspace,
            GFile               *file,
            SmithSecret         *passphrase,
            const char          *title,
            GTaskThreadFunc      run,
            GAsyncReadyCallback  step,
            gpointer             source_tag,
            GAsyncReadyCallback  callback,
            gpointer             user_data)
{
  SmithLibrary *library = smith_workspace_get_library (workspace);
  GTask *task = g_task_new (workspace, NULL, callback, user_data);
  g_autoptr (GTask) worker = NULL;
  Work *work = g_new0 (Work, 1);
  SmithJob *job;
  guint n = g_list_model_get_n_items (G_LIST_MODEL (library));

  g_task_set_source_tag (task, source_tag);
  g_task_set_task_data (task, work, free_work);
  work->workspace = g_object_ref (workspace);
  work->library = g_strdup (smith_library_get_folder (library));
  work->path = g_file_get_path (file);
  work->passphrase = smith_secret_ref (passphrase);
  work->result = g_new0 (SmithBackupResult, 1);
  if (run == run_write)
    {
      work->accounts = smith_account_store_to_bytes (G_LIST_MODEL (smith_workspace_get_accounts (workspace)));
      for (guint i = 0; i < n; i++)
        {
          g_autoptr (SmithIdentity) identity = g_list_model_get_item (G_LIST_MODEL (library), i);

          work->result->n_not_kept += !smith_identity_get_kept (identity);
        }
    }
  work->job = smith_job_list_start (smith_workspace_get_jobs (workspace), title);
  job = work->job;
  if (work->path == NULL)
    {
      end_work (task, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                                           _("Backups are kept on this computer only: choose a folder on it, "
                                             "and copy the file from there.")));
      return job;
    }

  /* The state belongs to the outer task, which the last step holds until the worker is done. */
  worker = g_task_new (library, smith_job_get_cancellable (work->job), step, task);
  g_task_set_source_tag (worker, start_work);
  /* Each step asks for itself: what is done when the person cancels is not told as cancelled. */
  g_task_set_check_cancellable (worker, FALSE);
  g_task_set_task_data (worker, work, NULL);
  smith_library_push (library, worker, run);

  return job;
}

/**
 * smith_backup_dup_file_name:
 *
 * Returns: (transfer full): what a backup of today is called, "Chainsmith 2026-03-01.backup"
 */
char *
smith_backup_dup_file_name (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  return g_date_time_format (now, "Chainsmith %Y-%m-%d.backup");
}

/**
 * smith_backup_write_async:
 * @file: where to; one that is there is replaced as a whole or not at all
 * @passphrase: what will open it; not empty
 * @callback: (scope async): called on the thread-default main context
 * @user_data: for @callback
 *
 * Writes all that is kept: identities with everything in their folders, profiles, and accounts without their secrets;
 * not the trash. Shows as a job, which can be cancelled.
 *
 * Returns: (transfer none): the job
 */
SmithJob *
smith_backup_write_async (SmithWorkspace      *workspace,
                          GFile               *file,
                          SmithSecret         *passphrase,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_return_val_if_fail (SMITH_IS_WORKSPACE (workspace), NULL);
  g_return_val_if_fail (G_IS_FILE (file), NULL);
  g_return_val_if_fail (passphrase != NULL && smith_secret_get_size (passphrase) > 0, NULL);

  return start_work (workspace, file, passphrase, _("Backing up the library"), run_write, write_cb,
                     smith_backup_write_async, callback, user_data);
}

/**
 * smith_backup_write_finish:
 *
 * Returns: (transfer full): what is in the file, which was read back; NULL on error, and the old file is as it was
 */
SmithBackupResult *
smith_backup_write_finish (SmithWorkspace  *workspace,
                           GAsyncResult    *result,
                           GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, workspace), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, smith_backup_write_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * smith_backup_restore_async:
 * @file: a backup
 * @passphrase: what opens it
 * @callback: (scope async): called on the thread-default main context
 * @user_data: for @callback
 *
 * Brings back what the library does not have. Nothing that is there is changed; what differs from it comes beside
 * it. Shows as a job, which can be cancelled.
 *
 * Returns: (transfer none): the job
 */
SmithJob *
smith_backup_restore_async (SmithWorkspace      *workspace,
                            GFile               *file,
                            SmithSecret         *passphrase,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_return_val_if_fail (SMITH_IS_WORKSPACE (workspace), NULL);
  g_return_val_if_fail (G_IS_FILE (file), NULL);
  g_return_val_if_fail (passphrase != NULL, NULL);

  return start_work (workspace, file, passphrase, _("Restoring a backup"), run_restore, restore_cb,
                     smith_backup_restore_async, callback, user_data);
}

/**
 * smith_backup_restore_finish:
 *
 * Returns: (transfer full): what was restored; NULL on error: %SMITH_CRYPTO_ERROR_PASSWORD_WRONG and the like, after
 *   which nothing is changed
 */
SmithBackupResult *
smith_backup_restore_finish (SmithWorkspace  *workspace,
                             GAsyncResult    *result,
                             GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, workspace), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, smith_backup_restore_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
