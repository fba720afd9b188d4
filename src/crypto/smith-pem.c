/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-pem-private.h"

#include <string.h>

#include <openssl/pem.h>

#include <glib/gi18n.h>

#include "smith-crypto-error-private.h"
#include "smith-openssl-private.h"
#include "smith-secret.h"

/*
 * PEM as it comes: RFC 7468 asks parsers to be lax. Text around and between blocks, CR LF, spaces, a
 * byte order mark, lines of any length and a missing line end between END and BEGIN are all read; what
 * was overlooked is kept in the block's mends. One broken block does not spoil its neighbors.
 */

#define BEGIN "-----BEGIN "
#define END "-----END "
#define DASHES "-----"
#define MAX_LABEL 64
#define CANONICAL_COLUMNS 64
/* More than the parser takes: what is made to be too much must not fill the memory before that is told. */
#define MAX_BLOCKS 20000

void
smith_pem_block_free (SmithPemBlock *block)
{
  smith_secret_wipe (block->data, block->size);
  g_free (block->data);
  g_free (block->label);
  g_free (block->headers);
  g_clear_error (&block->error);
  g_free (block);
}

static const char *
find_text (const char *start,
           const char *end,
           const char *token)
{
  if (end <= start)
    return NULL;

  return memmem (start, (gsize) (end - start), token, strlen (token));
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
  gsize capacity = size + 4;
  char *packed = g_malloc (capacity);
  guint8 *data = NULL;
  gsize n = 0, n_pad = 0, n_data;
  int n_decoded;

  *decoded = 0;
  for (gsize i = 0; i < size; i++)
    {
      if (g_ascii_isspace (text[i]))
        continue;
      if (text[i] == '=')
        n_pad++;
      else if (!is_base64_char (text[i]) || n_pad > 0)
        goto out;
      if (text[i] != '=')
        packed[n++] = text[i];
    }
  n_data = n;
  if (n == 0 || n % 4 == 1 || n_pad > 2)
    goto out;
  if ((n + n_pad) % 4 != 0)
    *mends |= SMITH_PEM_MEND_PADDING;
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
      const char *line_end = memchr (position, '\n', (gsize) (end - position));
      const char *next = line_end != NULL ? line_end + 1 : end;
      gsize length = (gsize) (next - position);
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

/* Lines of 64 characters, the last one shorter, are how everybody writes it. */
static SmithPemMends
judge_lines (const char *start,
             const char *end)
{
  SmithPemMends mends = 0;
  gboolean last = FALSE;

  while (start < end && (*start == '\n' || *start == '\r'))
    start++;
  while (start < end)
    {
      const char *line_end = memchr (start, '\n', (gsize) (end - start));
      const char *next = line_end != NULL ? line_end + 1 : end;
      gsize length = (gsize) ((line_end != NULL ? line_end : end) - start);

      if (length > 0 && start[length - 1] == '\r')
        {
          mends |= SMITH_PEM_MEND_CRLF;
          length--;
        }
      if (memchr (start, ' ', length) != NULL || memchr (start, '\t', length) != NULL)
        mends |= SMITH_PEM_MEND_SPACES;
      else if (last || length > CANONICAL_COLUMNS)
        mends |= SMITH_PEM_MEND_LINES;
      last = length < CANONICAL_COLUMNS;
      start = next;
    }

  return mends;
}

static void
decode_block (SmithPemBlock *block,
              const char    *start,
              const char    *end)
{
  block->headers = take_headers (&start, end);
  block->mends |= judge_lines (start, end);
  block->data = smith_pem_decode_base64 (start, (gsize) (end - start), &block->size, &block->mends);
  if (block->data == NULL)
    g_set_error (&block->error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_DAMAGED,
                 /* Translators: the label of a PEM block, such as CERTIFICATE. */
                 _("The %s block is damaged: between its BEGIN and END lines there is something other than Base64."),
                 block->label);
}

/* Reads the block whose BEGIN is at @start. Returns where to go on. */
static const char *
read_block (const char    *start,
            const char    *end,
            SmithPemBlock *block)
{
  const char *label = start + strlen (BEGIN);
  const char *label_end = find_text (label, MIN (end, label + MAX_LABEL + strlen (DASHES)), DASHES);
  const char *content, *next_begin, *block_end, *end_label_end;
  g_autofree char *end_token = NULL;

  if (label_end == NULL || memchr (label, '\n', (gsize) (label_end - label)) != NULL)
    {
      block->label = g_strdup ("?");
      block->headers = g_strdup ("");
      g_set_error (&block->error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_DAMAGED,
                   _("A BEGIN line is damaged: it does not end with five dashes."));
      return label;
    }

  block->label = g_strndup (label, (gsize) (label_end - label));
  if (!g_utf8_validate (block->label, -1, NULL))
    {
      g_free (block->label);
      block->label = g_strdup ("?");
    }
  content = label_end + strlen (DASHES);
  next_begin = find_text (content, end, BEGIN);
  block_end = find_text (content, next_begin != NULL ? next_begin : end, END);
  if (block_end == NULL)
    {
      block->headers = g_strdup ("");
      g_set_error (&block->error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_DAMAGED,
                   /* Translators: the label of a PEM block, such as CERTIFICATE. */
                   _("The %s block is cut off: its END line is missing."), block->label);
      return next_begin != NULL ? next_begin : end;
    }

  end_token = g_strdup_printf (END "%s" DASHES, block->label);
  end_label_end = find_text (block_end, MIN (end, block_end + strlen (end_token)), end_token);
  if (end_label_end == NULL)
    {
      block->headers = g_strdup ("");
      g_set_error (&block->error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_DAMAGED,
                   /* Translators: the label of a PEM block, such as CERTIFICATE. */
                   _("The %s block is damaged: its END line does not fit its BEGIN line."), block->label);
      return block_end + strlen (END);
    }
  decode_block (block, content, block_end);

  return block_end + strlen (end_token);
}

static gboolean
has_text (const char *start,
          const char *end)
{
  for (; start < end; start++)
    if (!g_ascii_isspace (*start) && *start != '\0')
      return TRUE;

  return FALSE;
}

/**
 * smith_pem_split:
 * @text: anything
 * @size: its length in bytes
 *
 * Returns: (transfer container) (element-type SmithPemBlock): all blocks in their order, broken ones too; at most 20,000
 */
GPtrArray *
smith_pem_split (const char *text,
                 gsize       size)
{
  GPtrArray *blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) smith_pem_block_free);
  const char *end = text + size;
  const char *position = text;
  const char *begin;
  SmithPemMends bom = 0;

  if (size >= 3 && memcmp (text, "\xEF\xBB\xBF", 3) == 0)
    {
      position += 3;
      bom = SMITH_PEM_MEND_BOM;
    }
  while (blocks->len < MAX_BLOCKS && (begin = find_text (position, end, BEGIN)) != NULL)
    {
      SmithPemBlock *block = g_new0 (SmithPemBlock, 1);

      block->mends = bom;
      bom = 0;
      if (has_text (position, begin))
        block->mends |= SMITH_PEM_MEND_TEXT_AROUND;
      position = read_block (begin, end, block);
      g_ptr_array_add (blocks, block);
    }
  if (blocks->len > 0 && has_text (position, end))
    {
      SmithPemBlock *last = g_ptr_array_index (blocks, blocks->len - 1);

      /* What follows a broken block may be a part of it. */
      if (last->error == NULL)
        last->mends |= SMITH_PEM_MEND_TEXT_AROUND;
    }

  return blocks;
}

