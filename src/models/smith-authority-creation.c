/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-authority-creation.h"

#include <glib/gi18n.h>

#include "smith-authority-folder.h"
#include "smith-identity-folder.h"
#include "smith-identity-private.h"
#include "smith-library-private.h"
#include "smith-list.h"
#include "smith-unlock.h"

/*
 * New authorities, one or two at once: unlock the parent, if there is one -> make keys and sign, in a worker -> key and
 * certificate of each on disk, one transaction each, the issuer's record of the intermediate before -> rows of the
 * library -> passphrase remembered.
 */

/* One authority that is being made. */
typedef struct
{
  char              *id;
  SmithKey          *key;
  SmithCertificate  *certificate;
  SmithIdentityData *data;          /* as it is on disk */
} Made;

typedef struct
{
  SmithAuthorityPlan *plan;
  SmithJob           *job;
  GCancellable       *outer;
  gulong              outer_handler;
  char               *folder;

  SmithKey           *parent_key;
  SmithCertificate   *parent_certificate;
  char               *parent_id;
  GPtrArray          *parent_chain;

  Made                root;
  Made                issuing;
  GPtrArray          *identities;    /* rows, once they are on disk */
  guint               n_remembered;
  char               *warning;
} Create;

static void
made_clear (Made *made)
{
  g_free (made->id);
  g_clear_object (&made->key);
  g_clear_object (&made->certificate);
  g_clear_pointer (&made->data, smith_identity_data_unref);
}

static void
create_free (gpointer data)
{
  Create *state = data;

  if (state->outer != NULL)
    g_cancellable_disconnect (state->outer, state->outer_handler);
  g_clear_object (&state->outer);
  g_clear_pointer (&state->plan, smith_authority_plan_free);
  g_clear_object (&state->job);
  g_free (state->folder);
  g_clear_object (&state->parent_key);
  g_clear_object (&state->parent_certificate);
  g_free (state->parent_id);
  g_clear_pointer (&state->parent_chain, g_ptr_array_unref);
  made_clear (&state->root);
  made_clear (&state->issuing);
  g_clear_pointer (&state->identities, g_ptr_array_unref);
  g_free (state->warning);
  g_free (state);
}

/* @task: (transfer full) */
static void
finish (GTask  *task,
        GError *error)
{
  Create *state = g_task_get_task_data (task);

  smith_job_finish (state->job, error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_object_ref (g_ptr_array_index (state->identities, state->identities->len - 1)),
                           g_object_unref);
  g_object_unref (task);
}

/* The passphrase */

static void remember_next (GTask *task);

static void
remember_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  GTask *task = user_data;
  Create *state = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  /* The authority is on disk: whatever the keyring says, it was created. */
  if (!smith_keyring_store_finish (SMITH_KEYRING (source), result, &error))
    {
      g_free (state->warning);
      state->warning = g_strdup_printf (_("The authority was created, but its passphrase was not remembered: %s"),
                                        error->message);
      finish (task, NULL);
      return;
    }
  remember_next (task);
}

static void
remember_next (GTask *task)
{
  Create *state = g_task_get_task_data (task);
  SmithKeyring *keyring = smith_workspace_get_keyring (g_task_get_source_object (task));

  if (state->plan->passphrase != NULL && state->plan->remember && keyring != NULL &&
      state->n_remembered < state->identities->len)
    {
      SmithIdentity *identity = g_ptr_array_index (state->identities, state->n_remembered++);
      g_autofree char *label = smith_unlock_dup_keyring_label (identity);

      smith_keyring_store_async (keyring, SMITH_KEYRING_ITEM_KEY_PASSPHRASE, smith_identity_get_id (identity), label,
                                 state->plan->passphrase, smith_job_get_cancellable (state->job), remember_cb, task);
      return;
    }
  finish (task, NULL);
}

/* The disk */

