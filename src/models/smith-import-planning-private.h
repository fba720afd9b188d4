/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-import-plan.h"
#include "smith-import-slot-private.h"

G_BEGIN_DECLS

/* A plan while it is being made: for the steps of smith_import_plan_new(), which are the functions below in their order. */
typedef struct
{
  /* Borrowed */
  SmithImportPlan *plan;
  GPtrArray       *found;        /* of SmithParsed */
  GPtrArray       *library;      /* of SmithIdentityData */
  const char      *current_id;

  /* Owned: the library */
  GHashTable      *known_pins;   /* pin → SmithIdentityData */
  GHashTable      *known_leaves; /* SHA-256 → SmithIdentityData */
  GHashTable      *former_pins;  /* pin → SmithIdentityData of a key that was replaced */
  GHashTable      *owners;       /* that → SmithIdentityData of the identity */

  /* Owned: what came in */
  GPtrArray       *keys;         /* of SmithParsed, and the same for the others */
  GPtrArray       *requests;
  GPtrArray       *certificates;
  GPtrArray       *crls;
  GHashTable      *parsed_of;    /* certificate → SmithParsed */
  GPtrArray       *issuers;      /* of SmithCertificate: those that may have signed another */
  GHashTable      *used;         /* certificates that found a place */

  /* Owned: who gets what */
  GPtrArray       *slots;
  GHashTable      *by_pin;       /* pin → SmithImportSlot */
  GHashTable      *by_data;      /* SmithIdentityData of an identity or of a former key → SmithImportSlot */
} SmithImportPlanning;

void             smith_import_planning_init             (SmithImportPlanning *planning,
                                                         SmithImportPlan     *plan,
                                                         GPtrArray           *found,
                                                         GPtrArray           *library,
                                                         const char          *current_id);
void             smith_import_planning_clear            (SmithImportPlanning *planning);
gboolean         smith_import_planning_is_current       (SmithImportPlanning *planning,
                                                         SmithIdentityData   *data);
void             smith_import_planning_tell             (SmithImportPlanning *planning,
                                                         SmithParsed         *parsed,
                                                         SmithImportOutcome   outcome,
                                                         const char          *text);
void             smith_import_planning_tell_known       (SmithImportPlanning *planning,
                                                         SmithParsed         *parsed,
                                                         SmithIdentityData   *data,
                                                         const char          *pane);
/* NULL: a new identity */
SmithImportSlot *smith_import_planning_add_slot         (SmithImportPlanning *planning,
                                                         SmithIdentityData   *data);
SmithImportSlot *smith_import_planning_get_slot_of_data (SmithImportPlanning *planning,
                                                         SmithIdentityData   *data);
SmithImportSlot *smith_import_planning_get_slot_of_pin  (SmithImportPlanning *planning,
                                                         const char          *pin);

/* Whom the certificates name as their issuers: all of them, or those of certificates without a place. */
GHashTable      *smith_import_list_issuers              (SmithImportPlanning *planning,
                                                         gboolean             unused);

void             smith_import_sort                      (SmithImportPlanning *planning);
void             smith_import_place_keys                (SmithImportPlanning *planning);
void             smith_import_place_requests            (SmithImportPlanning *planning);
void             smith_import_place_leaves              (SmithImportPlanning *planning);
void             smith_import_place_links               (SmithImportPlanning *planning);
void             smith_import_place_leftovers           (SmithImportPlanning *planning);
void             smith_import_set_bundles_aside         (SmithImportPlanning *planning);

G_END_DECLS
