/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include <glib/gi18n.h>

#include "smith-parser-private.h"
#include "smith-secret.h"

/*
 * Bare Base64: DER as text, without BEGIN and END lines.
 */

#define FORMAT "Base64"
/* Shorter than any certificate, request or key: words are Base64 too. */
#define MIN_SIZE 64

static gboolean
parse_base64 (SmithParserRun *run,
              const guint8   *data,
              gsize           size)
{
  SmithPemMends mends = 0;
  guint8 *decoded;
  gsize n_decoded;
  gboolean found = FALSE;

  if (size >= 3 && memcmp (data, "\xEF\xBB\xBF", 3) == 0)
    {
      data += 3;
      size -= 3;
    }
  if (size < MIN_SIZE)
    return FALSE;
  decoded = smith_pem_decode_base64 ((const char *) data, size, &n_decoded, &mends);
  if (decoded == NULL)
    return FALSE;

  if (n_decoded > 0 && decoded[0] == (V_ASN1_CONSTRUCTED | V_ASN1_SEQUENCE))
    {
      smith_parser_run_mend (run, _("The BEGIN and END lines were missing and were added."));
      found = smith_parser_run_parse (run, decoded, n_decoded);
    }
  smith_secret_wipe (decoded, n_decoded);
  g_free (decoded);

  return found;
}

const SmithParserFormat smith_format_base64 = { FORMAT, parse_base64 };
