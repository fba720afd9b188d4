/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-workspace.h"

#include <glib/gi18n.h>

#include "smith-identity-private.h"
#include "smith-import-plan.h"
#include "smith-import-reader.h"
#include "smith-import-report-private.h"
#include "smith-library-private.h"

/*
 * What comes in, step by step:
 *
 * 1. a worker reads and parses, asking for passwords (read_sources), and the library is all there,
 * 2. a worker decides who gets what, from a snapshot of the library (make_plan),
 * 3. the library makes one change after the other (make_next_change_cb),
 * 4. the summary is told (finish_import).
 *
 * A cancel before step 3 leaves nothing behind; during it, what is done stays and is told. What cannot be
 * written into the identity that it belongs to becomes one of its own that is not kept: nothing is lost.
 */

/* New rows at once: well under a frame. */
#define BATCH_ITEMS 64
/* Between two reports of progress. */
#define PROGRESS_USEC (100 * 1000)

typedef struct
{
  SmithJob           *job;
  GTlsInteraction    *interaction;
  char               *current_id;

  GPtrArray          *files;       /* of GFile, or */
  GBytes             *bytes;
  char               *source;
  GPtrArray          *found;       /* of SmithParsed */
  GPtrArray          *problems;    /* of SmithImportProblem */
  GPtrArray          *snapshot;    /* of SmithIdentityData */
  gint64              reported_at;

  SmithImportPlan    *plan;
  guint               position;
  SmithIdentity      *target;      /* of the step under way */
  SmithIdentityData  *before;      /* what that was; NULL: new */
  SmithIdentityEdit  *spare;       /* what it should have got */
  gboolean            has_target;
  SmithImportReport  *report;
  SmithImportSummary *summary;
} Import;

/* How far it is, on its way to the main thread. */
typedef struct
{
  SmithJob *job;
  double    fraction;
  char     *detail;
} Report;

static void make_next_change (GTask *task);

static void
free_import (gpointer data)
{
  Import *import = data;

  g_clear_object (&import->job);
  g_clear_object (&import->interaction);
  g_free (import->current_id);
  g_clear_pointer (&import->files, g_ptr_array_unref);
  g_clear_pointer (&import->bytes, g_bytes_unref);
  g_free (import->source);
  g_clear_pointer (&import->found, g_ptr_array_unref);
  g_clear_pointer (&import->problems, g_ptr_array_unref);
  g_clear_pointer (&import->snapshot, g_ptr_array_unref);
  g_clear_pointer (&import->plan, smith_import_plan_free);
  g_clear_object (&import->target);
  g_clear_pointer (&import->before, smith_identity_data_unref);
  g_clear_pointer (&import->spare, smith_identity_edit_free);
  g_clear_pointer (&import->report, smith_import_report_free);
  g_clear_object (&import->summary);
  g_free (import);
}

static void
free_report (gpointer data)
{
  Report *report = data;

  g_object_unref (report->job);
  g_free (report->detail);
  g_free (report);
}

static gboolean
tell_report_cb (gpointer user_data)
{
  Report *report = user_data;

  if (!smith_job_is_done (report->job))
    {
      smith_job_set_fraction (report->job, report->fraction);
      smith_job_set_detail (report->job, report->detail);
    }

  return G_SOURCE_REMOVE;
}

/* In the worker. */
static void
report_progress (double      fraction,
                 const char *detail,
                 gpointer    user_data)
{
  GTask *task = user_data;
  Import *import = g_task_get_task_data (task);
  gint64 now = g_get_monotonic_time ();
  Report *report;

  if (now - import->reported_at < PROGRESS_USEC)
    return;
  import->reported_at = now;
  report = g_new0 (Report, 1);
  report->job = g_object_ref (import->job);
  report->fraction = fraction;
  report->detail = g_strdup (detail);
  g_main_context_invoke_full (g_task_get_context (task), G_PRIORITY_DEFAULT, tell_report_cb, report, free_report);
}

static void
fail_import (GTask  *task,
             GError *error)
{
  Import *import = g_task_get_task_data (task);

  smith_job_finish (import->job, error);
  g_task_return_error (task, error);
  g_object_unref (task);
}

static void
take_report_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Import *import = g_task_get_task_data (task);

  if (!import->has_target && import->plan->known_id != NULL)
    {
      SmithLibrary *library = smith_workspace_get_library (SMITH_WORKSPACE (source));

      smith_import_summary_set_target (import->summary, smith_library_find (library, import->plan->known_id),
                                       import->plan->known_pane);
    }
  smith_job_finish (import->job, NULL);
  g_task_return_pointer (task, g_object_ref (import->summary), g_object_unref);
}

