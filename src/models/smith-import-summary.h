/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-identity.h"
#include "smith-import-item.h"

G_BEGIN_DECLS

/* What an import did, for one toast that can be expanded. */
#define SMITH_TYPE_IMPORT_SUMMARY (smith_import_summary_get_type ())
G_DECLARE_FINAL_TYPE (SmithImportSummary, smith_import_summary, SMITH, IMPORT_SUMMARY, GObject)

const char    *smith_import_summary_get_title    (SmithImportSummary *self);  /* one sentence */
GListModel    *smith_import_summary_get_items    (SmithImportSummary *self);  /* of SmithImportItem: file by file */
char          *smith_import_summary_dup_text     (SmithImportSummary *self);  /* all of it, to be copied */
SmithIdentity *smith_import_summary_get_identity (SmithImportSummary *self);  /* (nullable): to select */
const char    *smith_import_summary_get_pane     (SmithImportSummary *self);  /* (nullable): to show */
GBytes        *smith_import_summary_get_loose    (SmithImportSummary *self,
                                                  const char        **name);
gboolean       smith_import_summary_has_problems (SmithImportSummary *self);
gboolean       smith_import_summary_get_can_undo (SmithImportSummary *self);  /* property, notifies */

G_END_DECLS
