/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n.h>

#include "smith-crypto-error-private.h"
#include "smith-key-private.h"
#include "smith-parser-private.h"

/*
 * One encrypted private key in DER (EncryptedPrivateKeyInfo, RFC 5958).
 */

#define FORMAT "DER"

typedef struct
{
  const guint8 *data;
  gsize         size;
  SmithKey     *key;
} KeyAttempt;

static gboolean
unlock_key_cb (gpointer      user_data,
               SmithSecret  *passphrase,
               GError      **error)
{
  KeyAttempt *attempt = user_data;

  attempt->key = smith_key_new_from_encrypted (attempt->data, attempt->size, passphrase, error);

  return attempt->key != NULL;
}

static gboolean
parse_encrypted_key (SmithParserRun *run,
                     const guint8   *data,
                     gsize           size)
{
  const unsigned char *position = data;
  g_autoptr (X509_SIG) sealed = d2i_X509_SIG (NULL, &position, (long) size);
  g_autoptr (SmithSecret) passphrase = NULL;
  KeyAttempt attempt = { data, size, NULL };
  GError *error = NULL;

  smith_crypto_clear_queue ();
  if (sealed == NULL)
    return FALSE;
  attempt.size = (gsize) (position - data);
  /* Nobody is asked for what no passphrase opens. */
  if (!unlock_key_cb (&attempt, NULL, &error) && g_error_matches (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_PASSWORD_NEEDED))
    {
      g_clear_error (&error);
      passphrase = smith_parser_run_unlock (run, _("The private key"), unlock_key_cb, &attempt, &error);
    }
  smith_parser_run_add_key (run, FORMAT, attempt.key, passphrase, error);

  return TRUE;
}

const SmithParserFormat smith_format_encrypted_key = { FORMAT, parse_encrypted_key };
