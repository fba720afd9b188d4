/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-bundle-batch.h"

G_BEGIN_DECLS

typedef enum
{
  SMITH_BUNDLE_SORT_FILE,      /* as in the file */
  SMITH_BUNDLE_SORT_NAME,
  SMITH_BUNDLE_SORT_EXPIRY,    /* what expires first */
} SmithBundleSort;

/* What is searched and sorted by: decoded once, kept while the bundle is open. For workers; counted. */
typedef struct _SmithBundleIndex SmithBundleIndex;

SmithBundleIndex *smith_bundle_index_new     (void);
SmithBundleIndex *smith_bundle_index_ref     (SmithBundleIndex  *self);
void              smith_bundle_index_unref   (SmithBundleIndex  *self);
GArray           *smith_bundle_index_arrange (SmithBundleIndex  *self,
                                              GPtrArray         *batches,
                                              const char        *search,
                                              gboolean           only_errors,
                                              SmithBundleSort    sort,
                                              GCancellable      *cancellable);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SmithBundleIndex, smith_bundle_index_unref)

G_END_DECLS
