/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-upload-private.h"

#include <glib/gi18n.h>

/* How SmithUpload goes from step to step. Each step is one function of the table below, which ends in
 * smith_upload_finish_step(), smith_upload_go_to_step(), smith_upload_pause() or smith_upload_fail();
 * nothing else moves the state. */

#define MAX_PAUSE_MS 15000
#define TICK_MS      200

/* The steps in their order. */
static const struct
{
  void       (*run) (SmithUpload *self);
  const char  *text;
} steps[] = {
  [SMITH_UPLOAD_CHECK]        = { smith_upload_check_prerequisites, N_("Checking the prerequisites…") },
  [SMITH_UPLOAD_OPEN_ACCOUNT] = { smith_upload_open_account,        N_("Fetching the credentials of the account…") },
  [SMITH_UPLOAD_IDENTIFY]     = { smith_upload_identify_caller,     N_("Asking AWS whose credentials these are…") },
  [SMITH_UPLOAD_LOAD_KEY]     = { smith_upload_load_key,            N_("Opening the private key…") },
  [SMITH_UPLOAD_ASK]          = { smith_upload_ask_for_name,        N_("Asking AWS whether the name is free…") },
  [SMITH_UPLOAD_UPLOAD]       = { smith_upload_upload_certificate,  N_("Uploading certificate, key and chain…") },
  [SMITH_UPLOAD_READ_BACK]    = { smith_upload_read_back,           N_("Reading it back from AWS…") },
  [SMITH_UPLOAD_COMPARE]      = { smith_upload_compare,             N_("Comparing what AWS has with what was sent…") },
  [SMITH_UPLOAD_RECORD]       = { smith_upload_record_upload,       N_("Noting it in the library…") },
  [SMITH_UPLOAD_DONE]         = { NULL,                             N_("Uploaded, read back and identical.") },
};

/* Returns: what a person reads while @step is under way */
const char *
smith_upload_describe_step (SmithUploadStep step)
{
  return _(steps[step].text);
}

GCancellable *
smith_upload_get_cancellable (SmithUpload *self)
{
  return self->job != NULL ? smith_job_get_cancellable (self->job) : NULL;
}

static void
set_step (SmithUpload     *self,
          SmithUploadStep  step)
{
  smith_upload_set_step_text (self, smith_upload_describe_step (step));
  smith_upload_set_step (self, step);
}

/* Ends a run, whichever way. Secrets do not stay for the next one. */
static void
stop (SmithUpload *self)
{
  g_autoptr (SmithJob) job = g_steal_pointer (&self->job);
  gboolean cancelled = g_error_matches (self->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  g_clear_handle_id (&self->pause_source, g_source_remove);
  g_clear_object (&self->client);
  g_clear_pointer (&self->private_key, smith_secret_unref);
  g_clear_object (&self->there);

  smith_upload_set_running (self, FALSE);
  smith_job_finish (job, cancelled ? NULL : self->error);
  g_object_unref (self);
}

static void
run_step (SmithUpload *self)
{
  smith_upload_set_step_text (self, smith_upload_describe_step (self->step));
  self->n_pauses_taken = 0;
  if (self->step == SMITH_UPLOAD_DONE)
    stop (self);
  else
    steps[self->step].run (self);
}

void
smith_upload_fail (SmithUpload *self,
                   GError      *error)
{
  g_clear_error (&self->error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      const char *text = self->step == SMITH_UPLOAD_UPLOAD
                           ? _("Cancelled while uploading: AWS may have received it. Trying again asks AWS first.")
                         : self->step > SMITH_UPLOAD_UPLOAD
                           ? _("Cancelled after the upload: the certificate is in AWS, but was not compared.")
                           : _("Cancelled. Nothing was uploaded.");

      if (self->step == SMITH_UPLOAD_UPLOAD)
        self->answer_lost = self->expected = TRUE;
      self->error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, text);
      g_error_free (error);
    }
  else
    {
      self->error = error;
    }
  stop (self);
}

/* A run that goes on from a failed step fetches again what it let go of, and asks AWS again before it
 * uploads again; everything else is known. */
static gboolean
is_needed (SmithUpload     *self,
           SmithUploadStep  step)
{
  if (step >= self->resume_at)
    return TRUE;

  switch (step)
    {
    case SMITH_UPLOAD_OPEN_ACCOUNT:
      return self->resume_at < SMITH_UPLOAD_RECORD;
    case SMITH_UPLOAD_LOAD_KEY:
      return self->resume_at <= SMITH_UPLOAD_UPLOAD;
    case SMITH_UPLOAD_ASK:
      return self->resume_at == SMITH_UPLOAD_UPLOAD;
    case SMITH_UPLOAD_CHECK:
    case SMITH_UPLOAD_IDENTIFY:
    case SMITH_UPLOAD_UPLOAD:
    case SMITH_UPLOAD_READ_BACK:
    case SMITH_UPLOAD_COMPARE:
    case SMITH_UPLOAD_RECORD:
    case SMITH_UPLOAD_DONE:
    default:
      return FALSE;
    }
}

