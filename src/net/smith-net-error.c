/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-net-error.h"

G_DEFINE_QUARK (smith-net-error-quark, smith_net_error)
