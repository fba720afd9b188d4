/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "smith-former-key.h"
#include "smith-workspace.h"

G_BEGIN_DECLS

/* Exporting a key, from the question to the file. */
void     smith_key_export_flow_start_async  (GtkWidget            *from,
                                             SmithWorkspace       *workspace,
                                             SmithIdentity        *identity,
                                             SmithFormerKey       *former,
                                             GCancellable         *cancellable,
                                             GAsyncReadyCallback   callback,
                                             gpointer              user_data);
gboolean smith_key_export_flow_start_finish (GtkWidget            *from,
                                             GAsyncResult         *result,
                                             GError              **error);

G_END_DECLS
