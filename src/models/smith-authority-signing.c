/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-authority-signing.h"

#include <glib/gi18n.h>

/*
 * A request of the library, signed at once by an authority of the library, as it asks and as is usual: what is known of
 * the authority is read -> signed -> certificate and chain are at the request's identity.
 */

typedef struct
{
  SmithAuthority  *authority;
  SmithRequest    *request;
  GTlsInteraction *interaction;
  SmithJob        *job;
  GCancellable    *outer;
  gulong           outer_handler;
} Sign;

static void
sign_free (gpointer data)
{
  Sign *sign = data;

  g_clear_object (&sign->authority);
  g_clear_object (&sign->request);
  g_clear_object (&sign->interaction);
  g_clear_object (&sign->job);
  g_clear_object (&sign->outer);
  g_free (sign);
}

/* @task: (transfer full); @error: (transfer full) (nullable) */
static void
finish (GTask  *task,
        GError *error)
{
  Sign *sign = g_task_get_task_data (task);

  if (sign->outer != NULL)
    g_cancellable_disconnect (sign->outer, sign->outer_handler);
  smith_job_finish (sign->job, error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

static void
issue_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  GTask *task = user_data;
  g_autoptr (SmithCertificate) certificate = NULL;
  g_autofree char *warning = NULL;
  GError *error = NULL;

  certificate = smith_authority_issue_finish (SMITH_AUTHORITY (source), result, NULL, &warning, &error);
  /* Signed, but not where it belongs: that is no success for whoever waits for it there. */
  if (certificate != NULL && warning != NULL)
    error = g_error_new_literal (SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED, warning);
  finish (task, error);
}

static void
load_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  GTask *task = user_data;
  Sign *sign = g_task_get_task_data (task);
  SmithAuthority *authority = SMITH_AUTHORITY (source);
  const SmithExtensions *addresses;
  g_autoptr (SmithIssuance) issuance = NULL;
  GError *error = NULL;

  if (!smith_authority_change_finish (authority, result, &error))
    {
      finish (task, error);
      return;
    }
  addresses = smith_authority_get_addresses (authority);
  issuance = smith_issuance_new_from_request (sign->request, SMITH_AUTHORITY_DEFAULT_DAYS);
  issuance->extensions->crl_urls = g_strdupv (addresses->crl_urls);
  issuance->extensions->ocsp_urls = g_strdupv (addresses->ocsp_urls);
  issuance->extensions->issuer_urls = g_strdupv (addresses->issuer_urls);
  smith_authority_issue_async (authority, smith_request_get_public_key (sign->request), issuance, sign->interaction,
                               smith_job_get_cancellable (sign->job), issue_cb, task);
}

static void
cancel_job_cb (GCancellable *cancellable,
               gpointer      user_data)
{
  smith_job_cancel (user_data);
}

/**
 * smith_authority_find_signer:
 * @library: the library
 * @certificate: any
 *
 * Returns: (transfer full) (nullable): who of the library signed @certificate, and can sign again
 */
SmithIdentity *
smith_authority_find_signer (SmithLibrary     *library,
                             SmithCertificate *certificate)
{
  g_autoptr (GListModel) able = NULL;
  guint n;

  g_return_val_if_fail (SMITH_IS_LIBRARY (library), NULL);
  g_return_val_if_fail (SMITH_IS_CERTIFICATE (certificate), NULL);

  able = smith_authority_list (library);
  n = g_list_model_get_n_items (able);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SmithIdentity) identity = g_list_model_get_item (able, i);

      if (smith_certificate_is_issued_by (certificate, smith_identity_get_certificate (identity)))
        return g_steal_pointer (&identity);
    }

  return NULL;
}

/**
 * smith_authority_sign_async:
 * @workspace: has the library, the keyring and the list of jobs
 * @signer: an authority of the library
 * @request: of an identity of the library, which gets certificate and chain
 * @interaction: (nullable): asked for the passphrase of @signer where the keyring has none
 * @cancellable: (nullable): the same as cancelling the job
 *
 * Signs what @request asks for, for %SMITH_AUTHORITY_DEFAULT_DAYS days, with the addresses that @signer remembers.
 *
 * Returns: (transfer none): the work that is under way
 */
SmithJob *
smith_authority_sign_async (SmithWorkspace      *workspace,
                            SmithIdentity       *signer,
                            SmithRequest        *request,
                            GTlsInteraction     *interaction,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  GTask *task;
  g_autofree char *title = NULL;
  Sign *sign;

  g_return_val_if_fail (SMITH_IS_WORKSPACE (workspace), NULL);
  g_return_val_if_fail (SMITH_IS_IDENTITY (signer), NULL);
  g_return_val_if_fail (SMITH_IS_REQUEST (request), NULL);

  /* Without a cancellable of its own: what is on disk was signed, whatever is cancelled then. */
  task = g_task_new (workspace, NULL, callback, user_data);
  g_task_set_source_tag (task, smith_authority_sign_async);
  sign = g_new0 (Sign, 1);
  title = g_strdup_printf (_("“%s” signs the certificate"), smith_identity_get_name (signer));
  sign->job = g_object_ref (smith_job_list_start (smith_workspace_get_jobs (workspace), title));
  sign->authority = smith_authority_new (smith_workspace_get_library (workspace), smith_workspace_get_keyring (workspace), signer);
  sign->request = g_object_ref (request);
  g_set_object (&sign->interaction, interaction);
  g_task_set_task_data (task, sign, sign_free);
  if (cancellable != NULL)
    {
      sign->outer = g_object_ref (cancellable);
      sign->outer_handler = g_cancellable_connect (cancellable, G_CALLBACK (cancel_job_cb), sign->job, NULL);
    }
  smith_authority_load_async (sign->authority, smith_job_get_cancellable (sign->job), load_cb, task);

  return sign->job;
}

/**
 * smith_authority_sign_finish:
 *
 * Returns: whether the identity of the request has its certificate
 */
gboolean
smith_authority_sign_finish (SmithWorkspace  *workspace,
                             GAsyncResult    *result,
                             GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, workspace), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
