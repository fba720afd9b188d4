/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-crypto-error.h"

#include <string.h>

#include <openssl/err.h>

#include <glib/gi18n.h>

#include "smith-crypto-error-private.h"

G_DEFINE_QUARK (smith-crypto-error-quark, smith_crypto_error)

/**
 * smith_crypto_set_error:
 * @error: (out) (optional): return location
 * @code: what happened
 * @format: a translated sentence for people, without secrets
 *
 * The one way from OpenSSL's queue of errors to a GError: sets @error and leaves the queue of this
 * thread empty. Where OpenSSL gave a reason, it is added in parentheses. Only the fixed texts of
 * reasons are taken, never the data that goes with them.
 */
void
smith_crypto_set_error (GError           **error,
                        SmithCryptoError   code,
                        const char        *format,
                        ...)
{
  g_autofree char *sentence = NULL;
  const char *reason = NULL;
  unsigned long number;
  va_list arguments;

  va_start (arguments, format);
  sentence = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  /* The oldest entry is nearest to the cause; the later ones tell who was disappointed by it. */
  while ((number = ERR_get_error ()) != 0)
    if (reason == NULL)
      reason = ERR_reason_error_string (number);

  if (reason != NULL)
    /* Translators: a sentence, then OpenSSL's own words in English. */
    g_set_error (error, SMITH_CRYPTO_ERROR, code, _("%s (OpenSSL: %s)"), sentence, reason);
  else
    g_set_error_literal (error, SMITH_CRYPTO_ERROR, code, sentence);
}

/**
 * smith_crypto_clear_queue:
 *
 * Drops what OpenSSL said about an attempt that was allowed to fail.
 */
void
smith_crypto_clear_queue (void)
{
  ERR_clear_error ();
}

/**
 * smith_crypto_queue_is_unsupported:
 *
 * Leaves the queue as it is.
 *
 * Returns: whether OpenSSL stopped at an algorithm that it does not have, rather than at a wrong passphrase
 */
gboolean
smith_crypto_queue_is_unsupported (void)
{
  unsigned long number = ERR_peek_error ();
  const char *reason = ERR_reason_error_string (number);

  return number != 0 &&
         (ERR_GET_REASON (number) == ERR_R_UNSUPPORTED ||
          (reason != NULL && (strstr (reason, "unsupported") != NULL || strstr (reason, "unknown") != NULL)));
}
