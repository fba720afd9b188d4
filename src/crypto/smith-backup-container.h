/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-secret.h"

G_BEGIN_DECLS

/* A file in a backup. */
typedef struct
{
  char   *name;        /* Relative, with slashes. */
  GBytes *content;
  guint   mode;        /* Permissions only. */
  gint64  modified;    /* Seconds since the epoch. */
} SmithBackupEntry;

SmithBackupEntry *smith_backup_entry_new       (const char        *name,
                                                GBytes            *content,
                                                guint              mode,
                                                gint64             modified);
void              smith_backup_entry_free      (SmithBackupEntry  *self);

GBytes           *smith_backup_container_seal  (GPtrArray         *entries,
                                                SmithSecret       *passphrase,
                                                GCancellable      *cancellable,
                                                GError           **error);
GPtrArray        *smith_backup_container_open  (GBytes            *container,
                                                SmithSecret       *passphrase,
                                                GCancellable      *cancellable,
                                                GError           **error);
gboolean          smith_backup_container_sniff (GBytes            *bytes);

/* What is read at most: a thousand identities have some megabytes. */
#define SMITH_BACKUP_MAX_SIZE (1024 * 1024 * 1024)

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SmithBackupEntry, smith_backup_entry_free)

G_END_DECLS
