/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-crypto-error.h"

G_BEGIN_DECLS

void     smith_crypto_set_error            (GError           **error,
                                            SmithCryptoError   code,
                                            const char        *format,
                                            ...) G_GNUC_PRINTF (3, 4);
void     smith_crypto_clear_queue          (void);
gboolean smith_crypto_queue_is_unsupported (void);

G_END_DECLS
