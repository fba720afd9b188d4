/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-window-private.h"

#include <glib/gi18n.h>

#include "smith-incoming.h"
#include "smith-toast.h"

/* Files and text that are dropped anywhere on the window, or pasted into it. */

/* @source: what text is called */
static void
import_incoming (SmithWindow   *self,
                 SmithIncoming *incoming,
                 const char    *source)
{
  if (incoming->files != NULL)
    smith_window_import_files (self, incoming->files);
  else
    smith_window_import_bytes (self, incoming->bytes, source);
}

static gboolean
dropped_cb (SmithWindow  *self,
            const GValue *value)
{
  g_autoptr (SmithIncoming) incoming = smith_incoming_new_from_value (value);

  gtk_revealer_set_reveal_child (self->drop_revealer, FALSE);
  if (incoming != NULL)
    import_incoming (self, incoming, _("Dropped text"));

  return incoming != NULL;
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

void
smith_window_init_dnd (SmithWindow *self)
{
  GtkDropTarget *target = smith_incoming_create_target ();

  g_signal_connect_object (target, "enter", G_CALLBACK (drop_entered_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (target, "leave", G_CALLBACK (drop_left_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (target, "drop", G_CALLBACK (dropped_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (self->drop_area, GTK_EVENT_CONTROLLER (target));
}

/* Paste */

static void
paste_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  SmithWindow *self = SMITH_WINDOW (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithIncoming) incoming = smith_incoming_paste_finish (GTK_WIDGET (self), result, &error);

  if (self->workspace == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (incoming != NULL)
    import_incoming (self, incoming, _("Clipboard"));
  else
    smith_toast_show (smith_window_get_toast_place (self), error->message);
}

/**
 * smith_window_paste:
 *
 * Imports the files or the text in the clipboard.
 */
void
smith_window_paste (SmithWindow *self)
{
  smith_incoming_paste_async (GTK_WIDGET (self), self->cancellable, paste_cb, NULL);
}
