/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-file-save.h"

#include <glib/gi18n.h>

#include "smith-compat.h"
#include "smith-toast.h"

/* What is shown, as a file that a person keeps elsewhere: where to, written whole, said. Nothing secret goes this way: a key
 * is exported by SmithKeyExportDraft. */

static void
write_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autofree char *base = g_file_get_basename (G_FILE (source));
  g_autofree char *name = g_filename_display_name (base);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  if (!g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    {
      g_task_return_new_error (task, error->domain, error->code, _("Couldn’t save “%s”: %s"), name, error->message);
      return;
    }

  text = g_strdup_printf (_("Saved as “%s”"), name);
  smith_toast_show (g_task_get_source_object (task), text);
  g_task_return_boolean (task, TRUE);
}

/* @task: (transfer full) */
static void
write_file (GTask  *task,
            GFile  *file,
            GBytes *bytes)
{
  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_REPLACE_DESTINATION, NULL, write_cb, task);
}

static void
choose_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (GFile) file = smith_compat_save_file_finish (result, &error);
  GBytes *bytes = g_task_get_task_data (task);

  if (file == NULL)
    g_task_return_error (task, error);
  else
    write_file (g_steal_pointer (&task), file, bytes);
}

/**
 * smith_file_save_dup_name:
 * @base: what the file is about, such as a domain name
 * @suffix: with its dot
 *
 * Returns: (transfer full): a file name that shells and other systems take as it is: "*.example.com" is none
 */
char *
smith_file_save_dup_name (const char *base,
                          const char *suffix)
{
  g_return_val_if_fail (base != NULL && suffix != NULL, NULL);

  return g_strdelimit (g_strconcat (base, suffix, NULL), "*/\\:?\"<>|", '_');
}

/**
 * smith_file_save_async:
 * @from: whose window asks, and where it is said that it was saved
 * @title: of the chooser
 * @name: suggested file name
 * @bytes: what is written
 * @cancellable: (nullable): closes the chooser; what is being written is written to its end
 * @callback: (scope async): calls smith_file_save_finish()
 *
 * Asks for a place and writes @bytes there.
 */
void
smith_file_save_async (GtkWidget           *from,
                       const char          *title,
                       const char          *name,
                       GBytes              *bytes,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  GtkRoot *root;
  GTask *task;

  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (title != NULL && name != NULL && bytes != NULL);

  root = gtk_widget_get_root (from);
  g_return_if_fail (GTK_IS_WINDOW (root));

  task = g_task_new (from, NULL, callback, user_data);
  g_task_set_source_tag (task, smith_file_save_async);
  g_task_set_task_data (task, g_bytes_ref (bytes), (GDestroyNotify) g_bytes_unref);
  smith_compat_save_file_async (GTK_WINDOW (root), title, name, cancellable, choose_cb, task);
}

/**
 * smith_file_save_write_async:
 * @from: where it is said that it was saved
 * @file: the place that was chosen
 * @bytes: what is written
 * @callback: (scope async): calls smith_file_save_finish()
 *
 * As smith_file_save_async() from the moment on when the place is known.
 */
void
smith_file_save_write_async (GtkWidget           *from,
                             GFile               *file,
                             GBytes              *bytes,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (G_IS_FILE (file) && bytes != NULL);

  task = g_task_new (from, NULL, callback, user_data);
  g_task_set_source_tag (task, smith_file_save_async);
  write_file (task, file, bytes);
}

/**
 * smith_file_save_finish:
 * @error: a sentence that names the file; %G_IO_ERROR_CANCELLED when the chooser was closed
 *
 * Returns: whether it was written; a toast has said so
 */
gboolean
smith_file_save_finish (GtkWidget     *from,
                        GAsyncResult  *result,
                        GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, from), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, smith_file_save_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
