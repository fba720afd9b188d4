/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-identity-data.h"
#include "smith-transaction.h"

G_BEGIN_DECLS

/* All of it blocking, under the lock of the library. */
GPtrArray *smith_identity_history_load       (const char               *path);
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
char      *smith_identity_history_dup_name   (const char               *former,
                                              const char               *file);

G_END_DECLS
