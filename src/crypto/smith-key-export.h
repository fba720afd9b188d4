/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-certificate.h"
#include "smith-key.h"

G_BEGIN_DECLS

/**
 * SmithKeyEncoding:
 * @SMITH_KEY_ENCODING_PKCS8: PEM with "PRIVATE KEY" (RFC 5958): what this program itself writes
 * @SMITH_KEY_ENCODING_TRADITIONAL: PEM with "RSA PRIVATE KEY" (PKCS#1, RFC 8017) or "EC PRIVATE KEY" (SEC 1, RFC 5915);
 *   never encrypted
 * @SMITH_KEY_ENCODING_DER: PKCS#8 without PEM around it
 * @SMITH_KEY_ENCODING_PKCS12: key, certificate and chain (RFC 7292), AES-256 and SHA-256; always encrypted
 * @SMITH_KEY_ENCODING_PKCS12_LEGACY: the same with Triple DES and SHA-1, for Windows before 10 1709 and Server 2019
 */
typedef enum
{
  SMITH_KEY_ENCODING_PKCS8,
  SMITH_KEY_ENCODING_TRADITIONAL,
  SMITH_KEY_ENCODING_DER,
  SMITH_KEY_ENCODING_PKCS12,
  SMITH_KEY_ENCODING_PKCS12_LEGACY,
} SmithKeyEncoding;

#define SMITH_N_KEY_ENCODINGS 5

/**
 * SmithKeyExportProtection:
 * @SMITH_KEY_EXPORT_PROTECTION_NONE: readable by whoever has the file
 * @SMITH_KEY_EXPORT_PROTECTION_PBKDF2: AES-256-CBC under PBKDF2-HMAC-SHA256 (RFC 8018): read everywhere
 * @SMITH_KEY_EXPORT_PROTECTION_SCRYPT: AES-256-CBC under scrypt (RFC 7914): harder to guess, read by OpenSSL 1.1 and newer
 */
typedef enum
{
  SMITH_KEY_EXPORT_PROTECTION_NONE,
  SMITH_KEY_EXPORT_PROTECTION_PBKDF2,
  SMITH_KEY_EXPORT_PROTECTION_SCRYPT,
} SmithKeyExportProtection;

SmithSecret *smith_key_export               (SmithKey                  *key,
                                             SmithKeyEncoding           encoding,
                                             SmithSecret               *passphrase,
                                             SmithKeyExportProtection   protection,
                                             SmithCertificate          *certificate,
                                             GPtrArray                 *chain,
                                             GError                   **error);
gboolean     smith_key_export_verify        (SmithKey                  *key,
                                             SmithKeyEncoding           encoding,
                                             SmithSecret               *written,
                                             SmithSecret               *passphrase,
                                             SmithCertificate          *certificate,
                                             GPtrArray                 *chain,
                                             GError                   **error);
gboolean     smith_key_encoding_takes       (SmithKeyEncoding           encoding,
                                             SmithPublicKey            *key);

G_END_DECLS
