/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-key-draft.h"

#include <glib/gi18n.h>

#include "smith-command.h"
#include "smith-key-history.h"
#include "smith-unlock.h"

/**
 * SmithKeyDraft:
 *
 * The private key that an identity is about to get: which algorithm, and how the file is protected.
 *
 * smith_key_draft_create_async(): generate in a worker -> on disk -> remember the passphrase. The
 * work is a #SmithJob of the workspace, which is also the property "job" while it is under way, so
 * that a pane that comes back to the identity finds it again. Main thread only.
 */
struct _SmithKeyDraft
{
  GObject parent_instance;

  /* Owned */
  SmithPassphraseDraft    *protection;
  SmithJob                *job;
  char                    *problem;

  /* Borrowed */
  const SmithKeyAlgorithm *algorithm;
};

enum
{
  PROP_0,
  PROP_ALGORITHM,
  PROP_PROTECTION,
  PROP_JOB,
  PROP_PROBLEM,
  PROP_VALID,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SmithKeyDraft, smith_key_draft, G_TYPE_OBJECT)

typedef struct
{
  SmithWorkspace *workspace;
  SmithIdentity  *identity;
  SmithJob       *job;
  SmithSecret    *passphrase;
  gboolean        remember;
  gboolean        replaces;
  gboolean        was_protected;
  GCancellable   *outer;
  gulong          outer_handler;
  char           *warning;
} Create;

static void
create_free (Create *state)
{
  g_clear_object (&state->workspace);
  g_clear_object (&state->identity);
  g_clear_object (&state->job);
  g_clear_object (&state->outer);
  g_clear_pointer (&state->passphrase, smith_secret_unref);
  g_free (state->warning);
  g_free (state);
}

static void
set_problem (SmithKeyDraft *self,
             const char    *problem)
{
  if (g_strcmp0 (self->problem, problem) == 0)
    return;

  g_free (self->problem);
  self->problem = g_strdup (problem);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBLEM]);
}

static void
set_job (SmithKeyDraft *self,
         SmithJob      *job)
{
  if (!g_set_object (&self->job, job))
    return;

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_JOB]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VALID]);
}

/* @error: (transfer full) (nullable) */
static void
finish_create (GTask  *task,
               GError *error)
{
  SmithKeyDraft *self = g_task_get_source_object (task);
  Create *state = g_task_get_task_data (task);

  if (state->outer != NULL)
    g_cancellable_disconnect (state->outer, state->outer_handler);
  smith_job_finish (state->job, error);
  set_job (self, NULL);

  if (error == NULL)
    {
      smith_passphrase_draft_clear (self->protection);
      g_task_return_boolean (task, TRUE);
      return;
    }

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    set_problem (self, error->message);
  g_task_return_error (task, error);
}

static void
remember_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  Create *state = g_task_get_task_data (task);

  /* The key is on disk: whatever the keyring says, it was created. */
  if (!smith_keyring_store_finish (SMITH_KEYRING (source), result, &error))
    state->warning = g_strdup_printf (_("The key was created, but its passphrase was not remembered: %s"),
                                      error->message);

  finish_create (task, NULL);
}

static void
forget_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  /* The next unlocking finds out that what is remembered does not fit, and forgets it then. */
  if (!smith_keyring_clear_finish (SMITH_KEYRING (source), result, &error))
    g_message ("The passphrase of the former key stays in the keyring: %s", error->message);

  finish_create (task, NULL);
}

