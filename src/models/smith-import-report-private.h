/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-import-plan.h"
#include "smith-import-summary-private.h"

G_BEGIN_DECLS

typedef enum
{
  SMITH_IMPORT_KIND_CERTIFICATE,
  SMITH_IMPORT_KIND_REQUEST,
  SMITH_IMPORT_KIND_KEY,
  SMITH_IMPORT_KIND_CRL,
  SMITH_IMPORT_KIND_NOTHING,
  SMITH_IMPORT_N_KINDS
} SmithImportKind;

/* What became of one thing. */
typedef struct
{
  GString            *text;
  SmithImportOutcome  outcome;  /* the worst */
  gboolean            came_in;
} SmithImportFate;

/* What is told of an import, while it goes on; the fields are for the files of the report only. */
typedef struct
{
  GPtrArray  *found;
  GPtrArray  *problems;
  GHashTable *fates;           /* SmithParsed → SmithImportFate */
  GPtrArray  *fitting_keys;    /* names of identities, and so the others */
  GPtrArray  *fitting_leaves;
  GPtrArray  *former_leaves;   /* of keys that were replaced */
  GPtrArray  *former_requests;
  GPtrArray  *former_chains;
  GPtrArray  *replaced_certificates;
  GPtrArray  *replaced_requests;
  guint       n_weak_keys;
  guint       n_broken_keys;
  gboolean    pasted;
} SmithImportReport;

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

/* For the files of the report. @part: of SmithParsed, what was in one file; @parts: all of those. */
SmithImportKind    smith_import_get_kind         (SmithParsed        *parsed);
SmithImportFate   *smith_import_report_get_fate  (SmithImportReport  *self,
                                                  SmithParsed        *parsed);
void               smith_import_append_counts    (GPtrArray          *parts,
                                                  const guint        *counts);
char              *smith_import_join             (GPtrArray          *parts,
                                                  const char         *separator);
char              *smith_import_report_make_title (SmithImportReport *self,
                                                  GPtrArray          *parts);
SmithImportItem   *smith_import_report_make_item (SmithImportReport  *self,
                                                  GPtrArray          *part);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SmithImportReport, smith_import_report_free)

G_END_DECLS
