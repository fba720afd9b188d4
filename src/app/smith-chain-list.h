/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "smith-chain.h"

G_BEGIN_DECLS

#define SMITH_TYPE_CHAIN_LIST (smith_chain_list_get_type ())
G_DECLARE_FINAL_TYPE (SmithChainList, smith_chain_list, SMITH, CHAIN_LIST, GtkWidget)

SmithChain *smith_chain_list_get_chain  (SmithChainList *self);
void        smith_chain_list_set_chain  (SmithChainList *self,
                                         SmithChain     *chain);
void        smith_chain_list_focus_row  (SmithChainList *self,
                                         guint           position);

G_END_DECLS
