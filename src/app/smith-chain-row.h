/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "smith-chain-link.h"

G_BEGIN_DECLS

typedef enum
{
  SMITH_CHAIN_ROW_MARK_NONE,
  SMITH_CHAIN_ROW_MARK_ABOVE,
  SMITH_CHAIN_ROW_MARK_BELOW,
} SmithChainRowMark;

#define SMITH_TYPE_CHAIN_ROW (smith_chain_row_get_type ())
G_DECLARE_FINAL_TYPE (SmithChainRow, smith_chain_row, SMITH, CHAIN_ROW, GtkListBoxRow)

GtkWidget      *smith_chain_row_new      (SmithChainLink    *link);
SmithChainLink *smith_chain_row_get_link (SmithChainRow     *self);
void            smith_chain_row_set_mark (SmithChainRow     *self,
                                          SmithChainRowMark  mark);

G_END_DECLS
