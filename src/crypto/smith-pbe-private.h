/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-openssl-private.h"

G_BEGIN_DECLS

/* Some seconds of one processor. */
#define SMITH_PBE_MAX_ROUNDS (5 * 1000 * 1000)

guint64  smith_pbe_count_rounds    (const X509_ALGOR  *algorithm);
gboolean smith_pbe_is_affordable   (guint64            rounds,
                                    GError           **error);

G_END_DECLS
