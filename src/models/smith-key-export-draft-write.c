/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-key-export-draft-private.h"

#include <glib/gi18n.h>

#include "smith-file.h"
#include "smith-key-history.h"
#include "smith-unlock.h"

/* How SmithKeyExportDraft makes the copy: unlock -> encode in a worker -> write 0600, synced -> read back from the disk
 * and compare. */

typedef struct
{
  SmithWorkspace           *workspace;
  GFile                    *file;
  SmithKey                 *key;
  SmithSecret              *passphrase;
  SmithCertificate         *certificate;
  GPtrArray                *chain;
  SmithKeyEncoding          encoding;
  SmithKeyExportProtection  protection;
} Write;

static void
write_free (Write *state)
{
  g_clear_object (&state->workspace);
  g_clear_object (&state->file);
  g_clear_object (&state->key);
  g_clear_object (&state->certificate);
  g_clear_pointer (&state->chain, g_ptr_array_unref);
  g_clear_pointer (&state->passphrase, smith_secret_unref);
  g_free (state);
}

static void
write_in_thread (GTask        *worker,
                 gpointer      source,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  Write *state = task_data;
  const char *path = g_file_peek_path (state->file);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (SmithSecret) bytes = NULL;
  g_autoptr (SmithSecret) again = NULL;
  GError *error = NULL;

  bytes = smith_key_export (state->key, state->encoding, state->passphrase, state->protection,
                            state->certificate, state->chain, &error);
  if (bytes == NULL || g_cancellable_set_error_if_cancelled (cancellable, &error) ||
      !smith_file_write (path, smith_secret_get_data (bytes), smith_secret_get_size (bytes), 0600, &error) ||
      !smith_file_sync_directory (folder, &error))
    {
      g_task_return_error (worker, error);
      return;
    }
  again = smith_file_read_secret (path, smith_secret_get_size (bytes) + 1, &error);
  if (again == NULL ||
      !smith_key_export_verify (state->key, state->encoding, again, state->passphrase, state->certificate,
                                state->chain, &error))
    g_task_return_error (worker, error);
  else
    g_task_return_boolean (worker, TRUE);
}

static void
write_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
unlock_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GTask) worker = NULL;
  SmithKeyExportDraft *self = g_task_get_source_object (task);
  Write *state = g_task_get_task_data (task);
  GError *error = NULL;

  state->key = self->former != NULL ? smith_library_load_former_key_finish (SMITH_LIBRARY (source), result, &error)
                                    : smith_unlock_finish (SMITH_LIBRARY (source), result, &error);
  if (state->key == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  worker = g_task_new (NULL, g_task_get_cancellable (task), write_cb, g_object_ref (task));
  g_task_set_source_tag (worker, unlock_cb);
  g_task_set_check_cancellable (worker, FALSE);
  /* The state belongs to the outer task, which write_cb() holds until the worker is done. */
  g_task_set_task_data (worker, state, NULL);
  g_task_run_in_thread (worker, write_in_thread);
}

static Write *
make_write (SmithKeyExportDraft *self,
            SmithWorkspace      *workspace,
            GFile               *file)
{
  Write *state = g_new0 (Write, 1);

  state->workspace = g_object_ref (workspace);
  state->file = g_object_ref (file);
  state->encoding = self->encoding;
  state->chain = g_ptr_array_new_with_free_func (g_object_unref);
  if (smith_key_export_draft_is_pkcs12 (self->encoding))
    g_set_object (&state->certificate, smith_key_export_draft_find_certificate (self, state->chain));
  if (smith_key_export_draft_get_encrypted (self))
    {
      state->passphrase = smith_passphrase_draft_dup_passphrase (self->passphrase);
      state->protection = self->scrypt ? SMITH_KEY_EXPORT_PROTECTION_SCRYPT : SMITH_KEY_EXPORT_PROTECTION_PBKDF2;
    }

  return state;
}

/**
 * smith_key_export_draft_write_async:
 * @workspace: has the library and the keyring
 * @interaction: (nullable): asks for the passphrase of the kept key
 * @file: where to; one that is there is replaced as a whole or not at all
 *
 * Writes the copy, readable by its owner only (0600), and reads it back. What was typed as its passphrase is forgotten.
 */
void
smith_key_export_draft_write_async (SmithKeyExportDraft *self,
                                    SmithWorkspace      *workspace,
                                    GTlsInteraction     *interaction,
                                    GFile               *file,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  SmithLibrary *library;

  g_return_if_fail (SMITH_IS_KEY_EXPORT_DRAFT (self));
  g_return_if_fail (SMITH_IS_WORKSPACE (workspace));
  g_return_if_fail (G_IS_FILE (file));
  g_return_if_fail (smith_key_export_draft_get_valid (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, smith_key_export_draft_write_async);
  /* A copy that is written is not told as cancelled. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, make_write (self, workspace, file), (GDestroyNotify) write_free);
  smith_passphrase_draft_clear (self->passphrase);
  if (g_file_peek_path (file) == NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                               _("The key can only be written to a folder of this computer, "
                                 "because elsewhere nothing promises that nobody else can read it."));
      return;
    }

  library = smith_workspace_get_library (workspace);
  if (self->former != NULL)
    smith_library_load_former_key_async (library, self->identity, self->former, interaction, cancellable, unlock_cb,
                                         g_object_ref (task));
  else
    smith_unlock_async (library, smith_workspace_get_keyring (workspace), self->identity, interaction, cancellable,
                        unlock_cb, g_object_ref (task));
}

/**
 * smith_key_export_draft_write_finish:
 *
 * Returns: whether the file is there, whole, and opens
 */
gboolean
smith_key_export_draft_write_finish (SmithKeyExportDraft  *self,
                                     GAsyncResult         *result,
                                     GError              **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
