/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "smith-job-list.h"

G_BEGIN_DECLS

/* What goes on: a button whose popover lists the jobs. */
#define SMITH_TYPE_ACTIVITY_BUTTON (smith_activity_button_get_type ())
G_DECLARE_FINAL_TYPE (SmithActivityButton, smith_activity_button, SMITH, ACTIVITY_BUTTON, GtkWidget)

void smith_activity_button_set_jobs (SmithActivityButton *self,
                                     SmithJobList        *jobs);

G_END_DECLS
