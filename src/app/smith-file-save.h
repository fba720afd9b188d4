/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

char     *smith_file_save_dup_name    (const char           *base,
                                       const char           *suffix);
void      smith_file_save_async       (GtkWidget            *from,
                                       const char           *title,
                                       const char           *name,
                                       GBytes               *bytes,
                                       GCancellable         *cancellable,
                                       GAsyncReadyCallback   callback,
                                       gpointer              user_data);
void      smith_file_save_write_async (GtkWidget            *from,
                                       GFile                *file,
                                       GBytes               *bytes,
                                       GAsyncReadyCallback   callback,
                                       gpointer              user_data);
gboolean  smith_file_save_finish      (GtkWidget            *from,
                                       GAsyncResult         *result,
                                       GError              **error);

G_END_DECLS