static SmithIdentityData *
write_one (Create            *state,
           Made              *made,
           SmithCertificate  *issuer,
           GPtrArray         *above,
           GCancellable      *cancellable,
           GError           **error)
{
  g_autoptr (SmithIdentityEdit) edit = smith_identity_edit_new ();
  g_autoptr (GPtrArray) chain = g_ptr_array_new_with_free_func (g_object_unref);

  if (issuer != NULL)
    g_ptr_array_add (chain, g_object_ref (issuer));
  for (guint i = 0; above != NULL && i < above->len; i++)
    g_ptr_array_add (chain, g_object_ref (g_ptr_array_index (above, i)));
  smith_identity_edit_set_name (edit, smith_certificate_get_title (made->certificate));
  smith_identity_edit_set_key (edit, made->key, state->plan->passphrase);
  smith_identity_edit_set_certificate (edit, made->certificate, chain);

  return smith_identity_folder_create (state->folder, made->id, edit, cancellable, error);
}

/* What was signed is on record before it can be used anywhere. */
static gboolean
write_issuing (Create        *state,
               GCancellable  *cancellable,
               GError       **error)
{
  const char *issuer_id = state->root.certificate != NULL ? state->root.id : state->parent_id;
  SmithCertificate *issuer = state->root.certificate != NULL ? state->root.certificate : state->parent_certificate;

  if (!smith_authority_folder_add_issued (state->folder, issuer_id, state->issuing.certificate, cancellable, error))
    return FALSE;
  state->issuing.data = write_one (state, &state->issuing, issuer, state->parent_chain, cancellable, error);

  return state->issuing.data != NULL;
}

static gboolean
write_addresses (Create  *state,
                 GError **error)
{
  SmithAuthorityChange change = { .kind = SMITH_AUTHORITY_CHANGE_ADDRESSES };
  g_autoptr (SmithExtensions) addresses = smith_authority_plan_make_addresses (state->plan);
  g_autoptr (SmithAuthorityRecords) records = NULL;

  if (smith_extensions_is_empty (addresses))
    return TRUE;
  change.addresses = addresses;
  records = smith_authority_folder_change (state->folder,
                                           state->issuing.data != NULL ? state->issuing.id : state->root.id,
                                           &change, NULL, error);

  return records != NULL;
}

