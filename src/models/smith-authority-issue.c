/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-authority-work-private.h"

#include <glib/gi18n.h>

#include "smith-list.h"

/*
 * How SmithAuthority issues: signed and recorded in the worker -> given to the identity that it is for. A certificate
 * is recorded before anybody gets it.
 */

static void
set_certificate_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  SmithAuthorityWork *work = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  /* It is signed and recorded: that it did not reach its place is no reason to sign another one. */
  if (!smith_library_change_finish (SMITH_LIBRARY (source), result, &error))
    {
      work->warning = g_strdup_printf (_("The certificate was signed and is among the issued ones, but “%s” did not "
                                         "get it: %s"), smith_identity_get_name (work->recipient), error->message);
      g_clear_object (&work->recipient);
    }
  g_task_return_pointer (task, g_object_ref (work->certificate), g_object_unref);
}

/* @task: (transfer full) */
static void
deliver (GTask *task)
{
  SmithAuthority *self = g_task_get_source_object (task);
  SmithAuthorityWork *work = g_task_get_task_data (task);
  g_autoptr (GPtrArray) chain = smith_authority_dup_chain (self);
  g_autoptr (GListStore) links = g_list_store_new (SMITH_TYPE_CERTIFICATE);

  work->recipient = smith_authority_find_recipient (self, work->public_key);
  if (work->recipient == NULL)
    {
      g_task_return_pointer (task, g_object_ref (work->certificate), g_object_unref);
      g_object_unref (task);
      return;
    }
  g_object_ref (work->recipient);
  g_list_store_splice (links, 0, 0, chain->pdata, chain->len);
  smith_library_set_certificate_async (smith_authority_get_library (self), work->recipient, work->certificate,
                                       G_LIST_MODEL (links), NULL, set_certificate_cb, task);
}

static gboolean
has_new_addresses (SmithAuthority      *self,
                   const SmithIssuance *issuance)
{
  g_autoptr (SmithExtensions) now = smith_extensions_new ();
  g_autoptr (SmithExtensions) before = smith_extensions_new ();
  const SmithExtensions *known = smith_authority_get_addresses (self);

  now->crl_urls = g_strdupv (issuance->extensions->crl_urls);
  now->ocsp_urls = g_strdupv (issuance->extensions->ocsp_urls);
  now->issuer_urls = g_strdupv (issuance->extensions->issuer_urls);
  before->crl_urls = g_strdupv (known->crl_urls);
  before->ocsp_urls = g_strdupv (known->ocsp_urls);
  before->issuer_urls = g_strdupv (known->issuer_urls);

  return !smith_extensions_equal (now, before);
}

static void
run_issue (GTask        *task,
           gpointer      source,
           gpointer      data,
           GCancellable *cancellable)
{
  SmithAuthorityWork *work = data;
  g_autoptr (GError) ignored = NULL;
  GError *error = NULL;

  work->certificate = smith_certificate_issue (work->public_key, work->issuance, work->change.issuer, work->chain,
                                               work->change.key, &error);
  if (work->certificate == NULL ||
      !smith_authority_folder_add_issued (work->folder, work->id, work->certificate, cancellable, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  /* Remembered for the next time; nothing is lost where that fails. */
  if (work->change.addresses != NULL)
    {
      g_autoptr (SmithKey) key = g_steal_pointer (&work->change.key);

      work->records = smith_authority_folder_change (work->folder, work->id, &work->change, NULL, &ignored);
    }
  g_task_return_boolean (task, TRUE);
}

static void
issue_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;

  if (smith_authority_take_results (task, result))
    deliver (g_steal_pointer (&task));
}

/**
 * smith_authority_issue_async:
 * @public_key: that of a request whose signature is valid
 * @issuance: what is said of it
 * @interaction: (nullable): asked for the passphrase where the keyring has none
 *
 * Signs, records, and, where @public_key is that of an identity of the library, gives it certificate and chain.
 * Addresses that differ from before are remembered.
 *
 * Fails with what the key, OpenSSL and the disk report; nothing was issued then.
 */
void
smith_authority_issue_async (SmithAuthority      *self,
                             SmithPublicKey      *public_key,
                             const SmithIssuance *issuance,
                             GTlsInteraction     *interaction,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  GTask *task;
  SmithAuthorityWork *work;

  g_return_if_fail (SMITH_IS_AUTHORITY (self));
  g_return_if_fail (SMITH_IS_PUBLIC_KEY (public_key));
  g_return_if_fail (issuance != NULL);

  task = smith_authority_make_task (self, smith_authority_issue_async, cancellable, callback, user_data);
  work = g_task_get_task_data (task);
  work->public_key = g_object_ref (public_key);
  work->issuance = smith_issuance_copy (issuance);
  work->chain = smith_list_dup_items (smith_identity_get_chain (smith_authority_get_identity (self)));
  if (has_new_addresses (self, issuance))
    {
      work->change.kind = SMITH_AUTHORITY_CHANGE_ADDRESSES;
      work->change.addresses = smith_extensions_copy (issuance->extensions);
    }
  smith_authority_push_with_key (task, interaction, run_issue, issue_cb);
}

/**
 * smith_authority_issue_finish:
 * @recipient: (out) (optional) (nullable) (transfer full): the identity that got it; NULL: it is to be saved as
 *   a file
 * @warning: (out) (optional) (nullable) (transfer full): what went wrong after it was issued, as a sentence
 *
 * Returns: (transfer full): what was issued
 */
SmithCertificate *
smith_authority_issue_finish (SmithAuthority  *self,
                              GAsyncResult    *result,
                              SmithIdentity  **recipient,
                              char           **warning,
                              GError         **error)
{
  SmithAuthorityWork *work;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  work = smith_authority_finish_work (result, warning);
  if (recipient != NULL)
    *recipient = g_steal_pointer (&work->recipient);

  return g_task_propagate_pointer (G_TASK (result), error);
}
