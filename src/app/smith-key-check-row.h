/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "smith-workspace.h"

G_BEGIN_DECLS

/* Whether the numbers of a key belong together. */
#define SMITH_TYPE_KEY_CHECK_ROW (smith_key_check_row_get_type ())
G_DECLARE_FINAL_TYPE (SmithKeyCheckRow, smith_key_check_row, SMITH, KEY_CHECK_ROW, AdwActionRow)

void smith_key_check_row_set_identity (SmithKeyCheckRow *self,
                                       SmithWorkspace   *workspace,
                                       SmithIdentity    *identity);

G_END_DECLS