static void
run_report (GTask        *task,
            gpointer      source,
            gpointer      data,
            GCancellable *cancellable)
{
  Import *import = data;

  smith_import_report_fill (import->report, import->summary);
  g_task_return_boolean (task, TRUE);
}

/* Step 4: in a worker, for there may be thousands of items. Nobody else knows the summary yet. */
static void
finish_import (GTask *task)
{
  g_autoptr (GTask) reporting = g_task_new (g_task_get_source_object (task), NULL, take_report_cb, task);

  g_task_set_source_tag (reporting, finish_import);
  g_task_set_task_data (reporting, g_task_get_task_data (task), NULL);
  g_task_run_in_thread (reporting, run_report);
}

/* What was changed first is what a person is shown, unless the identity in front of them is among it. */
static void
choose_target (Import          *import,
               SmithImportStep *step)
{
  if (import->has_target && g_strcmp0 (step->identity_id, import->current_id) != 0)
    return;
  smith_import_summary_set_target (import->summary, import->target, step->pane);
  import->has_target = TRUE;
}

static void
tell_done (Import          *import,
           SmithImportStep *step)
{
  smith_import_report_add_step (import->report, step);
  smith_import_summary_add_change (import->summary, import->target, import->before);
  choose_target (import, step);
}

/* The identity could not be written to, or is gone: what came in is not lost with it. */
static void
add_orphan (Import             *import,
            SmithLibrary       *library,
            SmithImportStep    *step,
            SmithIdentityEdit  *edit,
            const GError       *reason)
{
  g_autoptr (SmithIdentity) home = reason != NULL ? g_object_ref (import->target) : NULL;
  g_autoptr (SmithIdentityData) home_before = reason != NULL ? smith_identity_data_ref (import->before) : NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  smith_identity_edit_set_name (edit, step->name);
  if (reason != NULL)
    smith_identity_edit_set_home (edit, step->identity_id, step->former);
  g_set_object (&import->target, smith_library_add_edit (library, edit, &error));
  g_clear_pointer (&import->before, smith_identity_data_unref);
  if (import->target == NULL)
    {
      smith_import_report_add_unsaved (import->report, step, SMITH_IMPORT_NOT_READ, error->message);
      return;
    }
  if (reason == NULL)
    text = g_strdup_printf (_("“%s” is not in the library any more; it is a row of its own now, not kept yet"), step->name);
  else
    text = g_strdup_printf (_("%s\nIt is a row of its own now, “%s”, which is not kept: once the library can be "
                              "written to, “Keep” brings it where it belongs."), reason->message, step->name);
  smith_import_report_add_unsaved (import->report, step,
                                   reason != NULL ? SMITH_IMPORT_NOT_SAVED : SMITH_IMPORT_ADDED, text);
  if (home != NULL)
    smith_import_summary_add_orphan (import->summary, import->target, home, home_before);
  else
    smith_import_summary_add_change (import->summary, import->target, NULL);
  choose_target (import, step);
}

static void
make_next_change_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  GTask *task = user_data;
  Import *import = g_task_get_task_data (task);
  SmithImportStep *step = g_ptr_array_index (import->plan->steps, import->position++);
  g_autoptr (GError) error = NULL;

  if (smith_library_change_finish (SMITH_LIBRARY (source), result, &error))
    tell_done (import, step);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    smith_import_report_add_unsaved (import->report, step, SMITH_IMPORT_LEFT_OUT, _("Left out: the import was canceled"));
  else
    add_orphan (import, SMITH_LIBRARY (source), step, import->spare, error);
  make_next_change (task);
}

static gboolean
make_more_changes_cb (gpointer user_data)
{
  make_next_change (user_data);

  return G_SOURCE_REMOVE;
}

/* New identities, some at once: rows may come by the thousand, and frames are drawn in between. */
static void
add_new (Import       *import,
         SmithLibrary *library)
{
  g_autoptr (GPtrArray) added = g_ptr_array_new_with_free_func (g_object_unref);

  g_clear_pointer (&import->before, smith_identity_data_unref);
  for (guint n = 0; n < BATCH_ITEMS && import->position < import->plan->steps->len; n++)
    {
      SmithImportStep *step = g_ptr_array_index (import->plan->steps, import->position);

      if (step->identity_id != NULL)
        break;
      import->position++;
      if (step->data == NULL)
        {
          smith_import_report_add_unsaved (import->report, step, SMITH_IMPORT_NOT_READ, step->error->message);
          continue;
        }
      g_clear_object (&import->target);
      import->target = smith_identity_new (step->data);
      g_ptr_array_add (added, g_object_ref (import->target));
      tell_done (import, step);
    }
  smith_library_append (library, added);
}

