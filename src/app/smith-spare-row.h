/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "smith-certificate.h"

G_BEGIN_DECLS

#define SMITH_TYPE_SPARE_ROW (smith_spare_row_get_type ())
G_DECLARE_FINAL_TYPE (SmithSpareRow, smith_spare_row, SMITH, SPARE_ROW, AdwActionRow)

GtkWidget        *smith_spare_row_new             (SmithCertificate *certificate);
SmithCertificate *smith_spare_row_get_certificate (SmithSpareRow    *self);

G_END_DECLS
