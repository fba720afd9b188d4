/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* What is wrong with the row above it, in words; takes no room while nothing is. */
#define SMITH_TYPE_MESSAGE_ROW (smith_message_row_get_type ())
G_DECLARE_FINAL_TYPE (SmithMessageRow, smith_message_row, SMITH, MESSAGE_ROW, AdwPreferencesRow)

GtkWidget  *smith_message_row_new         (GtkWidget       *row);
const char *smith_message_row_get_message (SmithMessageRow *self);
void        smith_message_row_set_message (SmithMessageRow *self,
                                           const char      *message);

G_END_DECLS
