/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-identity-data.h"

G_BEGIN_DECLS

/* Pure functions; @now in seconds since the epoch, so that tests can choose it. */
SmithIdentityState  smith_identity_state_find         (const SmithIdentityData *data,
                                                       gint64                   now);
char               *smith_identity_state_dup_text     (const SmithIdentityData *data,
                                                       gint64                   now);
const char         *smith_identity_state_get_icon_name (const SmithIdentityData *data,
                                                       gint64                   now);
char               *smith_identity_state_dup_date     (gint64                   seconds);

G_END_DECLS
