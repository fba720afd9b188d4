/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-window-private.h"

#include <glib/gi18n.h>

#include "smith-backup-dialog.h"
#include "smith-backup-restore-dialog.h"
#include "smith-compat.h"

/* "Back Up…" and "Restore…" of the main menu. */

static void
activate_back_up (GtkWidget  *widget,
                  const char *action,
                  GVariant   *parameter)
{
  SmithWindow *self = SMITH_WINDOW (widget);

  gtk_window_present (smith_backup_dialog_new (GTK_WINDOW (self), self->workspace, smith_window_get_toast_place (self)));
}

static void
choose_backup_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (SmithWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) files = smith_compat_open_files_finish (result, &error);
  g_autoptr (GFile) file = NULL;

  if (self->workspace == NULL)
    return;
  if (files == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        smith_window_show_error (self, _("The Backup Was Not Opened"), error->message);
      return;
    }
  file = g_list_model_get_item (files, 0);
  if (file != NULL)
    gtk_window_present (smith_backup_restore_dialog_new (GTK_WINDOW (self), self->workspace, file));
}

static void
activate_restore (GtkWidget  *widget,
                  const char *action,
                  GVariant   *parameter)
{
  SmithWindow *self = SMITH_WINDOW (widget);

  smith_compat_open_files_async (GTK_WINDOW (self), _("Restore a Backup"), FALSE, self->cancellable, choose_backup_cb,
                                 g_object_ref (self));
}

void
smith_window_install_backup_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.back-up", NULL, activate_back_up);
  gtk_widget_class_install_action (widget_class, "win.restore-backup", NULL, activate_restore);
}