static void
run_write (GTask        *task,
           gpointer      source,
           gpointer      data,
           GCancellable *cancellable)
{
  Create *state = data;
  GError *error = NULL;

  if (state->root.certificate != NULL)
    state->root.data = write_one (state, &state->root, NULL, NULL, cancellable, &error);
  /* With the root on disk there is no way back: the second belongs to it. */
  if (error == NULL && state->issuing.certificate != NULL)
    (void) write_issuing (state, state->root.data != NULL ? NULL : cancellable, &error);
  if (error == NULL)
    (void) write_addresses (state, &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
add_row (Create            *state,
         SmithLibrary      *library,
         SmithIdentityData *data,
         GPtrArray         *added)
{
  SmithIdentity *known;
  g_autoptr (SmithIdentity) identity = NULL;

  if (data == NULL)
    return;
  /* The library may have seen the folder by itself. */
  known = smith_library_find (library, data->id);
  identity = known != NULL ? g_object_ref (known) : smith_identity_new (data);
  if (known == NULL)
    g_ptr_array_add (added, identity);
  g_ptr_array_add (state->identities, g_steal_pointer (&identity));
}

static void
write_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  GTask *task = user_data;
  Create *state = g_task_get_task_data (task);
  g_autoptr (GPtrArray) added = g_ptr_array_new ();
  GError *error = NULL;

  (void) g_task_propagate_boolean (G_TASK (result), &error);
  /* What is on disk is shown, whether all of it is or not. */
  state->identities = g_ptr_array_new_with_free_func (g_object_unref);
  add_row (state, SMITH_LIBRARY (source), state->root.data, added);
  add_row (state, SMITH_LIBRARY (source), state->issuing.data, added);
  smith_library_append (SMITH_LIBRARY (source), added);
  if (error != NULL)
    {
      finish (task, error);
      return;
    }
  smith_job_set_detail (state->job, _("Remembering the passphrase"));
  remember_next (task);
}

/* Keys and signatures */

static gboolean
make_root (Create        *state,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr (SmithIssuance) issuance = smith_authority_plan_make_root (state->plan, error);

  if (issuance == NULL)
    return FALSE;
  state->root.key = smith_key_generate (state->plan->algorithm, cancellable, error);
  if (state->root.key == NULL)
    return FALSE;
  state->root.certificate = smith_certificate_issue (smith_key_get_public_key (state->root.key), issuance, NULL, NULL,
                                                     state->root.key, error);

  return state->root.certificate != NULL;
}

static gboolean
make_issuing (Create        *state,
              GCancellable  *cancellable,
              GError       **error)
{
  g_autoptr (SmithIssuance) issuance = smith_authority_plan_make_issuing (state->plan, error);
  gboolean below_root = state->root.certificate != NULL;

  if (issuance == NULL)
    return FALSE;
  if (!below_root)
    {
      g_autoptr (SmithAuthorityRecords) records =
        smith_authority_folder_read (state->folder, state->parent_id, cancellable, error);

      if (records == NULL)
        return FALSE;
      /* Where to look is what the issuer says of itself. */
      issuance->extensions->crl_urls = g_strdupv (records->addresses->crl_urls);
      issuance->extensions->ocsp_urls = g_strdupv (records->addresses->ocsp_urls);
      issuance->extensions->issuer_urls = g_strdupv (records->addresses->issuer_urls);
    }
  state->issuing.key = smith_key_generate (state->plan->algorithm, cancellable, error);
  if (state->issuing.key == NULL)
    return FALSE;
  state->issuing.certificate =
    smith_certificate_issue (smith_key_get_public_key (state->issuing.key), issuance,
                             below_root ? state->root.certificate : state->parent_certificate,
                             below_root ? NULL : state->parent_chain,
                             below_root ? state->root.key : state->parent_key, error);

  return state->issuing.certificate != NULL;
}

static void
make_in_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  Create *state = data;
  GError *error = NULL;

  if ((state->plan->kind == SMITH_AUTHORITY_KIND_INTERMEDIATE || make_root (state, cancellable, &error)) &&
      (state->plan->kind == SMITH_AUTHORITY_KIND_ROOT || make_issuing (state, cancellable, &error)))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
make_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  GTask *task = user_data;
  Create *state = g_task_get_task_data (task);
  SmithLibrary *library = smith_workspace_get_library (SMITH_WORKSPACE (source));
  g_autoptr (GTask) writing = NULL;
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      finish (task, error);
      return;
    }
  smith_job_set_detail (state->job, _("Writing the keys"));
  writing = g_task_new (library, smith_job_get_cancellable (state->job), write_cb, task);
  g_task_set_source_tag (writing, make_cb);
  g_task_set_check_cancellable (writing, FALSE);
  g_task_set_task_data (writing, state, NULL);
  smith_library_push (library, writing, run_write);
}

/* @task: (transfer full) */
static void
start_making (GTask *task)
{
  Create *state = g_task_get_task_data (task);
  g_autoptr (GTask) making = g_task_new (g_task_get_source_object (task), smith_job_get_cancellable (state->job),
                                         make_cb, task);

  g_task_set_source_tag (making, start_making);
  /* The state is the outer task's, which make_cb() still has. */
  g_task_set_task_data (making, state, NULL);
  g_task_run_in_thread (making, make_in_thread);
}

static void
unlock_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GTask *task = user_data;
  Create *state = g_task_get_task_data (task);
  GError *error = NULL;

  state->parent_key = smith_unlock_finish (SMITH_LIBRARY (source), result, &error);
  if (state->parent_key == NULL)
    finish (task, error);
  else
    start_making (task);
}

