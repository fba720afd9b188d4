/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "smith-job.h"

G_BEGIN_DECLS

/* One job of the Activity popover. */
#define SMITH_TYPE_ACTIVITY_ROW (smith_activity_row_get_type ())
G_DECLARE_FINAL_TYPE (SmithActivityRow, smith_activity_row, SMITH, ACTIVITY_ROW, GtkListBoxRow)

GtkWidget *smith_activity_row_new (SmithJob *job);

G_END_DECLS