/* What a row of its own gets where the change of a kept identity fails. */
static SmithIdentityEdit *
make_spare (const SmithIdentityEdit *edit)
{
  SmithIdentityEdit *spare = smith_identity_edit_new ();

  if (edit->what & SMITH_IDENTITY_EDIT_KEY)
    smith_identity_edit_set_key (spare, edit->key, edit->passphrase);
  if (edit->what & (SMITH_IDENTITY_EDIT_REQUEST | SMITH_IDENTITY_EDIT_FORMER_REQUEST))
    smith_identity_edit_set_request (spare, edit->request);
  if (edit->what & (SMITH_IDENTITY_EDIT_CERTIFICATE | SMITH_IDENTITY_EDIT_FORMER_CERTIFICATE))
    smith_identity_edit_set_certificate (spare, edit->certificate, edit->chain);

  return spare;
}

static void
remember_step (Import          *import,
               SmithIdentity   *identity,
               SmithImportStep *step)
{
  g_set_object (&import->target, identity);
  g_clear_pointer (&import->before, smith_identity_data_unref);
  import->before = smith_identity_data_ref (smith_identity_get_data (identity));
  g_clear_pointer (&import->spare, smith_identity_edit_free);
  import->spare = make_spare (step->edit);
}

/* Step 3. */
static void
make_next_change (GTask *task)
{
  SmithWorkspace *self = g_task_get_source_object (task);
  SmithLibrary *library = smith_workspace_get_library (self);
  Import *import = g_task_get_task_data (task);
  SmithIdentity *identity;
  SmithImportStep *step;

  if (import->position >= import->plan->steps->len)
    {
      finish_import (task);
      return;
    }

  step = g_ptr_array_index (import->plan->steps, import->position);
  identity = step->identity_id != NULL ? smith_library_find (library, step->identity_id) : NULL;
  if (identity != NULL)
    {
      remember_step (import, identity, step);
      smith_library_edit_async (library, identity, g_steal_pointer (&step->edit),
                                smith_job_get_cancellable (import->job), make_next_change_cb, task);
      return;
    }
  if (step->identity_id == NULL)
    {
      add_new (import, library);
    }
  else
    {
      g_clear_pointer (&import->spare, smith_identity_edit_free);
      import->spare = make_spare (step->edit);
      add_orphan (import, library, step, import->spare, NULL);
      import->position++;
    }
  g_idle_add (make_more_changes_cb, task);
}

static void
run_plan (GTask        *task,
          gpointer      source,
          gpointer      data,
          GCancellable *cancellable)
{
  Import *import = data;

  import->plan = smith_import_plan_new (import->found, import->snapshot, import->current_id);
  g_task_return_boolean (task, TRUE);
}

static void
take_plan_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  GTask *task = user_data;
  Import *import = g_task_get_task_data (task);
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      fail_import (task, error);
      return;
    }
  import->summary = smith_import_summary_new ();
  import->report = smith_import_report_new (import->found, import->problems, import->bytes != NULL);
  smith_import_report_add_lines (import->report, import->plan->lines);
  if (import->plan->loose != NULL)
    smith_import_summary_set_loose (import->summary, import->plan->loose->str, import->plan->loose_name);
  make_next_change (task);
}

/* Step 2. */
static void
make_plan (GTask *task)
{
  SmithWorkspace *self = g_task_get_source_object (task);
  GListModel *library = G_LIST_MODEL (smith_workspace_get_library (self));
  Import *import = g_task_get_task_data (task);
  guint n = g_list_model_get_n_items (library);
  g_autoptr (GTask) planning = NULL;

  import->snapshot = g_ptr_array_new_full (n, (GDestroyNotify) smith_identity_data_unref);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SmithIdentity) identity = g_list_model_get_item (library, i);

      g_ptr_array_add (import->snapshot, smith_identity_data_ref (smith_identity_get_data (identity)));
    }
  planning = g_task_new (self, smith_job_get_cancellable (import->job), take_plan_cb, task);
  g_task_set_source_tag (planning, make_plan);
  g_task_set_task_data (planning, import, NULL);
  g_task_run_in_thread (planning, run_plan);
}

