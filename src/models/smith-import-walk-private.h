/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-import-reader.h"

G_BEGIN_DECLS

/* A file that is to be read. */
typedef struct
{
  GFile   *file;
  char    *name;  /* for people: with the folders that lead to it from the one that was given */
  goffset  size;
  gboolean inner; /* it came with a folder */
} SmithImportFile;

void        smith_import_file_free      (SmithImportFile  *self);
gboolean    smith_import_walk           (GPtrArray        *files,
                                         GPtrArray        *found,
                                         GPtrArray        *problems,
                                         GCancellable     *cancellable,
                                         GError          **error);
void        smith_import_add_problem    (GPtrArray        *problems,
                                         SmithImportOutcome outcome,
                                         const char       *label,
                                         const char       *reason);
const char *smith_import_describe_error (const GError     *reason);

G_END_DECLS
