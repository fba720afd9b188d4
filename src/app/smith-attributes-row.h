/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "smith-request-draft.h"

G_BEGIN_DECLS

/* The further attributes of a subject, behind "More": to be added, filled in and removed. */
#define SMITH_TYPE_ATTRIBUTES_ROW (smith_attributes_row_get_type ())
G_DECLARE_FINAL_TYPE (SmithAttributesRow, smith_attributes_row, SMITH, ATTRIBUTES_ROW, AdwExpanderRow)

void smith_attributes_row_set_draft (SmithAttributesRow *self,
                                     SmithRequestDraft  *draft);

G_END_DECLS
