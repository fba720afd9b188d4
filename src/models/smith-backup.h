/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-workspace.h"

G_BEGIN_DECLS

/**
 * SmithBackupResult:
 * @n_identities: how many the backup holds
 * @n_added: of those, how many are new in the library
 * @n_completed: how many filled gaps of an identity that was there
 * @n_known: how many were there already
 * @n_apart: how many are kept beside one that says something else
 * @n_profiles: how many profiles of requests were added
 * @n_accounts: how many accounts were added, without their secrets
 * @n_not_kept: how many identities were left out of the backup, because they are not kept
 * @created_at: (nullable): when the backup was made
 *
 * What a backup or a restoration did.
 */
typedef struct
{
  guint      n_identities;
  guint      n_added;
  guint      n_completed;
  guint      n_known;
  guint      n_apart;
  guint      n_profiles;
  guint      n_accounts;
  guint      n_not_kept;
  GDateTime *created_at;
} SmithBackupResult;

void               smith_backup_result_free           (SmithBackupResult    *self);
char              *smith_backup_result_dup_title      (SmithBackupResult    *self);
char              *smith_backup_result_dup_details    (SmithBackupResult    *self);

char              *smith_backup_dup_file_name         (void);

/* The whole library as one encrypted file, as a job that can be cancelled. */
SmithJob          *smith_backup_write_async           (SmithWorkspace       *workspace,
                                                       GFile                *file,
                                                       SmithSecret          *passphrase,
                                                       GAsyncReadyCallback   callback,
                                                       gpointer              user_data);
SmithBackupResult *smith_backup_write_finish          (SmithWorkspace       *workspace,
                                                       GAsyncResult         *result,
                                                       GError              **error);
/* Everything in such a file that the library does not have: nothing that is there is changed. */
SmithJob          *smith_backup_restore_async         (SmithWorkspace       *workspace,
                                                       GFile                *file,
                                                       SmithSecret          *passphrase,
                                                       GAsyncReadyCallback   callback,
                                                       gpointer              user_data);
SmithBackupResult *smith_backup_restore_finish        (SmithWorkspace       *workspace,
                                                       GAsyncResult         *result,
                                                       GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SmithBackupResult, smith_backup_result_free)

G_END_DECLS
