/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-authority-work-private.h"

#include <glib/gi18n.h>

/*
 * The verbs of SmithAuthority, but for those of its list (smith-authority-crl.c). A certificate is recorded before
 * anybody gets it; a revocation and the list that says so are one transaction.
 */

/* Load */

static void
run_load (GTask        *task,
          gpointer      source,
          gpointer      data,
          GCancellable *cancellable)
{
  SmithAuthorityWork *work = data;
  GError *error = NULL;

  work->records = smith_authority_folder_read (work->folder, work->id, cancellable, &error);
  if (work->records != NULL)
    work->files = smith_authority_folder_read_issued (work->folder, work->id, cancellable, &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
load_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  SmithAuthority *self = g_task_get_source_object (task);
  SmithAuthorityWork *work = g_task_get_task_data (task);
  GError *error = NULL;

  smith_authority_count_load (self, -1);
  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_error (task, error);
      return;
    }
  smith_authority_take_issued (self, g_steal_pointer (&work->files));
  smith_authority_take_records (self, g_steal_pointer (&work->records));
  g_task_return_boolean (task, TRUE);
}

/**
 * smith_authority_load_async:
 *
 * Reads what was issued and revoked, in a worker. May be repeated.
 */
void
smith_authority_load_async (SmithAuthority      *self,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_return_if_fail (SMITH_IS_AUTHORITY (self));

  smith_authority_count_load (self, 1);
  smith_authority_push (smith_authority_make_task (self, smith_authority_load_async, cancellable, callback, user_data),
                        run_load, load_cb);
}

/**
 * smith_authority_change_finish:
 *
 * Returns: whether it was done; where not, nothing was changed
 */
gboolean
smith_authority_change_finish (SmithAuthority  *self,
                               GAsyncResult    *result,
                               GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Issue */

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
  SmithAuthority *self = g_task_get_source_object (task);
  SmithAuthorityWork *work = g_task_get_task_data (task);
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_error (task, error);
      return;
    }
  smith_authority_add (self, work->certificate);
  if (work->records != NULL)
    smith_authority_take_records (self, g_steal_pointer (&work->records));
  deliver (g_steal_pointer (&task));
}

static void
unlock_to_issue_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;

  if (smith_authority_take_key (task, source, result))
    smith_authority_push (g_steal_pointer (&task), run_issue, issue_cb);
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
  GListModel *above;
  SmithAuthorityWork *work;
  guint n;

  g_return_if_fail (SMITH_IS_AUTHORITY (self));
  g_return_if_fail (SMITH_IS_PUBLIC_KEY (public_key));
  g_return_if_fail (issuance != NULL);

  task = smith_authority_make_task (self, smith_authority_issue_async, cancellable, callback, user_data);
  work = g_task_get_task_data (task);
  work->public_key = g_object_ref (public_key);
  work->issuance = smith_issuance_copy (issuance);
  work->chain = g_ptr_array_new_with_free_func (g_object_unref);
  above = smith_identity_get_chain (smith_authority_get_identity (self));
  n = g_list_model_get_n_items (above);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (work->chain, g_list_model_get_item (above, i));
  if (has_new_addresses (self, issuance))
    {
      work->change.kind = SMITH_AUTHORITY_CHANGE_ADDRESSES;
      work->change.addresses = smith_extensions_copy (issuance->extensions);
    }
  smith_authority_unlock (task, interaction, unlock_to_issue_cb);
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

  work = g_task_get_task_data (G_TASK (result));
  if (recipient != NULL)
    *recipient = g_steal_pointer (&work->recipient);
  if (warning != NULL)
    *warning = g_steal_pointer (&work->warning);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Revoke and restore */

/**
 * smith_authority_revoke_async:
 * @issued: what counts no longer; revoked already: for another reason now
 * @reason: why
 * @interaction: (nullable): asked for the passphrase, for the new list is signed at once
 *
 * Can be taken back with smith_authority_restore_async() until the list is exported.
 */
