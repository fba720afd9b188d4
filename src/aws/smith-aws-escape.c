/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-aws-escape.h"

#include <string.h>

static gboolean
is_kept (char        c,
         const char *also_kept)
{
  return c != '\0' &&
         (g_ascii_isalnum (c) || strchr ("-._~", c) != NULL || (also_kept != NULL && strchr (also_kept, c) != NULL));
}

/**
 * smith_aws_escape_get_size:
 * @data: (array length=size): any bytes
 * @size: how many
 *
 * Returns: how many bytes they take when encoded with nothing else kept
 */
gsize
smith_aws_escape_get_size (const char *data,
                           gsize       size)
{
  gsize escaped = size;

  g_return_val_if_fail (data != NULL || size == 0, 0);

  for (gsize i = 0; i < size; i++)
    if (!is_kept (data[i], NULL))
      escaped += 2;

  return escaped;
}

/**
 * smith_aws_escape_append:
 * @end: where to write, with room for three times @size bytes at most
 * @data: (array length=size): any bytes
 * @size: how many
 * @also_kept: (nullable): characters that stay beside the unreserved ones
 *
 * Writes into memory of the caller, so that a secret is not copied on the way; adds no NUL.
 *
 * Returns: (transfer none): behind the last byte written
 */
char *
smith_aws_escape_append (char       *end,
                         const char *data,
                         gsize       size,
                         const char *also_kept)
{
  static const char digits[] = "0123456789ABCDEF";

  g_return_val_if_fail (end != NULL, NULL);
  g_return_val_if_fail (data != NULL || size == 0, end);

  for (gsize i = 0; i < size; i++)
    {
      guchar c = (guchar) data[i];

      if (is_kept (data[i], also_kept))
        {
          *end++ = data[i];
          continue;
        }
      *end++ = '%';
      *end++ = digits[c >> 4];
      *end++ = digits[c & 15];
    }

  return end;
}
