/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "smith-former-key.h"
#include "smith-key-step.h"

G_BEGIN_DECLS

/* The keys that an identity had before, and which certificates belong to which. */
#define SMITH_TYPE_KEY_HISTORY_GROUP (smith_key_history_group_get_type ())
G_DECLARE_FINAL_TYPE (SmithKeyHistoryGroup, smith_key_history_group, SMITH, KEY_HISTORY_GROUP, AdwPreferencesGroup)

void smith_key_history_group_set_identity (SmithKeyHistoryGroup *self,
                                           SmithWorkspace       *workspace,
                                           SmithIdentity        *identity);
void smith_key_history_group_bring_back   (SmithKeyStep         *step,
                                           SmithFormerKey       *former);
void smith_key_history_group_undo         (GtkWidget            *from,
                                           SmithWorkspace       *workspace,
                                           SmithIdentity        *identity);

G_END_DECLS
