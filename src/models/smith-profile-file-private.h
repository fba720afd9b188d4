/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The file that profiles are kept in; for smith-profile-list.c only. */
void      smith_profile_file_read_async   (const char           *folder,
                                           GCancellable         *cancellable,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
GKeyFile *smith_profile_file_read_finish  (GAsyncResult         *result,
                                           GError              **error);
void      smith_profile_file_write_async  (const char           *folder,
                                           GKeyFile             *file,
                                           GCancellable         *cancellable,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
gboolean  smith_profile_file_write_finish (GAsyncResult         *result,
                                           GError              **error);

G_END_DECLS
