/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-key-export-dialog.h"

#include "smith-command-button.h"
#include "smith-passphrase-group.h"
#include "smith-question.h"

/**
 * SmithKeyExportDialog:
 *
 * Asks for the form of a copy of a private key: which format and what it is for, its passphrase with its strength, and
 * how the passphrase is stretched. Shows and fills a #SmithKeyExportDraft. Used through
 * smith_key_export_dialog_ask_async(); destroys itself.
 */
struct _SmithKeyExportDialog
{
  AdwWindow             parent_instance;

  /* Owned */
  SmithKeyExportDraft  *draft;

  /* Borrowed: children of the list */
  GtkWidget            *checks[SMITH_N_KEY_ENCODINGS];

  /* Template */
  GtkWidget            *ok_button;
  GtkWidget            *encodings_group;
  SmithPassphraseGroup *passphrase_group;
  GtkWidget            *scrypt_group;
  GtkWidget            *scrypt_switch;
  GtkWidget            *problem_label;
  SmithCommandButton   *command_button;
};

G_DEFINE_FINAL_TYPE (SmithKeyExportDialog, smith_key_export_dialog, ADW_TYPE_WINDOW)

static void
update (SmithKeyExportDialog *self)
{
  SmithKeyEncoding encoding = smith_key_export_draft_get_encoding (self->draft);
  const char *problem = smith_key_export_draft_get_problem (self->draft);
  g_autofree char *command = smith_key_export_draft_dup_command (self->draft);
  gboolean stretches = encoding == SMITH_KEY_ENCODING_PKCS8 || encoding == SMITH_KEY_ENCODING_DER;

  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->checks[encoding]), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->passphrase_group), smith_key_export_draft_get_protectable (self->draft));
  gtk_widget_set_visible (self->scrypt_group, stretches && smith_key_export_draft_get_encrypted (self->draft));
  gtk_widget_set_visible (self->problem_label, problem != NULL);
  gtk_label_set_label (GTK_LABEL (self->problem_label), problem != NULL ? problem : "");
  gtk_widget_set_sensitive (self->ok_button, smith_key_export_draft_get_valid (self->draft));
  smith_command_button_set_command (self->command_button, command);
}

static void
confirm (SmithKeyExportDialog *self)
{
  g_autoptr (GTask) task = NULL;

  if (!smith_question_is_open (GTK_WINDOW (self)) || !smith_key_export_draft_get_valid (self->draft))
    return;

  task = smith_question_answer (GTK_WINDOW (self));
  /* The draft keeps the answer; the entries are emptied with it when they are let go. */
  gtk_window_destroy (GTK_WINDOW (self));
  g_task_return_boolean (task, TRUE);
}

static gboolean
smith_key_export_dialog_close_request (GtkWindow *window)
{
  SmithKeyExportDialog *self = SMITH_KEY_EXPORT_DIALOG (window);

  smith_passphrase_group_clear (self->passphrase_group);

  return GTK_WINDOW_CLASS (smith_key_export_dialog_parent_class)->close_request (window);
}

static void
check_toggled_cb (SmithKeyExportDialog *self,
                  GtkWidget            *check)
{
  if (!gtk_check_button_get_active (GTK_CHECK_BUTTON (check)))
    return;
  for (guint i = 0; i < SMITH_N_KEY_ENCODINGS; i++)
    if (self->checks[i] == check)
      smith_key_export_draft_set_encoding (self->draft, i);
}

static void
add_encoding (SmithKeyExportDialog *self,
              SmithKeyEncoding      encoding)
{
  const char *title = smith_key_export_draft_get_title (encoding);
  GtkWidget *check = gtk_check_button_new ();
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW,
                                 "title", title,
                                 "subtitle", smith_key_export_draft_get_description (encoding),
                                 "use-markup", FALSE,
                                 "title-lines", 0,
                                 "subtitle-lines", 0,
                                 NULL);

  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  if (encoding > 0)
    gtk_check_button_set_group (GTK_CHECK_BUTTON (check), GTK_CHECK_BUTTON (self->checks[0]));
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  smith_key_export_draft_get_description (encoding), -1);
  self->checks[encoding] = check;
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  gtk_widget_set_visible (row, smith_key_export_draft_takes (self->draft, encoding));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->encodings_group), row);
}

static void
smith_key_export_dialog_dispose (GObject *object)
{
  g_clear_object (&SMITH_KEY_EXPORT_DIALOG (object)->draft);

  G_OBJECT_CLASS (smith_key_export_dialog_parent_class)->dispose (object);
}

static void
smith_key_export_dialog_class_init (SmithKeyExportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = smith_key_export_dialog_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = smith_key_export_dialog_close_request;

  g_type_ensure (SMITH_TYPE_COMMAND_BUTTON);
  g_type_ensure (SMITH_TYPE_PASSPHRASE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/chainsmith/Chainsmith/smith-key-export-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SmithKeyExportDialog, ok_button);
  gtk_widget_class_bind_template_child (widget_class, SmithKeyExportDialog, encodings_group);
  gtk_widget_class_bind_template_child (widget_class, SmithKeyExportDialog, passphrase_group);
  gtk_widget_class_bind_template_child (widget_class, SmithKeyExportDialog, scrypt_group);
  gtk_widget_class_bind_template_child (widget_class, SmithKeyExportDialog, scrypt_switch);
  gtk_widget_class_bind_template_child (widget_class, SmithKeyExportDialog, problem_label);
  gtk_widget_class_bind_template_child (widget_class, SmithKeyExportDialog, command_button);
  gtk_widget_class_bind_template_callback (widget_class, confirm);
}

static void
smith_key_export_dialog_init (SmithKeyExportDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
set_draft (SmithKeyExportDialog *self,
           SmithKeyExportDraft  *draft)
{
  self->draft = g_object_ref (draft);
  for (guint i = 0; i < SMITH_N_KEY_ENCODINGS; i++)
    add_encoding (self, i);
  g_object_set (self->passphrase_group, "draft", smith_key_export_draft_get_passphrase (draft), "rememberable", FALSE, NULL);
  g_object_bind_property (draft, "scrypt", self->scrypt_switch, "active", G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
  update (self);
  for (guint i = 0; i < SMITH_N_KEY_ENCODINGS; i++)
    g_signal_connect_object (self->checks[i], "toggled", G_CALLBACK (check_toggled_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (draft, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
}

/**
 * smith_key_export_dialog_ask_async:
 * @parent: (nullable): the window it belongs to
 * @draft: what is shown first, and filled in
 * @cancellable: (nullable): closes the window
 *
 * Asks for the form of the copy.
 */
void
smith_key_export_dialog_ask_async (GtkWindow           *parent,
                                   SmithKeyExportDraft *draft,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  SmithKeyExportDialog *self;
  GTask *task;

  g_return_if_fail (parent == NULL || GTK_IS_WINDOW (parent));
  g_return_if_fail (SMITH_IS_KEY_EXPORT_DRAFT (draft));

  self = g_object_new (SMITH_TYPE_KEY_EXPORT_DIALOG, "transient-for", parent, NULL);
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, smith_key_export_dialog_ask_async);
  set_draft (self, draft);

  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_grab_focus (self->checks[smith_key_export_draft_get_encoding (draft)]);
  smith_question_open (GTK_WINDOW (self), task);
}

/**
 * smith_key_export_dialog_ask_finish:
 *
 * Returns: whether the draft was confirmed; else %G_IO_ERROR_CANCELLED
 */
gboolean
smith_key_export_dialog_ask_finish (GAsyncResult  *result,
                                    GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, smith_key_export_dialog_ask_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
