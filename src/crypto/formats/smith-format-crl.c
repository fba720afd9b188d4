/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-crypto-error-private.h"
#include "smith-parser-private.h"

/*
 * One certificate revocation list in DER (RFC 5280, 5).
 */

#define FORMAT "DER"

static gboolean
parse_crl (SmithParserRun *run,
           const guint8   *data,
           gsize           size)
{
  const unsigned char *position = data;
  g_autoptr (X509_CRL) crl = d2i_X509_CRL (NULL, &position, (long) size);
  g_autoptr (GBytes) der = NULL;
  GError *error = NULL;
  SmithCrl *value;

  smith_crypto_clear_queue ();
  if (crl == NULL)
    return FALSE;
  der = g_bytes_new (data, (gsize) (position - data));
  value = smith_crl_new_from_der (der, &error);
  smith_parser_run_add_crl (run, FORMAT, value, error);

  return TRUE;
}

const SmithParserFormat smith_format_crl = { FORMAT, parse_crl };
