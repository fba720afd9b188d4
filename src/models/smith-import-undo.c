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
 * Takes an import back, the last change first: rows that it made and that nobody kept go; certificate, chain and request of
 * an identity that it changed become what they were, and what came to a former key leaves it. What had become a row of its
 * own because the disk refused, and was kept later, is taken out of the identity that it went to: that is where the import
 * wanted it. A private key that was written stays: nothing but a person deletes a key. A row that a person kept was looked at
 * and wanted, and stays, as does what was changed since then; both are told.
 */

typedef struct
{
  GPtrArray *changes;   /* of SmithImportChange */
  GPtrArray *kept;      /* names of the new identities that were kept since then */
  GPtrArray *changed;   /* names of the identities that stay as they are */
  GPtrArray *with_key;  /* names of the identities whose new key stays */
  guint      n_done;
  GError    *error;     /* the first */
} Undo;

static void undo_next (GTask *task);

static void
free_undo (gpointer data)
{
  Undo *undo = data;

  g_ptr_array_unref (undo->changes);
  g_ptr_array_unref (undo->kept);
  g_ptr_array_unref (undo->changed);
  g_ptr_array_unref (undo->with_key);
  g_clear_error (&undo->error);
  g_free (undo);
}

/* A sentence that ends in names. */
static void
append_sentence (GString    *text,
                 const char *sentence,
                 GPtrArray  *names)
{
  g_autofree char *list = NULL;

  if (names->len == 0)
    return;
  g_ptr_array_add (names, NULL);
  list = g_strjoinv (_(", "), (char **) names->pdata);
  if (text->len > 0)
    g_string_append_c (text, '\n');
  g_string_append_printf (text, "%s: %s", sentence, list);
}

static void
finish_undo (GTask *task)
{
  Undo *undo = g_task_get_task_data (task);
  g_autoptr (GString) left = g_string_new (NULL);

  append_sentence (left, _("Changed since then, and left as it is"), undo->changed);
  append_sentence (left, _("Kept since then, and stays until you delete it"), undo->kept);
  if (left->len > 0 && undo->n_done > 0)
    g_string_append_printf (left, "\n%s", _("The rest was taken back."));
  append_sentence (left, _("Taken back, but for the private key, which is on disk now and stays there"), undo->with_key);
  if (undo->error != NULL)
    g_task_return_error (task, g_steal_pointer (&undo->error));
  else if (left->len > 0)
    g_task_return_new_error (task, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED, "%s", left->str);
  else
    g_task_return_boolean (task, TRUE);
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

  if (smith_library_change_finish (SMITH_LIBRARY (source), result, &error))
    undo->n_done++;
  else if (undo->error == NULL)
    undo->error = g_steal_pointer (&error);
  undo_next (task);
}

/* The former key to which something came, as it was. */
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

/* @former: (nullable): a key in its history. */
static SmithIdentityData *
find_part (SmithIdentityData *data,
           const char        *former)
{
  if (former == NULL)
    return data;
  for (guint i = 0; data->former != NULL && i < data->former->len; i++)
    {
      SmithIdentityData *each = g_ptr_array_index (data->former, i);

      if (g_strcmp0 (each->id, former) == 0)
        return each;
    }

  return NULL;
}

static gboolean
has_request (const SmithIdentityData *data,
             GBytes                  *request)
{
  return data->request == request ||
         (data->request != NULL && request != NULL && g_bytes_equal (data->request, request));
}

static gboolean
has_same_certificate (const SmithIdentityData *data,
                      const SmithIdentityData *other)
{
  SmithIdentityData a = { .certificate = data->certificate, .chain = data->chain };
  SmithIdentityData b = { .certificate = other->certificate, .chain = other->chain };

  return smith_identity_data_equal_contents (&a, &b);
}

static void
set_request_back (SmithIdentityEdit           *edit,
                  const char                  *former,
                  const SmithIdentityContents *contents)
{
  if (former != NULL)
    smith_identity_edit_set_former_request (edit, former, contents->request);
  else
    smith_identity_edit_set_request (edit, contents->request);
}

static void
set_certificate_back (SmithIdentityEdit           *edit,
                      const char                  *former,
                      const SmithIdentityContents *contents)
{
  if (former != NULL)
    smith_identity_edit_set_former_certificate (edit, former, contents->certificate, contents->chain);
  else
    smith_identity_edit_set_certificate (edit, contents->certificate, contents->chain);
}

