/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "smith-identity.h"

G_BEGIN_DECLS

/* A row of the sidebar. */
#define SMITH_TYPE_IDENTITY_ROW (smith_identity_row_get_type ())
G_DECLARE_FINAL_TYPE (SmithIdentityRow, smith_identity_row, SMITH, IDENTITY_ROW, GtkWidget)

SmithIdentity *smith_identity_row_get_identity (SmithIdentityRow *self);
void           smith_identity_row_set_identity (SmithIdentityRow *self,
                                                SmithIdentity    *identity);
void           smith_identity_row_popup_menu   (SmithIdentityRow *self,
                                                double            x,
                                                double            y);

G_END_DECLS
