/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-new-identity-private.h"

#include "smith-key-draft.h"

/* How SmithNewIdentity creates: a row of the library -> its key -> its request. A key that was not created takes the row
 * with it; a key that is on disk stays, and the next try goes on with the request. */

typedef struct
{
  SmithWorkspace  *workspace;
  SmithIdentity   *identity;
  SmithKeyDraft   *key_draft;
  gboolean         replaces;            /* the key of identity, which stays whatever happens */
  GTlsInteraction *interaction;
  GCancellable    *cancellable;
  GError          *error;               /* why there is no key, while its row is taken away */
} Create;

static void
create_free (Create *state)
{
  g_clear_object (&state->workspace);
  g_clear_object (&state->identity);
  g_clear_object (&state->key_draft);
  g_clear_object (&state->interaction);
  g_clear_object (&state->cancellable);
  g_clear_error (&state->error);
  g_free (state);
}

/* @error: (transfer full) */
static void
fail (GTask  *task,
      GError *error)
{
  SmithNewIdentity *self = g_task_get_source_object (task);

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    smith_new_identity_set_problem (self, error->message);
  smith_new_identity_set_job (self, NULL);
  g_task_return_error (task, error);
}

static void
request_created_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  SmithNewIdentity *self = g_task_get_source_object (task);
  Create *state = g_task_get_task_data (task);
  GError *error = NULL;

  if (!smith_request_draft_create_finish (SMITH_REQUEST_DRAFT (source), result, &error))
    {
      fail (task, error);
      return;
    }

  smith_new_identity_set_job (self, NULL);
  g_task_return_pointer (task, g_object_ref (state->identity), g_object_unref);
}

static void
create_request (GTask *task)
{
  SmithNewIdentity *self = g_task_get_source_object (task);
  Create *state = g_task_get_task_data (task);

  smith_request_draft_create_async (self->draft, state->workspace, state->identity, state->interaction,
                                    state->cancellable, request_created_cb, g_object_ref (task));
  smith_new_identity_set_job (self, smith_request_draft_get_job (self->draft));
}

static void
row_removed_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Create *state = g_task_get_task_data (task);

  /* A row that stays is one that can be deleted by hand; what matters is why there is no key. */
  smith_library_change_finish (SMITH_LIBRARY (source), result, NULL);
  fail (task, g_steal_pointer (&state->error));
}

static void
key_created_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  SmithNewIdentity *self = g_task_get_source_object (task);
  Create *state = g_task_get_task_data (task);

  if (!smith_key_draft_create_finish (SMITH_KEY_DRAFT (source), result, NULL, &state->error))
    {
      if (state->replaces)
        {
          fail (task, g_steal_pointer (&state->error));
          return;
        }
      smith_library_trash_async (smith_workspace_get_library (state->workspace), state->identity, NULL,
                                 row_removed_cb, g_object_ref (task));
      return;
    }

  g_set_object (&self->identity, state->identity);
  create_request (task);
}

static void
create_key (GTask *task)
{
  SmithNewIdentity *self = g_task_get_source_object (task);
  Create *state = g_task_get_task_data (task);

  /* What somebody has begun to fill in for another key of an identity that is there is not wanted here. */
  state->key_draft = state->replaces ? smith_key_draft_new ()
                                     : g_object_ref (smith_key_draft_for_identity (state->identity));
  smith_key_draft_set_algorithm (state->key_draft, self->algorithm);
  if (state->replaces)
    smith_key_draft_replace_async (state->key_draft, state->workspace, state->identity, state->cancellable,
                                   key_created_cb, g_object_ref (task));
  else
    smith_key_draft_create_async (state->key_draft, state->workspace, state->identity, state->cancellable,
                                  key_created_cb, g_object_ref (task));
  smith_new_identity_set_job (self, smith_key_draft_get_job (state->key_draft));
}

/**
 * smith_new_identity_create_async:
 * @workspace: has the library, the keyring and the list of jobs
 * @interaction: (nullable): asks for the passphrase of a key that is kept
 * @cancellable: (nullable): the same as cancelling the job
 *
 * Creates the key and the request. Both are on disk before this says so. The draft must be valid.
 */
void
smith_new_identity_create_async (SmithNewIdentity    *self,
                                 SmithWorkspace      *workspace,
                                 GTlsInteraction     *interaction,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autofree char *name = NULL;
  Create *state;

  g_return_if_fail (SMITH_IS_NEW_IDENTITY (self));
  g_return_if_fail (SMITH_IS_WORKSPACE (workspace));
  g_return_if_fail (self->job == NULL && smith_request_draft_get_valid (self->draft));

  /* Without a cancellable of its own: what is on disk was created, whatever is cancelled then. */
  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, smith_new_identity_create_async);
  state = g_new0 (Create, 1);
  state->workspace = g_object_ref (workspace);
  g_set_object (&state->interaction, interaction);
  g_set_object (&state->cancellable, cancellable);
  g_task_set_task_data (task, state, (GDestroyNotify) create_free);
  smith_new_identity_set_problem (self, NULL);

  if (self->keep_key)
    state->identity = g_object_ref (self->source);
  else if (self->identity != NULL)
    state->identity = g_object_ref (self->identity);
  if (state->identity != NULL)
    {
      create_request (task);
      return;
    }
  state->replaces = smith_new_identity_get_replaces_key (self);
  if (state->replaces)
    {
      state->identity = g_object_ref (self->source);
    }
  else
    {
      name = smith_new_identity_dup_name (self);
      state->identity = g_object_ref (smith_library_add (smith_workspace_get_library (workspace), name));
    }
  create_key (task);
}

/**
 * smith_new_identity_create_finish:
 *
 * Returns: (transfer full): the identity, which has its key and its request
 */
SmithIdentity *
smith_new_identity_create_finish (SmithNewIdentity  *self,
                                  GAsyncResult      *result,
                                  GError           **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
