/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-workspace.h"

G_BEGIN_DECLS

SmithImportSummary *smith_import_summary_new         (void);
void                smith_import_summary_add_line    (SmithImportSummary *self,
                                                      const char         *label,
                                                      const char         *value,
                                                      gboolean            problem);
void                smith_import_summary_set_title   (SmithImportSummary *self,
                                                      const char         *title);
void                smith_import_summary_set_target  (SmithImportSummary *self,
                                                      SmithIdentity      *identity,
                                                      const char         *pane);
guint               smith_import_summary_count_problems (SmithImportSummary *self);

G_END_DECLS
