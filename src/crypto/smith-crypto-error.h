/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SmithCryptoError:
 * @SMITH_CRYPTO_ERROR_FAILED: OpenSSL refused, in its own words
 * @SMITH_CRYPTO_ERROR_NOT_UNDERSTOOD: the input holds nothing that this program reads
 * @SMITH_CRYPTO_ERROR_DAMAGED: the format is known, the content is truncated or broken
 * @SMITH_CRYPTO_ERROR_PASSWORD_NEEDED: encrypted, and no password was given
 * @SMITH_CRYPTO_ERROR_PASSWORD_WRONG: encrypted, and the password does not open it
 * @SMITH_CRYPTO_ERROR_UNSUPPORTED: a key or algorithm that this program does not handle
 * @SMITH_CRYPTO_ERROR_TOO_LARGE: over a limit of size or number
 * @SMITH_CRYPTO_ERROR_MISMATCH: two things do not belong together (key and certificate)
 * @SMITH_CRYPTO_ERROR_INVALID: a value that a person typed breaks a rule
 */
typedef enum
{
  SMITH_CRYPTO_ERROR_FAILED,
  SMITH_CRYPTO_ERROR_NOT_UNDERSTOOD,
  SMITH_CRYPTO_ERROR_DAMAGED,
  SMITH_CRYPTO_ERROR_PASSWORD_NEEDED,
  SMITH_CRYPTO_ERROR_PASSWORD_WRONG,
  SMITH_CRYPTO_ERROR_UNSUPPORTED,
  SMITH_CRYPTO_ERROR_TOO_LARGE,
  SMITH_CRYPTO_ERROR_MISMATCH,
  SMITH_CRYPTO_ERROR_INVALID,
} SmithCryptoError;

#define SMITH_CRYPTO_ERROR (smith_crypto_error_quark ())

GQuark smith_crypto_error_quark (void);

G_END_DECLS
