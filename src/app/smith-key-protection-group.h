/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "smith-workspace.h"

G_BEGIN_DECLS

/* How the file of a key is protected, and what changes that. */
#define SMITH_TYPE_KEY_PROTECTION_GROUP (smith_key_protection_group_get_type ())
G_DECLARE_FINAL_TYPE (SmithKeyProtectionGroup, smith_key_protection_group, SMITH, KEY_PROTECTION_GROUP, AdwPreferencesGroup)

void smith_key_protection_group_set_identity (SmithKeyProtectionGroup *self,
                                              SmithWorkspace          *workspace,
                                              SmithIdentity           *identity);

G_END_DECLS
