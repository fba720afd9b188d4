/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n.h>

#include "smith-certificate-private.h"
#include "smith-crypto-error-private.h"
#include "smith-parser-private.h"

/*
 * PKCS#7 (RFC 2315), as certificate authorities hand out chains: signed data without content or signature.
 */

#define FORMAT "PKCS#7"

static STACK_OF (X509) *
get_certificates (PKCS7 *bundle)
{
  if (PKCS7_type_is_signed (bundle) && bundle->d.sign != NULL)
    return bundle->d.sign->cert;
  if (PKCS7_type_is_signedAndEnveloped (bundle) && bundle->d.signed_and_enveloped != NULL)
    return bundle->d.signed_and_enveloped->cert;

  return NULL;
}

/**
 * smith_parser_run_parse_pkcs7: (skip)
 * @data: DER or BER
 * @size: how many bytes
 *
 * Returns: whether it is PKCS#7
 */
gboolean
smith_parser_run_parse_pkcs7 (SmithParserRun *run,
                              const guint8   *data,
                              gsize           size)
{
  const unsigned char *position = data;
  g_autoptr (PKCS7) bundle = d2i_PKCS7 (NULL, &position, (long) size);
  STACK_OF (X509) *certificates;

  smith_crypto_clear_queue ();
  if (bundle == NULL)
    return FALSE;

  certificates = get_certificates (bundle);
  for (int i = 0; i < sk_X509_num (certificates) && !smith_parser_run_is_over (run); i++)
    {
      GError *error = NULL;
      SmithCertificate *certificate = smith_certificate_new_from_x509 (sk_X509_value (certificates, i), &error);

      smith_parser_run_add_certificate (run, FORMAT, certificate, error);
    }
  if (sk_X509_num (certificates) <= 0)
    {
      GError *error = NULL;

      smith_crypto_set_error (&error, SMITH_CRYPTO_ERROR_UNSUPPORTED,
                              _("The PKCS#7 bundle holds no certificate."));
      smith_parser_run_add_error (run, FORMAT, error);
    }

  return TRUE;
}

const SmithParserFormat smith_format_pkcs7 = { FORMAT, smith_parser_run_parse_pkcs7 };
