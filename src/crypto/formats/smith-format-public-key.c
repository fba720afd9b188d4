/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n.h>

#include "smith-crypto-error-private.h"
#include "smith-parser-private.h"
#include "smith-public-key-private.h"

/*
 * A public key by itself (SubjectPublicKeyInfo, RFC 5280, 4.1; RSAPublicKey, RFC 8017): there is nothing to do with it
 * here, but it is told what it is.
 */

#define FORMAT "DER"
/* Less is just two numbers, such as a signature. */
#define SMALLEST_RSA 512

/**
 * smith_parser_run_add_public_key: (skip)
 * @format: how it was written
 * @data: DER
 * @size: how many bytes
 *
 * Returns: whether it is a public key
 */
gboolean
smith_parser_run_add_public_key (SmithParserRun *run,
                                 const char     *format,
                                 const guint8   *data,
                                 gsize           size)
{
  const unsigned char *position = data;
  g_autoptr (EVP_PKEY) pkey = d2i_PUBKEY (NULL, &position, (long) size);
  g_autoptr (SmithPublicKey) key = NULL;
  GError *error = NULL;

  if (pkey == NULL)
    {
      position = data;
      pkey = d2i_PublicKey (EVP_PKEY_RSA, NULL, &position, (long) size);
    }
  smith_crypto_clear_queue ();
  if (pkey == NULL || (EVP_PKEY_get_id (pkey) == EVP_PKEY_RSA && EVP_PKEY_get_bits (pkey) < SMALLEST_RSA))
    return FALSE;
  key = smith_public_key_new_from_pkey (pkey);
  smith_crypto_set_error (&error, SMITH_CRYPTO_ERROR_UNSUPPORTED,
                          /* Translators: a kind of key, such as RSA 2048. */
                          _("It is a public key (%s). A certificate is made from a request, and a request from a private key."),
                          smith_public_key_get_title (key));
  smith_parser_run_add_error (run, format, error);

  return TRUE;
}

static gboolean
parse_public_key (SmithParserRun *run,
                  const guint8   *data,
                  gsize           size)
{
  return size > 0 && data[0] == (V_ASN1_CONSTRUCTED | V_ASN1_SEQUENCE) &&
         smith_parser_run_add_public_key (run, FORMAT, data, size);
}

const SmithParserFormat smith_format_public_key = { FORMAT, parse_public_key };
