/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-identity-data.h"
#include "smith-transaction.h"

G_BEGIN_DECLS

/* All of it blocking, under the lock of the library. */
guint      smith_identity_history_count      (const char               *path);
GPtrArray *smith_identity_history_read       (const char               *path);
gboolean   smith_identity_history_put        (SmithTransaction         *transaction,
                                              const char               *path,
                                              const SmithIdentityData  *before,
                                              GError                  **error);
gboolean   smith_identity_history_bring_back (SmithTransaction         *transaction,
                                              const char               *path,
                                              const char               *former,
                                              const SmithIdentityData  *before,
                                              GError                  **error);

G_END_DECLS
