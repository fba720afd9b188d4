/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-profile-file-private.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "smith-file.h"

/* The file that profiles are kept in, read and written by workers. */

#define FILE_NAME "profiles.ini"
/* A person has a handful of them, of some hundred bytes each. */
#define MAX_FILE (4 * 1024 * 1024)

typedef struct
{
  char   *folder;
  GBytes *bytes;
} Writing;

static void
writing_free (Writing *writing)
{
  g_free (writing->folder);
  g_bytes_unref (writing->bytes);
  g_free (writing);
}

/* A file that is none is put aside, never written over. */
static void
read_in_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  g_autofree char *path = g_build_filename (task_data, FILE_NAME, NULL);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) parse_error = NULL;
  GError *error = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_task_return_pointer (task, NULL, NULL);
      return;
    }
  bytes = smith_file_read (path, MAX_FILE, &error);
  if (bytes == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (g_bytes_get_size (bytes) > 0 && !g_key_file_load_from_bytes (file, bytes, G_KEY_FILE_NONE, &parse_error))
    {
      g_autofree char *aside = g_strconcat (path, ".damaged", NULL);

      g_rename (path, aside);
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                               _("The file was damaged; it is now called %s."), aside);
      return;
    }

  g_task_return_pointer (task, g_steal_pointer (&file), (GDestroyNotify) g_key_file_unref);
}

static void
write_in_thread (GTask        *task,
                 gpointer      source,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  Writing *writing = task_data;
  g_autofree char *path = g_build_filename (writing->folder, FILE_NAME, NULL);
  GError *error = NULL;

  /* smith_file_write() says what is wrong where this fails. */
  g_mkdir_with_parents (writing->folder, 0700);
  if (smith_file_write (path, g_bytes_get_data (writing->bytes, NULL), g_bytes_get_size (writing->bytes), 0600, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * smith_profile_file_read_async: (skip)
 * @folder: where the file is, if there is one
 */
void
smith_profile_file_read_async (const char          *folder,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, smith_profile_file_read_async);
  g_task_set_task_data (task, g_strdup (folder), g_free);
  g_task_run_in_thread (task, read_in_thread);
}

/**
 * smith_profile_file_read_finish: (skip)
 * @error: of GFileError or GIOError, with a sentence; a damaged file has been put aside
 *
 * Returns: (transfer full) (nullable): what is in the file; NULL without @error if there is none
 */
GKeyFile *
smith_profile_file_read_finish (GAsyncResult  *result,
                                GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * smith_profile_file_write_async: (skip)
 * @folder: where the file shall be; made if it is not there
 * @file: what shall be in it, as it is now
 */
void
smith_profile_file_write_async (const char          *folder,
                                GKeyFile            *file,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Writing *writing = g_new0 (Writing, 1);
  gsize size;
  char *data = g_key_file_to_data (file, &size, NULL);

  writing->folder = g_strdup (folder);
  writing->bytes = g_bytes_new_take (data, size);
  g_task_set_source_tag (task, smith_profile_file_write_async);
  g_task_set_task_data (task, writing, (GDestroyNotify) writing_free);
  g_task_run_in_thread (task, write_in_thread);
}

/**
 * smith_profile_file_write_finish: (skip)
 * @error: of GFileError or GIOError, with a sentence
 *
 * Returns: whether it is on disk
 */
gboolean
smith_profile_file_write_finish (GAsyncResult  *result,
                                 GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
