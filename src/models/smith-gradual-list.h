/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define SMITH_TYPE_GRADUAL_LIST (smith_gradual_list_get_type ())
G_DECLARE_FINAL_TYPE (SmithGradualList, smith_gradual_list, SMITH, GRADUAL_LIST, GObject)

SmithGradualList *smith_gradual_list_new       (guint             batch);
void              smith_gradual_list_set_model (SmithGradualList *self,
                                                GListModel       *model);

G_END_DECLS
