/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-library-work-private.h"

#include "smith-identity-folder.h"
#include "smith-identity-private.h"
#include "smith-list.h"

/*
 * The verbs of SmithLibrary that change an identity: an edit is made on the main thread, checked and
 * written by the worker, and the object gets what is on disk then. An identity that is not kept is
 * changed in memory; while it is being kept its changes queue up behind that.
 */

static void
run_change (GTask        *task,
            gpointer      source,
            gpointer      data,
            GCancellable *cancellable)
{
  SmithLibraryWork *work = data;
  GError *error = NULL;
  SmithIdentityData *after;

  if (work->creates)
    after = smith_identity_folder_create (work->folder, work->id, work->edit, cancellable, &error);
  else
    after = smith_identity_folder_change (work->folder, work->id, work->edit, cancellable, &error);
  smith_library_work_return_data (task, after, error);
}

static void
take_change_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  SmithLibraryWork *work = g_task_get_task_data (G_TASK (result));
  g_autoptr (SmithIdentityData) after = NULL;
  GError *error = NULL;

  /* Who asked is told when the identity says what is so. */
  after = g_task_propagate_pointer (G_TASK (result), &error);
  if (after != NULL)
    smith_identity_set_data (work->identity, after);
  else if (work->creates)
    smith_identity_set_stored (work->identity, FALSE);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
write_change (SmithLibrary      *self,
              GTask             *task,
              SmithIdentity     *identity,
              SmithIdentityEdit *edit,
              gboolean           creates)
{
  SmithLibraryWork *work = smith_library_work_new (self, identity);

  work->edit = edit;
  work->creates = creates;
  smith_library_work_push (work, self, task, run_change, take_change_cb);
}

static void
change_in_memory (GTask             *task,
                  SmithIdentity     *identity,
                  SmithIdentityEdit *edit)
{
  g_autoptr (SmithIdentityData) after = NULL;
  GError *error = NULL;

  after = smith_identity_edit_apply (edit, smith_identity_get_data (identity), &error);
  if (after == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  smith_identity_set_data (identity, after);
  g_task_return_boolean (task, TRUE);
}

/* Everything that the identity holds in memory, and a key if there is a new one. */
static SmithIdentityEdit *
make_keeping_edit (SmithIdentity            *identity,
                   const SmithIdentityEdit  *edit,
                   GError                  **error)
{
  SmithIdentityData *data = smith_identity_get_data (identity);
  g_autoptr (SmithIdentityData) after = NULL;

  if (edit == NULL)
    return smith_identity_edit_new_from_data (data);

  after = smith_identity_edit_apply (edit, data, error);

  return after != NULL ? smith_identity_edit_new_from_data (after) : NULL;
}

static void
keep (SmithLibrary            *self,
      GTask                   *task,
      SmithIdentity           *identity,
      const SmithIdentityEdit *edit)
{
  GError *error = NULL;
  SmithIdentityEdit *whole = make_keeping_edit (identity, edit, &error);

  if (whole == NULL)
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  smith_identity_set_stored (identity, TRUE);
  write_change (self, task, identity, whole, TRUE);
}

static void
take_merge_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  SmithLibrary *self = SMITH_LIBRARY (source);
  g_autoptr (GTask) task = user_data;
  SmithIdentity *identity = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  /* Somebody may have asked twice: what is there is there. */
  if (!smith_library_change_finish (self, result, &error) && smith_library_contains (self, identity))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  smith_library_remove (self, identity);
  g_task_return_boolean (task, TRUE);
}

/* Brings what @identity holds to the identity that should have got it. */
static void
merge (SmithLibrary  *self,
       GTask         *task,
       SmithIdentity *identity,
       SmithIdentity *home)
{
  g_task_set_task_data (task, g_object_ref (identity), g_object_unref);
  smith_library_edit_async (self, home, smith_identity_edit_new_for_home (smith_identity_get_data (identity)),
                            g_task_get_cancellable (task), take_merge_cb, task);
}

