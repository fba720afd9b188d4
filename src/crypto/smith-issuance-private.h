/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-issuance.h"
#include "smith-openssl-private.h"

G_BEGIN_DECLS

const EVP_MD *smith_issuance_find_digest (const char *name,
                                          SmithKey   *key);

G_END_DECLS
