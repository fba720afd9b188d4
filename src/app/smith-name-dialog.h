/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Asks for one name. Closing it is G_IO_ERROR_CANCELLED. */
void  smith_name_dialog_ask_async  (GtkWindow            *parent,
                                    const char           *heading,
                                    const char           *body,
                                    const char           *label,
                                    const char           *text,
                                    const char           *button,
                                    GCancellable         *cancellable,
                                    GAsyncReadyCallback   callback,
                                    gpointer              user_data);
char *smith_name_dialog_ask_finish (GAsyncResult         *result,
                                    GError              **error);

G_END_DECLS
