/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-certificate-private.h"
#include "smith-crypto-error-private.h"
#include "smith-parser-private.h"

/*
 * One certificate in DER (RFC 5280).
 */

#define FORMAT "DER"

static gboolean
parse_certificate (SmithParserRun *run,
                   const guint8   *data,
                   gsize           size)
{
  const unsigned char *position = data;
  g_autoptr (X509) x509 = d2i_X509 (NULL, &position, (long) size);
  g_autoptr (GBytes) der = NULL;
  GError *error = NULL;
  SmithCertificate *certificate;

  smith_crypto_clear_queue ();
  if (x509 == NULL)
    return FALSE;
  der = g_bytes_new (data, (gsize) (position - data));
  certificate = smith_certificate_new_from_der (der, &error);
  smith_parser_run_add_certificate (run, FORMAT, certificate, error);

  return TRUE;
}

const SmithParserFormat smith_format_certificate = { FORMAT, parse_certificate };
