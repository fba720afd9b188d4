/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-window-private.h"

#include <glib/gi18n.h>

#include "smith-toast.h"

/* Files and text that are dropped anywhere on the window, or pasted into it. */

static void
import_file_list (SmithWindow  *self,
                  const GValue *value)
{
  g_autoptr (GListStore) list = g_list_store_new (G_TYPE_FILE);
  g_autoptr (GSList) files = gdk_file_list_get_files (g_value_get_boxed (value));

  for (GSList *l = files; l != NULL; l = l->next)
    g_list_store_append (list, l->data);
  smith_window_import_files (self, G_LIST_MODEL (list));
}

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

  return G_LIST_MODEL (g_steal_pointer (&files));
}

static void
import_text (SmithWindow *self,
             const char  *text,
             const char  *source)
{
  g_autoptr (GListModel) files = find_files (text);
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  if (files != NULL)
    smith_window_import_files (self, files);
  else
    smith_window_import_bytes (self, bytes, source);
}

static gboolean
import_value (SmithWindow  *self,
              const GValue *value,
              const char   *source)
{
  if (G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    {
      import_file_list (self, value);
      return TRUE;
    }
  if (G_VALUE_HOLDS (value, G_TYPE_STRING) && g_value_get_string (value) != NULL)
    {
      import_text (self, g_value_get_string (value), source);
      return TRUE;
    }

  return FALSE;
}

static gboolean
dropped_cb (SmithWindow  *self,
            const GValue *value)
{
  gtk_revealer_set_reveal_child (self->drop_revealer, FALSE);

  return import_value (self, value, _("Dropped text"));
}

static GdkDragAction
drop_entered_cb (SmithWindow *self)
{
  gtk_revealer_set_reveal_child (self->drop_revealer, TRUE);

  return GDK_ACTION_COPY;
}

static void
drop_left_cb (SmithWindow *self)
{
  gtk_revealer_set_reveal_child (self->drop_revealer, FALSE);
}

/* A drag that began in this window reorders something; it is not for us. */
static gboolean
accept_drop_cb (SmithWindow *self,
                GdkDrop     *drop)
{
  GdkContentFormats *formats = gdk_drop_get_formats (drop);

  return gdk_drop_get_drag (drop) == NULL &&
         (gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST) ||
          gdk_content_formats_contain_mime_type (formats, "text/uri-list") ||
          gdk_content_formats_contain_gtype (formats, G_TYPE_STRING) ||
          gdk_content_formats_contain_mime_type (formats, "text/plain;charset=utf-8") ||
          gdk_content_formats_contain_mime_type (formats, "text/plain"));
}

void
smith_window_init_dnd (SmithWindow *self)
{
  GType types[] = { GDK_TYPE_FILE_LIST, G_TYPE_STRING };
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_INVALID, GDK_ACTION_COPY);

  gtk_drop_target_set_gtypes (target, types, G_N_ELEMENTS (types));
  g_signal_connect_object (target, "accept", G_CALLBACK (accept_drop_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (target, "enter", G_CALLBACK (drop_entered_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (target, "leave", G_CALLBACK (drop_left_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (target, "drop", G_CALLBACK (dropped_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (self->drop_area, GTK_EVENT_CONTROLLER (target));
}

/* Paste */

static void
read_text_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (SmithWindow) self = user_data;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);

  if (self->workspace == NULL)
    return;
  if (text != NULL && *text != '\0')
    import_text (self, text, _("Clipboard"));
  else
    smith_toast_show (smith_window_get_toast_place (self), _("There is nothing to paste"));
}

static void
read_files_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (SmithWindow) self = user_data;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, NULL);

  if (self->workspace == NULL)
    return;
  if (value != NULL)
    import_value (self, value, _("Clipboard"));
  else
    gdk_clipboard_read_text_async (GDK_CLIPBOARD (source), self->cancellable, read_text_cb, g_object_ref (self));
}

/**
 * smith_window_paste:
 *
 * Imports the files or the text in the clipboard.
 */
void
smith_window_paste (SmithWindow *self)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self));
  GdkContentFormats *formats = gdk_clipboard_get_formats (clipboard);

  if (gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST) ||
      gdk_content_formats_contain_mime_type (formats, "text/uri-list"))
    gdk_clipboard_read_value_async (clipboard, GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT, self->cancellable,
                                    read_files_cb, g_object_ref (self));
  else
    gdk_clipboard_read_text_async (clipboard, self->cancellable, read_text_cb, g_object_ref (self));
}
