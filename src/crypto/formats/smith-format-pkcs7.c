/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <openssl/cms.h>

#include <glib/gi18n.h>

#include "smith-certificate-private.h"
#include "smith-crl-private.h"
#include "smith-crypto-error-private.h"
#include "smith-parser-private.h"

/*
 * PKCS#7 (RFC 2315), as certificate authorities hand out chains: signed data without content or signature.
 */

#define FORMAT "PKCS#7"

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CMS_ContentInfo, CMS_ContentInfo_free)

static void
add_certificates (SmithParserRun  *run,
                  STACK_OF (X509) *certificates)
{
  for (int i = 0; i < sk_X509_num (certificates) && !smith_parser_run_is_over (run); i++)
    {
      GError *error = NULL;
      SmithCertificate *certificate = smith_certificate_new_from_x509 (sk_X509_value (certificates, i), &error);

      smith_parser_run_add_certificate (run, FORMAT, certificate, error);
    }
}

static void
add_crls (SmithParserRun      *run,
          STACK_OF (X509_CRL) *crls)
{
  for (int i = 0; i < sk_X509_CRL_num (crls) && !smith_parser_run_is_over (run); i++)
    {
      GError *error = NULL;
      SmithCrl *crl = smith_crl_new_from_x509 (sk_X509_CRL_value (crls, i), &error);

      smith_parser_run_add_crl (run, FORMAT, crl, error);
    }
}

static gboolean
read_pkcs7 (SmithParserRun *run,
            const guint8   *data,
            gsize           size)
{
  const unsigned char *position = data;
  g_autoptr (PKCS7) bundle = d2i_PKCS7 (NULL, &position, (long) size);

  if (bundle == NULL)
    return FALSE;
  if (PKCS7_type_is_signed (bundle) && bundle->d.sign != NULL)
    {
      add_certificates (run, bundle->d.sign->cert);
      add_crls (run, bundle->d.sign->crl);
    }
  else if (PKCS7_type_is_signedAndEnveloped (bundle) && bundle->d.signed_and_enveloped != NULL)
    {
      add_certificates (run, bundle->d.signed_and_enveloped->cert);
      add_crls (run, bundle->d.signed_and_enveloped->crl);
    }

  return TRUE;
}

/* Its successor (RFC 5652), which names signers in other ways. */
static gboolean
read_cms (SmithParserRun *run,
          const guint8   *data,
          gsize           size)
{
  const unsigned char *position = data;
  g_autoptr (CMS_ContentInfo) bundle = d2i_CMS_ContentInfo (NULL, &position, (long) size);
  STACK_OF (X509) *certificates;
  STACK_OF (X509_CRL) *crls;

  if (bundle == NULL)
    return FALSE;
  certificates = CMS_get1_certs (bundle);
  crls = CMS_get1_crls (bundle);
  add_certificates (run, certificates);
  add_crls (run, crls);
  sk_X509_pop_free (certificates, X509_free);
  sk_X509_CRL_pop_free (crls, X509_CRL_free);

  return TRUE;
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
  guint n_before = smith_parser_run_get_n_results (run);
  gboolean found;

  smith_parser_run_push_mend (run, _("PKCS#7 unpacked"));
  found = read_pkcs7 (run, data, size) || read_cms (run, data, size);
  smith_crypto_clear_queue ();
  smith_parser_run_pop_mend (run);
  if (found && smith_parser_run_get_n_results (run) == n_before)
    {
      GError *error = NULL;

      smith_crypto_set_error (&error, SMITH_CRYPTO_ERROR_UNSUPPORTED,
                              _("The PKCS#7 bundle holds no certificate."));
      smith_parser_run_add_error (run, FORMAT, error);
    }

  return found;
}

const SmithParserFormat smith_format_pkcs7 = { FORMAT, smith_parser_run_parse_pkcs7 };
