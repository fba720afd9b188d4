/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-authority.h"

G_BEGIN_DECLS

/**
 * SmithAuthorityKind:
 *
 * What a plan makes. The first one is what is best for most: the root signs one intermediate, and rests.
 */
typedef enum
{
  SMITH_AUTHORITY_KIND_ROOT_AND_INTERMEDIATE,
  SMITH_AUTHORITY_KIND_ROOT,
  SMITH_AUTHORITY_KIND_INTERMEDIATE,
} SmithAuthorityKind;

#define SMITH_AUTHORITY_ROOT_DAYS         3650
#define SMITH_AUTHORITY_INTERMEDIATE_DAYS 1825

/* A new authority, as a person plans it: a plain value. Lists of names are separated by commas, spaces or lines. */
typedef struct
{
  char                    *name;
  char                    *organization;    /* (nullable) */
  char                    *country;         /* (nullable): two letters */
  SmithAuthorityKind       kind;
  SmithIdentity           *parent;          /* (nullable): who signs an intermediate */
  const SmithKeyAlgorithm *algorithm;
  guint                    days;            /* of the authority that will issue */
  int                      path_length;     /* of the same; -1: no limit */
  char                    *permitted;       /* (nullable): the only names that it may sign for */
  char                    *excluded;        /* (nullable): names that it may not sign for */
  char                    *crl_url;         /* (nullable): where its list will be; for what it issues */
  char                    *issuer_url;      /* (nullable): where its certificate will be; for what it issues */
  SmithSecret             *passphrase;      /* (nullable): of its keys */
  gboolean                 remember;        /* in the keyring */
} SmithAuthorityPlan;

SmithAuthorityPlan *smith_authority_plan_new              (void);
SmithAuthorityPlan *smith_authority_plan_copy             (const SmithAuthorityPlan  *self);
void                smith_authority_plan_free             (SmithAuthorityPlan        *self);
void                smith_authority_plan_set_kind         (SmithAuthorityPlan        *self,
                                                           SmithAuthorityKind         kind);
gboolean            smith_authority_plan_check            (const SmithAuthorityPlan  *self,
                                                           GError                   **error);
char               *smith_authority_plan_dup_root_name    (const SmithAuthorityPlan  *self);
char               *smith_authority_plan_dup_issuing_name (const SmithAuthorityPlan  *self);
char               *smith_authority_plan_dup_preview      (const SmithAuthorityPlan  *self);
SmithIssuance      *smith_authority_plan_make_root        (const SmithAuthorityPlan  *self,
                                                           GError                   **error);
SmithIssuance      *smith_authority_plan_make_issuing     (const SmithAuthorityPlan  *self,
                                                           GError                   **error);
SmithExtensions    *smith_authority_plan_make_addresses   (const SmithAuthorityPlan  *self);
char              **smith_authority_split_constraints     (const char                *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SmithAuthorityPlan, smith_authority_plan_free)

G_END_DECLS
