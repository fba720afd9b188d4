/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A country by its name: what is typed is searched for, and its two letters stand beside it. */
#define SMITH_TYPE_COUNTRY_ROW (smith_country_row_get_type ())
G_DECLARE_FINAL_TYPE (SmithCountryRow, smith_country_row, SMITH, COUNTRY_ROW, AdwEntryRow)

GtkWidget *smith_country_row_new           (void);
gboolean   smith_country_row_get_searching (SmithCountryRow *self);

G_END_DECLS
