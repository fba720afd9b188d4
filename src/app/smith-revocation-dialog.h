/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "smith-authority.h"

G_BEGIN_DECLS

/* What an authority revokes, and why: a certificate that is known, or one of which only the number is. */
#define SMITH_TYPE_REVOCATION_DIALOG (smith_revocation_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SmithRevocationDialog, smith_revocation_dialog, SMITH, REVOCATION_DIALOG, AdwWindow)

GtkWidget *smith_revocation_dialog_new (SmithAuthority   *authority,
                                        SmithCertificate *certificate);

G_END_DECLS
