/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Asks for one passphrase. */
#define SMITH_TYPE_PASSWORD_DIALOG (smith_password_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SmithPasswordDialog, smith_password_dialog, SMITH, PASSWORD_DIALOG, AdwWindow)

void     smith_password_dialog_ask_async  (GtkWindow            *parent,
                                           GTlsPassword         *password,
                                           GCancellable         *cancellable,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
/* HANDLED; UNHANDLED where this one is skipped; else FAILED. */
GTlsInteractionResult
         smith_password_dialog_ask_finish (GAsyncResult         *result,
                                           GError              **error);

G_END_DECLS
