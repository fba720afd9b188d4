/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "smith-secret.h"

G_BEGIN_DECLS

/* Archives within archives, each in the other. */
#define SMITH_ARCHIVE_MAX_DEPTH 3
#define SMITH_ARCHIVE_MAX_ENTRIES 10000
#define SMITH_ARCHIVE_MAX_MEMBER (64 * 1024 * 1024)
#define SMITH_ARCHIVE_MAX_TOTAL (256 * 1024 * 1024)

/* What one import has unpacked so far, all archives together. */
typedef struct
{
  guint n_entries;
  gsize n_bytes;
} SmithArchiveUse;

/* Gets each file, or why it could not be read (data is NULL then). The name is NULL where there is none: a
 * compressed file that is no archive. Returns FALSE to stop. */
typedef gboolean (*SmithArchiveVisit) (gpointer      user_data,
                                       const char   *name,
                                       const guint8 *data,
                                       gsize         size,
                                       const GError *error);

const char *smith_archive_sniff     (const guint8       *data,
                                     gsize               size);
gboolean    smith_archive_is_locked (const guint8       *data,
                                     gsize               size);
gboolean    smith_archive_unlock    (const guint8       *data,
                                     gsize               size,
                                     SmithSecret        *passphrase,
                                     GError            **error);
gboolean    smith_archive_read      (const guint8       *data,
                                     gsize               size,
                                     SmithSecret        *passphrase,
                                     SmithArchiveUse    *use,
                                     SmithArchiveVisit   visit,
                                     gpointer            user_data,
                                     GError            **error);

G_END_DECLS
