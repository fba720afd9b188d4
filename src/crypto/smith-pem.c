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
 * PEM as it comes: RFC 7468 asks parsers to be lax. Text around and between blocks, line ends of any kind,
 * spaces, a byte order mark, lines of any length, lost dashes and a missing line end between END and BEGIN are
 * all read; what was overlooked is kept in the block's mends. One broken block does not spoil its neighbors.
 * Every character is looked at a fixed number of times.
 */

#define BEGIN "BEGIN "
#define END "END "
#define N_DASHES 5
#define MIN_DASHES 2
#define MAX_LABEL 64
/* More than the parser takes: what is made to be too much must not fill the memory before that is told. */
#define MAX_BLOCKS 30000

/* A BEGIN or END line. */
typedef struct
{
  const char *start;        /* The first dash. */
  const char *end;          /* Behind the last dash. */
  char        label[MAX_LABEL + 1];
  gboolean    is_damaged;   /* Not five dashes on each side, or not in capitals. */
} Boundary;

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

/* What word processors make of dashes: U+2010 to U+2015 and U+2212. Returns the length of the one at @text, 0 where
 * there is none. */
static gsize
measure_dash (const char *text,
              const char *end)
{
  if (text < end && *text == '-')
    return 1;
  if (end - text >= 3 && (guchar) text[0] == 0xe2 &&
      (((guchar) text[1] == 0x80 && (guchar) text[2] >= 0x90 && (guchar) text[2] <= 0x95) ||
       ((guchar) text[1] == 0x88 && (guchar) text[2] == 0x92)))
    return 3;

  return 0;
}

/* The same for the one that ends at @text. */
static gsize
measure_dash_before (const char *text,
                     const char *start)
{
  if (text > start && text[-1] == '-')
    return 1;

  return text - start >= 3 && measure_dash (text - 3, text) == 3 ? 3 : 0;
}

typedef struct
{
  guint8 *data;
  gsize   size;
} Copy;

static void
free_copy_cb (gpointer user_data)
{
  Copy *copy = user_data;

  smith_secret_wipe (copy->data, copy->size);
  g_free (copy->data);
  g_free (copy);
}

/**
 * smith_pem_block_dup_bytes: (skip)
 *
 * Returns: (transfer full): a copy of its data that is wiped when it goes: a key may be in a block with another label
 */
GBytes *
smith_pem_block_dup_bytes (const SmithPemBlock *block)
{
  Copy *copy = g_new0 (Copy, 1);

  copy->data = g_memdup2 (block->data, block->size);
  copy->size = block->size;

  return g_bytes_new_with_free_func (copy->data, copy->size, free_copy_cb, copy);
}

/* Reads the label behind "BEGIN " or "END ". FALSE where it can be none. */
static gboolean
read_label (Boundary   *boundary,
            const char *text,
            const char *end)
{
  gsize n = 0;
  guint n_dashes = 0;
  gboolean has_lower = FALSE;
  const char *label_end;

  for (; text < end && n <= MAX_LABEL; text++)
    {
      if (!g_ascii_isalnum (*text) && strchr (" #./_", *text) == NULL)
        break;
      if (*text == '\0')
        break;
      if (n == MAX_LABEL)
        return FALSE;
      has_lower = has_lower || g_ascii_islower (*text);
      boundary->label[n++] = g_ascii_toupper (*text);
    }
  while (n > 0 && boundary->label[n - 1] == ' ')
    n--;
  boundary->label[n] = '\0';
  label_end = text;
  for (gsize length; n_dashes < N_DASHES && (length = measure_dash (text, end)) > 0; n_dashes++)
    text += length;
  if (n_dashes != N_DASHES || text - label_end != N_DASHES || has_lower)
    boundary->is_damaged = TRUE;
  boundary->end = text;

  /* Without dashes behind it, it may be a sentence. */
  return n > 0 && (n_dashes > 0 || (!has_lower && (text == end || strchr ("\r\n\\\"'", *text) != NULL)));
}

