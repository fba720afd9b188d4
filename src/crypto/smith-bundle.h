/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-bundle-batch.h"

G_BEGIN_DECLS

/* From so many certificates on, what was opened is a bundle to look into, not something to be imported. */
#define SMITH_BUNDLE_MANY 100

/* @fraction: how much of the input is behind @batch, 0 to 1; negative where that is not known. */
typedef void (*SmithBundleFunc) (SmithBundleBatch *batch,
                                 double            fraction,
                                 gpointer          user_data);

void     smith_bundle_read_async  (GInputStream         *stream,
                                   goffset               size,
                                   const char           *source,
                                   SmithBundleFunc       func,
                                   gpointer              func_data,
                                   GDestroyNotify        func_data_free,
                                   GCancellable         *cancellable,
                                   GAsyncReadyCallback   callback,
                                   gpointer              user_data);
gboolean smith_bundle_read_finish (GAsyncResult         *result,
                                   GError              **error);
gboolean smith_bundle_is_large    (GBytes               *bytes);

G_END_DECLS
