/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "smith-workspace.h"

G_BEGIN_DECLS

/* The library, to choose an identity from. */
#define SMITH_TYPE_SIDEBAR (smith_sidebar_get_type ())
G_DECLARE_FINAL_TYPE (SmithSidebar, smith_sidebar, SMITH, SIDEBAR, GtkWidget)

void           smith_sidebar_set_workspace (SmithSidebar   *self,
                                            SmithWorkspace *workspace);
SmithIdentity *smith_sidebar_get_selected  (SmithSidebar   *self);
void           smith_sidebar_set_selected  (SmithSidebar   *self,
                                            SmithIdentity  *identity);
void           smith_sidebar_select_first  (SmithSidebar   *self);
guint          smith_sidebar_get_position  (SmithSidebar   *self);
void           smith_sidebar_select_at     (SmithSidebar   *self,
                                            guint           position);
void           smith_sidebar_focus_list    (SmithSidebar   *self);
void           smith_sidebar_start_search  (SmithSidebar   *self);

G_END_DECLS
