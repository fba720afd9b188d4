/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-key-dialog.h"

#include "smith-passphrase-group.h"
#include "smith-question.h"

/**
 * SmithKeyDialog:
 *
 * Asks how a key file is to be protected, in a window of its own: for a copy of a key, or to change the
 * passphrase. Used through smith_key_dialog_ask_async(); destroys itself.
 */
struct _SmithKeyDialog
{
  AdwWindow             parent_instance;

  /* Template */
  GtkWidget            *ok_button;
  GtkWidget            *description_label;
  SmithPassphraseGroup *group;
};

G_DEFINE_FINAL_TYPE (SmithKeyDialog, smith_key_dialog, ADW_TYPE_WINDOW)

static void
confirm (SmithKeyDialog *self)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (SmithPassphraseDraft) draft = NULL;

  g_set_object (&draft, smith_passphrase_group_get_draft (self->group));
  if (!smith_question_is_open (GTK_WINDOW (self)) || !smith_passphrase_draft_get_valid (draft))
    return;

  task = smith_question_answer (GTK_WINDOW (self));
  /* The draft keeps the answer; the entries are emptied with it when they are let go. */
  gtk_window_destroy (GTK_WINDOW (self));
  g_task_return_pointer (task, g_steal_pointer (&draft), g_object_unref);
}

static gboolean
smith_key_dialog_close_request (GtkWindow *window)
{
  SmithKeyDialog *self = SMITH_KEY_DIALOG (window);

  smith_passphrase_group_clear (self->group);

  return GTK_WINDOW_CLASS (smith_key_dialog_parent_class)->close_request (window);
}

static void
update_ok_button (SmithKeyDialog *self)
{
  gtk_widget_set_sensitive (self->ok_button,
                            smith_passphrase_draft_get_valid (smith_passphrase_group_get_draft (self->group)));
}

static void
smith_key_dialog_class_init (SmithKeyDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  GTK_WINDOW_CLASS (klass)->close_request = smith_key_dialog_close_request;

  g_type_ensure (SMITH_TYPE_PASSPHRASE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chainsmith/Chainsmith/smith-key-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SmithKeyDialog, ok_button);
  gtk_widget_class_bind_template_child (widget_class, SmithKeyDialog, description_label);
  gtk_widget_class_bind_template_child (widget_class, SmithKeyDialog, group);
  gtk_widget_class_bind_template_callback (widget_class, confirm);
}

static void
smith_key_dialog_init (SmithKeyDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * smith_key_dialog_ask_async:
 * @parent: (nullable): the window it belongs to
 * @title: of the window
 * @description: what it is about, in sentences
 * @button: the label of what is done then, with mnemonic
 * @draft: what is shown first, and filled in
 * @rememberable: whether the keyring can remember the passphrase
 * @cancellable: (nullable): closes the window
 *
 * Asks how a key file is to be protected.
 */
void
smith_key_dialog_ask_async (GtkWindow            *parent,
                            const char           *title,
                            const char           *description,
                            const char           *button,
                            SmithPassphraseDraft *draft,
                            gboolean              rememberable,
                            GCancellable         *cancellable,
                            GAsyncReadyCallback   callback,
                            gpointer              user_data)
{
  SmithKeyDialog *self;
  GTask *task;

  g_return_if_fail (parent == NULL || GTK_IS_WINDOW (parent));
  g_return_if_fail (title != NULL && description != NULL && button != NULL);
  g_return_if_fail (SMITH_IS_PASSPHRASE_DRAFT (draft));

  self = g_object_new (SMITH_TYPE_KEY_DIALOG, "transient-for", parent, "title", title, NULL);
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, smith_key_dialog_ask_async);
  gtk_label_set_label (GTK_LABEL (self->description_label), description);
  gtk_button_set_label (GTK_BUTTON (self->ok_button), button);
  g_object_set (self->group, "draft", draft, "rememberable", rememberable, NULL);
  g_signal_connect_object (draft, "notify::valid", G_CALLBACK (update_ok_button), self, G_CONNECT_SWAPPED);
  update_ok_button (self);

  gtk_window_present (GTK_WINDOW (self));
  smith_passphrase_group_focus_first (self->group);
  smith_question_open (GTK_WINDOW (self), task);
}

/**
 * smith_key_dialog_ask_finish:
 *
 * Returns: (transfer full): the draft as it was confirmed, or NULL with %G_IO_ERROR_CANCELLED
 */
SmithPassphraseDraft *
smith_key_dialog_ask_finish (GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, smith_key_dialog_ask_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
