/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-http-headers.h"

#include <string.h>

#include "smith-secret.h"

/**
 * SmithHttpHeaders:
 *
 * The header fields of a request or a reply (RFC 9110 5), repeated ones kept apart.
 *
 * A request may bear a session token, so values are wiped when the last reference goes.
 * Not to be changed once more than one thread has it.
 */
struct _SmithHttpHeaders
{
  gatomicrefcount  ref_count;
  GPtrArray       *names;   /* Owned: char * */
  GPtrArray       *values;  /* Owned: char * */
};

G_DEFINE_BOXED_TYPE (SmithHttpHeaders, smith_http_headers, smith_http_headers_ref, smith_http_headers_unref)

static void
free_value (gpointer data)
{
  smith_secret_wipe (data, strlen (data));
  g_free (data);
}

/**
 * smith_http_headers_new:
 *
 * Returns: (transfer full): an empty list
 */
SmithHttpHeaders *
smith_http_headers_new (void)
{
  SmithHttpHeaders *self = g_new0 (SmithHttpHeaders, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->values = g_ptr_array_new_with_free_func (free_value);

  return self;
}

/**
 * smith_http_headers_ref:
 *
 * Returns: (transfer full): the same list
 */
SmithHttpHeaders *
smith_http_headers_ref (SmithHttpHeaders *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * smith_http_headers_unref:
 * @self: (transfer full): a list
 */
void
smith_http_headers_unref (SmithHttpHeaders *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_ptr_array_unref (self->names);
  g_ptr_array_unref (self->values);
  g_free (self);
}

/**
 * smith_http_headers_append:
 * @name: a field name
 * @value: its value, kept as it is
 */
void
smith_http_headers_append (SmithHttpHeaders *self,
                           const char       *name,
                           const char       *value)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (name != NULL && value != NULL);

  g_ptr_array_add (self->names, g_strdup (name));
  g_ptr_array_add (self->values, g_strdup (value));
}

/**
 * smith_http_headers_get_size:
 *
 * Returns: how many fields
 */
guint
smith_http_headers_get_size (SmithHttpHeaders *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->names->len;
}

/**
 * smith_http_headers_get_name:
 * @position: below the size
 *
 * Returns: (transfer none): the name as it was given
 */
const char *
smith_http_headers_get_name (SmithHttpHeaders *self,
                             guint             position)
{
  g_return_val_if_fail (self != NULL && position < self->names->len, NULL);

  return g_ptr_array_index (self->names, position);
}

/**
 * smith_http_headers_get_value:
 * @position: below the size
 *
 * Returns: (transfer none): the value
 */
const char *
smith_http_headers_get_value (SmithHttpHeaders *self,
                              guint             position)
{
  g_return_val_if_fail (self != NULL && position < self->values->len, NULL);

  return g_ptr_array_index (self->values, position);
}

/**
 * smith_http_headers_lookup:
 * @name: a field name, in any case
 *
 * Returns: (transfer none) (nullable): the first value of that name
 */
const char *
smith_http_headers_lookup (SmithHttpHeaders *self,
                           const char       *name)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  for (guint i = 0; i < self->names->len; i++)
    if (g_ascii_strcasecmp (g_ptr_array_index (self->names, i), name) == 0)
      return g_ptr_array_index (self->values, i);

  return NULL;
}
