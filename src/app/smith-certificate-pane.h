/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SMITH_TYPE_CERTIFICATE_PANE (smith_certificate_pane_get_type ())
G_DECLARE_FINAL_TYPE (SmithCertificatePane, smith_certificate_pane, SMITH, CERTIFICATE_PANE, GtkWidget)

G_END_DECLS
