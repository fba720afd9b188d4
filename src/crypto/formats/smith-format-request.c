/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-crypto-error-private.h"
#include "smith-parser-private.h"

/*
 * One certificate signing request in DER (PKCS#10, RFC 2986).
 */

#define FORMAT "DER"

static gboolean
parse_request (SmithParserRun *run,
               const guint8   *data,
               gsize           size)
{
  const unsigned char *position = data;
  g_autoptr (X509_REQ) x509 = d2i_X509_REQ (NULL, &position, (long) size);
  g_autoptr (GBytes) der = NULL;
  GError *error = NULL;
  SmithRequest *request;

  smith_crypto_clear_queue ();
  if (x509 == NULL)
    return FALSE;
  der = g_bytes_new (data, (gsize) (position - data));
  request = smith_request_new_from_der (der, &error);
  smith_parser_run_add_request (run, FORMAT, request, error);

  return TRUE;
}

const SmithParserFormat smith_format_request = { FORMAT, parse_request };
