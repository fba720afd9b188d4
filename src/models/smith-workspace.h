/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-account-list.h"
#include "smith-import-summary.h"
#include "smith-job-list.h"
#include "smith-keyring.h"
#include "smith-library.h"

G_BEGIN_DECLS

/* Owns the models of the application and does the import; nothing else. */
#define SMITH_TYPE_WORKSPACE (smith_workspace_get_type ())
G_DECLARE_FINAL_TYPE (SmithWorkspace, smith_workspace, SMITH, WORKSPACE, GObject)

SmithWorkspace   *smith_workspace_new             (const char      *folder,      /* (nullable) */
                                                   SmithKeyring    *keyring);
SmithLibrary     *smith_workspace_get_library     (SmithWorkspace  *self);
SmithJobList     *smith_workspace_get_jobs        (SmithWorkspace  *self);
SmithAccountList *smith_workspace_get_accounts    (SmithWorkspace  *self);
SmithKeyring     *smith_workspace_get_keyring     (SmithWorkspace  *self);

/* @files: GListModel of GFile. @current: (nullable): preferred where it fits. */
void                smith_workspace_import_files_async (SmithWorkspace       *self,
                                                        GListModel           *files,
                                                        SmithIdentity        *current,
                                                        GTlsInteraction      *interaction,
                                                        GAsyncReadyCallback   callback,
                                                        gpointer              user_data);
void                smith_workspace_import_bytes_async (SmithWorkspace       *self,
                                                        GBytes               *bytes,
                                                        const char           *source,
                                                        SmithIdentity        *current,
                                                        GTlsInteraction      *interaction,
                                                        GAsyncReadyCallback   callback,
                                                        gpointer              user_data);
SmithImportSummary *smith_workspace_import_finish      (SmithWorkspace       *self,
                                                        GAsyncResult         *result,
                                                        GError              **error);
/* Takes back what an import did, as far as it is still so. */
void                smith_workspace_undo_import_async  (SmithWorkspace       *self,
                                                        SmithImportSummary   *summary,
                                                        GCancellable         *cancellable,
                                                        GAsyncReadyCallback   callback,
                                                        gpointer              user_data);
gboolean            smith_workspace_undo_import_finish (SmithWorkspace       *self,
                                                        GAsyncResult         *result,
                                                        GError              **error);

G_END_DECLS
