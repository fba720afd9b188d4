/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "smith-check.h"

G_BEGIN_DECLS

/* One check: symbol, sentence, explanation and, where there is one, the button of its repair. */
#define SMITH_TYPE_CHECK_ROW (smith_check_row_get_type ())
G_DECLARE_FINAL_TYPE (SmithCheckRow, smith_check_row, SMITH, CHECK_ROW, GtkListBoxRow)

GtkWidget  *smith_check_row_new       (SmithCheck    *check);
SmithCheck *smith_check_row_get_check (SmithCheckRow *self);
void        smith_check_row_set_check (SmithCheckRow *self,
                                       SmithCheck    *check);

G_END_DECLS
