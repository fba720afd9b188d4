/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-crl.h"
#include "smith-openssl-private.h"

G_BEGIN_DECLS

SmithCrl *smith_crl_new_from_x509 (X509_CRL  *crl,
                                   GError   **error);

G_END_DECLS
