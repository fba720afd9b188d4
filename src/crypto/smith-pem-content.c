/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-pem-private.h"

#include <string.h>

#include <openssl/evp.h>

#include <glib/gi18n.h>

#include "smith-crypto-error.h"
#include "smith-secret.h"

/*
 * What is between BEGIN and END: headers and Base64, however the lines end and whatever programs for mail did to
 * them. It may be a key, so that every copy is wiped.
 */

#define CANONICAL_COLUMNS 64

/* White space of UTF-8 that word processors and mails leave behind: no-break space, zero-width spaces, byte order
 * mark. Returns its length in bytes, 0 where there is none. */
static gsize
measure_space (const char *text,
               const char *end)
{
  static const char * const spaces[] = { "\xC2\xA0", "\xE2\x80\x8B", "\xE2\x80\x8C", "\xE2\x80\x8D", "\xEF\xBB\xBF" };

  if (g_ascii_isspace (*text) || *text == '\v')
    return 1;
  for (guint i = 0; (guchar) *text >= 0x80 && i < G_N_ELEMENTS (spaces); i++)
    {
      gsize length = strlen (spaces[i]);

      if ((gsize) (end - text) >= length && memcmp (text, spaces[i], length) == 0)
        return length;
    }

  return 0;
}

static gboolean
is_base64_char (char c)
{
  return g_ascii_isalnum (c) || c == '+' || c == '/';
}

/**
 * smith_pem_decode_base64:
 * @text: Base64 with white space anywhere (RFC 4648, 4)
 * @size: its length
 * @decoded: (out): how many bytes it holds
 * @mends: (inout): gets what was overlooked
 *
 * Returns: (transfer full) (nullable): the bytes, to be wiped before they are freed; NULL where the text is not Base64
 */
guint8 *
smith_pem_decode_base64 (const char    *text,
                         gsize          size,
                         gsize         *decoded,
                         SmithPemMends *mends)
{
  const char *end = text + size;
  gsize capacity = size + 4;
  char *packed = g_malloc (capacity);
  guint8 *data = NULL;
  gsize n = 0, n_pad = 0, n_data;
  int n_decoded;

  *decoded = 0;
  while (text < end)
    {
      if (is_base64_char (*text) && n_pad == 0)
        packed[n++] = *text++;
      else if (*text == '=')
        {
          n_pad++;
          text++;
        }
      else
        {
          gsize space = measure_space (text, end);

          if (space == 0)
            goto out;
          text += space;
        }
    }
  n_data = n;
  if (n == 0 || n % 4 == 1 || n_pad > 2)
    goto out;
  if ((n + n_pad) % 4 != 0)
    mends->has_odd_padding = TRUE;
  while (n % 4 != 0)
    packed[n++] = '=';
  if (n > G_MAXINT)
    goto out;

  data = g_malloc (n / 4 * 3);
  n_decoded = EVP_DecodeBlock (data, (const unsigned char *) packed, (int) n);
  if (n_decoded < 0)
    {
      smith_secret_wipe (data, n / 4 * 3);
      g_clear_pointer (&data, g_free);
      goto out;
    }
  /* EVP_DecodeBlock() counts the padding as zero bytes. */
  *decoded = (gsize) n_decoded - (n - n_data);

out:
  smith_secret_wipe (packed, capacity);
  g_free (packed);

  return data;
}

/* The end of the line that starts at @start; @next is behind its line end: LF, CR LF or CR. */
static const char *
find_line_end (const char  *start,
               const char  *end,
               const char **next)
{
  const char *stop = start;

  while (stop < end && *stop != '\n' && *stop != '\r')
    stop++;
  if (end - stop >= 2 && stop[0] == '\r' && stop[1] == '\n')
    *next = stop + 2;
  else
    *next = stop < end ? stop + 1 : end;

  return stop;
}

/**
 * smith_pem_judge_lines: (skip)
 * @start: from BEGIN …
 * @end: … to the end of the line of END
 * @mends: (inout): gets what is not as everybody writes it: lines of 64 characters, the last one shorter, each ended by LF
 */
void
smith_pem_judge_lines (const char    *start,
                       const char    *end,
                       SmithPemMends *mends)
{
  gboolean was_short = FALSE, is_header = FALSE;

  while (start < end)
    {
      const char *next;
      const char *line_end = find_line_end (start, end, &next);
      const char *text_end = line_end;
      gboolean is_boundary = *start == '-' || (guchar) *start >= 0x80;

      /* Headers go on in lines that start with a space. */
      is_header = (is_header && (*start == ' ' || *start == '\t')) || memchr (start, ':', (gsize) (line_end - start)) != NULL;

      if (line_end < next && *line_end == '\r')
        {
          if (next - line_end == 2)
            mends->n_windows_lines++;
          else
            mends->n_mac_lines++;
        }
      while (text_end > start && (text_end[-1] == ' ' || text_end[-1] == '\t'))
        text_end--;
      mends->n_trailing_spaces += (guint) (line_end - text_end);
      if (!is_boundary && !is_header)
        {
          for (const char *p = start; p < text_end; p++)
            mends->n_inner_spaces += *p == ' ' || *p == '\t';
          if (text_end > start && (was_short || text_end - start > CANONICAL_COLUMNS))
            mends->has_odd_lines = TRUE;
          was_short = text_end > start && text_end - start < CANONICAL_COLUMNS;
        }
      start = next;
    }
}

