/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-key-private.h"
#include "smith-parser-private.h"

/*
 * One private key in DER, not encrypted: PKCS#8 (RFC 5208), PKCS#1 (RFC 8017) or SEC 1 (RFC 5915).
 */

#define FORMAT "DER"

static gboolean
parse_key (SmithParserRun *run,
           const guint8   *data,
           gsize           size)
{
  SmithKey *key;

  if (size == 0 || data[0] != (V_ASN1_CONSTRUCTED | V_ASN1_SEQUENCE))
    return FALSE;
  key = smith_key_new_from_der (data, size, NULL);
  if (key == NULL)
    return FALSE;
  smith_parser_run_add_key (run, FORMAT, key, NULL, NULL);

  return TRUE;
}

const SmithParserFormat smith_format_key = { FORMAT, parse_key };
