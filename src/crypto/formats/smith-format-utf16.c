/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n.h>

#include "smith-parser-private.h"
#include "smith-secret.h"

/*
 * Text in UTF-16, as editors and shells of Windows write it, with a byte order mark or without.
 */

#define FORMAT "UTF-16"
/* So many characters in a row must be plain where no byte order mark tells. */
#define N_PLAIN 32
/* One unit of two bytes becomes at most three of UTF-8. */
#define GROWTH 3

static gboolean
is_plain (const guint8 *data,
          gsize         size,
          gboolean      big_endian)
{
  gsize n = MIN (size / 2, N_PLAIN);

  for (gsize i = 0; i < n; i++)
    if (data[2 * i + !big_endian] != 0 || data[2 * i + big_endian] == 0 || data[2 * i + big_endian] >= 0x80)
      return FALSE;

  return n >= 2;
}

static gboolean
find_order (const guint8 *data,
            gsize         size,
            gboolean     *big_endian,
            gsize        *start)
{
  *start = 2;
  *big_endian = size >= 2 && data[0] == 0xfe && data[1] == 0xff;
  if (*big_endian || (size >= 2 && data[0] == 0xff && data[1] == 0xfe))
    return TRUE;
  *start = 0;
  *big_endian = is_plain (data, size, TRUE);

  return *big_endian || is_plain (data, size, FALSE);
}

static gboolean
parse_utf16 (SmithParserRun *run,
             const guint8   *data,
             gsize           size)
{
  gboolean big_endian, found;
  gsize position, capacity, n = 0;
  char *text;

  if (!find_order (data, size, &big_endian, &position))
    return FALSE;

  /* It may be a key: no function that leaves copies behind. */
  capacity = (size / 2 + 1) * GROWTH;
  text = g_malloc (capacity);
  for (; position + 1 < size; position += 2)
    {
      gunichar high = data[big_endian ? position : position + 1];
      gunichar low = data[big_endian ? position + 1 : position];
      gunichar c = high << 8 | low;

      if (c >= 0xd800 && c < 0xe000)
        c = '?';
      n += (gsize) g_unichar_to_utf8 (c, text + n);
    }
  smith_parser_run_push_mend (run, _("UTF-16 text decoded"));
  found = smith_parser_run_parse (run, (const guint8 *) text, n);
  smith_parser_run_pop_mend (run);
  smith_secret_wipe (text, capacity);
  g_free (text);

  return found;
}

const SmithParserFormat smith_format_utf16 = { FORMAT, parse_utf16 };
