/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "smith-workspace.h"

G_BEGIN_DECLS

/* The key pane once there is a key: what it is, how it is protected, what can be done with it. */
#define SMITH_TYPE_KEY_DETAILS (smith_key_details_get_type ())
G_DECLARE_FINAL_TYPE (SmithKeyDetails, smith_key_details, SMITH, KEY_DETAILS, GtkWidget)

void smith_key_details_set_identity (SmithKeyDetails *self,
                                     SmithWorkspace  *workspace,
                                     SmithIdentity   *identity);

G_END_DECLS
