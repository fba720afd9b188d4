/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-backup-dialog.h"

#include <glib/gi18n.h>

#include "smith-backup.h"
#include "smith-compat.h"
#include "smith-message-row.h"
#include "smith-passphrase-group.h"
#include "smith-progress-row.h"
#include "smith-toast.h"

/**
 * SmithBackupDialog:
 *
 * Asks for the passphrase of a backup, with its strength, then for a place; shows the work, which can be canceled,
 * and what went wrong with it. Closing it cancels the work. Destroys itself when the backup is written.
 */
struct _SmithBackupDialog
{
  AdwWindow             parent_instance;

  /* Owned */
  SmithWorkspace       *workspace;
  SmithPassphraseDraft *draft;
  SmithJob             *job;              /* NULL: nothing is being done */
  GFile                *file;

  /* Borrowed: weak */
  GtkWidget            *toast_place;

  /* Template */
  GtkWidget            *ok_button;
  SmithPassphraseGroup *passphrase_group;
  SmithMessageRow      *message_row;
  SmithProgressRow     *progress_row;
};

G_DEFINE_FINAL_TYPE (SmithBackupDialog, smith_backup_dialog, ADW_TYPE_WINDOW)

static void
update (SmithBackupDialog *self)
{
  gtk_widget_set_sensitive (self->ok_button, self->job == NULL && smith_passphrase_draft_get_valid (self->draft));
  gtk_widget_set_sensitive (GTK_WIDGET (self->passphrase_group), self->job == NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->progress_row), self->job != NULL);
  smith_progress_row_set_job (self->progress_row, self->job);
}

static void
draft_changed_cb (SmithBackupDialog *self)
{
  smith_message_row_set_message (self->message_row, NULL);
  update (self);
}

static void
show_written (SmithBackupDialog *self,
              SmithBackupResult *result)
{
  g_autofree char *base = g_file_get_basename (self->file);
  g_autofree char *name = g_filename_display_name (base);
  g_autofree char *title = NULL;

  title = g_strdup_printf (ngettext ("%u identity backed up to “%s”", "%u identities backed up to “%s”",
                                     result->n_identities), result->n_identities, name);
  if (self->toast_place == NULL)
    return;
  smith_toast_show (self->toast_place, title);
  if (result->n_not_kept > 0)
    {
      g_autofree char *left_out =
        g_strdup_printf (ngettext ("%u that is not kept was left out", "%u that are not kept were left out",
                                   result->n_not_kept), result->n_not_kept);

      smith_toast_show (self->toast_place, left_out);
    }
}

static void
write_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (SmithBackupDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithBackupResult) written = smith_backup_write_finish (SMITH_WORKSPACE (source), result, &error);

  g_clear_object (&self->job);
  if (self->workspace == NULL)
    return;
  update (self);
  if (written != NULL)
    {
      show_written (self, written);
      gtk_window_close (GTK_WINDOW (self));
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      smith_message_row_set_message (self->message_row, error->message);
    }
}

static void
choose_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (SmithBackupDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = smith_compat_save_file_finish (result, &error);
  g_autoptr (SmithSecret) passphrase = NULL;

  if (self->workspace == NULL)
    return;
  if (file == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        smith_message_row_set_message (self->message_row, error->message);
      return;
    }
  passphrase = smith_passphrase_draft_dup_passphrase (self->draft);
  if (passphrase == NULL || self->job != NULL)
    return;
  g_set_object (&self->file, file);
  g_set_object (&self->job, smith_backup_write_async (self->workspace, file, passphrase, write_cb, g_object_ref (self)));
  update (self);
}

static void
confirm (SmithBackupDialog *self)
{
  g_autofree char *name = NULL;

  if (self->job != NULL || !smith_passphrase_draft_get_valid (self->draft))
    return;
  smith_message_row_set_message (self->message_row, NULL);
  name = smith_backup_dup_file_name ();
  smith_compat_save_file_async (GTK_WINDOW (self), _("Back Up"), name, NULL, choose_cb, g_object_ref (self));
}

static gboolean
smith_backup_dialog_close_request (GtkWindow *window)
{
  SmithBackupDialog *self = SMITH_BACKUP_DIALOG (window);

  smith_passphrase_group_clear (self->passphrase_group);
  if (self->job != NULL)
    smith_job_cancel (self->job);

  return GTK_WINDOW_CLASS (smith_backup_dialog_parent_class)->close_request (window);
}

static void
smith_backup_dialog_dispose (GObject *object)
{
  SmithBackupDialog *self = SMITH_BACKUP_DIALOG (object);

  g_clear_object (&self->workspace);
  g_clear_object (&self->draft);
  g_clear_object (&self->job);
  g_clear_object (&self->file);
  g_clear_weak_pointer (&self->toast_place);

  G_OBJECT_CLASS (smith_backup_dialog_parent_class)->dispose (object);
}

static void
smith_backup_dialog_class_init (SmithBackupDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = smith_backup_dialog_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = smith_backup_dialog_close_request;

  g_type_ensure (SMITH_TYPE_MESSAGE_ROW);
  g_type_ensure (SMITH_TYPE_PASSPHRASE_GROUP);
  g_type_ensure (SMITH_TYPE_PROGRESS_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chainsmith/Chainsmith/smith-backup-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SmithBackupDialog, ok_button);
  gtk_widget_class_bind_template_child (widget_class, SmithBackupDialog, passphrase_group);
  gtk_widget_class_bind_template_child (widget_class, SmithBackupDialog, message_row);
  gtk_widget_class_bind_template_child (widget_class, SmithBackupDialog, progress_row);
  gtk_widget_class_bind_template_callback (widget_class, confirm);
}

static void
smith_backup_dialog_init (SmithBackupDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->draft = smith_passphrase_draft_new ();
  smith_passphrase_group_set_draft (self->passphrase_group, self->draft);
  smith_passphrase_group_set_required (self->passphrase_group, TRUE);
  g_signal_connect_object (self->draft, "notify", G_CALLBACK (draft_changed_cb), self, G_CONNECT_SWAPPED);
  smith_passphrase_group_focus_first (self->passphrase_group);
  update (self);
}

/**
 * smith_backup_dialog_new:
 * @parent: the window that it belongs to
 * @workspace: what is backed up
 * @toast_place: where success is told
 *
 * Returns: (transfer none): a new dialog, to be presented
 */
GtkWindow *
smith_backup_dialog_new (GtkWindow      *parent,
                         SmithWorkspace *workspace,
                         GtkWidget      *toast_place)
{
  SmithBackupDialog *self;

  g_return_val_if_fail (SMITH_IS_WORKSPACE (workspace), NULL);

  self = g_object_new (SMITH_TYPE_BACKUP_DIALOG, "transient-for", parent, NULL);
  g_set_object (&self->workspace, workspace);
  g_set_weak_pointer (&self->toast_place, toast_place);

  return GTK_WINDOW (self);
}