/* Finds the next line of the kind @token. With an empty label it is one that cannot be read. */
static gboolean
find_boundary (Boundary   *boundary,
               const char *token,
               const char *start,
               const char *end)
{
  const char *found;
  const char *position = start;

  while (position < end && (found = memmem (position, (gsize) (end - position), token, strlen (token))) != NULL)
    {
      const char *dash = found;
      guint n_dashes = 0;

      position = found + strlen (token);
      boundary->is_damaged = FALSE;
      if (dash - start >= 1 && dash[-1] == ' ')
        {
          boundary->is_damaged = TRUE;
          dash--;
        }
      boundary->start = dash;
      for (gsize length; n_dashes < N_DASHES && (length = measure_dash_before (boundary->start, start)) > 0; n_dashes++)
        boundary->start -= length;
      if (n_dashes < MIN_DASHES)
        continue;
      if (n_dashes != N_DASHES || dash - boundary->start != N_DASHES)
        boundary->is_damaged = TRUE;
      if (read_label (boundary, position, end))
        return TRUE;
      if (n_dashes == N_DASHES)
        {
          boundary->label[0] = '\0';
          boundary->end = position;
          return TRUE;
        }
    }

  return FALSE;
}

static const char *
find_line_end (const char *text,
               const char *end)
{
  while (text < end && *text != '\n' && *text != '\r')
    text++;

  return text;
}

/* Whether nothing is missing of a DER value. */
static gboolean
is_whole (const SmithPemBlock *block)
{
  const unsigned char *content = block->data;
  long length;
  int tag, class, flags;

  if (block->data == NULL || block->size < 2 || block->data[0] != (V_ASN1_CONSTRUCTED | V_ASN1_SEQUENCE))
    return FALSE;
  flags = ASN1_get_object (&content, &length, &tag, &class, (long) block->size);
  smith_crypto_clear_queue ();

  return (flags & 0x81) == 0 && (gsize) (content - block->data) + (gsize) length == block->size;
}

/* Takes @message. */
static void
set_damaged (SmithPemBlock *block,
             char          *message)
{
  g_clear_error (&block->error);
  smith_secret_wipe (block->data, block->size);
  g_clear_pointer (&block->data, g_free);
  block->size = 0;
  g_set_error_literal (&block->error, SMITH_CRYPTO_ERROR, SMITH_CRYPTO_ERROR_DAMAGED, message);
  g_free (message);
}

/* Its END may have been lost in copying; what is between is whole nevertheless, or it is not. */
static const char *
read_without_end (SmithPemBlock *block,
                  const char    *content,
                  const char    *end)
{
  smith_pem_decode_content (block, content, end);
  if (is_whole (block))
    block->mends.lacks_end = TRUE;
  else
    /* Translators: the label of a PEM block, such as CERTIFICATE. */
    set_damaged (block, g_strdup_printf (_("The %s block is cut off: its END line is missing."), block->label));

  return end;
}

/* Whether only white space is between. */
static gboolean
is_blank (const char *start,
          const char *end)
{
  for (; start < end; start++)
    if (!g_ascii_isspace (*start) && *start != '\0')
      return FALSE;

  return TRUE;
}

