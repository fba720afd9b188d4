/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-authority-work-private.h"

#include <string.h>

#include <glib/gi18n.h>

/*
 * The revocation list of an authority: made anew -> written where others get it -> known to the world. A list that
 * was signed is on the disk, whatever becomes of the copy.
 */

/* RFC 5280, 4.2.1.13: what is fetched from an address is DER; whoever asks for PEM gets that. */
static GBytes *
dup_bytes (SmithCrl *crl,
           GFile    *file)
{
  g_autofree char *name = g_file_get_basename (file);

  if (g_str_has_suffix (name, ".pem"))
    return g_bytes_new (smith_crl_get_pem (crl), strlen (smith_crl_get_pem (crl)));

  return g_bytes_ref (smith_crl_get_der (crl));
}

static void
replace_contents_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  SmithAuthorityWork *work = g_task_get_task_data (task);
  GError *error = NULL;

  if (!g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    {
      g_autoptr (GError) reason = error;
      g_autofree char *name = g_file_get_basename (work->file);

      if (g_task_get_source_tag (task) == smith_authority_export_async)
        {
          g_task_return_error (task, g_steal_pointer (&reason));
          return;
        }
      work->warning = g_strdup_printf (_("The revocation list was renewed, but “%s” was not written: %s. Export it again."),
                                       name, reason->message);
      g_task_return_boolean (task, TRUE);
      return;
    }
  /* The next page of the story needs no signature. */
  g_clear_object (&work->change.key);
  work->change.kind = SMITH_AUTHORITY_CHANGE_PUBLISH;
  work->change.export_uri = g_file_get_uri (work->file);
  g_set_object (&work->written, work->file);
  smith_authority_push (g_steal_pointer (&task), smith_authority_run_change, smith_authority_change_cb);
}

/* @task: (transfer full) */
static void
write_list (GTask *task)
{
  SmithAuthorityWork *work = g_task_get_task_data (task);
  g_autoptr (GBytes) bytes = dup_bytes (smith_authority_get_crl (g_task_get_source_object (task)), work->file);

  g_file_replace_contents_bytes_async (work->file, bytes, NULL, FALSE, G_FILE_CREATE_REPLACE_DESTINATION,
                                       g_task_get_cancellable (task), replace_contents_cb, task);
}

static void
renew_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  SmithAuthority *self = g_task_get_source_object (task);
  SmithAuthorityWork *work = g_task_get_task_data (task);

  if (!smith_authority_take_results (task, result))
    return;
  if (work->file == NULL)
    work->file = smith_authority_dup_export_file (self);
  if (work->file != NULL)
    write_list (g_steal_pointer (&task));
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * smith_authority_export_async:
 * @file: where the revocation list goes: PEM where its name ends so, else DER
 * @interaction: (nullable): asked for the passphrase where a new list is due: there is none, or half of its
 *   time is over
 *
 * After this the revocations are known to the world and stay. @file is where smith_authority_renew_async() writes to.
 */
void
smith_authority_export_async (SmithAuthority      *self,
                              GFile               *file,
                              GTlsInteraction     *interaction,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  GTask *task;
  SmithAuthorityWork *work;

  g_return_if_fail (SMITH_IS_AUTHORITY (self));
  g_return_if_fail (G_IS_FILE (file));

  task = smith_authority_make_task (self, smith_authority_export_async, cancellable, callback, user_data);
  work = g_task_get_task_data (task);
  work->file = g_object_ref (file);
  work->change.kind = SMITH_AUTHORITY_CHANGE_RENEW;
  if (smith_authority_needs_new_list (self))
    smith_authority_push_with_key (task, interaction, smith_authority_run_change, renew_cb);
  else
    write_list (task);
}

/**
 * smith_authority_renew_async:
 * @interaction: (nullable): asked for the passphrase, for a new list is signed
 *
 * Makes a new list, and writes it to where the last one was exported, if it was. To be called after
 * smith_authority_load_async().
 */
void
smith_authority_renew_async (SmithAuthority      *self,
                             GTlsInteraction     *interaction,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  GTask *task;
  SmithAuthorityWork *work;

  g_return_if_fail (SMITH_IS_AUTHORITY (self));

  task = smith_authority_make_task (self, smith_authority_renew_async, cancellable, callback, user_data);
  work = g_task_get_task_data (task);
  work->change.kind = SMITH_AUTHORITY_CHANGE_RENEW;
  smith_authority_push_with_key (task, interaction, smith_authority_run_change, renew_cb);
}

/**
 * smith_authority_renew_finish:
 * @written: (out) (optional) (nullable) (transfer full): where the list was written to, beside the library
 * @warning: (out) (optional) (nullable) (transfer full): why it was not written there, as a sentence
 *
 * Returns: whether there is a new list
 */
gboolean
smith_authority_renew_finish (SmithAuthority  *self,
                              GAsyncResult    *result,
                              GFile          **written,
                              char           **warning,
                              GError         **error)
{
  SmithAuthorityWork *work;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  work = smith_authority_finish_work (result, warning);
  if (written != NULL)
    *written = g_steal_pointer (&work->written);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * smith_authority_set_crl_days_async:
 * @days: how long each list counts from now on, %SMITH_AUTHORITY_MAX_CRL_DAYS at the most
 *
 * The list that is there stays as it is, until it is renewed.
 */
void
smith_authority_set_crl_days_async (SmithAuthority      *self,
                                    guint                days,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  GTask *task;
  SmithAuthorityWork *work;

  g_return_if_fail (SMITH_IS_AUTHORITY (self));
  g_return_if_fail (days > 0 && days <= SMITH_AUTHORITY_MAX_CRL_DAYS);

  task = smith_authority_make_task (self, smith_authority_set_crl_days_async, cancellable, callback, user_data);
  work = g_task_get_task_data (task);
  work->change.kind = SMITH_AUTHORITY_CHANGE_CRL_DAYS;
  work->change.crl_days = days;
  smith_authority_push (task, smith_authority_run_change, smith_authority_change_cb);
}
