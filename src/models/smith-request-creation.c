/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-request-draft.h"

#include <glib/gi18n.h>

#include "smith-profile-list.h"
#include "smith-request-draft-private.h"
#include "smith-unlock.h"

/* The creation of a request from its draft:
 * unlock the key -> sign in a worker -> on disk. */

typedef struct
{
  SmithWorkspace  *workspace;
  SmithIdentity   *identity;
  SmithJob        *job;
  SmithName       *subject;
  GListModel      *alt_names;
  SmithExtensions *extensions;
  char            *digest;
  SmithSecret     *challenge;
  SmithKey        *key;
  GCancellable    *outer;
  gulong           outer_handler;
} Create;

static void
create_free (Create *state)
{
  g_clear_object (&state->workspace);
  g_clear_object (&state->identity);
  g_clear_object (&state->job);
  g_clear_object (&state->subject);
  g_clear_object (&state->alt_names);
  g_clear_pointer (&state->extensions, smith_extensions_free);
  g_clear_pointer (&state->challenge, smith_secret_unref);
  g_free (state->digest);
  g_clear_object (&state->key);
  g_clear_object (&state->outer);
  g_free (state);
}

/* @error: (transfer full) (nullable) */
static void
finish_create (GTask  *task,
               GError *error)
{
  SmithRequestDraft *self = g_task_get_source_object (task);
  Create *state = g_task_get_task_data (task);

  if (state->outer != NULL)
    g_cancellable_disconnect (state->outer, state->outer_handler);
  smith_job_finish (state->job, error);
  smith_request_draft_set_job (self, NULL);

  if (error == NULL)
    {
      smith_request_draft_set_challenge (self, NULL);
      smith_request_draft_set_editing (self, FALSE);
      g_task_return_boolean (task, TRUE);
      return;
    }

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    smith_request_draft_set_problem (self, error->message);
  g_task_return_error (task, error);
}

static void
saved_cb (SmithProfileList *profiles,
          GParamSpec       *pspec,
          GTask            *task)
{
  if (smith_profile_list_get_saving (profiles))
    return;

  g_signal_handlers_disconnect_by_func (profiles, saved_cb, task);
  finish_create (task, NULL);
  g_object_unref (task);
}

/* The next request begins with what this one says. If that cannot be kept, the request is there all the same. */
static void
remember (GTask *task)
{
  Create *state = g_task_get_task_data (task);
  SmithProfileList *profiles = smith_profile_list_for_library (smith_workspace_get_library (state->workspace));

  smith_profile_list_remember (profiles, g_task_get_source_object (task));
  if (smith_profile_list_get_saving (profiles))
    g_signal_connect (profiles, "notify::saving", G_CALLBACK (saved_cb), g_object_ref (task));
  else
    finish_create (task, NULL);
}

static void
set_request_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (smith_library_change_finish (SMITH_LIBRARY (source), result, &error))
    remember (task);
  else
    finish_create (task, error);
}

static void
sign_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (SmithRequest) request = NULL;
  Create *state = g_task_get_task_data (task);
  GError *error = NULL;

  request = g_task_propagate_pointer (G_TASK (result), &error);
  if (request == NULL)
    {
      finish_create (task, error);
      return;
    }

  smith_library_set_request_async (smith_workspace_get_library (state->workspace), state->identity, request,
                                   smith_job_get_cancellable (state->job), set_request_cb, g_object_ref (task));
}

static void
sign_in_thread (GTask        *worker,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  Create *state = task_data;
  SmithRequestSpec spec = {
    .subject = state->subject, .alt_names = state->alt_names, .extensions = state->extensions,
    .digest = state->digest, .challenge_password = state->challenge,
  };
  SmithRequest *request;
  GError *error = NULL;

  request = smith_request_create_full (state->key, &spec, &error);
  if (request != NULL)
    g_task_return_pointer (worker, request, g_object_unref);
  else
    g_task_return_error (worker, error);
}

static void
unlock_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GTask) worker = NULL;
  Create *state = g_task_get_task_data (task);
  GError *error = NULL;

  state->key = smith_unlock_finish (SMITH_LIBRARY (source), result, &error);
  if (state->key == NULL)
    {
      finish_create (task, error);
      return;
    }

  worker = g_task_new (NULL, smith_job_get_cancellable (state->job), sign_cb, g_object_ref (task));
  g_task_set_source_tag (worker, unlock_cb);
  /* The state belongs to the outer task, which sign_cb() holds until the worker is done. */
  g_task_set_task_data (worker, state, NULL);
  g_task_run_in_thread (worker, sign_in_thread);
}

static void
cancel_job_cb (GCancellable *cancellable,
               gpointer      user_data)
{
  smith_job_cancel (user_data);
}

/**
 * smith_request_draft_create_async:
 * @workspace: has the library, the keyring and the list of jobs
 * @identity: has the key and gets the request
 * @interaction: (nullable): asks for the passphrase where the keyring does not know it
 * @cancellable: (nullable): the same as cancelling the job
 *
 * Creates the request. It is on disk before this says that it was created.
 */
void
smith_request_draft_create_async (SmithRequestDraft   *self,
                                  SmithWorkspace      *workspace,
                                  SmithIdentity       *identity,
                                  GTlsInteraction     *interaction,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autofree char *title = NULL;
  Create *state;
  GError *error = NULL;

  g_return_if_fail (SMITH_IS_REQUEST_DRAFT (self));
  g_return_if_fail (SMITH_IS_WORKSPACE (workspace));
  g_return_if_fail (SMITH_IS_IDENTITY (identity));
  g_return_if_fail (interaction == NULL || G_IS_TLS_INTERACTION (interaction));
  g_return_if_fail (smith_request_draft_get_valid (self));

  /* Without a cancellable of its own: a request that is on disk was created, whatever is cancelled then. */
  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, smith_request_draft_create_async);
  title = g_strdup_printf (_("Creating the request of “%s”"), smith_identity_get_name (identity));
  state = g_new0 (Create, 1);
  state->workspace = g_object_ref (workspace);
  state->identity = g_object_ref (identity);
  state->alt_names = smith_request_draft_dup_alt_names (self);
  state->extensions = smith_request_draft_dup_extensions_for (self, smith_identity_get_public_key (identity));
  state->digest = g_strdup (smith_request_draft_get_digest (self));
  if (smith_request_draft_get_challenge (self) != NULL)
    state->challenge = smith_secret_ref (smith_request_draft_get_challenge (self));
  state->job = smith_job_list_start (smith_workspace_get_jobs (workspace), title);
  g_task_set_task_data (task, state, (GDestroyNotify) create_free);
  if (cancellable != NULL)
    {
      state->outer = g_object_ref (cancellable);
      state->outer_handler = g_cancellable_connect (cancellable, G_CALLBACK (cancel_job_cb), state->job, NULL);
    }

  smith_request_draft_set_problem (self, NULL);
  smith_request_draft_set_job (self, state->job);
  state->subject = smith_request_draft_dup_subject (self, &error);
  if (state->subject == NULL)
    {
      finish_create (task, error);
      return;
    }

  smith_unlock_async (smith_workspace_get_library (workspace), smith_workspace_get_keyring (workspace), identity,
                      interaction, smith_job_get_cancellable (state->job), unlock_cb, g_object_ref (task));
}

/**
 * smith_request_draft_create_finish:
 *
 * Returns: whether the identity has its request
 */
gboolean
smith_request_draft_create_finish (SmithRequestDraft  *self,
                                   GAsyncResult       *result,
                                   GError            **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
