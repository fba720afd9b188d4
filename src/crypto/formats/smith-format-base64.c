/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include <glib/gi18n.h>

#include "smith-parser-private.h"
#include "smith-secret.h"

/*
 * Base64 without BEGIN and END lines: as a whole file, as an attachment in the source of a mail (RFC 2045, 6.8), as a
 * value in YAML, JSON or XML.
 */

#define FORMAT "Base64"
/* Shorter than any certificate, request or key: words are Base64 too. */
#define MIN_SIZE 64
/* Lines of Base64 that go on in the next line are at least so long. */
#define MIN_COLUMNS 40

static gboolean
is_base64_char (char c)
{
  return g_ascii_isalnum (c) || c == '+' || c == '/';
}

/* Whether it may be worth a closer look. */
static gboolean
is_promising (const guint8 *data,
              gsize         size)
{
  return data[0] == (V_ASN1_CONSTRUCTED | V_ASN1_SEQUENCE) || smith_archive_sniff (data, size) != NULL ||
         smith_format_is_foreign (data, size) || memmem (data, size, "-BEGIN ", strlen ("-BEGIN ")) != NULL;
}

static gboolean
parse_run (SmithParserRun *run,
           const char     *text,
           gsize           size)
{
  SmithPemMends mends = { 0, };
  gsize n_decoded;
  guint8 *decoded = smith_pem_decode_base64 (text, size, &n_decoded, &mends);
  gboolean found = FALSE;

  if (decoded == NULL)
    return FALSE;
  if (n_decoded > 0 && is_promising (decoded, n_decoded))
    {
      smith_parser_run_push_mend (run, _("Base64 without BEGIN and END lines decoded"));
      found = smith_parser_run_parse (run, decoded, n_decoded);
      smith_parser_run_pop_mend (run);
    }
  smith_secret_wipe (decoded, n_decoded);
  g_free (decoded);

  return found;
}

/* The end of the piece of Base64 that starts at @text. */
static const char *
skip_piece (const char *text,
            const char *end)
{
  while (text < end && is_base64_char (*text))
    text++;
  while (text < end && *text == '=')
    text++;

  return text;
}

/* Over one line end and the indent of the next line. Returns @text where there is none. */
static const char *
skip_line_end (const char *text,
               const char *end)
{
  const char *start = text;

  while (text < end && (*text == ' ' || *text == '\t'))
    text++;
  if (end - text >= 2 && text[0] == '\r' && text[1] == '\n')
    text += 2;
  else if (text < end && (*text == '\n' || *text == '\r'))
    text++;
  else
    return start;
  while (text < end && (*text == ' ' || *text == '\t'))
    text++;

  return text;
}

/* Whether the line at @text is the name of the next value ("chain=…", "tls.key: …") or a sentence: letters are Base64
 * too, but something else than the end of a line of Base64 comes behind them. */
static gboolean
is_other_text (const char *text,
               const char *end)
{
  const char *piece_end = skip_piece (text, end);

  text = piece_end;
  while (text < end && (*text == ' ' || *text == '\t'))
    text++;
  if (text == end)
    return FALSE;

  return is_base64_char (*text) || *text == ':' || *text == '=' ||
         (text == piece_end && (*text == '.' || *text == '_' || *text == '-'));
}

/* The end of the run of lines of Base64 that starts at @text. */
static const char *
find_run_end (const char *text,
              const char *end)
{
  for (;;)
    {
      const char *piece_end = skip_piece (text, end);
      const char *next = skip_line_end (piece_end, end);

      if (piece_end - text < MIN_COLUMNS || piece_end[-1] == '=' || next == piece_end || next == end || !is_base64_char (*next) ||
          is_other_text (next, end))
        return piece_end;
      text = next;
    }
}

/**
 * smith_parser_run_parse_base64: (skip)
 * @text: any text
 * @size: its length in bytes
 *
 * Looks for pieces of Base64 and reads what they hold.
 *
 * Returns: whether something was recognized
 */
gboolean
smith_parser_run_parse_base64 (SmithParserRun *run,
                               const char     *text,
                               gsize           size)
{
  const char *end = text + size;
  gboolean found = FALSE;

  while (text < end && !smith_parser_run_is_over (run))
    {
      const char *run_end;

      while (text < end && !is_base64_char (*text))
        text++;
      run_end = find_run_end (text, end);
      if (run_end - text >= MIN_SIZE)
        found = parse_run (run, text, (gsize) (run_end - text)) || found;
      text = MAX (run_end, text + 1);
    }

  return found;
}

static gboolean
parse_base64 (SmithParserRun *run,
              const guint8   *data,
              gsize           size)
{
  if (size < MIN_SIZE)
    return FALSE;

  return parse_run (run, (const char *) data, size) || smith_parser_run_parse_base64 (run, (const char *) data, size);
}

const SmithParserFormat smith_format_base64 = { FORMAT, parse_base64 };
