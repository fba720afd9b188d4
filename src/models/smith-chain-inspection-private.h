/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-certificate.h"

G_BEGIN_DECLS

/* What a worker finds out about a chain, for SmithChain only: everything that verifies signatures. */
typedef struct
{
  SmithCertificate *leaf;
  GPtrArray        *chain;        /* as it was given */
  GPtrArray        *spare;        /* as it was given */
  gboolean         *signed_above; /* per certificate of chain */
  gboolean          is_complete;
  GPtrArray        *ordered;      /* the best chain out of chain and spare */
  GPtrArray        *left_over;    /* what that does not use */
} SmithChainInspection;

gpointer              smith_chain_ref_item              (gconstpointer         item,
                                                         gpointer              unused);
void                  smith_chain_inspection_free       (SmithChainInspection *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SmithChainInspection, smith_chain_inspection_free)

void                  smith_chain_inspection_run_async  (SmithCertificate     *leaf,
                                                         GPtrArray            *chain,
                                                         GPtrArray            *spare,
                                                         GCancellable         *cancellable,
                                                         GAsyncReadyCallback   callback,
                                                         gpointer              user_data);
SmithChainInspection *smith_chain_inspection_run_finish (GAsyncResult         *result,
                                                         GError              **error);

G_END_DECLS
