/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "smith-bundle-list.h"

G_BEGIN_DECLS

#define SMITH_TYPE_BUNDLE_ROW (smith_bundle_row_get_type ())
G_DECLARE_FINAL_TYPE (SmithBundleRow, smith_bundle_row, SMITH, BUNDLE_ROW, GtkWidget)

GtkWidget       *smith_bundle_row_new      (SmithBundleList *list);
SmithBundleItem *smith_bundle_row_get_item (SmithBundleRow  *self);
void             smith_bundle_row_set_item (SmithBundleRow  *self,
                                            SmithBundleItem *item);
void             smith_bundle_row_toggle   (SmithBundleRow  *self);

G_END_DECLS
