/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-secret.h"

#include <string.h>
#include <sys/mman.h>

/**
 * SmithSecret:
 *
 * Bytes that must not outlive their use: a private key, a passphrase, an AWS secret access key.
 *
 * Reference-counted, free to cross threads, kept out of core dumps and, where the limit on locked
 * memory allows it, out of swap; wiped when the last reference goes. The bytes are followed by a
 * NUL that is not counted, so that text can be handed to C functions without another copy.
 * A secret is never put into a string property, a log or an error message.
 */
struct _SmithSecret
{
  gatomicrefcount ref_count;
  gsize           size;
  gsize           mapped;
  char           *data;
};

G_DEFINE_BOXED_TYPE (SmithSecret, smith_secret, smith_secret_ref, smith_secret_unref)

/**
 * smith_secret_wipe:
 * @data: (nullable): memory that the caller still owns
 * @size: how many bytes
 *
 * Overwrites @data with zeros in a way that the compiler does not leave out.
 */
void
smith_secret_wipe (void  *data,
                   gsize  size)
{
  if (data != NULL && size > 0)
    explicit_bzero (data, size);
}

/**
 * smith_secret_new:
 * @data: (nullable) (array length=size): the bytes, copied; NULL only with a size of 0
 * @size: how many bytes
 *
 * Returns: (transfer full): a new secret
 */
SmithSecret *
smith_secret_new (const void *data,
                  gsize       size)
{
  SmithSecret *self;

  g_return_val_if_fail (data != NULL || size == 0, NULL);

  self = g_new0 (SmithSecret, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->size = size;
  self->mapped = size + 1;
  self->data = mmap (NULL, self->mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (self->data == MAP_FAILED)
    g_error ("Out of memory for %" G_GSIZE_FORMAT " secret bytes", size);
  /* Both are best effort: the limit on locked memory is small for ordinary users. */
  (void) mlock (self->data, self->mapped);
  (void) madvise (self->data, self->mapped, MADV_DONTDUMP);
  if (size > 0)
    memcpy (self->data, data, size);

  return self;
}

/**
 * smith_secret_new_string:
 * @text: NUL-terminated text, copied
 *
 * Returns: (transfer full): a new secret
 */
SmithSecret *
smith_secret_new_string (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  return smith_secret_new (text, strlen (text));
}

/**
 * smith_secret_new_take:
 * @data: (transfer full): memory from g_malloc(), wiped and freed here
 * @size: how many bytes
 *
 * Returns: (transfer full): a new secret
 */
SmithSecret *
smith_secret_new_take (void  *data,
                       gsize  size)
{
  SmithSecret *self = smith_secret_new (data, size);

  smith_secret_wipe (data, size);
  g_free (data);

  return self;
}

SmithSecret *
smith_secret_ref (SmithSecret *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
smith_secret_unref (SmithSecret *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  smith_secret_wipe (self->data, self->mapped);
  munmap (self->data, self->mapped);
  g_free (self);
}

/**
 * smith_secret_get_size:
 *
 * Returns: how many bytes, without the NUL behind them
 */
gsize
smith_secret_get_size (SmithSecret *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->size;
}

/**
 * smith_secret_get_data:
 *
 * Returns: (transfer none): the bytes, good as long as the secret
 */
const void *
smith_secret_get_data (SmithSecret *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->data;
}

/**
 * smith_secret_get_string:
 *
 * Returns: (transfer none): the same bytes as text; ends at the first NUL among them
 */
const char *
smith_secret_get_string (SmithSecret *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->data;
}

/**
 * smith_secret_equal:
 *
 * Compares in a time that depends on the size only.
 *
 * Returns: whether both hold the same bytes
 */
gboolean
smith_secret_equal (SmithSecret *a,
                    SmithSecret *b)
{
  guint8 difference = 0;

  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  if (a->size != b->size)
    return FALSE;
  for (gsize i = 0; i < a->size; i++)
    difference |= (guint8) a->data[i] ^ (guint8) b->data[i];

  return difference == 0;
}
