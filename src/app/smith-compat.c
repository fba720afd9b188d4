/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-compat.h"

#include <glib/gi18n.h>

/* What GTK 4.8 and libadwaita 1.2 offer and later versions call deprecated, all in this file: the version
 * macros of the build promise that nothing newer is used, so the newest headers are silent about it. When
 * the floor rises, this is the file to rewrite. */

typedef struct
{
  GObject *dialog;               /* owned by the operation: GtkNativeDialog or AdwMessageDialog */
  gulong   cancelled_id;
} Operation;

static void
operation_free (Operation *operation)
{
  g_clear_object (&operation->dialog);
  g_free (operation);
}

static Operation *
get_operation (GTask *task)
{
  return g_task_get_task_data (task);
}

static void
disconnect_cancellable (GTask *task)
{
  Operation *operation = get_operation (task);

  /* Not g_cancellable_disconnect(): it would wait for the very handler that we may be in. */
  if (operation->cancelled_id != 0)
    g_signal_handler_disconnect (g_task_get_cancellable (task), operation->cancelled_id);
  operation->cancelled_id = 0;
}

static GTask *
create_task (gpointer             dialog,
             gpointer             source_tag,
             GCancellable        *cancellable,
             GCallback            cancelled,
             GAsyncReadyCallback  callback,
             gpointer             user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Operation *operation = g_new0 (Operation, 1);

  g_task_set_source_tag (task, source_tag);
  operation->dialog = dialog;
  g_task_set_task_data (task, operation, (GDestroyNotify) operation_free);
  if (cancellable != NULL)
    operation->cancelled_id = g_signal_connect (cancellable, "cancelled", cancelled, dialog);

  return task;
}

/* File choosers */

static void
chooser_response_cb (GtkNativeDialog *dialog,
                     int              response,
                     gpointer         user_data)
{
  g_autoptr (GTask) task = user_data;

  disconnect_cancellable (task);
  g_signal_handlers_disconnect_by_data (dialog, task);
  gtk_native_dialog_hide (dialog);
  if (response == GTK_RESPONSE_ACCEPT)
    g_task_return_pointer (task, gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog)), g_object_unref);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "%s", _("No file was chosen."));
}

static void
chooser_cancelled_cb (GCancellable    *cancellable,
                      GtkNativeDialog *dialog)
{
  g_signal_emit_by_name (dialog, "response", GTK_RESPONSE_CANCEL);
}

static void
run_chooser (GtkFileChooserNative *chooser,
             gpointer              source_tag,
             GCancellable         *cancellable,
             GAsyncReadyCallback   callback,
             gpointer              user_data)
{
  GTask *task = create_task (chooser, source_tag, cancellable, G_CALLBACK (chooser_cancelled_cb), callback, user_data);

  if (g_task_return_error_if_cancelled (task))
    {
      disconnect_cancellable (task);
      g_object_unref (task);
      return;
    }
  g_signal_connect (chooser, "response", G_CALLBACK (chooser_response_cb), task);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/**
 * smith_compat_open_files_async:
 * @parent: the window it belongs to
 * @title: of the dialog
 * @multiple: whether more than one file can be chosen
 * @cancellable: (nullable): closes the dialog
 * @callback: (scope async): calls smith_compat_open_files_finish()
 *
 * Asks for files to read.
 */
void
smith_compat_open_files_async (GtkWindow           *parent,
                               const char          *title,
                               gboolean             multiple,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  GtkFileChooserNative *chooser;

  g_return_if_fail (GTK_IS_WINDOW (parent));
  g_return_if_fail (title != NULL);

  chooser = gtk_file_chooser_native_new (title, parent, GTK_FILE_CHOOSER_ACTION_OPEN, _("_Open"), NULL);
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (chooser), multiple);
  run_chooser (chooser, smith_compat_open_files_async, cancellable, callback, user_data);
}

/**
 * smith_compat_open_folder_async:
 * @parent: the window it belongs to
 * @title: of the dialog
 * @cancellable: (nullable): closes the dialog
 * @callback: (scope async): calls smith_compat_open_files_finish()
 *
 * Asks for a folder to read.
 */
