/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Which of some files hold so many certificates that they are looked into instead of imported. */
void        smith_bundle_probe_async  (GListModel           *files,
                                       GCancellable         *cancellable,
                                       GAsyncReadyCallback   callback,
                                       gpointer              user_data);
GListModel *smith_bundle_probe_finish (GAsyncResult         *result,
                                       GListModel          **rest,
                                       GError              **error);

G_END_DECLS