static void
set_key_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Create *state = g_task_get_task_data (task);
  GError *error = NULL;

  if (!smith_library_change_finish (SMITH_LIBRARY (source), result, &error))
    {
      finish_create (task, error);
      return;
    }

  if (state->passphrase != NULL && state->remember && smith_workspace_get_keyring (state->workspace) != NULL)
    {
      g_autofree char *label = smith_unlock_dup_keyring_label (state->identity);

      smith_job_set_detail (state->job, _("Remembering the passphrase"));
      smith_keyring_store_async (smith_workspace_get_keyring (state->workspace),
                                 SMITH_KEYRING_ITEM_KEY_PASSPHRASE,
                                 smith_identity_get_id (state->identity), label, state->passphrase,
                                 smith_job_get_cancellable (state->job), remember_cb, g_object_ref (task));
      return;
    }
  if (state->replaces && state->was_protected && smith_workspace_get_keyring (state->workspace) != NULL)
    {
      smith_keyring_clear_async (smith_workspace_get_keyring (state->workspace), SMITH_KEYRING_ITEM_KEY_PASSPHRASE,
                                 smith_identity_get_id (state->identity),
                                 smith_job_get_cancellable (state->job), forget_cb, g_object_ref (task));
      return;
    }

  finish_create (task, NULL);
}

static void
generate_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (SmithKey) key = NULL;
  Create *state = g_task_get_task_data (task);
  GError *error = NULL;

  key = smith_key_generate_finish (result, &error);
  if (key == NULL)
    {
      finish_create (task, error);
      return;
    }

  smith_job_set_detail (state->job, _("Writing the key"));
  if (state->replaces)
    smith_library_replace_key_async (smith_workspace_get_library (state->workspace), state->identity, key,
                                     state->passphrase, smith_job_get_cancellable (state->job),
                                     set_key_cb, g_object_ref (task));
  else
    smith_library_set_key_async (smith_workspace_get_library (state->workspace), state->identity, key,
                                 state->passphrase, smith_job_get_cancellable (state->job),
                                 set_key_cb, g_object_ref (task));
}

static void
cancel_job_cb (GCancellable *cancellable,
               gpointer      user_data)
{
  smith_job_cancel (user_data);
}

static void
protection_notify_valid_cb (SmithKeyDraft *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VALID]);
}

static void
smith_key_draft_finalize (GObject *object)
{
  SmithKeyDraft *self = SMITH_KEY_DRAFT (object);

  g_clear_object (&self->protection);
  g_clear_object (&self->job);
  g_clear_pointer (&self->problem, g_free);

  G_OBJECT_CLASS (smith_key_draft_parent_class)->finalize (object);
}

