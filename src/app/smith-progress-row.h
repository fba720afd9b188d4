/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "smith-job.h"

G_BEGIN_DECLS

/* A job where its button was: what is being done, a bar, Cancel. */
#define SMITH_TYPE_PROGRESS_ROW (smith_progress_row_get_type ())
G_DECLARE_FINAL_TYPE (SmithProgressRow, smith_progress_row, SMITH, PROGRESS_ROW, GtkWidget)

void smith_progress_row_set_job (SmithProgressRow *self,
                                 SmithJob         *job);

G_END_DECLS
