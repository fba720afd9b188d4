/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "smith-public-key.h"

G_BEGIN_DECLS

/* What is weak about a key. */
#define SMITH_TYPE_KEY_FINDINGS_GROUP (smith_key_findings_group_get_type ())
G_DECLARE_FINAL_TYPE (SmithKeyFindingsGroup, smith_key_findings_group, SMITH, KEY_FINDINGS_GROUP, AdwPreferencesGroup)

void smith_key_findings_group_set_key (SmithKeyFindingsGroup *self,
                                       SmithPublicKey        *key);

G_END_DECLS