/* The RFC 1421 header lines at the start of a block, each with a line end; moves @start behind them. Only
 * headers are copied: what follows may be a key. */
static char *
take_headers (const char **start,
              const char  *end)
{
  GString *headers = g_string_new (NULL);
  const char *position = *start;

  while (position < end)
    {
      const char *next;
      gsize length = (gsize) (find_line_end (position, end, &next) - position);
      gboolean is_continued = headers->len > 0 && (*position == ' ' || *position == '\t');

      while (length > 0 && g_ascii_isspace (position[length - 1]))
        length--;
      if (length > 0 && !is_continued && memchr (position, ':', length) == NULL)
        break;
      if (length > 0)
        {
          g_string_append_len (headers, position, (gssize) length);
          g_string_append_c (headers, '\n');
        }
      else if (headers->len > 0)
        break;
      position = next;
    }
  if (headers->len > 0)
    *start = position;

  return g_string_free (headers, FALSE);
}

static gboolean
is_line_end (char c)
{
  return c == '\n' || c == '\r';
}

/* One character out of what quoted-printable (RFC 2045, 6.7) or a string of a program made of it. Returns how many
 * characters it took; @out gets '\0' where it is nothing. */
static gsize
unquote (const char *text,
         const char *end,
         char       *out)
{
  gsize left = (gsize) (end - text);

  *out = *text;
  if (left >= 2 && text[0] == '\\' && strchr ("nrt", text[1]) != NULL)
    {
      *out = text[1] == 't' ? ' ' : '\n';
      return 2;
    }
  if (left >= 2 && text[0] == '\\' && text[1] == '/')
    {
      *out = '/';
      return 2;
    }
  if (left >= 3 && text[0] == '=' && g_ascii_isxdigit (text[1]) && g_ascii_isxdigit (text[2]))
    {
      *out = (char) (g_ascii_xdigit_value (text[1]) * 16 + g_ascii_xdigit_value (text[2]));
      return 3;
    }
  if (left >= 2 && text[0] == '=' && is_line_end (text[1]))
    {
      *out = '\0';
      return left >= 3 && text[1] == '\r' && text[2] == '\n' ? 3 : 2;
    }
  if (strchr ("\"',;\\", *text) != NULL)
    *out = '\0';

  return 1;
}

/* Whether nothing comes any more but quotation marks. */
static gboolean
is_end (const char *text,
        const char *end)
{
  while (text < end && (g_ascii_isspace (*text) || *text == '>' || *text == '|'))
    text++;

  return text == end;
}

/* Without ">" before the lines, quotation marks, escapes, and "+" between strings. To be wiped. */
static char *
clean_content (const char *content,
               const char *end,
               gsize      *size)
{
  char *cleaned = g_malloc ((gsize) (end - content) + 1);
  gboolean at_start = TRUE, after_quote = FALSE;

  *size = 0;
  while (content < end)
    {
      gsize length;
      char c;

      if (at_start && (*content == '>' || *content == '|' || *content == ' ' || *content == '\t'))
        {
          content++;
          continue;
        }
      at_start = is_line_end (*content);
      length = unquote (content, end, &c);
      /* At a line end it stands for nothing, but at the end of all it is padding. */
      if (*content == '=' && c == '\0' && is_end (content + length, end))
        {
          length = 1;
          c = '=';
        }
      at_start = at_start || (*content == '=' && c == '\0');
      /* Behind a string, the program's own sign that the next one belongs to it. */
      if (after_quote && (*content == '+' || *content == '.') && (end - content == 1 || g_ascii_isspace (content[1])))
        c = '\0';
      if (*content != ' ')
        after_quote = *content == '"' || *content == '\'';
      if (c != '\0')
        cleaned[(*size)++] = c;
      content += length;
    }

  return cleaned;
}

static gboolean
decode (SmithPemBlock *block,
        const char    *start,
        const char    *end)
{
  g_clear_pointer (&block->headers, g_free);
  block->headers = take_headers (&start, end);
  block->data = smith_pem_decode_base64 (start, (gsize) (end - start), &block->size, &block->mends);

  return block->data != NULL;
}

/**
 * smith_pem_decode_content: (skip)
 * @block: one with a label
 * @content: what is behind the line of BEGIN …
 * @end: … and before that of END
 *
 * Sets headers and data of @block, or its error.
 */
void
smith_pem_decode_content (SmithPemBlock *block,
                          const char    *content,
                          const char    *end)
{
  char *cleaned;
  gsize size;

  if (decode (block, content, end))
    return;

  cleaned = clean_content (content, end, &size);
  if (decode (block, cleaned, cleaned + size))
    {
      block->mends.is_quoted = TRUE;
      block->mends.n_inner_spaces = 0;
      block->mends.has_odd_lines = FALSE;
    }
  else
    g_set_error (&block->error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_DAMAGED,
                 /* Translators: the label of a PEM block, such as CERTIFICATE. */
                 _("The %s block is damaged: between its BEGIN and END lines there is something other than Base64."),
                 block->label);
  smith_secret_wipe (cleaned, (gsize) (end - content) + 1);
  g_free (cleaned);
}
