/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "smith-account-list.h"

G_BEGIN_DECLS

/* One account: what it is, where it comes from, and a test whose outcome stays in the row.
 * Signals: "edit" and "remove", when a person asks for it. */
#define SMITH_TYPE_ACCOUNT_ROW (smith_account_row_get_type ())
G_DECLARE_FINAL_TYPE (SmithAccountRow, smith_account_row, SMITH, ACCOUNT_ROW, GtkListBoxRow)

GtkWidget    *smith_account_row_new         (SmithAccountList *accounts,
                                             SmithAccount     *account);
SmithAccount *smith_account_row_get_account (SmithAccountRow  *self);
void          smith_account_row_test        (SmithAccountRow  *self);

G_END_DECLS
