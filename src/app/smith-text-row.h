/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A SmithValueRow for values of many lines, which costs little to measure. */
#define SMITH_TYPE_TEXT_ROW (smith_text_row_get_type ())
G_DECLARE_FINAL_TYPE (SmithTextRow, smith_text_row, SMITH, TEXT_ROW, AdwPreferencesRow)

GtkWidget  *smith_text_row_new       (const char   *label,
                                      const char   *value,
                                      gboolean      monospace);
const char *smith_text_row_get_label (SmithTextRow *self);
char       *smith_text_row_dup_value (SmithTextRow *self);

G_END_DECLS