/* Reads the block that starts with @begin. Returns where to go on. */
static const char *
read_block (const Boundary *begin,
            const char     *end,
            SmithPemBlock  *block)
{
  const char *content = begin->end;
  const char *limit, *line_end;
  Boundary next, stop;

  block->label = g_strdup (begin->label[0] != '\0' ? begin->label : "?");
  block->headers = g_strdup ("");
  block->mends.has_damaged_dashes = begin->is_damaged;
  if (begin->label[0] == '\0')
    {
      set_damaged (block, g_strdup (_("A BEGIN line is damaged: it does not end with five dashes.")));
      return begin->end;
    }

  limit = find_boundary (&next, BEGIN, content, end) ? next.start : end;
  if (!find_boundary (&stop, END, content, limit))
    return read_without_end (block, content, limit);
  if (!g_str_equal (stop.label, begin->label))
    {
      /* Translators: the label of a PEM block, such as CERTIFICATE. */
      set_damaged (block, g_strdup_printf (_("The %s block is damaged: its END line does not fit its BEGIN line."), block->label));
      return stop.end;
    }

  block->mends.has_damaged_dashes |= stop.is_damaged;
  smith_pem_decode_content (block, content, stop.start);
  line_end = stop.end;
  while (line_end < end && (*line_end == ' ' || *line_end == '\t'))
    line_end++;
  if (line_end < end && *line_end != '\n' && *line_end != '\r')
    line_end = stop.end;
  else if (line_end < end)
    line_end += end - line_end >= 2 && line_end[0] == '\r' && line_end[1] == '\n' ? 2 : 1;
  if (!block->mends.is_quoted)
    smith_pem_judge_lines (begin->start, line_end, &block->mends);

  return stop.end;
}

/* Looks at what is around a block. */
static void
judge_text (const char    *start,
            const char    *end,
            SmithPemMends *mends)
{
  static const char * const attributes[] = { " ", "\t", "Key Attributes", "subject=", "issuer=", "friendlyName", "localKeyID" };

  while (start < end)
    {
      const char *line_end = find_line_end (start, end);
      gboolean is_attribute = FALSE;

      if (line_end - start >= 3 && memcmp (start, "\xEF\xBB\xBF", 3) == 0)
        {
          mends->has_bom = TRUE;
          start += 3;
        }
      if ((gsize) (line_end - start) >= strlen ("Bag Attributes") && memcmp (start, "Bag Attributes", strlen ("Bag Attributes")) == 0)
        mends->has_bag_attributes = is_attribute = TRUE;
      for (guint i = 0; mends->has_bag_attributes && i < G_N_ELEMENTS (attributes); i++)
        if ((gsize) (line_end - start) >= strlen (attributes[i]) && memcmp (start, attributes[i], strlen (attributes[i])) == 0)
          is_attribute = TRUE;
      /* What a mail puts before its lines is told with the lines. */
      while (start < line_end && *start != '\0' && strchr ("> |\t\"',;\\=", *start) != NULL)
        if (*start == '=' && line_end - start >= 3 && g_ascii_isxdigit (start[1]) && g_ascii_isxdigit (start[2]))
          start += 3;
        else
          start += *start == '\\' && line_end - start >= 2 ? 2 : 1;
      if (!is_attribute && !is_blank (start, line_end))
        mends->n_text_lines++;
      start = line_end < end ? line_end + 1 : end;
    }
}

/**
 * smith_pem_split:
 * @text: anything
 * @size: its length in bytes
 *
 * Returns: (transfer container) (element-type SmithPemBlock): all blocks in their order, broken ones too; at most 30,000
 */
GPtrArray *
smith_pem_split (const char *text,
                 gsize       size)
{
  GPtrArray *blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) smith_pem_block_free);
  const char *end = text + size;
  const char *position = text;
  Boundary begin;

  while (blocks->len < MAX_BLOCKS && find_boundary (&begin, BEGIN, position, end))
    {
      SmithPemBlock *block = g_new0 (SmithPemBlock, 1);

      judge_text (position, begin.start, &block->mends);
      block->mends.is_glued = blocks->len > 0 && position == begin.start && !g_ascii_isspace (position[-1]);
      position = read_block (&begin, end, block);
      block->start = (gsize) (begin.start - text);
      block->end = (gsize) (position - text);
      g_ptr_array_add (blocks, block);
    }
  if (blocks->len > 0)
    {
      SmithPemBlock *last = g_ptr_array_index (blocks, blocks->len - 1);

      /* What follows a broken block may be a part of it. */
      if (last->error == NULL)
        judge_text (position, end, &last->mends);
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
