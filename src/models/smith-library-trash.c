/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-library-work-private.h"

#include <glib/gi18n.h>

#include "smith-identity-folder.h"
#include "smith-identity-private.h"

/*
 * The verbs of SmithLibrary for what a person deletes: its folder goes to the trash of the library, and comes back from there
 * as long as the session lasts.
 */

static void
run_trash (GTask        *task,
           gpointer      source,
           gpointer      data,
           GCancellable *cancellable)
{
  SmithLibraryWork *work = data;
  GError *error = NULL;
  char *name = smith_identity_folder_trash (work->folder, work->id, cancellable, &error);

  if (name != NULL)
    g_task_return_pointer (task, name, g_free);
  else
    g_task_return_error (task, error);
}

static void
take_trash_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  SmithLibrary *self = SMITH_LIBRARY (source);
  g_autoptr (GTask) task = user_data;
  SmithLibraryWork *work = g_task_get_task_data (G_TASK (result));
  g_autofree char *name = NULL;
  GError *error = NULL;

  name = g_task_propagate_pointer (G_TASK (result), &error);
  if (name == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  smith_library_set_trashed (self, work->id, name);
  smith_library_remove (self, work->identity);
  g_task_return_boolean (task, TRUE);
}

/**
 * smith_library_trash_async:
 * @identity: a row, which goes
 *
 * Moves the folder to the trash of the library as it is, damaged or not. One that is not kept only
 * leaves the list.
 */
void
smith_library_trash_async (SmithLibrary        *self,
                           SmithIdentity       *identity,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (SMITH_IS_LIBRARY (self));
  g_return_if_fail (SMITH_IS_IDENTITY (identity));

  task = smith_library_work_make_task (self, cancellable, callback, user_data);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (!smith_identity_get_stored (identity))
    {
      smith_library_remove (self, identity);
      g_task_return_boolean (task, TRUE);
      return;
    }

  smith_library_work_push (smith_library_work_new (self, identity), self, g_steal_pointer (&task), run_trash, take_trash_cb);
}

static void
bring_back (SmithLibrary  *self,
            SmithIdentity *identity)
{
  g_autoptr (GPtrArray) added = g_ptr_array_new ();

  if (smith_library_find (self, smith_identity_get_id (identity)) != NULL)
    return;
  g_ptr_array_add (added, identity);
  smith_library_append (self, added);
}

static void
run_restore (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  SmithLibraryWork *work = data;
  GError *error = NULL;
  SmithIdentityData *after = smith_identity_folder_restore (work->folder, work->id, work->trashed,
                                                            cancellable, &error);

  smith_library_work_return_data (task, after, error);
}

static void
take_restore_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  SmithLibrary *self = SMITH_LIBRARY (source);
  g_autoptr (GTask) task = user_data;
  SmithLibraryWork *work = g_task_get_task_data (G_TASK (result));
  g_autoptr (SmithIdentityData) after = NULL;
  GError *error = NULL;

  after = g_task_propagate_pointer (G_TASK (result), &error);
  if (after == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  smith_library_set_trashed (self, work->id, NULL);
  smith_identity_set_data (work->identity, after);
  bring_back (self, work->identity);
  g_task_return_boolean (task, TRUE);
}

/**
 * smith_library_restore_async:
 * @identity: what was deleted in this session
 *
 * Brings it back whole, at the end of the list.
 */
void
smith_library_restore_async (SmithLibrary        *self,
                             SmithIdentity       *identity,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  const char *trashed;
  SmithLibraryWork *work;

  g_return_if_fail (SMITH_IS_LIBRARY (self));
  g_return_if_fail (SMITH_IS_IDENTITY (identity));

  task = smith_library_work_make_task (self, cancellable, callback, user_data);
  trashed = smith_library_get_trashed (self, smith_identity_get_id (identity));
  if (g_task_return_error_if_cancelled (task))
    return;
  if (smith_library_contains (self, identity) || !smith_identity_get_stored (identity))
    {
      bring_back (self, identity);
      g_task_return_boolean (task, TRUE);
      return;
    }
  if (trashed == NULL)
    {
      g_task_return_new_error (task, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED,
                               _("“%s” is not in the trash of the library."), smith_identity_get_name (identity));
      return;
    }

  work = smith_library_work_new (self, identity);
  work->trashed = g_strdup (trashed);
  smith_library_work_push (work, self, g_steal_pointer (&task), run_restore, take_restore_cb);
}
