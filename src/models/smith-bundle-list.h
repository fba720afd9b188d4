/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-bundle-index.h"
#include "smith-bundle-item.h"

G_BEGIN_DECLS

/* GListModel of SmithBundleItem: the certificates of one large file, as far as they are read. */
#define SMITH_TYPE_BUNDLE_LIST (smith_bundle_list_get_type ())
G_DECLARE_FINAL_TYPE (SmithBundleList, smith_bundle_list, SMITH, BUNDLE_LIST, GObject)

SmithBundleList *smith_bundle_list_new             (void);
void             smith_bundle_list_load_file       (SmithBundleList      *self,
                                                    GFile                *file);
void             smith_bundle_list_load_bytes      (SmithBundleList      *self,
                                                    GBytes               *bytes,
                                                    const char           *name);
void             smith_bundle_list_cancel          (SmithBundleList      *self);
const char      *smith_bundle_list_get_name        (SmithBundleList      *self);
gboolean         smith_bundle_list_get_loading     (SmithBundleList      *self);
double           smith_bundle_list_get_fraction    (SmithBundleList      *self);
const GError    *smith_bundle_list_get_error       (SmithBundleList      *self);
guint            smith_bundle_list_get_n_entries   (SmithBundleList      *self);
guint            smith_bundle_list_get_n_errors    (SmithBundleList      *self);
const char      *smith_bundle_list_get_search      (SmithBundleList      *self);
void             smith_bundle_list_set_search      (SmithBundleList      *self,
                                                    const char           *search);
gboolean         smith_bundle_list_get_only_errors (SmithBundleList      *self);
void             smith_bundle_list_set_only_errors (SmithBundleList      *self,
                                                    gboolean              only_errors);
SmithBundleSort  smith_bundle_list_get_sort        (SmithBundleList      *self);
void             smith_bundle_list_set_sort        (SmithBundleList      *self,
                                                    SmithBundleSort       sort);
gboolean         smith_bundle_list_get_arranging   (SmithBundleList      *self);
guint            smith_bundle_list_get_n_chosen    (SmithBundleList      *self);
void             smith_bundle_list_set_chosen      (SmithBundleList      *self,
                                                    SmithBundleItem      *item,
                                                    gboolean              chosen);
void             smith_bundle_list_choose_shown    (SmithBundleList      *self);
void             smith_bundle_list_choose_none     (SmithBundleList      *self);
void             smith_bundle_list_export_async    (SmithBundleList      *self,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
GBytes          *smith_bundle_list_export_finish   (SmithBundleList      *self,
                                                    GAsyncResult         *result,
                                                    GError              **error);

G_END_DECLS
