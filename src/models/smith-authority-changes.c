/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-authority-work-private.h"

#include <glib/gi18n.h>

/*
 * Verbs of SmithAuthority: what changes its records. A revocation and the list that says so are one transaction. To
 * issue is in smith-authority-issue.c; what is done with the list alone, in smith-authority-crl.c.
 */

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

  smith_authority_count_load (g_task_get_source_object (task), -1);
  smith_authority_change_cb (source, result, g_steal_pointer (&task));
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
  smith_authority_push_with_key (task, interaction, smith_authority_run_change, smith_authority_change_cb);
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
  smith_authority_push_with_key (task, interaction, smith_authority_run_change, smith_authority_change_cb);
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
  smith_authority_push_with_key (task, interaction, smith_authority_run_change, smith_authority_change_cb);
}
