/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "smith-name-entry.h"

G_BEGIN_DECLS

/* One name of a request: its kind as a chip, what is wrong with it, buttons to move and remove it. */
#define SMITH_TYPE_NAME_ROW (smith_name_row_get_type ())
G_DECLARE_FINAL_TYPE (SmithNameRow, smith_name_row, SMITH, NAME_ROW, AdwActionRow)

GtkWidget      *smith_name_row_new       (SmithNameEntry *entry);
SmithNameEntry *smith_name_row_get_entry (SmithNameRow   *self);
void            smith_name_row_set_place (SmithNameRow   *self,
                                          gboolean        first,
                                          gboolean        common_name);

G_END_DECLS
