/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "smith-preflight.h"

G_BEGIN_DECLS

/* The checks of an upload: what failed and what is doubtful, then the passed ones folded into one row. */
#define SMITH_TYPE_CHECK_LIST (smith_check_list_get_type ())
G_DECLARE_FINAL_TYPE (SmithCheckList, smith_check_list, SMITH, CHECK_LIST, GtkWidget)

SmithPreflight *smith_check_list_get_preflight (SmithCheckList *self);
void            smith_check_list_set_preflight (SmithCheckList *self,
                                                SmithPreflight *preflight);

G_END_DECLS
