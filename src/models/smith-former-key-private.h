/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-former-key.h"
#include "smith-identity-data.h"

G_BEGIN_DECLS

SmithFormerKey *smith_former_key_new (const char              *id,
                                      const SmithIdentityData *data,
                                      SmithIdentityContents   *contents,
                                      GDateTime               *replaced_at,
                                      GPtrArray               *older);

G_END_DECLS
