/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "smith-chain.h"

G_BEGIN_DECLS

void smith_chain_undo_offer (GtkWidget          *from,
                             const char         *title,
                             SmithChain         *chain,
                             SmithChainSnapshot *snapshot);

G_END_DECLS
