/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-bundle-batch.h"

G_BEGIN_DECLS

guint    smith_bundle_decode_text   (SmithBundleBatch  *batch,
                                     const guint8      *data,
                                     gsize              size,
                                     const char        *source,
                                     GCancellable      *cancellable);
void     smith_bundle_decode_der    (SmithBundleBatch  *batch,
                                     const guint8      *data,
                                     gsize              size);
gboolean smith_bundle_decode_other  (SmithBundleBatch  *batch,
                                     const guint8      *data,
                                     gsize              size,
                                     guint              line,
                                     const char        *source,
                                     GCancellable      *cancellable,
                                     GError           **error);
gsize    smith_bundle_measure_value (const guint8      *data,
                                     gsize              size);

G_END_DECLS
