/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "smith-new-identity.h"

G_BEGIN_DECLS

/* Names and a kind of key, then Create: the two clicks to a request. Also renews. */
#define SMITH_TYPE_NEW_DIALOG (smith_new_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SmithNewDialog, smith_new_dialog, SMITH, NEW_DIALOG, AdwWindow)

GtkWidget        *smith_new_dialog_new              (GtkWindow        *parent,
                                                     SmithWorkspace   *workspace,
                                                     SmithNewIdentity *draft);
SmithNewIdentity *smith_new_dialog_get_new_identity (SmithNewDialog   *self);
SmithIdentity    *smith_new_dialog_get_signer       (SmithNewDialog   *self);
const char       *smith_new_dialog_get_warning      (SmithNewDialog   *self);

G_END_DECLS