void
smith_compat_open_folder_async (GtkWindow           *parent,
                                const char          *title,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  GtkFileChooserNative *chooser;

  g_return_if_fail (GTK_IS_WINDOW (parent));
  g_return_if_fail (title != NULL);

  chooser = gtk_file_chooser_native_new (title, parent, GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _("_Open"), NULL);
  run_chooser (chooser, smith_compat_open_files_async, cancellable, callback, user_data);
}

/**
 * smith_compat_open_files_finish:
 * @error: %G_IO_ERROR_CANCELLED when the dialog was closed
 *
 * Returns: (transfer full) (element-type GFile): the files, at least one
 */
GListModel *
smith_compat_open_files_finish (GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, smith_compat_open_files_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * smith_compat_save_file_async:
 * @parent: the window it belongs to
 * @title: of the dialog
 * @name: suggested file name
 * @cancellable: (nullable): closes the dialog
 * @callback: (scope async): calls smith_compat_save_file_finish()
 *
 * Asks for a place to write to; the dialog itself asks before it names a file that exists.
 */
void
smith_compat_save_file_async (GtkWindow           *parent,
                              const char          *title,
                              const char          *name,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  GtkFileChooserNative *chooser;

  g_return_if_fail (GTK_IS_WINDOW (parent));
  g_return_if_fail (title != NULL);
  g_return_if_fail (name != NULL);

  chooser = gtk_file_chooser_native_new (title, parent, GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), NULL);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  run_chooser (chooser, smith_compat_save_file_async, cancellable, callback, user_data);
}

/**
 * smith_compat_save_file_finish:
 * @error: %G_IO_ERROR_CANCELLED when the dialog was closed
 *
 * Returns: (transfer full): the file to write
 */
GFile *
smith_compat_save_file_finish (GAsyncResult  *result,
                               GError       **error)
{
  g_autoptr (GListModel) files = NULL;

  g_return_val_if_fail (g_async_result_is_tagged (result, smith_compat_save_file_async), NULL);

  files = g_task_propagate_pointer (G_TASK (result), error);

  return files != NULL ? g_list_model_get_item (files, 0) : NULL;
}

/* Alerts */

static void
alert_response_cb (AdwMessageDialog *dialog,
                   const char       *response,
                   gpointer          user_data)
{
  g_autoptr (GTask) task = user_data;

  disconnect_cancellable (task);
  g_signal_handlers_disconnect_by_data (dialog, task);
  /* It must not outlive the window it belongs to. */
  g_clear_object (&get_operation (task)->dialog);
  g_task_return_pointer (task, g_strdup (response), g_free);
}

static void
alert_cancelled_cb (GCancellable *cancellable,
                    GtkWidget    *dialog)
{
  /* Not gtk_window_close(): the dialog may be hidden already, with the window it belongs to. */
  smith_compat_alert_respond (dialog, "cancel");
}

/**
 * smith_compat_alert_async:
 * @parent: (nullable): the window it belongs to
 * @heading: one line
 * @body: (nullable): plain text
 * @extra_child: (nullable) (transfer floating): a widget below the text
 * @responses: (array length=n_responses): first to last; one of them "cancel"
 * @cancellable: (nullable): closes the alert, which then answers "cancel"
 * @callback: (scope async): calls smith_compat_alert_finish()
 *
 * Asks a question that has to be answered before anything else goes on.
 *
 * Returns: (transfer none): the alert, for smith_compat_alert_set_response_enabled() and the like
 */
