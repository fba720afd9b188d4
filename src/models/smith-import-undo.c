/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-workspace.h"

#include <glib/gi18n.h>

#include "smith-identity-private.h"
#include "smith-import-summary-private.h"
#include "smith-library-private.h"

/*
 * Takes an import back, the last change first: rows that it made and that nobody kept go; certificate, chain
 * and request of an identity that it changed become what they were, and a certificate that came to a former key
 * leaves it. A private key that it wrote stays: nothing but a person deletes a key. What was changed since then
 * by somebody else stays as it is, and is told.
 */

typedef struct
{
  GPtrArray *changes;   /* of SmithImportChange */
  GPtrArray *kept;      /* names of the identities that stay as they are */
  GPtrArray *with_key;  /* names of the identities whose new key stays */
  GError    *error;     /* the first */
} Undo;

static void undo_next (GTask *task);

static void
free_undo (gpointer data)
{
  Undo *undo = data;

  g_ptr_array_unref (undo->changes);
  g_ptr_array_unref (undo->kept);
  g_ptr_array_unref (undo->with_key);
  g_clear_error (&undo->error);
  g_free (undo);
}

static char *
join_names (GPtrArray *names)
{
  g_ptr_array_add (names, NULL);

  return g_strjoinv (_(", "), (char **) names->pdata);
}

static void
finish_undo (GTask *task)
{
  Undo *undo = g_task_get_task_data (task);
  g_autofree char *names = NULL;

  if (undo->error != NULL)
    {
      g_task_return_error (task, g_steal_pointer (&undo->error));
    }
  else if (undo->kept->len > 0)
    {
      names = join_names (undo->kept);
      g_task_return_new_error (task, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED,
                               _("Changed since then, and left as it is: %s"), names);
    }
  else if (undo->with_key->len > 0)
    {
      names = join_names (undo->with_key);
      g_task_return_new_error (task, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED,
                               _("Taken back, but for the private key, which is on disk now and stays there: %s"), names);
    }
  else
    {
      g_task_return_boolean (task, TRUE);
    }
  g_object_unref (task);
}

static void
undo_next_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  GTask *task = user_data;
  Undo *undo = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (!smith_library_change_finish (SMITH_LIBRARY (source), result, &error) && undo->error == NULL)
    undo->error = g_steal_pointer (&error);
  undo_next (task);
}

/* The former key whose certificate came in, as it was. */
static SmithIdentityData *
find_former (SmithImportChange *change)
{
  GPtrArray *before = change->before->former;
  GPtrArray *after = change->after->former;

  for (guint i = 0; before != NULL && after != NULL && i < before->len && i < after->len; i++)
    if (!smith_identity_data_equal_contents (g_ptr_array_index (before, i), g_ptr_array_index (after, i)))
      return g_ptr_array_index (before, i);

  return NULL;
}

static gboolean
has_request (const SmithIdentityData *data,
             GBytes                  *request)
{
  return data->request == request ||
         (data->request != NULL && request != NULL && g_bytes_equal (data->request, request));
}

static SmithIdentityEdit *
make_edit (SmithImportChange *change)
{
  g_auto (SmithIdentityContents) contents = { NULL };
  SmithIdentityEdit *edit = smith_identity_edit_new ();
  SmithIdentityData *former = find_former (change);

  smith_identity_data_parse_contents (former != NULL ? former : change->before, &contents);
  if (former != NULL)
    {
      smith_identity_edit_set_former_certificate (edit, former->id, contents.certificate, contents.chain);
      return edit;
    }
  if (!has_request (change->before, change->after->request))
    smith_identity_edit_set_request (edit, contents.request);
  smith_identity_edit_set_certificate (edit, contents.certificate, contents.chain);

  return edit;
}

static void
undo_next (GTask *task)
{
  SmithLibrary *library = smith_workspace_get_library (g_task_get_source_object (task));
  Undo *undo = g_task_get_task_data (task);

  while (undo->changes->len > 0)
    {
      SmithImportChange *change = g_ptr_array_index (undo->changes, undo->changes->len - 1);
      SmithIdentityData *now = smith_identity_get_data (change->identity);

      if (!smith_library_contains (library, change->identity))
        {
          g_ptr_array_set_size (undo->changes, (int) undo->changes->len - 1);
        }
      else if (!smith_identity_data_equal_contents (now, change->after) ||
               !smith_identity_data_equal_history (now, change->after) ||
               (change->before == NULL && smith_identity_get_stored (change->identity)))
        {
          g_ptr_array_add (undo->kept, g_strdup (smith_identity_get_name (change->identity)));
          g_ptr_array_set_size (undo->changes, (int) undo->changes->len - 1);
        }
      else if (change->before == NULL)
        {
          smith_library_remove (library, change->identity);
          g_ptr_array_set_size (undo->changes, (int) undo->changes->len - 1);
        }
      else
        {
          g_autoptr (SmithIdentity) identity = g_object_ref (change->identity);
          SmithIdentityEdit *edit = make_edit (change);

          if (change->after->has_key && !change->before->has_key && smith_identity_get_stored (identity))
            g_ptr_array_add (undo->with_key, g_strdup (smith_identity_get_name (identity)));
          g_ptr_array_set_size (undo->changes, (int) undo->changes->len - 1);
          smith_library_edit_async (library, identity, edit, g_task_get_cancellable (task), undo_next_cb, task);
          return;
        }
    }
  finish_undo (task);
}

/**
 * smith_workspace_undo_import_async:
 * @summary: of the import that is taken back; cannot be undone again after that
 * @cancellable: (nullable): ends it after the change under way
 *
 * Rows that the import made and that are still not kept leave the list; what it changed in other identities
 * becomes what it was.
 */
void
smith_workspace_undo_import_async (SmithWorkspace      *self,
                                   SmithImportSummary  *summary,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  GTask *task;
  Undo *undo;

  g_return_if_fail (SMITH_IS_WORKSPACE (self));
  g_return_if_fail (SMITH_IS_IMPORT_SUMMARY (summary));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, smith_workspace_undo_import_async);
  undo = g_new0 (Undo, 1);
  undo->changes = smith_import_summary_steal_changes (summary);
  undo->kept = g_ptr_array_new_with_free_func (g_free);
  undo->with_key = g_ptr_array_new_with_free_func (g_free);
  g_task_set_task_data (task, undo, free_undo);
  undo_next (task);
}

/**
 * smith_workspace_undo_import_finish:
 *
 * Returns: whether all of it was taken back; %SMITH_LIBRARY_ERROR_FAILED names what stays as it is, and why
 */
gboolean
smith_workspace_undo_import_finish (SmithWorkspace  *self,
                                    GAsyncResult    *result,
                                    GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, smith_workspace_undo_import_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
