/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* File choosers. Closing one is G_IO_ERROR_CANCELLED: nothing to tell anybody. */
void        smith_compat_open_files_async           (GtkWindow                *parent,
                                                     const char               *title,
                                                     gboolean                  multiple,
                                                     GCancellable             *cancellable,
                                                     GAsyncReadyCallback       callback,
                                                     gpointer                  user_data);
/* Answered by smith_compat_open_files_finish(), with one folder. */
void        smith_compat_open_folder_async          (GtkWindow                *parent,
                                                     const char               *title,
                                                     GCancellable             *cancellable,
                                                     GAsyncReadyCallback       callback,
                                                     gpointer                  user_data);
GListModel *smith_compat_open_files_finish          (GAsyncResult             *result,
                                                     GError                  **error);
void        smith_compat_save_file_async            (GtkWindow                *parent,
                                                     const char               *title,
                                                     const char               *name,
                                                     GCancellable             *cancellable,
                                                     GAsyncReadyCallback       callback,
                                                     gpointer                  user_data);
GFile      *smith_compat_save_file_finish           (GAsyncResult             *result,
                                                     GError                  **error);

/**
 * SmithAlertResponse:
 * @id: what finish answers; the one that also stands for Escape is called "cancel"
 * @label: with mnemonic
 * @appearance: suggested, destructive or default; a suggested one is also what Enter does
 */
typedef struct
{
  const char            *id;
  const char            *label;
  AdwResponseAppearance  appearance;
} SmithAlertResponse;

/* A question with @extra_child (nullable) below the text. Answers the alert, borrowed, gone after the answer.
 * smith_compat_alert_finish: the id of the response, "cancel" when it was closed. */
GtkWidget  *smith_compat_alert_async                (GtkWindow                *parent,
                                                     const char               *heading,
                                                     const char               *body,
                                                     GtkWidget                *extra_child,
                                                     const SmithAlertResponse *responses,
                                                     gsize                     n_responses,
                                                     GCancellable             *cancellable,
                                                     GAsyncReadyCallback       callback,
                                                     gpointer                  user_data);
char       *smith_compat_alert_finish               (GAsyncResult             *result,
                                                     GError                  **error);
void        smith_compat_alert_set_body             (GtkWidget                *alert,
                                                     const char               *body);
void        smith_compat_alert_set_response_enabled (GtkWidget                *alert,
                                                     const char               *id,
                                                     gboolean                  enabled);
void        smith_compat_alert_respond              (GtkWidget                *alert,
                                                     const char               *id);

void        smith_compat_show_file                  (GtkWindow                *parent,
                                                     GFile                    *file);
void        smith_compat_show_about                 (GtkWindow                *parent);

G_END_DECLS