static void
cancel_job_cb (GCancellable *cancellable,
               gpointer      user_data)
{
  smith_job_cancel (user_data);
}

/* FALSE where the parent can sign nothing. */
static gboolean
take_parent (Create         *state,
             SmithIdentity  *parent,
             GError        **error)
{
  g_autofree char *obstacle = smith_authority_find_obstacle (parent);

  if (obstacle != NULL)
    {
      g_set_error_literal (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED, obstacle);
      return FALSE;
    }
  state->parent_certificate = g_object_ref (smith_identity_get_certificate (parent));
  state->parent_id = g_strdup (smith_identity_get_id (parent));
  state->parent_chain = smith_list_dup_items (smith_identity_get_chain (parent));

  return TRUE;
}

/**
 * smith_authority_create_async:
 * @workspace: has the library, the keyring and the list of jobs
 * @plan: what to make; checked by smith_authority_plan_check()
 * @interaction: (nullable): asked for the passphrase of the parent, where there is one and the keyring has none
 * @cancellable: (nullable): the same as cancelling the job
 *
 * Keys and certificates are on disk before this says that they were made. What was begun and failed in the
 * middle leaves the root, which is a row of the library then.
 */
void
smith_authority_create_async (SmithWorkspace           *workspace,
                              const SmithAuthorityPlan *plan,
                              GTlsInteraction          *interaction,
                              GCancellable             *cancellable,
                              GAsyncReadyCallback       callback,
                              gpointer                  user_data)
{
  GTask *task;
  g_autofree char *title = NULL;
  Create *state;
  GError *error = NULL;

  g_return_if_fail (SMITH_IS_WORKSPACE (workspace));
  g_return_if_fail (plan != NULL);

  /* Without a cancellable of its own: what is on disk was created, whatever is cancelled then. */
  task = g_task_new (workspace, NULL, callback, user_data);
  g_task_set_source_tag (task, smith_authority_create_async);
  title = g_strdup_printf (_("Creating the authority “%s”"), plan->name);
  state = g_new0 (Create, 1);
  state->plan = smith_authority_plan_copy (plan);
  state->job = smith_job_list_start (smith_workspace_get_jobs (workspace), title);
  state->folder = g_strdup (smith_library_get_folder (smith_workspace_get_library (workspace)));
  state->root.id = g_uuid_string_random ();
  state->issuing.id = g_uuid_string_random ();
  g_task_set_task_data (task, state, create_free);
  if (cancellable != NULL)
    {
      state->outer = g_object_ref (cancellable);
      state->outer_handler = g_cancellable_connect (cancellable, G_CALLBACK (cancel_job_cb), state->job, NULL);
    }

  if (!smith_authority_plan_check (plan, &error) ||
      (plan->kind == SMITH_AUTHORITY_KIND_INTERMEDIATE && !take_parent (state, plan->parent, &error)))
    finish (task, error);
  else if (plan->kind == SMITH_AUTHORITY_KIND_INTERMEDIATE)
    smith_unlock_async (smith_workspace_get_library (workspace), smith_workspace_get_keyring (workspace), plan->parent,
                        interaction, smith_job_get_cancellable (state->job), unlock_cb, task);
  else
    start_making (task);
}

/**
 * smith_authority_create_finish:
 * @warning: (out) (optional) (nullable) (transfer full): what went wrong after it was on disk
 *
 * Returns: (transfer full): the identity of the authority that signs requests
 */
SmithIdentity *
smith_authority_create_finish (SmithWorkspace  *workspace,
                               GAsyncResult    *result,
                               char           **warning,
                               GError         **error)
{
  Create *state;

  g_return_val_if_fail (g_task_is_valid (result, workspace), NULL);

  state = g_task_get_task_data (G_TASK (result));
  if (warning != NULL)
    *warning = g_steal_pointer (&state->warning);

  return g_task_propagate_pointer (G_TASK (result), error);
}
