/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SMITH_TYPE_CHAIN_PANE (smith_chain_pane_get_type ())
G_DECLARE_FINAL_TYPE (SmithChainPane, smith_chain_pane, SMITH, CHAIN_PANE, GtkWidget)

G_END_DECLS
