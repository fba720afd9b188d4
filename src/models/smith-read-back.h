/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-aws-iam.h"
#include "smith-certificate.h"

G_BEGIN_DECLS

/**
 * SmithReadBack:
 * @SMITH_READ_BACK_IDENTICAL: certificate and chain are the same, by DER
 * @SMITH_READ_BACK_OTHER_CHAIN: the same certificate with another chain
 * @SMITH_READ_BACK_OTHER_CERTIFICATE: something else
 */
typedef enum
{
  SMITH_READ_BACK_IDENTICAL,
  SMITH_READ_BACK_OTHER_CHAIN,
  SMITH_READ_BACK_OTHER_CERTIFICATE,
} SmithReadBack;

/* What AWS has against what this computer has: by DER, never by PEM text, whose line ends may differ. */
void     smith_read_back_compare_async  (SmithAwsServerCertificate *there,
                                         SmithCertificate          *certificate,
                                         GPtrArray                 *chain,
                                         GCancellable              *cancellable,
                                         GAsyncReadyCallback        callback,
                                         gpointer                   user_data);
gboolean smith_read_back_compare_finish (GAsyncResult              *result,
                                         SmithReadBack             *verdict,
                                         GError                   **error);

G_END_DECLS
