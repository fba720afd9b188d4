/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-bundle-batch.h"

G_BEGIN_DECLS

/* A batch under construction: filled by one worker, sealed, then seen by others. */
SmithBundleBatch *smith_bundle_batch_new             (void);
void              smith_bundle_batch_add_certificate (SmithBundleBatch  *self,
                                                      const guint8      *der,
                                                      gsize              size,
                                                      guint              line);
void              smith_bundle_batch_add_error       (SmithBundleBatch  *self,
                                                      const char        *message,
                                                      guint              line);
void              smith_bundle_batch_seal            (SmithBundleBatch  *self);
void              smith_bundle_batch_set_first_line  (SmithBundleBatch  *self,
                                                      guint              first_line);

G_END_DECLS