void
smith_authority_revoke_async (SmithAuthority        *self,
                              SmithIssued           *issued,
                              SmithRevocationReason  reason,
                              GTlsInteraction       *interaction,
                              GCancellable          *cancellable,
                              GAsyncReadyCallback    callback,
                              gpointer               user_data)
{
  GTask *task;
  SmithAuthorityWork *work;

  g_return_if_fail (SMITH_IS_AUTHORITY (self));
  g_return_if_fail (SMITH_IS_ISSUED (issued) && smith_issued_get_serial (issued) != NULL);

  task = smith_authority_make_task (self, smith_authority_revoke_async, cancellable, callback, user_data);
  work = g_task_get_task_data (task);
  work->change.kind = SMITH_AUTHORITY_CHANGE_REVOKE;
  work->change.serial = g_strdup (smith_issued_get_serial (issued));
  work->change.reason = reason;
  smith_authority_change_with_key (task, interaction);
}

/**
 * smith_authority_restore_async:
 * @issued: a revoked one
 * @interaction: (nullable): asked for the passphrase, for the new list is signed at once
 *
 * Takes the revocation back. %SMITH_LIBRARY_ERROR_FAILED where a list that says so was exported, but for what
 * was only put on hold.
 */
void
smith_authority_restore_async (SmithAuthority      *self,
                               SmithIssued         *issued,
                               GTlsInteraction     *interaction,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  GTask *task;
  SmithAuthorityWork *work;

  g_return_if_fail (SMITH_IS_AUTHORITY (self));
  g_return_if_fail (SMITH_IS_ISSUED (issued) && smith_issued_get_serial (issued) != NULL);

  task = smith_authority_make_task (self, smith_authority_restore_async, cancellable, callback, user_data);
  work = g_task_get_task_data (task);
  work->change.kind = SMITH_AUTHORITY_CHANGE_RESTORE;
  work->change.serial = g_strdup (smith_issued_get_serial (issued));
  smith_authority_change_with_key (task, interaction);
}

/**
 * smith_authority_revoke_serial_async:
 * @serial: of a certificate that this authority issued elsewhere, as smith_authority_parse_serial() gives it
 * @certificate: (nullable): the certificate itself, where it is at hand: it is among the issued ones then
 * @reason: why
 * @interaction: (nullable): asked for the passphrase, for the new list is signed at once
 *
 * Can be taken back as any other. %SMITH_LIBRARY_ERROR_FAILED where @certificate was issued by somebody else.
 */
void
smith_authority_revoke_serial_async (SmithAuthority        *self,
                                     const char            *serial,
                                     SmithCertificate      *certificate,
                                     SmithRevocationReason  reason,
                                     GTlsInteraction       *interaction,
                                     GCancellable          *cancellable,
                                     GAsyncReadyCallback    callback,
                                     gpointer               user_data)
{
  GTask *task;
  SmithAuthorityWork *work;

  g_return_if_fail (SMITH_IS_AUTHORITY (self));
  g_return_if_fail (serial != NULL && *serial != '\0');
  g_return_if_fail (certificate == NULL || SMITH_IS_CERTIFICATE (certificate));

  task = smith_authority_make_task (self, smith_authority_revoke_serial_async, cancellable, callback, user_data);
  work = g_task_get_task_data (task);
  if (certificate != NULL && !smith_authority_has_issued (self, certificate))
    {
      g_task_return_new_error (task, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED,
                               _("“%s” was issued by somebody else: only who issued a certificate can revoke it."),
                               smith_certificate_get_title (certificate));
      g_object_unref (task);
      return;
    }
  work->change.kind = SMITH_AUTHORITY_CHANGE_REVOKE;
  work->change.serial = g_strdup (serial);
  work->change.reason = reason;
  g_set_object (&work->change.certificate, certificate);
  smith_authority_change_with_key (task, interaction);
}
