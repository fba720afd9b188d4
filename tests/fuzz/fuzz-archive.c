/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-archive.h"

#include <string.h>

#include "smith-fuzz.h"

/* Any bytes through the reader of archives, whether they look like one or not: the limits have to hold. */

typedef struct
{
  guint n_files;
  gsize n_bytes;
  guint sum;
} Visit;

static gboolean
visit_file_cb (gpointer      user_data,
               const char   *name,
               const guint8 *data,
               gsize         size,
               const GError *error)
{
  Visit *visit = user_data;

  g_assert_true (name == NULL || g_utf8_validate (name, -1, NULL));
  g_assert_true (error == NULL || (data == NULL && g_utf8_validate (error->message, -1, NULL)));
  g_assert_cmpuint (size, <=, SMITH_ARCHIVE_MAX_MEMBER);
  visit->n_files++;
  visit->n_bytes += size;
  for (gsize i = 0; i < size; i += 509)
    visit->sum += data[i];
  g_assert_cmpuint (visit->n_files, <=, SMITH_ARCHIVE_MAX_ENTRIES);

  return TRUE;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (SmithSecret) passphrase = smith_secret_new_string (SMITH_FUZZ_PASSPHRASE);
  g_autoptr (GError) error = NULL;
  SmithArchiveUse use = { 0, };
  Visit visit = { 0, };
  gboolean is_locked = smith_archive_is_locked (data, size);

  smith_archive_sniff (data, size);
  if (is_locked)
    {
      smith_archive_unlock (data, size, passphrase, &error);
      g_clear_error (&error);
    }
  smith_archive_read (data, size, is_locked ? passphrase : NULL, &use, visit_file_cb, &visit, &error);
  g_assert_true (error == NULL || g_utf8_validate (error->message, -1, NULL));

  return 0;
}
