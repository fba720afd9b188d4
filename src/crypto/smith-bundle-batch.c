/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-bundle-batch.h"

#include "smith-bundle-batch-private.h"
#include "smith-pem-private.h"

/**
 * SmithBundleBatch:
 *
 * Consecutive entries of a bundle, each a certificate or what is wrong there. The encodings lie one behind
 * the other in one block of memory, so that a certificate costs its DER and the sixteen bytes of an entry.
 */
struct _SmithBundleBatch
{
  GByteArray *building;    /* until it is sealed */
  GBytes     *der;
  GArray     *entries;
  GPtrArray  *errors;
  guint       first_line;
};

/* size 0: an error, and offset is its index. */
typedef struct
{
  gsize   offset;
  guint32 size;
  guint32 line;
} Entry;

G_DEFINE_BOXED_TYPE (SmithBundleBatch, smith_bundle_batch, smith_bundle_batch_ref, smith_bundle_batch_unref)

static void
clear_batch (gpointer data)
{
  SmithBundleBatch *self = data;

  g_clear_pointer (&self->building, g_byte_array_unref);
  g_clear_pointer (&self->der, g_bytes_unref);
  g_clear_pointer (&self->entries, g_array_unref);
  g_clear_pointer (&self->errors, g_ptr_array_unref);
}

static const Entry *
get_entry (SmithBundleBatch *self,
           guint             entry)
{
  return &g_array_index (self->entries, Entry, entry);
}

/**
 * smith_bundle_batch_new: (skip)
 *
 * Returns: (transfer full): an empty batch, to be filled and sealed
 */
SmithBundleBatch *
smith_bundle_batch_new (void)
{
  SmithBundleBatch *self = g_atomic_rc_box_new0 (SmithBundleBatch);

  self->building = g_byte_array_new ();
  self->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  self->errors = g_ptr_array_new_with_free_func (g_free);

  return self;
}

/**
 * smith_bundle_batch_add_certificate: (skip)
 * @der: (array length=size): what smith_outline_measure() has found to be one
 * @line: where its BEGIN line is, counted from 0 in what the batch was made of
 */
void
smith_bundle_batch_add_certificate (SmithBundleBatch *self,
                                    const guint8     *der,
                                    gsize             size,
                                    guint             line)
{
  Entry entry = { self->building->len, (guint32) size, line };

  g_byte_array_append (self->building, der, (guint) size);
  g_array_append_val (self->entries, entry);
}

/**
 * smith_bundle_batch_add_error: (skip)
 * @message: a translated sentence
 * @line: as above
 */
void
smith_bundle_batch_add_error (SmithBundleBatch *self,
                              const char       *message,
                              guint             line)
{
  Entry entry = { self->errors->len, 0, line };

  g_ptr_array_add (self->errors, g_strdup (message));
  g_array_append_val (self->entries, entry);
}

/**
 * smith_bundle_batch_seal: (skip)
 *
 * Nothing is added from here on.
 */
void
smith_bundle_batch_seal (SmithBundleBatch *self)
{
  /* g_byte_array_append() grows by doubling: what it took too much is given back. */
  gpointer data = g_memdup2 (self->building->data, self->building->len);
  g_autoptr (GArray) entries = self->entries;

  self->der = g_bytes_new_take (data, self->building->len);
  g_clear_pointer (&self->building, g_byte_array_unref);
  self->entries = g_array_sized_new (FALSE, FALSE, sizeof (Entry), entries->len);
  g_array_append_vals (self->entries, entries->data, entries->len);
}

/**
 * smith_bundle_batch_set_first_line: (skip)
 * @first_line: the number, from 1, of the first line that the batch was made of; 0 where there are no lines
 */
void
smith_bundle_batch_set_first_line (SmithBundleBatch *self,
                                   guint             first_line)
{
  self->first_line = first_line;
}

/**
 * smith_bundle_batch_ref:
 *
 * Returns: (transfer full): @self
 */
