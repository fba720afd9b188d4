/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-identity-edit.h"
#include "smith-import-item.h"
#include "smith-parser.h"

G_BEGIN_DECLS

/* What becomes of one thing that came in; of a step: once the step is done. */
typedef struct
{
  SmithParsed        *parsed;
  SmithImportOutcome  outcome;
  char               *text;
} SmithImportLine;

/* What comes to one identity. */
typedef struct
{
  char              *identity_id;  /* NULL: a new one */
  char              *name;         /* of the identity */
  char              *former;       /* its former key, where that gets it; NULL: the identity of today */
  SmithIdentityEdit *edit;
  SmithIdentityData *data;         /* of a new one, made here because it takes time; NULL with error */
  GError            *error;
  GPtrArray         *lines;        /* of SmithImportLine */
  const char        *pane;
  gboolean           key_fits;     /* a key came, and fits what is there or came with it */
  gboolean           leaf_fits;    /* a certificate came for a key that was there */
  gboolean           leaf_fits_former; /* … for one that was replaced */
  gboolean           request_fits_former;
  gboolean           chain_fits_former; /* issuers came for the certificate of one that was replaced */
  gboolean           replaces_certificate;
  gboolean           replaces_request;
  gboolean           key_is_broken; /* its numbers do not belong together */
  gboolean           key_is_weak;  /* or its kind is taken nowhere; the line says why */
} SmithImportStep;

typedef struct
{
  GPtrArray  *steps;               /* of SmithImportStep */
  GPtrArray  *lines;               /* of SmithImportLine: what changes nothing */
  GString    *loose;               /* PEM: certificates of a bundle that belong to nothing; NULL: there are none */
  char       *loose_name;          /* of the file that they came in */
  char       *known_id;            /* the identity of something that was here already */
  const char *known_pane;
} SmithImportPlan;

/* Pure: @found of SmithParsed, @library of SmithIdentityData. Verifies signatures: for workers. */
SmithImportPlan *smith_import_plan_new  (GPtrArray       *found,
                                         GPtrArray       *library,
                                         const char      *current_id);
void             smith_import_plan_free (SmithImportPlan *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SmithImportPlan, smith_import_plan_free)

G_END_DECLS