static SmithIdentityEdit *
make_edit (SmithImportChange *change)
{
  g_auto (SmithIdentityContents) contents = { NULL };
  SmithIdentityEdit *edit = smith_identity_edit_new ();
  SmithIdentityData *former = find_former (change);
  const char *id = former != NULL ? former->id : NULL;
  SmithIdentityData *before = former != NULL ? former : change->before;
  SmithIdentityData *after = find_part (change->after, id);

  smith_identity_data_parse_contents (before, &contents);
  if (!has_request (before, after->request))
    set_request_back (edit, id, &contents);
  if (!has_same_certificate (before, after))
    set_certificate_back (edit, id, &contents);

  return edit;
}

/* Of a row that is gone, and that had a home: what the home got from it, as it was before. Returns: (nullable): an edit;
 * NULL where @changed is set, for somebody else had to do with it since then. */
static SmithIdentityEdit *
make_home_edit (SmithImportChange *change,
                gboolean          *changed)
{
  g_auto (SmithIdentityContents) contents = { NULL };
  g_autoptr (SmithIdentityEdit) edit = smith_identity_edit_new ();
  const SmithIdentityData *brought = change->after;
  const char *former = brought->home_former;
  SmithIdentityData *before = find_part (change->home_before, former);
  SmithIdentityData *now = find_part (smith_identity_get_data (change->home), former);

  *changed = before == NULL || now == NULL;
  if (*changed)
    return NULL;
  smith_identity_data_parse_contents (before, &contents);
  if (brought->request != NULL && !has_request (now, before->request))
    {
      *changed |= !has_request (now, brought->request);
      set_request_back (edit, former, &contents);
    }
  if (brought->certificate != NULL && !has_same_certificate (now, before))
    {
      *changed |= !has_same_certificate (now, brought);
      set_certificate_back (edit, former, &contents);
    }

  return *changed ? NULL : g_steal_pointer (&edit);
}

static void
add_name (GPtrArray     *names,
          SmithIdentity *identity)
{
  g_ptr_array_add (names, g_strdup (smith_identity_get_name (identity)));
}

/* Returns: (nullable) (transfer full): what is to be done on disk, and @target (transfer none) to what. */
static SmithIdentityEdit *
take_back (Undo               *undo,
           SmithLibrary       *library,
           SmithImportChange  *change,
           SmithIdentity     **target)
{
  SmithIdentityData *now = smith_identity_get_data (change->identity);
  gboolean changed = FALSE;

  *target = change->identity;
  if (!smith_library_contains (library, change->identity))
    {
      g_autoptr (SmithIdentityEdit) edit = NULL;

      if (change->home == NULL || !smith_library_contains (library, change->home))
        return NULL;
      *target = change->home;
      edit = make_home_edit (change, &changed);
      if (changed)
        add_name (undo->changed, change->home);
      else if (change->after->has_key && !change->home_before->has_key && smith_identity_get_has_key (change->home))
        add_name (undo->with_key, change->home);
      return edit != NULL && edit->what != 0 ? g_steal_pointer (&edit) : NULL;
    }
  if (!smith_identity_data_equal_contents (now, change->after) || !smith_identity_data_equal_history (now, change->after))
    {
      add_name (undo->changed, change->identity);
      return NULL;
    }
  if (change->before == NULL)
    {
      if (smith_identity_get_stored (change->identity))
        {
          add_name (undo->kept, change->identity);
          return NULL;
        }
      smith_library_remove (library, change->identity);
      undo->n_done++;
      return NULL;
    }
  if (change->after->has_key && !change->before->has_key && smith_identity_get_stored (change->identity))
    add_name (undo->with_key, change->identity);

  return make_edit (change);
}

static void
undo_next (GTask *task)
{
  SmithLibrary *library = smith_workspace_get_library (g_task_get_source_object (task));
  Undo *undo = g_task_get_task_data (task);

  while (undo->changes->len > 0)
    {
      SmithImportChange *change = g_ptr_array_index (undo->changes, undo->changes->len - 1);
      SmithIdentity *target;
      SmithIdentityEdit *edit = take_back (undo, library, change, &target);

      if (edit != NULL)
        g_object_ref (target);
      g_ptr_array_set_size (undo->changes, (int) undo->changes->len - 1);
      if (edit != NULL)
        {
          smith_library_edit_async (library, target, edit, g_task_get_cancellable (task), undo_next_cb, task);
          g_object_unref (target);
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
 * Rows that the import made and that are still not kept leave the list; what it changed in other identities becomes what it
 * was, also where keeping such a row brought it there.
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
  undo->changed = g_ptr_array_new_with_free_func (g_free);
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
