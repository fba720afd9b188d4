/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "smith-issued.h"

G_BEGIN_DECLS

/* One certificate that was issued, and what can be done with it. */
#define SMITH_TYPE_ISSUED_ROW (smith_issued_row_get_type ())
G_DECLARE_FINAL_TYPE (SmithIssuedRow, smith_issued_row, SMITH, ISSUED_ROW, GtkWidget)

GtkWidget   *smith_issued_row_new        (void);
SmithIssued *smith_issued_row_get_issued (SmithIssuedRow *self);
void         smith_issued_row_set_issued (SmithIssuedRow *self,
                                          SmithIssued    *issued);

G_END_DECLS
