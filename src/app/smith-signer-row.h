/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "smith-workspace.h"

G_BEGIN_DECLS

/* Who signs a new certificate: a CA to which the request is sent, or an authority of the library. */
#define SMITH_TYPE_SIGNER_ROW (smith_signer_row_get_type ())
G_DECLARE_FINAL_TYPE (SmithSignerRow, smith_signer_row, SMITH, SIGNER_ROW, AdwComboRow)

GtkWidget     *smith_signer_row_new        (void);
void           smith_signer_row_fill       (SmithSignerRow *self,
                                            SmithLibrary   *library,
                                            SmithIdentity  *source);
SmithIdentity *smith_signer_row_get_signer (SmithSignerRow *self);
void           smith_signer_row_remember   (SmithSignerRow *self);

G_END_DECLS
