/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-bundle-decode-private.h"

#include <string.h>

#include <openssl/asn1.h>

#include <glib/gi18n.h>

#include "smith-bundle-batch-private.h"
#include "smith-crypto-error-private.h"
#include "smith-outline.h"
#include "smith-parser.h"
#include "smith-pem-private.h"

/* From the bytes of a part of a bundle to the entries of a batch: for any thread. */

static guint
count_char (const guint8 *data,
            gsize         size,
            char          c)
{
  const guint8 *end = data + size;
  guint n = 0;

  while (data < end && (data = memchr (data, c, (gsize) (end - data))) != NULL)
    {
      data++;
      n++;
    }

  return n;
}

static gboolean
is_pkcs7 (const char *label)
{
  static const char * const labels[] = { "PKCS7", "PKCS #7 SIGNED DATA", "CMS", "CERTIFICATE CHAIN", NULL };

  return g_strv_contains (labels, label);
}

/* In an archive there are no lines: what is wrong is told with the name of its file. */
static void
add_error (SmithBundleBatch *batch,
           SmithParsed      *parsed,
           const char       *message,
           guint             line)
{
  const char *member = strchr (smith_parsed_get_source (parsed), '!');
  g_autofree char *text = member != NULL ? g_strdup_printf ("%s: %s", member + 1, message) : g_strdup (message);

  smith_bundle_batch_add_error (batch, text, line);
}

static void
add_parsed (SmithBundleBatch *batch,
            SmithParsed      *parsed,
            guint             line)
{
  SmithCertificate *certificate = smith_parsed_get_certificate (parsed);
  const GError *error = smith_parsed_get_error (parsed);

  if (certificate != NULL)
    {
      gsize size;
      const guint8 *data = g_bytes_get_data (smith_certificate_get_der (certificate), &size);

      smith_bundle_batch_add_certificate (batch, data, size, line);
    }
  else if (error != NULL)
    add_error (batch, parsed, error->message, line);
  else if (smith_parsed_get_key (parsed) != NULL)
    add_error (batch, parsed, _("It is a private key. Only certificates are shown here."), line);
  else
    add_error (batch, parsed, _("It is no certificate. Only certificates are shown here."), line);
}

/**
 * smith_bundle_decode_other: (skip)
 * @line: where it begins
 * @error: return location for what smith_parser_parse() says
 *
 * Whatever else can hold certificates. Nobody is asked for passphrases.
 *
 * Returns: FALSE when cancelled, or where there is too much in it
 */
gboolean
smith_bundle_decode_other (SmithBundleBatch  *batch,
                           const guint8      *data,
                           gsize              size,
                           guint              line,
                           const char        *source,
                           GCancellable      *cancellable,
                           GError           **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, size);
  g_autoptr (GListModel) found = smith_parser_parse (bytes, source, NULL, cancellable, error);

  if (found == NULL)
    return FALSE;
  for (guint i = 0; i < g_list_model_get_n_items (found); i++)
    {
      g_autoptr (SmithParsed) parsed = g_list_model_get_item (found, i);

      add_parsed (batch, parsed, line);
    }

  return TRUE;
}

static void
add_der (SmithBundleBatch *batch,
         const guint8     *data,
         gsize             size,
         gboolean          has_trust,
         guint             line)
{
  g_autoptr (GError) error = NULL;
  gsize length = smith_outline_measure (data, size, &error);

  /* OpenSSL's own form carries notes about trust behind the certificate. */
  if (length == size || (has_trust && length > 0))
    smith_bundle_batch_add_certificate (batch, data, length, line);
  else
    smith_bundle_batch_add_error (batch, error != NULL ? error->message : _("The certificate is damaged."), line);
}

static void
add_block (SmithBundleBatch    *batch,
           const SmithPemBlock *block,
           guint                line,
           const char          *source,
           GCancellable        *cancellable)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *message = NULL;

  if (block->error != NULL)
    {
      smith_bundle_batch_add_error (batch, block->error->message, line);
      return;
    }
  if (smith_pem_is_certificate (block->label))
    {
      add_der (batch, block->data, block->size, g_str_equal (block->label, "TRUSTED CERTIFICATE"), line);
      return;
    }
  if (is_pkcs7 (block->label))
    {
      if (!smith_bundle_decode_other (batch, block->data, block->size, line, source, cancellable, &error))
        smith_bundle_batch_add_error (batch, error->message, line);
      return;
    }
  /* Translators: the label of a PEM block, such as PRIVATE KEY. */
  message = g_strdup_printf (_("It is a block of the kind “%s”. Only certificates are shown here."), block->label);
  smith_bundle_batch_add_error (batch, message, line);
}

/**
 * smith_bundle_decode_text: (skip)
 * @batch: gets an entry for each PEM block
 *
 * Returns: how many lines it has
 */
guint
smith_bundle_decode_text (SmithBundleBatch *batch,
                          const guint8     *data,
                          gsize             size,
                          const char       *source,
                          GCancellable     *cancellable)
{
  g_autoptr (GPtrArray) blocks = smith_pem_split ((const char *) data, size);
  char line_end = memchr (data, '\n', size) != NULL ? '\n' : '\r';
  gsize position = 0;
  guint line = 0;

  for (guint i = 0; i < blocks->len; i++)
    {
      const SmithPemBlock *block = g_ptr_array_index (blocks, i);

      line += count_char (data + position, block->start - position, line_end);
      position = block->start;
      add_block (batch, block, line, source, cancellable);
    }

  return line + count_char (data + position, size - position, line_end);
}

/**
 * smith_bundle_measure_value: (skip)
 *
 * Returns: how long the DER value at the start says it is, its head included; 0 where there is no whole one
 */
gsize
smith_bundle_measure_value (const guint8 *data,
                            gsize         size)
{
  const unsigned char *content = data;
  long length;
  int tag, class, flags;

  if (size < 2 || data[0] != (V_ASN1_CONSTRUCTED | V_ASN1_SEQUENCE))
    return 0;
  flags = ASN1_get_object (&content, &length, &tag, &class, (long) size);
  if (flags != V_ASN1_CONSTRUCTED)
    {
      smith_crypto_clear_queue ();
      return 0;
    }

  return (gsize) (content - data) + (gsize) length;
}

/**
 * smith_bundle_decode_der: (skip)
 * @batch: gets an entry for each of the certificates, which lie one behind the other
 */
void
smith_bundle_decode_der (SmithBundleBatch *batch,
                         const guint8     *data,
                         gsize             size)
{
  while (size > 0)
    {
      gsize length = smith_bundle_measure_value (data, size);

      if (length == 0)
        {
          smith_bundle_batch_add_error (batch, _("What follows is cut off, or no certificate."), 0);
          break;
        }
      add_der (batch, data, length, FALSE, 0);
      data += length;
      size -= length;
    }
}
