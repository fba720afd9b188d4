/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "smith-former-key.h"
#include "smith-workspace.h"

G_BEGIN_DECLS

/* A key that an identity had before: which certificates belong to it, Export and Bring Back. */
#define SMITH_TYPE_FORMER_KEY_ROW (smith_former_key_row_get_type ())
G_DECLARE_FINAL_TYPE (SmithFormerKeyRow, smith_former_key_row, SMITH, FORMER_KEY_ROW, AdwExpanderRow)

GtkWidget *smith_former_key_row_new (GtkWidget      *from,
                                     SmithWorkspace *workspace,
                                     SmithIdentity  *identity,
                                     SmithFormerKey *former);

G_END_DECLS
