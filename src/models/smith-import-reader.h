/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-parser.h"

G_BEGIN_DECLS

/* Something that could not be read, and why. */
typedef struct
{
  char *label;
  char *reason;
} SmithImportProblem;

typedef void (*SmithImportProgress) (double      fraction,
                                     const char *detail,
                                     gpointer    user_data);

void       smith_import_problem_free (SmithImportProblem   *self);
/* Blocking: for workers. Appends SmithParsed to @found and SmithImportProblem to @problems. */
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
