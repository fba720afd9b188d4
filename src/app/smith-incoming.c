/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-incoming.h"

#include <string.h>

#include <glib/gi18n.h>

/* What is dropped on a window or pasted into it: files, their addresses as text, or other text. */

/* Some programs hand over the addresses of files as text. NULL: it is other text. */
static GListModel *
find_files (const char *text)
{
  g_auto (GStrv) uris = NULL;
  g_autoptr (GListStore) files = NULL;

  if (g_ascii_strncasecmp (text, "file:", 5) != 0)
    return NULL;
  uris = g_uri_list_extract_uris (text);
  files = g_list_store_new (G_TYPE_FILE);
  for (gsize i = 0; uris[i] != NULL; i++)
    {
      g_autoptr (GFile) file = g_file_new_for_uri (uris[i]);

      if (!g_file_has_uri_scheme (file, "file"))
        return NULL;
      g_list_store_append (files, file);
    }

  return uris[0] != NULL ? G_LIST_MODEL (g_steal_pointer (&files)) : NULL;
}

static GListModel *
list_files (GdkFileList *list)
{
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);
  g_autoptr (GSList) each = gdk_file_list_get_files (list);

  for (GSList *l = each; l != NULL; l = l->next)
    g_list_store_append (files, l->data);

  return each != NULL ? G_LIST_MODEL (g_steal_pointer (&files)) : NULL;
}

/* @files: (transfer full) (nullable); NULL: what @text says. */
static SmithIncoming *
incoming_new (GListModel *files,
              const char *text)
{
  SmithIncoming *self = g_new0 (SmithIncoming, 1);

  self->files = files;
  if (text != NULL && files == NULL)
    self->bytes = g_bytes_new (text, strlen (text));

  return self;
}

/**
 * smith_incoming_new_from_value:
 * @value: a #GdkFileList or a string
 *
 * Returns: (transfer full) (nullable): what is in it; NULL: nothing that could be read
 */
SmithIncoming *
smith_incoming_new_from_value (const GValue *value)
{
  GListModel *files;
  const char *text;

  g_return_val_if_fail (G_IS_VALUE (value), NULL);

  if (G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    {
      files = g_value_get_boxed (value) != NULL ? list_files (g_value_get_boxed (value)) : NULL;
      return files != NULL ? incoming_new (files, NULL) : NULL;
    }

  text = G_VALUE_HOLDS_STRING (value) ? g_value_get_string (value) : NULL;

  return text != NULL && *text != '\0' ? incoming_new (find_files (text), text) : NULL;
}

/**
 * smith_incoming_free:
 * @self: (transfer full): what was taken
 */
void
smith_incoming_free (SmithIncoming *self)
{
  g_clear_object (&self->files);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self);
}

/* Dropping. */

/* A drag that began in this program's own windows reorders something; it is not for us. */
static gboolean
accept_cb (GtkDropTarget *target,
           GdkDrop       *drop)
{
  GdkContentFormats *formats = gdk_drop_get_formats (drop);

  return gdk_drop_get_drag (drop) == NULL &&
         (gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST) ||
          gdk_content_formats_contain_mime_type (formats, "text/uri-list") ||
          gdk_content_formats_contain_gtype (formats, G_TYPE_STRING) ||
          gdk_content_formats_contain_mime_type (formats, "text/plain;charset=utf-8") ||
          gdk_content_formats_contain_mime_type (formats, "text/plain"));
}

/**
 * smith_incoming_create_target:
 *
 * Returns: (transfer full): takes files and text that come from elsewhere; the value of its "drop" is for
 *   smith_incoming_new_from_value()
 */
GtkDropTarget *
smith_incoming_create_target (void)
{
  GType types[] = { GDK_TYPE_FILE_LIST, G_TYPE_STRING };
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_INVALID, GDK_ACTION_COPY);

  gtk_drop_target_set_gtypes (target, types, G_N_ELEMENTS (types));
  g_signal_connect (target, "accept", G_CALLBACK (accept_cb), NULL);

  return target;
}

/* Pasting. */

static void
return_incoming (GTask         *task,
                 SmithIncoming *incoming)
{
  if (incoming != NULL)
    g_task_return_pointer (task, incoming, (GDestroyNotify) smith_incoming_free);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "%s", _("There is nothing to paste"));
}

static void
read_text_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);

  return_incoming (task, text != NULL && *text != '\0' ? incoming_new (find_files (text), text) : NULL);
}

static void
read_files_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, NULL);
  SmithIncoming *incoming = value != NULL ? smith_incoming_new_from_value (value) : NULL;

  if (incoming != NULL)
    return_incoming (task, incoming);
  else
    gdk_clipboard_read_text_async (GDK_CLIPBOARD (source), g_task_get_cancellable (task), read_text_cb, g_object_ref (task));
}

/**
 * smith_incoming_paste_async:
 * @widget: whose clipboard is read
 * @cancellable: (nullable): a #GCancellable
 * @callback: (scope async): calls smith_incoming_paste_finish()
 *
 * Reads the files in the clipboard, or the text where there are none.
 */
void
smith_incoming_paste_async (GtkWidget           *widget,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  GdkClipboard *clipboard;
  GdkContentFormats *formats;
  GTask *task;

  g_return_if_fail (GTK_IS_WIDGET (widget));

  task = g_task_new (widget, cancellable, callback, user_data);
  g_task_set_source_tag (task, smith_incoming_paste_async);
  clipboard = gtk_widget_get_clipboard (widget);
  formats = gdk_clipboard_get_formats (clipboard);
  if (gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST) ||
      gdk_content_formats_contain_mime_type (formats, "text/uri-list"))
    gdk_clipboard_read_value_async (clipboard, GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT, cancellable, read_files_cb, task);
  else
    gdk_clipboard_read_text_async (clipboard, cancellable, read_text_cb, task);
}

/**
 * smith_incoming_paste_finish:
 * @error: %G_IO_ERROR_NOT_FOUND where the clipboard has neither files nor text
 *
 * Returns: (transfer full): what the clipboard has
 */
SmithIncoming *
smith_incoming_paste_finish (GtkWidget     *widget,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, widget), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, smith_incoming_paste_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
