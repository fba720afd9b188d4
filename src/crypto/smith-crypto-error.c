/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-crypto-error.h"

G_DEFINE_QUARK (smith-crypto-error-quark, smith_crypto_error)
