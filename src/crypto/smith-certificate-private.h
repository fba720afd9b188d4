/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-certificate.h"
#include "smith-openssl-private.h"
#include "smith-pem-private.h"

G_BEGIN_DECLS

SmithCertificate *smith_certificate_new_from_x509  (X509                 *x509,
                                                    GError              **error);
SmithCertificate *smith_certificate_new_from_block (const SmithPemBlock  *block,
                                                    GError              **error);
X509             *smith_certificate_peek           (SmithCertificate     *self);
GListModel       *smith_certificate_make_sections  (SmithCertificate     *self);

G_END_DECLS