/**
 * smith_library_edit_async:
 * @edit: (transfer full): what changes
 *
 * Makes one change, in memory where the identity is not kept. Setting a key keeps it.
 */
void
smith_library_edit_async (SmithLibrary        *self,
                          SmithIdentity       *identity,
                          SmithIdentityEdit   *edit,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  GTask *task = smith_library_work_make_task (self, cancellable, callback, user_data);

  if (g_task_return_error_if_cancelled (task))
    {
      smith_identity_edit_free (edit);
      g_object_unref (task);
    }
  else if (smith_identity_get_stored (identity))
    {
      write_change (self, task, identity, edit, FALSE);
    }
  else
    {
      change_in_memory (task, identity, edit);
      smith_identity_edit_free (edit);
      g_object_unref (task);
    }
}

/**
 * smith_library_change_finish:
 *
 * Returns: whether the change was made; #SmithLibraryError, or %G_IO_ERROR_CANCELLED, and then
 *   nothing was changed
 */
gboolean
smith_library_change_finish (SmithLibrary  *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * smith_library_keep_async:
 * @identity: a row; one that is kept already stays as it is
 *
 * Writes all that @identity holds in one transaction. A private key that came in protected by a
 * passphrase is written with the same one. Where it holds what another identity should have got
 * (see smith_library_find_home()), that gets it, and the row goes.
 */
void
smith_library_keep_async (SmithLibrary        *self,
                          SmithIdentity       *identity,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (SMITH_IS_LIBRARY (self));
  g_return_if_fail (SMITH_IS_IDENTITY (identity));

  task = smith_library_work_make_task (self, cancellable, callback, user_data);
  if (g_task_return_error_if_cancelled (task))
    {
      g_object_unref (task);
    }
  else if (smith_identity_get_kept (identity))
    {
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
    }
  else if (smith_identity_get_stored (identity))
    {
      /* It is on its way: an edit of nothing waits for it, and fails where that fails. */
      write_change (self, task, identity, smith_identity_edit_new (), FALSE);
    }
  else if (smith_library_find_home (self, identity) != NULL)
    {
      merge (self, task, identity, smith_library_find_home (self, identity));
    }
  else
    {
      keep (self, task, identity, NULL);
    }
}

/**
 * smith_library_rename_async:
 * @name: what a person calls it from now on
 */
void
smith_library_rename_async (SmithLibrary        *self,
                            SmithIdentity       *identity,
                            const char          *name,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  SmithIdentityEdit *edit;

  g_return_if_fail (SMITH_IS_LIBRARY (self));
  g_return_if_fail (SMITH_IS_IDENTITY (identity));
  g_return_if_fail (name != NULL);

  edit = smith_identity_edit_new ();
  smith_identity_edit_set_name (edit, name);
  smith_library_edit_async (self, identity, edit, cancellable, callback, user_data);
}

/**
 * smith_library_set_key_async:
 * @key: a private key
 * @passphrase: (nullable): protects it on disk
 *
 * Writes the private key and keeps the identity. %SMITH_LIBRARY_ERROR_FAILED where there is a key
 * already, or where the key is not that of the request or certificate.
 */
void
smith_library_set_key_async (SmithLibrary        *self,
                             SmithIdentity       *identity,
                             SmithKey            *key,
                             SmithSecret         *passphrase,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  SmithIdentityEdit *edit;
  GTask *task;

  g_return_if_fail (SMITH_IS_LIBRARY (self));
  g_return_if_fail (SMITH_IS_IDENTITY (identity));
  g_return_if_fail (SMITH_IS_KEY (key));

  edit = smith_identity_edit_new ();
  smith_identity_edit_set_key (edit, key, passphrase);
  if (smith_identity_get_stored (identity))
    {
      smith_library_edit_async (self, identity, edit, cancellable, callback, user_data);
      return;
    }

  task = smith_library_work_make_task (self, cancellable, callback, user_data);
  if (g_task_return_error_if_cancelled (task))
    g_object_unref (task);
  else
    keep (self, task, identity, edit);
  smith_identity_edit_free (edit);
}

/**
 * smith_library_change_passphrase_async:
 * @key: the identity's own private key, as smith_library_load_key_async() gave it
 * @passphrase: (nullable): the new one; NULL: the key is not encrypted from now on
 *
 * The new file is read back and opened before it takes the place of the old one.
 */
void
smith_library_change_passphrase_async (SmithLibrary        *self,
                                       SmithIdentity       *identity,
                                       SmithKey            *key,
                                       SmithSecret         *passphrase,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data)
{
  SmithIdentityEdit *edit;

  g_return_if_fail (SMITH_IS_LIBRARY (self));
  g_return_if_fail (SMITH_IS_IDENTITY (identity));
  g_return_if_fail (SMITH_IS_KEY (key));

  edit = smith_identity_edit_new ();
  smith_identity_edit_set_key (edit, key, passphrase);
  edit->what = SMITH_IDENTITY_EDIT_PASSPHRASE;
  smith_library_edit_async (self, identity, edit, cancellable, callback, user_data);
}

/**
 * smith_library_set_request_async:
 * @request: (nullable): the request; NULL: none
 */
void
smith_library_set_request_async (SmithLibrary        *self,
                                 SmithIdentity       *identity,
                                 SmithRequest        *request,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  SmithIdentityEdit *edit;

  g_return_if_fail (SMITH_IS_LIBRARY (self));
  g_return_if_fail (SMITH_IS_IDENTITY (identity));
  g_return_if_fail (request == NULL || SMITH_IS_REQUEST (request));

  edit = smith_identity_edit_new ();
  smith_identity_edit_set_request (edit, request);
  smith_library_edit_async (self, identity, edit, cancellable, callback, user_data);
}

/**
 * smith_library_set_certificate_async:
 * @certificate: (nullable): the leaf; NULL: none
 * @chain: (nullable): a #GListModel of #SmithCertificate, issuer by issuer; NULL: empty
 *
 * Both in one transaction. Another certificate that was there stays in the folder, with its chain,
 * as certificate-DAY-SERIAL.pem.
 */
void
smith_library_set_certificate_async (SmithLibrary        *self,
                                     SmithIdentity       *identity,
                                     SmithCertificate    *certificate,
                                     GListModel          *chain,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  g_autoptr (GPtrArray) certificates = NULL;
  SmithIdentityEdit *edit;

  g_return_if_fail (SMITH_IS_LIBRARY (self));
  g_return_if_fail (SMITH_IS_IDENTITY (identity));
  g_return_if_fail (certificate == NULL || SMITH_IS_CERTIFICATE (certificate));
  g_return_if_fail (chain == NULL || G_IS_LIST_MODEL (chain));

  certificates = smith_list_dup_items (chain);
  edit = smith_identity_edit_new ();
  smith_identity_edit_set_certificate (edit, certificate, certificates);
  smith_library_edit_async (self, identity, edit, cancellable, callback, user_data);
}

/**
 * smith_library_set_upload_async:
 * @record: (nullable): what AWS answered; NULL: forget the last upload
 */
void
smith_library_set_upload_async (SmithLibrary            *self,
                                SmithIdentity           *identity,
                                const SmithUploadRecord *record,
                                GCancellable            *cancellable,
                                GAsyncReadyCallback      callback,
                                gpointer                 user_data)
{
  SmithIdentityEdit *edit;

  g_return_if_fail (SMITH_IS_LIBRARY (self));
  g_return_if_fail (SMITH_IS_IDENTITY (identity));

  edit = smith_identity_edit_new ();
  edit->what = SMITH_IDENTITY_EDIT_UPLOAD;
  edit->upload = smith_upload_record_copy (record);
  smith_library_edit_async (self, identity, edit, cancellable, callback, user_data);
}