static void
smith_key_draft_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  SmithKeyDraft *self = SMITH_KEY_DRAFT (object);

  switch (prop_id)
    {
    case PROP_ALGORITHM:
      g_value_set_pointer (value, (gpointer) smith_key_draft_get_algorithm (self));
      break;
    case PROP_PROTECTION:
      g_value_set_object (value, smith_key_draft_get_protection (self));
      break;
    case PROP_JOB:
      g_value_set_object (value, smith_key_draft_get_job (self));
      break;
    case PROP_PROBLEM:
      g_value_set_string (value, smith_key_draft_get_problem (self));
      break;
    case PROP_VALID:
      g_value_set_boolean (value, smith_key_draft_get_valid (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_key_draft_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  SmithKeyDraft *self = SMITH_KEY_DRAFT (object);

  switch (prop_id)
    {
    case PROP_ALGORITHM:
      smith_key_draft_set_algorithm (self, g_value_get_pointer (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_key_draft_class_init (SmithKeyDraftClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = smith_key_draft_finalize;
  object_class->get_property = smith_key_draft_get_property;
  object_class->set_property = smith_key_draft_set_property;

  properties[PROP_ALGORITHM] =
    g_param_spec_pointer ("algorithm", NULL, NULL,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_PROTECTION] =
    g_param_spec_object ("protection", NULL, NULL, SMITH_TYPE_PASSPHRASE_DRAFT,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_JOB] =
    g_param_spec_object ("job", NULL, NULL, SMITH_TYPE_JOB, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_PROBLEM] =
    g_param_spec_string ("problem", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_VALID] =
    g_param_spec_boolean ("valid", NULL, NULL, TRUE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
smith_key_draft_init (SmithKeyDraft *self)
{
  self->algorithm = smith_key_algorithm_get_row (0);
  self->protection = smith_passphrase_draft_new ();
  g_signal_connect_object (self->protection, "notify::valid",
                           G_CALLBACK (protection_notify_valid_cb), self, G_CONNECT_SWAPPED);
}

/**
 * smith_key_draft_new:
 *
 * Returns: (transfer full): a draft of a key of the recommended algorithm, without a passphrase
 */
SmithKeyDraft *
smith_key_draft_new (void)
{
  return g_object_new (SMITH_TYPE_KEY_DRAFT, NULL);
}

/**
 * smith_key_draft_for_identity:
 * @identity: an identity, with or without a key
 *
 * Returns: (transfer none): the one draft of @identity, which lives as long as it
 */
SmithKeyDraft *
smith_key_draft_for_identity (SmithIdentity *identity)
{
  static GQuark quark = 0;
  SmithKeyDraft *self;

  g_return_val_if_fail (SMITH_IS_IDENTITY (identity), NULL);

  if (quark == 0)
    quark = g_quark_from_static_string ("smith-key-draft");
  self = g_object_get_qdata (G_OBJECT (identity), quark);
  if (self == NULL)
    {
      self = smith_key_draft_new ();
      g_object_set_qdata_full (G_OBJECT (identity), quark, self, g_object_unref);
    }

  return self;
}

/**
 * smith_key_draft_get_algorithm:
 *
 * Returns: (transfer none): what will be created
 */
const SmithKeyAlgorithm *
smith_key_draft_get_algorithm (SmithKeyDraft *self)
{
  g_return_val_if_fail (SMITH_IS_KEY_DRAFT (self), NULL);

  return self->algorithm;
}

void
smith_key_draft_set_algorithm (SmithKeyDraft           *self,
                               const SmithKeyAlgorithm *algorithm)
{
  g_return_if_fail (SMITH_IS_KEY_DRAFT (self));
  g_return_if_fail (algorithm != NULL);

  if (self->algorithm == algorithm)
    return;

  self->algorithm = algorithm;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ALGORITHM]);
}

/**
 * smith_key_draft_get_protection:
 *
 * Returns: (transfer none): passphrase or none, whether to remember it
 */
SmithPassphraseDraft *
smith_key_draft_get_protection (SmithKeyDraft *self)
{
  g_return_val_if_fail (SMITH_IS_KEY_DRAFT (self), NULL);

  return self->protection;
}

/**
 * smith_key_draft_get_job:
 *
 * Returns: (transfer none) (nullable): the creation that is under way
 */
SmithJob *
smith_key_draft_get_job (SmithKeyDraft *self)
{
  g_return_val_if_fail (SMITH_IS_KEY_DRAFT (self), NULL);

  return self->job;
}

/**
 * smith_key_draft_get_problem:
 *
 * Returns: (transfer none) (nullable): why the last creation failed, as a sentence
 */
const char *
smith_key_draft_get_problem (SmithKeyDraft *self)
{
  g_return_val_if_fail (SMITH_IS_KEY_DRAFT (self), NULL);

  return self->problem;
}

/**
 * smith_key_draft_get_valid:
 *
 * Returns: whether smith_key_draft_create_async() may be called
 */
gboolean
smith_key_draft_get_valid (SmithKeyDraft *self)
{
  g_return_val_if_fail (SMITH_IS_KEY_DRAFT (self), FALSE);

  return self->job == NULL && smith_passphrase_draft_get_valid (self->protection);
}

/**
 * smith_key_draft_dup_command:
 * @identity: whose key it will be; one that is not kept has no folder, so the command names just the file
 *
 * Returns: (transfer full): the command line that does the same
 */
char *
smith_key_draft_dup_command (SmithKeyDraft *self,
                             SmithIdentity *identity)
{
  g_autofree char *path = NULL;

  g_return_val_if_fail (SMITH_IS_KEY_DRAFT (self), NULL);
  g_return_val_if_fail (SMITH_IS_IDENTITY (identity), NULL);

  /* openssl would overwrite the key that is there. */
  path = smith_command_dup_path (identity, smith_identity_get_has_key (identity) ? "private-key-new.pem"
                                                                                   : "private-key.pem");

  return smith_command_create_key (self->algorithm, smith_passphrase_draft_get_protect (self->protection), path);
}

static void
start_create (SmithKeyDraft       *self,
              SmithWorkspace      *workspace,
              SmithIdentity       *identity,
              gboolean             replaces,
              GCancellable        *cancellable,
              GAsyncReadyCallback  callback,
              gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autofree char *title = NULL;
  Create *state;

  /* Without a cancellable of its own: a key that is on disk was created, whatever is cancelled then. */
  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, start_create);
  title = g_strdup_printf (_("Creating the %s key of “%s”"), smith_key_algorithm_get_title (self->algorithm),
                           smith_identity_get_name (identity));
  state = g_new0 (Create, 1);
  state->workspace = g_object_ref (workspace);
  state->identity = g_object_ref (identity);
  state->job = smith_job_list_start (smith_workspace_get_jobs (workspace), title);
  state->passphrase = smith_passphrase_draft_dup_passphrase (self->protection);
  state->remember = smith_passphrase_draft_get_remember (self->protection);
  state->replaces = replaces;
  state->was_protected = smith_identity_get_key_protection (identity) == SMITH_KEY_PROTECTION_PASSPHRASE;
  g_task_set_task_data (task, state, (GDestroyNotify) create_free);
  if (cancellable != NULL)
    {
      state->outer = g_object_ref (cancellable);
      state->outer_handler = g_cancellable_connect (cancellable, G_CALLBACK (cancel_job_cb), state->job, NULL);
    }

  set_problem (self, NULL);
  set_job (self, state->job);
  smith_key_generate_async (self->algorithm, smith_job_get_cancellable (state->job), generate_cb, g_object_ref (task));
}

/**
 * smith_key_draft_create_async:
 * @workspace: has the library, the keyring and the list of jobs
 * @identity: gets the key; it is kept by that
 * @cancellable: (nullable): the same as cancelling the job
 *
 * Creates the key. It is on disk before this says that it was created.
 */
void
smith_key_draft_create_async (SmithKeyDraft       *self,
                              SmithWorkspace      *workspace,
                              SmithIdentity       *identity,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_return_if_fail (SMITH_IS_KEY_DRAFT (self));
  g_return_if_fail (SMITH_IS_WORKSPACE (workspace));
  g_return_if_fail (SMITH_IS_IDENTITY (identity));
  g_return_if_fail (smith_key_draft_get_valid (self));

  start_create (self, workspace, identity, FALSE, cancellable, callback, user_data);
}

/**
 * smith_key_draft_replace_async:
 * @workspace: has the library, the keyring and the list of jobs
 * @identity: gets the key in the place of the one that it has; it has to be kept
 * @cancellable: (nullable): the same as cancelling the job
 *
 * Creates a key and puts what was there into the history. Finish with smith_key_draft_create_finish().
 */
void
smith_key_draft_replace_async (SmithKeyDraft       *self,
                               SmithWorkspace      *workspace,
                               SmithIdentity       *identity,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_return_if_fail (SMITH_IS_KEY_DRAFT (self));
  g_return_if_fail (SMITH_IS_WORKSPACE (workspace));
  g_return_if_fail (SMITH_IS_IDENTITY (identity));
  g_return_if_fail (smith_key_draft_get_valid (self));

  start_create (self, workspace, identity, TRUE, cancellable, callback, user_data);
}

/**
 * smith_key_draft_create_finish:
 * @warning: (out) (optional) (nullable) (transfer full): what went wrong after the key was on disk
 *
 * Returns: whether the identity has its key
 */
gboolean
smith_key_draft_create_finish (SmithKeyDraft  *self,
                               GAsyncResult   *result,
                               char          **warning,
                               GError        **error)
{
  Create *state;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  state = g_task_get_task_data (G_TASK (result));
  if (warning != NULL)
    *warning = g_steal_pointer (&state->warning);

  return g_task_propagate_boolean (G_TASK (result), error);
}
