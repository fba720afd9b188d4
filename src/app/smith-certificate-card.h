/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "smith-certificate-summary.h"

G_BEGIN_DECLS

#define SMITH_TYPE_CERTIFICATE_CARD (smith_certificate_card_get_type ())
G_DECLARE_FINAL_TYPE (SmithCertificateCard, smith_certificate_card, SMITH, CERTIFICATE_CARD, GtkWidget)

void smith_certificate_card_set_summary (SmithCertificateCard    *self,
                                         SmithCertificateSummary *summary);

G_END_DECLS