SmithBundleBatch *
smith_bundle_batch_ref (SmithBundleBatch *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * smith_bundle_batch_unref:
 *
 * The last one frees it.
 */
void
smith_bundle_batch_unref (SmithBundleBatch *self)
{
  g_atomic_rc_box_release_full (self, clear_batch);
}

/**
 * smith_bundle_batch_get_n_entries:
 *
 * Returns: how many there are, certificates and errors
 */
guint
smith_bundle_batch_get_n_entries (SmithBundleBatch *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->entries->len;
}

/**
 * smith_bundle_batch_get_n_errors:
 *
 * Returns: how many of the entries are errors
 */
guint
smith_bundle_batch_get_n_errors (SmithBundleBatch *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->errors->len;
}

/**
 * smith_bundle_batch_get_line:
 * @entry: less than the number of entries
 *
 * Returns: the line on which it begins in the file, counted from 1; 0 where the file has no lines
 */
guint
smith_bundle_batch_get_line (SmithBundleBatch *self,
                             guint             entry)
{
  g_return_val_if_fail (self != NULL && entry < self->entries->len, 0);

  return self->first_line > 0 ? self->first_line + get_entry (self, entry)->line : 0;
}

/**
 * smith_bundle_batch_get_error:
 * @entry: less than the number of entries
 *
 * Returns: (nullable): a translated sentence: why it is no certificate; NULL where it is one
 */
const char *
smith_bundle_batch_get_error (SmithBundleBatch *self,
                              guint             entry)
{
  const Entry *found;

  g_return_val_if_fail (self != NULL && entry < self->entries->len, NULL);

  found = get_entry (self, entry);

  return found->size == 0 ? g_ptr_array_index (self->errors, found->offset) : NULL;
}

/**
 * smith_bundle_batch_peek_der:
 * @entry: less than the number of entries
 * @size: (out): how many bytes
 *
 * Returns: (nullable) (array length=size): the encoding, as long as the batch lives; NULL where it is no certificate
 */
const guint8 *
smith_bundle_batch_peek_der (SmithBundleBatch *self,
                             guint             entry,
                             gsize            *size)
{
  const Entry *found;
  const guint8 *data;

  g_return_val_if_fail (self != NULL && entry < self->entries->len, NULL);
  g_return_val_if_fail (size != NULL, NULL);

  found = get_entry (self, entry);
  *size = found->size;
  data = g_bytes_get_data (self->der, NULL);

  return found->size > 0 ? data + found->offset : NULL;
}

/**
 * smith_bundle_batch_dup_der:
 * @entry: less than the number of entries
 *
 * Returns: (transfer full) (nullable): the encoding, which shares the memory of the batch; NULL where it is no certificate
 */
GBytes *
smith_bundle_batch_dup_der (SmithBundleBatch *self,
                            guint             entry)
{
  const Entry *found;

  g_return_val_if_fail (self != NULL && entry < self->entries->len, NULL);

  found = get_entry (self, entry);

  return found->size > 0 ? g_bytes_new_from_bytes (self->der, found->offset, found->size) : NULL;
}

/**
 * smith_bundle_batch_dup_pem:
 * @entry: less than the number of entries
 *
 * Returns: (transfer full) (nullable): the certificate as canonical PEM (RFC 7468, 2); NULL where it is none
 */
char *
smith_bundle_batch_dup_pem (SmithBundleBatch *self,
                            guint             entry)
{
  g_autoptr (GBytes) der = smith_bundle_batch_dup_der (self, entry);

  return der != NULL ? smith_pem_encode ("CERTIFICATE", der) : NULL;
}

/**
 * smith_bundle_batch_dup_certificate:
 * @entry: less than the number of entries
 *
 * Decodes it, which takes a tenth of a millisecond. The certificate has a copy of the encoding: it may
 * outlive the bundle by far.
 *
 * Returns: (transfer full) (nullable): the certificate; NULL where it is none
 */
SmithCertificate *
smith_bundle_batch_dup_certificate (SmithBundleBatch *self,
                                    guint             entry)
{
  g_autoptr (GBytes) der = NULL;
  const guint8 *data;
  gsize size;

  g_return_val_if_fail (self != NULL && entry < self->entries->len, NULL);

  data = smith_bundle_batch_peek_der (self, entry, &size);
  if (data == NULL)
    return NULL;
  der = g_bytes_new (data, size);

  return smith_certificate_new_from_der (der, NULL);
}