static void
run_read (GTask        *task,
          gpointer      source,
          gpointer      data,
          GCancellable *cancellable)
{
  Import *import = data;
  GError *error = NULL;
  gboolean success;

  if (import->bytes != NULL)
    success = smith_import_read_bytes (import->bytes, import->source, import->interaction, import->found,
                                       import->problems, cancellable, &error);
  else
    success = smith_import_read_files (import->files, import->interaction, report_progress, task, import->found,
                                       import->problems, cancellable, &error);
  if (success)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
loading_changed_cb (GTask *task)
{
  SmithWorkspace *self = g_task_get_source_object (task);
  SmithLibrary *library = smith_workspace_get_library (self);

  if (smith_library_get_loading (library))
    return;

  g_signal_handlers_disconnect_by_func (library, loading_changed_cb, task);
  make_plan (task);
}

static void
take_found_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  GTask *task = user_data;
  SmithLibrary *library = smith_workspace_get_library (SMITH_WORKSPACE (source));
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    fail_import (task, error);
  /* A file on the command line is read before the library is: what it belongs to may still come. */
  else if (smith_library_get_loading (library))
    g_signal_connect_swapped (library, "notify::loading", G_CALLBACK (loading_changed_cb), task);
  else
    make_plan (task);
}

/* Step 1. */
static void
read_sources (SmithWorkspace      *self,
              Import              *import,
              const char          *title,
              SmithIdentity       *current,
              GTlsInteraction     *interaction,
              GAsyncReadyCallback  callback,
              gpointer             user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  g_autoptr (GTask) reading = NULL;

  g_task_set_source_tag (task, smith_workspace_import_finish);
  g_task_set_task_data (task, import, free_import);
  import->job = smith_job_list_start (smith_workspace_get_jobs (self), title);
  g_set_object (&import->interaction, interaction);
  import->current_id = current != NULL ? g_strdup (smith_identity_get_id (current)) : NULL;
  import->found = g_ptr_array_new_with_free_func (g_object_unref);
  import->problems = g_ptr_array_new_with_free_func ((GDestroyNotify) smith_import_problem_free);

  reading = g_task_new (self, smith_job_get_cancellable (import->job), take_found_cb, task);
  g_task_set_source_tag (reading, read_sources);
  g_task_set_task_data (reading, import, NULL);
  g_task_run_in_thread (reading, run_read);
}

/**
 * smith_workspace_import_files_async:
 * @files: a #GListModel of #GFile: files, and folders whose files are read
 * @current: (nullable): the identity that is asked first where several fit
 * @interaction: (nullable): asked for passwords
 *
 * Brings in all that is in @files: each thing goes to the identity that it fits by public key or
 * signature, else to a new one that is not kept. Shows as a job, which can be canceled.
 */
void
smith_workspace_import_files_async (SmithWorkspace      *self,
                                    GListModel          *files,
                                    SmithIdentity       *current,
                                    GTlsInteraction     *interaction,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  g_autofree char *title = NULL;
  Import *import;
  guint n;

  g_return_if_fail (SMITH_IS_WORKSPACE (self));
  g_return_if_fail (G_IS_LIST_MODEL (files));
  g_return_if_fail (current == NULL || SMITH_IS_IDENTITY (current));

  n = g_list_model_get_n_items (files);
  import = g_new0 (Import, 1);
  import->files = g_ptr_array_new_full (n, g_object_unref);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (import->files, g_list_model_get_item (files, i));
  title = g_strdup_printf (ngettext ("Importing %u file", "Importing %u files", n), n);
  read_sources (self, import, title, current, interaction, callback, user_data);
}

/**
 * smith_workspace_import_bytes_async:
 * @bytes: what was pasted or dropped
 * @source: what a person knows it by
 * @current: (nullable): the identity that is asked first where several fit
 * @interaction: (nullable): asked for passwords
 */
void
smith_workspace_import_bytes_async (SmithWorkspace      *self,
                                    GBytes              *bytes,
                                    const char          *source,
                                    SmithIdentity       *current,
                                    GTlsInteraction     *interaction,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  g_autofree char *title = NULL;
  Import *import;

  g_return_if_fail (SMITH_IS_WORKSPACE (self));
  g_return_if_fail (bytes != NULL && source != NULL);
  g_return_if_fail (current == NULL || SMITH_IS_IDENTITY (current));

  import = g_new0 (Import, 1);
  import->bytes = g_bytes_ref (bytes);
  import->source = g_strdup (source);
  title = g_strdup_printf (_("Importing “%s”"), source);
  read_sources (self, import, title, current, interaction, callback, user_data);
}

/**
 * smith_workspace_import_finish:
 *
 * Returns: (transfer full): what it did, problems included; %G_IO_ERROR_CANCELLED where the job was
 *   canceled before anything was changed
 */
SmithImportSummary *
smith_workspace_import_finish (SmithWorkspace  *self,
                               GAsyncResult    *result,
                               GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, smith_workspace_import_finish), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
