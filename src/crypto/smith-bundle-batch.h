/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-certificate.h"

G_BEGIN_DECLS

#define SMITH_TYPE_BUNDLE_BATCH (smith_bundle_batch_get_type ())

/* Some consecutive entries of a bundle. Immutable and counted, free to cross threads. */
typedef struct _SmithBundleBatch SmithBundleBatch;

GType             smith_bundle_batch_get_type        (void) G_GNUC_CONST;
SmithBundleBatch *smith_bundle_batch_ref             (SmithBundleBatch  *self);
void              smith_bundle_batch_unref           (SmithBundleBatch  *self);
guint             smith_bundle_batch_get_n_entries   (SmithBundleBatch  *self);
guint             smith_bundle_batch_get_n_errors    (SmithBundleBatch  *self);
guint             smith_bundle_batch_get_line        (SmithBundleBatch  *self,
                                                      guint              entry);
const char       *smith_bundle_batch_get_error       (SmithBundleBatch  *self,
                                                      guint              entry);
const guint8     *smith_bundle_batch_peek_der        (SmithBundleBatch  *self,
                                                      guint              entry,
                                                      gsize             *size);
GBytes           *smith_bundle_batch_dup_der         (SmithBundleBatch  *self,
                                                      guint              entry);
char             *smith_bundle_batch_dup_pem         (SmithBundleBatch  *self,
                                                      guint              entry);
SmithCertificate *smith_bundle_batch_dup_certificate (SmithBundleBatch  *self,
                                                      guint              entry);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SmithBundleBatch, smith_bundle_batch_unref)

G_END_DECLS
