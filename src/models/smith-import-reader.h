/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-import-item.h"
#include "smith-parser.h"

G_BEGIN_DECLS

/* What one import reads at most, folders included. */
#define SMITH_IMPORT_MAX_FILES 1000
#define SMITH_IMPORT_MAX_DEPTH 8

/* Something that could not be read, and why. */
typedef struct
{
  char               *label;
  char               *reason;
  SmithImportOutcome  outcome;
} SmithImportProblem;

typedef void (*SmithImportProgress) (double      fraction,
                                     const char *detail,
                                     gpointer    user_data);

void       smith_import_problem_free (SmithImportProblem   *self);
/* Blocking: for workers. Appends SmithParsed to @found and SmithImportProblem to @problems. What a person
 * answers for one file is tried on the others. */
gboolean   smith_import_read_bytes   (GBytes               *bytes,
                                      const char           *source,
                                      GTlsInteraction      *interaction,
                                      GPtrArray            *found,
                                      GPtrArray            *problems,
                                      GCancellable         *cancellable,
                                      GError              **error);
gboolean   smith_import_read_files   (GPtrArray            *files,
                                      GTlsInteraction      *interaction,
                                      SmithImportProgress   progress,
                                      gpointer              user_data,
                                      GPtrArray            *found,
                                      GPtrArray            *problems,
                                      GCancellable         *cancellable,
                                      GError              **error);

G_END_DECLS
