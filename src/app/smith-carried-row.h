/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "smith-request-draft.h"

G_BEGIN_DECLS

#define SMITH_TYPE_CARRIED_ROW (smith_carried_row_get_type ())
G_DECLARE_FINAL_TYPE (SmithCarriedRow, smith_carried_row, SMITH, CARRIED_ROW, AdwExpanderRow)

void smith_carried_row_set_draft (SmithCarriedRow   *self,
                                  SmithRequestDraft *draft);

G_END_DECLS
