/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-identity-data.h"
#include "smith-import-summary.h"

G_BEGIN_DECLS

/* One identity that the import made or changed. */
typedef struct
{
  SmithIdentity     *identity;
  SmithIdentityData *before;  /* NULL: it is new */
  SmithIdentityData *after;
  SmithIdentity     *home;         /* of a new one: who gets what it holds when it is kept, or NULL */
  SmithIdentityData *home_before;  /* what that was */
} SmithImportChange;

SmithImportSummary *smith_import_summary_new         (void);
void                smith_import_summary_add_item    (SmithImportSummary *self,
                                                      SmithImportItem    *item);
void                smith_import_summary_set_title   (SmithImportSummary *self,
                                                      const char         *title);
void                smith_import_summary_set_target  (SmithImportSummary *self,
                                                      SmithIdentity      *identity,
                                                      const char         *pane);
void                smith_import_summary_set_loose   (SmithImportSummary *self,
                                                      const char         *pem,
                                                      const char         *name);
/* What an undo takes back, in the order in which it was done. */
void                smith_import_summary_add_change  (SmithImportSummary *self,
                                                      SmithIdentity      *identity,
                                                      SmithIdentityData  *before);
void                smith_import_summary_add_orphan  (SmithImportSummary *self,
                                                      SmithIdentity      *identity,
                                                      SmithIdentity      *home,
                                                      SmithIdentityData  *home_before);
GPtrArray          *smith_import_summary_steal_changes (SmithImportSummary *self);

G_END_DECLS
