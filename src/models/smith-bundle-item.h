/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-bundle-batch.h"
#include "smith-outline.h"

G_BEGIN_DECLS

#define SMITH_TYPE_BUNDLE_ITEM (smith_bundle_item_get_type ())
G_DECLARE_FINAL_TYPE (SmithBundleItem, smith_bundle_item, SMITH, BUNDLE_ITEM, GObject)

SmithBundleItem    *smith_bundle_item_new             (SmithBundleBatch *batch,
                                                       guint             entry,
                                                       guint             number);
guint               smith_bundle_item_get_number      (SmithBundleItem  *self);
guint               smith_bundle_item_get_line        (SmithBundleItem  *self);
const char         *smith_bundle_item_get_error       (SmithBundleItem  *self);
const SmithOutline *smith_bundle_item_get_outline     (SmithBundleItem  *self);
const char         *smith_bundle_item_get_title       (SmithBundleItem  *self);
const char         *smith_bundle_item_get_subtitle    (SmithBundleItem  *self);
gboolean            smith_bundle_item_get_chosen      (SmithBundleItem  *self);
void                smith_bundle_item_set_chosen      (SmithBundleItem  *self,
                                                       gboolean          chosen);
char               *smith_bundle_item_dup_pem         (SmithBundleItem  *self);
SmithCertificate   *smith_bundle_item_dup_certificate (SmithBundleItem  *self);

G_END_DECLS
