/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "smith-certificate.h"

G_BEGIN_DECLS

#define SMITH_TYPE_CERTIFICATE_DIALOG (smith_certificate_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SmithCertificateDialog, smith_certificate_dialog, SMITH, CERTIFICATE_DIALOG, AdwWindow)

GtkWidget *smith_certificate_dialog_new (SmithCertificate *certificate);

G_END_DECLS
