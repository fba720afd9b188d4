/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-identity-data.h"

G_BEGIN_DECLS

/* (nullable): NULL where there is nothing to do and nothing to say */
SmithNextStep *smith_next_step_find  (const SmithIdentityData *data,
                                      gint64                   now);
gboolean       smith_next_step_equal (SmithNextStep           *a,
                                      SmithNextStep           *b);

G_END_DECLS
