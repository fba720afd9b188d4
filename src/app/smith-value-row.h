/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A label and a value, which is copied by a click or Enter. */
#define SMITH_TYPE_VALUE_ROW (smith_value_row_get_type ())
G_DECLARE_FINAL_TYPE (SmithValueRow, smith_value_row, SMITH, VALUE_ROW, AdwActionRow)

GtkWidget  *smith_value_row_new           (const char    *label,
                                           const char    *value);
const char *smith_value_row_get_label     (SmithValueRow *self);
void        smith_value_row_set_label     (SmithValueRow *self,
                                           const char    *label);
const char *smith_value_row_get_value     (SmithValueRow *self);
void        smith_value_row_set_value     (SmithValueRow *self,
                                           const char    *value);
gboolean    smith_value_row_get_monospace (SmithValueRow *self);
void        smith_value_row_set_monospace (SmithValueRow *self,
                                           gboolean       monospace);

G_END_DECLS
