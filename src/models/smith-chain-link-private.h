/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-chain-link.h"

G_BEGIN_DECLS

/* For SmithChain only. @above: (nullable): the certificate of the row above. */
SmithChainLink *smith_chain_link_new    (SmithCertificate  *certificate);
void            smith_chain_link_update (SmithChainLink    *self,
                                         guint              position,
                                         guint              n_links,
                                         gboolean           is_root,
                                         SmithCertificate  *above,
                                         SmithChainVerdict  verdict,
                                         SmithChainRepair   repair);

G_END_DECLS
