/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-backup-restore-dialog.h"

#include <glib/gi18n.h>

#include "smith-backup.h"
#include "smith-message-row.h"
#include "smith-progress-row.h"
#include "smith-secret-entry.h"

/**
 * SmithBackupRestoreDialog:
 *
 * Asks for the passphrase of a backup until it is right, shows the work, which can be canceled, and then what was
 * restored. Closing it cancels the work.
 */
struct _SmithBackupRestoreDialog
{
  AdwWindow         parent_instance;

  /* Owned */
  SmithWorkspace   *workspace;
  GFile            *file;
  SmithJob         *job;              /* NULL: nothing is being done */

  /* Template */
  GtkWidget        *stack;
  GtkWidget        *cancel_button;
  GtkWidget        *ok_button;
  GtkWidget        *close_button;
  GtkWidget        *description_label;
  GtkWidget        *passphrase_group;
  GtkWidget        *passphrase_row;
  SmithMessageRow  *message_row;
  SmithProgressRow *progress_row;
  GtkWidget        *title_label;
  GtkWidget        *details_label;
};

G_DEFINE_FINAL_TYPE (SmithBackupRestoreDialog, smith_backup_restore_dialog, ADW_TYPE_WINDOW)

static void
update (SmithBackupRestoreDialog *self)
{
  g_autoptr (SmithSecret) secret = smith_secret_entry_dup (GTK_EDITABLE (self->passphrase_row));

  gtk_widget_set_sensitive (self->ok_button, self->job == NULL && secret != NULL);
  gtk_widget_set_sensitive (self->passphrase_group, self->job == NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->progress_row), self->job != NULL);
  smith_progress_row_set_job (self->progress_row, self->job);
}

static void
passphrase_changed_cb (SmithBackupRestoreDialog *self)
{
  smith_message_row_set_message (self->message_row, NULL);
  update (self);
}

static void
show_result (SmithBackupRestoreDialog *self,
             SmithBackupResult        *result)
{
  g_autofree char *title = smith_backup_result_dup_title (result);
  g_autofree char *details = smith_backup_result_dup_details (result);

  smith_secret_entry_clear (GTK_EDITABLE (self->passphrase_row));
  gtk_label_set_label (GTK_LABEL (self->title_label), title);
  gtk_label_set_label (GTK_LABEL (self->details_label), details);
  gtk_widget_set_visible (self->details_label, *details != '\0');
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "result");
  gtk_widget_set_visible (self->cancel_button, FALSE);
  gtk_widget_set_visible (self->ok_button, FALSE);
  gtk_widget_set_visible (self->close_button, TRUE);
  gtk_window_set_default_widget (GTK_WINDOW (self), self->close_button);
  gtk_widget_grab_focus (self->close_button);
}

static void
restore_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (SmithBackupRestoreDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithBackupResult) restored = smith_backup_restore_finish (SMITH_WORKSPACE (source), result, &error);

  g_clear_object (&self->job);
  if (self->workspace == NULL)
    return;
  update (self);
  if (restored != NULL)
    {
      show_result (self, restored);
      return;
    }
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    smith_message_row_set_message (self->message_row, error->message);
  gtk_widget_grab_focus (self->passphrase_row);
}

static void
confirm (SmithBackupRestoreDialog *self)
{
  g_autoptr (SmithSecret) passphrase = smith_secret_entry_dup (GTK_EDITABLE (self->passphrase_row));

  if (self->job != NULL || passphrase == NULL)
    return;
  smith_message_row_set_message (self->message_row, NULL);
  g_set_object (&self->job, smith_backup_restore_async (self->workspace, self->file, passphrase, restore_cb,
                                                        g_object_ref (self)));
  update (self);
}

static gboolean
smith_backup_restore_dialog_close_request (GtkWindow *window)
{
  SmithBackupRestoreDialog *self = SMITH_BACKUP_RESTORE_DIALOG (window);

  smith_secret_entry_clear (GTK_EDITABLE (self->passphrase_row));
  if (self->job != NULL)
    smith_job_cancel (self->job);

  return GTK_WINDOW_CLASS (smith_backup_restore_dialog_parent_class)->close_request (window);
}

static void
smith_backup_restore_dialog_dispose (GObject *object)
{
  SmithBackupRestoreDialog *self = SMITH_BACKUP_RESTORE_DIALOG (object);

  g_clear_object (&self->workspace);
  g_clear_object (&self->file);
  g_clear_object (&self->job);

  G_OBJECT_CLASS (smith_backup_restore_dialog_parent_class)->dispose (object);
}

static void
smith_backup_restore_dialog_class_init (SmithBackupRestoreDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = smith_backup_restore_dialog_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = smith_backup_restore_dialog_close_request;

  g_type_ensure (SMITH_TYPE_MESSAGE_ROW);
  g_type_ensure (SMITH_TYPE_PROGRESS_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/chainsmith/Chainsmith/smith-backup-restore-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SmithBackupRestoreDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, SmithBackupRestoreDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, SmithBackupRestoreDialog, ok_button);
  gtk_widget_class_bind_template_child (widget_class, SmithBackupRestoreDialog, close_button);
  gtk_widget_class_bind_template_child (widget_class, SmithBackupRestoreDialog, description_label);
  gtk_widget_class_bind_template_child (widget_class, SmithBackupRestoreDialog, passphrase_group);
  gtk_widget_class_bind_template_child (widget_class, SmithBackupRestoreDialog, passphrase_row);
  gtk_widget_class_bind_template_child (widget_class, SmithBackupRestoreDialog, message_row);
  gtk_widget_class_bind_template_child (widget_class, SmithBackupRestoreDialog, progress_row);
  gtk_widget_class_bind_template_child (widget_class, SmithBackupRestoreDialog, title_label);
  gtk_widget_class_bind_template_child (widget_class, SmithBackupRestoreDialog, details_label);
  gtk_widget_class_bind_template_callback (widget_class, confirm);
  gtk_widget_class_bind_template_callback (widget_class, passphrase_changed_cb);
}

static void
smith_backup_restore_dialog_init (SmithBackupRestoreDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  smith_secret_entry_prepare (GTK_EDITABLE (self->passphrase_row));
  gtk_widget_grab_focus (self->passphrase_row);
  update (self);
}

/**
 * smith_backup_restore_dialog_new:
 * @parent: the window that it belongs to
 * @workspace: what it is restored into
 * @file: the backup
 *
 * Returns: (transfer none): a new dialog, to be presented
 */
GtkWindow *
smith_backup_restore_dialog_new (GtkWindow      *parent,
                                 SmithWorkspace *workspace,
                                 GFile          *file)
{
  g_autofree char *base = NULL;
  g_autofree char *name = NULL;
  g_autofree char *description = NULL;
  SmithBackupRestoreDialog *self;

  g_return_val_if_fail (SMITH_IS_WORKSPACE (workspace), NULL);
  g_return_val_if_fail (G_IS_FILE (file), NULL);

  self = g_object_new (SMITH_TYPE_BACKUP_RESTORE_DIALOG, "transient-for", parent, NULL);
  g_set_object (&self->workspace, workspace);
  g_set_object (&self->file, file);
  base = g_file_get_basename (file);
  name = g_filename_display_name (base);
  /* Translators: the name of a file. */
  description = g_strdup_printf (_("“%s” brings back what is not in the library. Nothing that is in it changes: what "
                                   "differs comes beside it."), name);
  gtk_label_set_label (GTK_LABEL (self->description_label), description);

  return GTK_WINDOW (self);
}
