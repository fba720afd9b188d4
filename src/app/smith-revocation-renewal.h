/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "smith-workspace.h"

G_BEGIN_DECLS

void smith_revocation_renewal_start (GtkWidget      *from,
                                     SmithWorkspace *workspace,
                                     SmithIdentity  *identity);
/* @written: (nullable): where the list went; @export_action: an action of @from that exports it. */
void smith_revocation_renewal_tell  (GtkWidget      *from,
                                     GFile          *written,
                                     const char     *export_action);

G_END_DECLS