GtkWidget *
smith_compat_alert_async (GtkWindow                *parent,
                          const char               *heading,
                          const char               *body,
                          GtkWidget                *extra_child,
                          const SmithAlertResponse *responses,
                          gsize                     n_responses,
                          GCancellable             *cancellable,
                          GAsyncReadyCallback       callback,
                          gpointer                  user_data)
{
  GtkWidget *dialog;
  AdwMessageDialog *alert;
  GTask *task;

  g_return_val_if_fail (parent == NULL || GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (heading != NULL, NULL);
  g_return_val_if_fail (n_responses > 0, NULL);

  dialog = adw_message_dialog_new (parent, heading, body);
  alert = ADW_MESSAGE_DIALOG (dialog);
  for (gsize i = 0; i < n_responses; i++)
    {
      adw_message_dialog_add_response (alert, responses[i].id, responses[i].label);
      adw_message_dialog_set_response_appearance (alert, responses[i].id, responses[i].appearance);
      if (responses[i].appearance == ADW_RESPONSE_SUGGESTED)
        adw_message_dialog_set_default_response (alert, responses[i].id);
    }
  adw_message_dialog_set_close_response (alert, "cancel");
  if (extra_child != NULL)
    adw_message_dialog_set_extra_child (alert, extra_child);

  task = create_task (g_object_ref (dialog), smith_compat_alert_async, cancellable,
                      G_CALLBACK (alert_cancelled_cb), callback, user_data);
  g_task_set_check_cancellable (task, FALSE);
  g_signal_connect (dialog, "response", G_CALLBACK (alert_response_cb), task);
  gtk_window_present (GTK_WINDOW (dialog));
  if (g_cancellable_is_cancelled (cancellable))
    smith_compat_alert_respond (dialog, "cancel");

  return dialog;
}

/**
 * smith_compat_alert_finish:
 *
 * Returns: (transfer full): the id of the response, "cancel" when the alert was closed
 */
char *
smith_compat_alert_finish (GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, smith_compat_alert_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * smith_compat_alert_set_body:
 * @alert: what smith_compat_alert_async() answered
 * @body: plain text
 */
void
smith_compat_alert_set_body (GtkWidget  *alert,
                             const char *body)
{
  adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (alert), body);
}

/**
 * smith_compat_alert_set_response_enabled:
 * @alert: what smith_compat_alert_async() answered
 * @id: of the response
 */
void
smith_compat_alert_set_response_enabled (GtkWidget  *alert,
                                         const char *id,
                                         gboolean    enabled)
{
  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (alert), id, enabled);
}

/**
 * smith_compat_alert_respond:
 * @alert: what smith_compat_alert_async() answered
 * @id: of the response
 *
 * Answers as if the button had been clicked: for an entry that is activated. Does nothing while the
 * response is disabled.
 */
void
smith_compat_alert_respond (GtkWidget  *alert,
                            const char *id)
{
  g_autoptr (GtkWidget) owned = g_object_ref (alert);

  if (!adw_message_dialog_get_response_enabled (ADW_MESSAGE_DIALOG (alert), id))
    return;
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (alert), id);
  gtk_window_destroy (GTK_WINDOW (alert));
}

/**
 * smith_compat_show_file:
 * @parent: (nullable): the window it is shown for
 * @file: a folder, or a file whose folder is to be shown
 *
 * Shows @file in the file manager.
 */
void
smith_compat_show_file (GtkWindow *parent,
                        GFile     *file)
{
  g_autofree char *uri = NULL;

  g_return_if_fail (G_IS_FILE (file));

  uri = g_file_get_uri (file);
  gtk_show_uri (parent, uri, GDK_CURRENT_TIME);
}

/**
 * smith_compat_show_about:
 * @parent: the window it belongs to
 */
void
smith_compat_show_about (GtkWindow *parent)
{
  const char *developers[] = { "The Chainsmith authors", NULL };

  g_return_if_fail (GTK_IS_WINDOW (parent));

  adw_show_about_window (parent,
                         "application-name", "Chainsmith",
                         "application-icon", APPLICATION_ID,
                         "version", PACKAGE_VERSION,
                         "developer-name", _("The Chainsmith authors"),
                         "developers", developers,
                         "comments", _("Keys, requests, certificates and chains, and the way into AWS."),
                         "website", "https://github.com/chainsmith/chainsmith",
                         "issue-url", "https://github.com/chainsmith/chainsmith/issues",
                         "copyright", "© The Chainsmith authors",
                         "license-type", GTK_LICENSE_GPL_3_0,
                         /* Translators: your names, one a line */
                         "translator-credits", _("translator-credits"),
                         NULL);
}
