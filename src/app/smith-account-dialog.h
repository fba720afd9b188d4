/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "smith-account-list.h"

G_BEGIN_DECLS

/* Adds an account, or edits one. Signal "saved" (SmithAccount) before it closes. */
#define SMITH_TYPE_ACCOUNT_DIALOG (smith_account_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SmithAccountDialog, smith_account_dialog, SMITH, ACCOUNT_DIALOG, AdwWindow)

GtkWidget *smith_account_dialog_new (GtkWindow        *parent,
                                     SmithAccountList *accounts,
                                     SmithAccount     *account);

G_END_DECLS
