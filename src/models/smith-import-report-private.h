/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-import-plan.h"
#include "smith-import-summary-private.h"

G_BEGIN_DECLS

/* What is told of an import, while it goes on. */
typedef struct _SmithImportReport SmithImportReport;

/* @found: of SmithParsed, @problems: of SmithImportProblem */
SmithImportReport *smith_import_report_new       (GPtrArray          *found,
                                                  GPtrArray          *problems,
                                                  gboolean            pasted);
void               smith_import_report_free      (SmithImportReport  *self);
void               smith_import_report_add_lines (SmithImportReport  *self,
                                                  GPtrArray          *lines);
void               smith_import_report_add_step  (SmithImportReport  *self,
                                                  SmithImportStep    *step);
void               smith_import_report_add_unsaved (SmithImportReport *self,
                                                    SmithImportStep   *step,
                                                    SmithImportOutcome outcome,
                                                    const char        *text);
/* Title and items. */
void               smith_import_report_fill      (SmithImportReport  *self,
                                                  SmithImportSummary *summary);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SmithImportReport, smith_import_report_free)

G_END_DECLS
