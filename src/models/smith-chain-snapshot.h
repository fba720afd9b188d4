/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-identity.h"

G_BEGIN_DECLS

/* The certificate and chain of an identity as they were at one moment, for Undo. Immutable. */
#define SMITH_TYPE_CHAIN_SNAPSHOT (smith_chain_snapshot_get_type ())
G_DECLARE_FINAL_TYPE (SmithChainSnapshot, smith_chain_snapshot, SMITH, CHAIN_SNAPSHOT, GObject)

SmithChainSnapshot *smith_chain_snapshot_new             (SmithIdentity      *identity,
                                                          GListModel         *chain,
                                                          GListModel         *left_over);
SmithIdentity      *smith_chain_snapshot_get_identity    (SmithChainSnapshot *self);
SmithCertificate   *smith_chain_snapshot_get_certificate (SmithChainSnapshot *self);
GListModel         *smith_chain_snapshot_get_chain       (SmithChainSnapshot *self);
GListModel         *smith_chain_snapshot_get_left_over   (SmithChainSnapshot *self);

G_END_DECLS
