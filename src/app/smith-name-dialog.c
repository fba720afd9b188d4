/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-name-dialog.h"

#include <glib/gi18n.h>

#include "smith-compat.h"

/* One entry in an alert; its button waits until something is typed, Enter in the entry is the button. */

typedef struct
{
  GtkWidget *alert;      /* borrowed, until it has answered */
  GtkWidget *entry;
} Question;

static void
question_free (Question *question)
{
  g_clear_object (&question->entry);
  g_free (question);
}

static char *
dup_text (Question *question)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (question->entry))));
}

static void
text_changed_cb (Question *question)
{
  g_autofree char *text = dup_text (question);

  smith_compat_alert_set_response_enabled (question->alert, "accept", *text != '\0');
}

static void
entry_activated_cb (Question *question)
{
  smith_compat_alert_respond (question->alert, "accept");
}

static void
alert_answered_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Question *question = g_task_get_task_data (task);
  g_autofree char *response = smith_compat_alert_finish (result, NULL);

  g_signal_handlers_disconnect_by_data (question->entry, question);
  if (g_strcmp0 (response, "accept") == 0)
    g_task_return_pointer (task, dup_text (question), g_free);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "%s", _("No name was given."));
}

static GtkWidget *
create_list (GtkWidget *entry)
{
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_list_box_append (GTK_LIST_BOX (list), entry);
  gtk_widget_add_css_class (list, "boxed-list");

  return list;
}

/**
 * smith_name_dialog_ask_async:
 * @parent: the window it belongs to
 * @heading: of the dialog
 * @body: what the name is for
 * @label: of the entry
 * @text: (nullable): what it says at first
 * @button: label of the button that accepts
 * @cancellable: (nullable): closes the dialog
 * @callback: (scope async): calls smith_name_dialog_ask_finish()
 */
void
smith_name_dialog_ask_async (GtkWindow           *parent,
                             const char          *heading,
                             const char          *body,
                             const char          *label,
                             const char          *text,
                             const char          *button,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  const SmithAlertResponse responses[] = {
    { "cancel", _("_Cancel"), ADW_RESPONSE_DEFAULT },
    { "accept", button, ADW_RESPONSE_SUGGESTED },
  };
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Question *question = g_new0 (Question, 1);

  g_task_set_source_tag (task, smith_name_dialog_ask_async);
  g_task_set_task_data (task, question, (GDestroyNotify) question_free);
  g_task_set_check_cancellable (task, FALSE);
  question->entry = g_object_ref_sink (adw_entry_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (question->entry), label);
  if (text != NULL)
    gtk_editable_set_text (GTK_EDITABLE (question->entry), text);
  question->alert = smith_compat_alert_async (parent, heading, body, create_list (question->entry),
                                              responses, G_N_ELEMENTS (responses), cancellable,
                                              alert_answered_cb, task);
  text_changed_cb (question);
  g_signal_connect_swapped (question->entry, "changed", G_CALLBACK (text_changed_cb), question);
  g_signal_connect_swapped (question->entry, "entry-activated", G_CALLBACK (entry_activated_cb), question);
  gtk_widget_grab_focus (question->entry);
}

/**
 * smith_name_dialog_ask_finish:
 * @error: %G_IO_ERROR_CANCELLED when it was closed
 *
 * Returns: (transfer full): the name, without space around it, never empty
 */
char *
smith_name_dialog_ask_finish (GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, smith_name_dialog_ask_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
