/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SMITH_TYPE_CERTIFICATE_DETAILS (smith_certificate_details_get_type ())
G_DECLARE_FINAL_TYPE (SmithCertificateDetails, smith_certificate_details, SMITH, CERTIFICATE_DETAILS, GtkWidget)

GtkWidget *smith_certificate_details_new          (void);
void       smith_certificate_details_set_sections (SmithCertificateDetails *self,
                                                   GListModel              *sections);
void       smith_certificate_details_set_search   (SmithCertificateDetails *self,
                                                   const char              *text);

G_END_DECLS