/**
 * smith_pem_find:
 * @text: a file or what was pasted
 * @size: its length in bytes
 * @match: (scope call): which labels are wanted
 * @error: return location for a SMITH_CRYPTO_ERROR
 *
 * Returns: (transfer full): the first block that fits; NULL where there is none or where it is broken
 */
SmithPemBlock *
smith_pem_find (const char     *text,
                gsize           size,
                SmithPemMatch   match,
                GError        **error)
{
  g_autoptr (GPtrArray) blocks = smith_pem_split (text, size);

  for (guint i = 0; i < blocks->len; i++)
    {
      SmithPemBlock *block = g_ptr_array_index (blocks, i);

      if (!match (block->label))
        continue;
      if (block->error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&block->error));
          return NULL;
        }
      return g_ptr_array_steal_index (blocks, i);
    }
  g_set_error (error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_NOT_UNDERSTOOD,
               _("There is no PEM block of the kind that is needed here."));

  return NULL;
}

/**
 * smith_pem_encode:
 * @label: such as "CERTIFICATE"
 * @der: the content; not for private keys
 *
 * Returns: (transfer full): the block with lines of 64 characters, each ended by LF (RFC 7468, 2)
 */
char *
smith_pem_encode (const char *label,
                  GBytes     *der)
{
  g_autoptr (BIO) bio = BIO_new (BIO_s_mem ());
  gsize size;
  const void *data = g_bytes_get_data (der, &size);
  char *text = NULL;
  long length;

  if (PEM_write_bio (bio, label, "", data, (long) size) <= 0)
    smith_crypto_clear_queue ();
  length = BIO_get_mem_data (bio, &text);

  return g_strndup (text, (gsize) length);
}

/**
 * smith_pem_mends_to_strv:
 *
 * Returns: (transfer full): one translated sentence for each mend
 */
char **
smith_pem_mends_to_strv (SmithPemMends mends)
{
  GStrvBuilder *builder = g_strv_builder_new ();
  char **sentences;

  if (mends & SMITH_PEM_MEND_BOM)
    g_strv_builder_add (builder, _("The byte order mark at the start was left out."));
  if (mends & SMITH_PEM_MEND_TEXT_AROUND)
    g_strv_builder_add (builder, _("The text around the PEM block was left out."));
  if (mends & SMITH_PEM_MEND_CRLF)
    g_strv_builder_add (builder, _("The line ends of Windows were changed."));
  if (mends & SMITH_PEM_MEND_SPACES)
    g_strv_builder_add (builder, _("Spaces inside the PEM block were left out."));
  if (mends & SMITH_PEM_MEND_LINES)
    g_strv_builder_add (builder, _("The lines were broken anew after 64 characters."));
  if (mends & SMITH_PEM_MEND_PADDING)
    g_strv_builder_add (builder, _("The equals signs at the end of the Base64 text were corrected."));
  sentences = g_strv_builder_end (builder);
  g_strv_builder_unref (builder);

  return sentences;
}

gboolean
smith_pem_is_certificate (const char *label)
{
  static const char * const labels[] = { "CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE", NULL };

  return g_strv_contains (labels, label);
}

gboolean
smith_pem_is_request (const char *label)
{
  static const char * const labels[] = { "CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST", NULL };

  return g_strv_contains (labels, label);
}

gboolean
smith_pem_is_private_key (const char *label)
{
  static const char * const labels[] = {
    "PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "DSA PRIVATE KEY", NULL
  };

  return g_strv_contains (labels, label);
}

gboolean
smith_pem_is_public_key (const char *label)
{
  return g_str_equal (label, "PUBLIC KEY");
}
