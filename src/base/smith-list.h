/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What every list model and whoever reads one needs. */
GPtrArray *smith_list_dup_items       (GListModel *model);
gboolean   smith_list_find_difference (GPtrArray  *before,
                                       GPtrArray  *after,
                                       GEqualFunc  equal,
                                       guint      *position,
                                       guint      *removed,
                                       guint      *added);

G_END_DECLS
