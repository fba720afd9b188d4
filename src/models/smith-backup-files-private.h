/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-backup.h"
#include "smith-backup-container.h"

G_BEGIN_DECLS

/* From the library's folder to the entries of a container, and back. All of it blocks: for workers. */
#define SMITH_BACKUP_IDENTITIES "identities/"
#define SMITH_BACKUP_FILE_INI "backup.ini"
#define SMITH_BACKUP_FILE_PROFILES "profiles.ini"
#define SMITH_BACKUP_FILE_ACCOUNTS "accounts.ini"
#define SMITH_BACKUP_GROUP "Backup"
#define SMITH_BACKUP_VERSION 1

typedef void (*SmithBackupProgress) (double    fraction,
                                     gpointer  user_data);

GPtrArray *smith_backup_collect (const char           *library,
                                 GBytes               *accounts,
                                 SmithBackupProgress   progress,
                                 gpointer              user_data,
                                 SmithBackupResult    *result,
                                 GCancellable         *cancellable,
                                 GError              **error);
gboolean   smith_backup_merge   (const char           *library,
                                 GPtrArray            *entries,
                                 SmithBackupProgress   progress,
                                 gpointer              user_data,
                                 SmithBackupResult    *result,
                                 GBytes              **profiles,
                                 GBytes              **accounts,
                                 GCancellable         *cancellable,
                                 GError              **error);

G_END_DECLS
