/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-identity-edit.h"
#include "smith-parser.h"

G_BEGIN_DECLS

/* One line of the summary that comes true once the step of it is done. */
typedef struct
{
  char *label;
  char *value;
} SmithImportLine;

/* What comes to one identity. */
typedef struct
{
  char              *identity_id;  /* NULL: a new one */
  SmithIdentityEdit *edit;
  SmithIdentityData *data;         /* of a new one, made here because it takes time; NULL with error */
  GError            *error;
  GPtrArray         *lines;        /* of SmithImportLine */
  const char        *pane;
  gboolean           has_key;
  gboolean           has_request;
  gboolean           has_leaf;
} SmithImportStep;

typedef struct
{
  GPtrArray  *steps;               /* of SmithImportStep */
  GPtrArray  *lines;               /* of SmithImportLine: what was here already, what was mended */
  GPtrArray  *problems;            /* of SmithImportLine */
  char       *known_id;            /* the identity of something that was here already */
  const char *known_pane;
  guint       n_certificates;
  guint       n_requests;
  guint       n_keys;
  guint       n_duplicates;
} SmithImportPlan;

/* Pure: @found of SmithParsed, @library of SmithIdentityData. Verifies signatures: for workers. */
SmithImportPlan *smith_import_plan_new  (GPtrArray       *found,
                                         GPtrArray       *library,
                                         const char      *current_id);
void             smith_import_plan_free (SmithImportPlan *self);
char            *smith_import_plan_dup_title (const SmithImportPlan *self,
                                              guint                  n_problems);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SmithImportPlan, smith_import_plan_free)

G_END_DECLS
