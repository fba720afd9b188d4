/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-workspace.h"

G_BEGIN_DECLS

/* What the suites of the import share: a library of their own, files that come in, and what is told of them. */
typedef struct
{
  char               *folder;
  char               *files;
  SmithWorkspace     *workspace;
  SmithLibrary       *library;
  SmithImportSummary *summary;
  GError             *error;
} Importing;

void           importing_set_up       (Importing       *fixture,
                                       gconstpointer    data);
void           importing_tear_down    (Importing       *fixture,
                                       gconstpointer    data);
guint          importing_count        (Importing       *fixture);
SmithIdentity *importing_get          (Importing       *fixture,
                                       guint            position);
void           importing_take_summary (Importing       *fixture,
                                       GAsyncResult   **result);
void           importing_files        (Importing       *fixture,
                                       const char      *names,
                                       SmithIdentity   *current,
                                       GTlsInteraction *interaction);
void           importing_text         (Importing       *fixture,
                                       const char      *text,
                                       SmithIdentity   *current);
void           importing_assert_title (Importing       *fixture,
                                       const char      *title);
void           importing_assert_line  (Importing       *fixture,
                                       const char      *label,
                                       const char      *value);
void           importing_assert_chain (SmithIdentity   *identity,
                                       const char      *names);
void           importing_assert_leaf  (SmithIdentity   *identity,
                                       const char      *name);
SmithIdentity *importing_keep         (Importing       *fixture,
                                       const char      *name);
void           importing_write        (Importing       *fixture,
                                       const char      *name,
                                       const char      *text);
void           importing_fill_disk    (gboolean         full);

G_END_DECLS
