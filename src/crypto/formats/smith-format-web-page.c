/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include <glib/gi18n.h>

#include "smith-crypto-error-private.h"
#include "smith-parser-private.h"

/*
 * A web page with nothing in it: what is saved when a download wants a person to sign in first.
 */

#define FORMAT "HTML"
#define SIZE_LOOKED_AT 1024

static gboolean
parse_web_page (SmithParserRun *run,
                const guint8   *data,
                gsize           size)
{
  gsize length = MIN (size, SIZE_LOOKED_AT);
  g_autofree char *start = NULL;
  GError *error = NULL;

  if (memchr (data, '<', length) == NULL)
    return FALSE;
  start = g_ascii_strdown ((const char *) data, (gssize) length);
  if (strstr (start, "<!doctype html") == NULL && strstr (start, "<html") == NULL)
    return FALSE;
  smith_crypto_set_error (&error, SMITH_CRYPTO_ERROR_UNSUPPORTED,
                          _("It is a web page without a certificate in it. Perhaps the download wanted you to sign in first."));
  smith_parser_run_add_error (run, FORMAT, error);

  return TRUE;
}

const SmithParserFormat smith_format_web_page = { FORMAT, parse_web_page };