void
smith_upload_finish_step (SmithUpload *self)
{
  GError *error = NULL;

  /* Once it is noted in the library there is nothing left to cancel. */
  if (self->step < SMITH_UPLOAD_RECORD &&
      g_cancellable_set_error_if_cancelled (smith_upload_get_cancellable (self), &error))
    {
      smith_upload_fail (self, error);
      return;
    }

  do
    set_step (self, self->step + 1);
  while (!is_needed (self, self->step));
  run_step (self);
}

void
smith_upload_go_to_step (SmithUpload     *self,
                         SmithUploadStep  step)
{
  set_step (self, step);
  run_step (self);
}

static gboolean
pause_cb (gpointer user_data)
{
  SmithUpload *self = user_data;
  g_autofree char *text = NULL;
  GError *error = NULL;
  gint64 left;

  if (g_cancellable_set_error_if_cancelled (smith_upload_get_cancellable (self), &error))
    {
      self->pause_source = 0;
      smith_upload_fail (self, error);
      return G_SOURCE_REMOVE;
    }

  left = self->pause_end - g_get_monotonic_time ();
  if (left <= 0)
    {
      self->pause_source = 0;
      steps[self->step].run (self);
      return G_SOURCE_REMOVE;
    }

  left = left / G_USEC_PER_SEC + 1;
  text = g_strdup_printf (ngettext ("AWS does not show it yet: asking again in %d second…",
                                    "AWS does not show it yet: asking again in %d seconds…", (gulong) left), (int) left);
  smith_upload_set_step_text (self, text);

  return G_SOURCE_CONTINUE;
}

/* Runs the step again after a pause; each pause is twice as long as the one before. Returns whether there was one left. */
gboolean
smith_upload_pause (SmithUpload *self)
{
  gint64 milliseconds;

  if (self->n_pauses_taken >= self->max_pauses)
    return FALSE;

  milliseconds = MIN ((gint64) self->first_pause << MIN (self->n_pauses_taken, 10), MAX_PAUSE_MS);
  self->n_pauses_taken++;
  self->pause_end = g_get_monotonic_time () + milliseconds * 1000;
  self->pause_source = g_timeout_add ((guint) MIN (milliseconds, TICK_MS), pause_cb, self);

  return TRUE;
}

/* Whether what was found out before still holds for what is there now. */
static gboolean
is_same_as_before (SmithUpload *self)
{
  GListModel *chain = smith_identity_get_chain (self->identity);

  if (self->certificate == NULL || self->certificate != smith_identity_get_certificate (self->identity) ||
      g_strcmp0 (self->caller_key_id, smith_account_get_access_key_id (self->account)) != 0 ||
      g_list_model_get_n_items (chain) != self->chain->len)
    return FALSE;
  for (guint i = 0; i < self->chain->len; i++)
    {
      g_autoptr (SmithCertificate) certificate = g_list_model_get_item (chain, i);

      if (!smith_certificate_equal (certificate, self->chain->pdata[i]))
        return FALSE;
    }

  return TRUE;
}

/**
 * smith_upload_start:
 *
 * Starts, or goes on from the step that failed. Where certificate, chain or access key are not what
 * they were then, everything is done anew. Does nothing while it is running or when it is done.
 */
void
smith_upload_start (SmithUpload *self)
{
  g_autofree char *title = NULL;

  g_return_if_fail (SMITH_IS_UPLOAD (self));

  if (self->running || self->step == SMITH_UPLOAD_DONE)
    return;

  if (!is_same_as_before (self))
    {
      self->resume_at = SMITH_UPLOAD_CHECK;
      self->answer_lost = self->expected = FALSE;
      g_free (self->caller_key_id);
      self->caller_key_id = g_strdup (smith_account_get_access_key_id (self->account));
    }
  else
    {
      self->resume_at = self->step == SMITH_UPLOAD_COMPARE ? SMITH_UPLOAD_READ_BACK : self->step;
    }
  self->n_lost = 0;
  g_clear_error (&self->error);

  /* Translators: %s is the name that a certificate gets in IAM */
  title = g_strdup_printf (_("Uploading “%s”"), self->name);
  self->job = smith_job_list_start (smith_workspace_get_jobs (self->workspace), title);
  g_object_ref (self);
  smith_upload_set_running (self, TRUE);

  set_step (self, SMITH_UPLOAD_CHECK);
  if (is_needed (self, SMITH_UPLOAD_CHECK))
    run_step (self);
  else
    smith_upload_finish_step (self);
}

/**
 * smith_upload_cancel:
 *
 * Stops at the step that is under way; smith_upload_start() goes on from there.
 */
void
smith_upload_cancel (SmithUpload *self)
{
  g_return_if_fail (SMITH_IS_UPLOAD (self));

  if (self->job != NULL)
    smith_job_cancel (self->job);
}
