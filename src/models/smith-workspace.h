/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-account-list.h"
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

/* What an import did, for one toast that can be expanded. */
#define SMITH_TYPE_IMPORT_SUMMARY (smith_import_summary_get_type ())
G_DECLARE_FINAL_TYPE (SmithImportSummary, smith_import_summary, SMITH, IMPORT_SUMMARY, GObject)

const char    *smith_import_summary_get_title    (SmithImportSummary *self);  /* "1 certificate, 1 key" */
GListModel    *smith_import_summary_get_lines    (SmithImportSummary *self);  /* GtkStringObject-free: SmithField label/value */
SmithIdentity *smith_import_summary_get_identity (SmithImportSummary *self);  /* (nullable): to select */
const char    *smith_import_summary_get_pane     (SmithImportSummary *self);  /* (nullable): to show */
gboolean       smith_import_summary_has_problems (SmithImportSummary *self);

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

G_END_DECLS
