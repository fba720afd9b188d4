/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-secret.h"

G_BEGIN_DECLS

/* Several files of one folder that change together. Blocking: for workers, under the writer's lock. */
typedef struct _SmithTransaction SmithTransaction;

SmithTransaction *smith_transaction_begin      (const char        *folder,
                                                GError           **error);
gboolean          smith_transaction_put        (SmithTransaction  *self,
                                                const char        *name,
                                                const void        *data,
                                                gsize              size,
                                                int                mode,
                                                GError           **error);
gboolean          smith_transaction_remove     (SmithTransaction  *self,
                                                const char        *name,
                                                GError           **error);
char             *smith_transaction_dup_path   (SmithTransaction  *self,
                                                const char        *name);
gboolean          smith_transaction_commit     (SmithTransaction  *self,
                                                GError           **error);
void              smith_transaction_free       (SmithTransaction  *self);

gboolean          smith_transaction_is_pending (const char        *folder);
gboolean          smith_transaction_recover    (const char        *folder,
                                                GError           **error);
char             *smith_transaction_find       (const char        *folder,
                                                const char        *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SmithTransaction, smith_transaction_free)

G_END_DECLS
