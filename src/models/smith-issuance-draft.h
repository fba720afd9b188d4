/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-authority.h"
#include "smith-request-draft.h"

G_BEGIN_DECLS

/* The addresses that a certificate tells of its authority. */
typedef enum
{
  SMITH_ISSUANCE_ADDRESS_CRL,
  SMITH_ISSUANCE_ADDRESS_OCSP,
  SMITH_ISSUANCE_ADDRESS_ISSUER,
} SmithIssuanceAddress;

#define SMITH_N_ISSUANCE_ADDRESSES 3

/* What an authority of the library is about to sign. */
#define SMITH_TYPE_ISSUANCE_DRAFT (smith_issuance_draft_get_type ())
G_DECLARE_FINAL_TYPE (SmithIssuanceDraft, smith_issuance_draft, SMITH, ISSUANCE_DRAFT, GObject)

SmithIssuanceDraft  *smith_issuance_draft_new               (SmithWorkspace        *workspace,
                                                             SmithRequest          *request);
SmithRequest        *smith_issuance_draft_get_request       (SmithIssuanceDraft    *self);
SmithRequestDraft   *smith_issuance_draft_get_names_draft   (SmithIssuanceDraft    *self);
GListModel          *smith_issuance_draft_get_authorities   (SmithIssuanceDraft    *self);  /* of SmithIdentity */
SmithAuthority      *smith_issuance_draft_get_authority     (SmithIssuanceDraft    *self);  /* (nullable) */
void                 smith_issuance_draft_set_authority     (SmithIssuanceDraft    *self,
                                                             SmithIdentity         *identity);
const SmithIssuance *smith_issuance_draft_get_issuance      (SmithIssuanceDraft    *self);
void                 smith_issuance_draft_set_days          (SmithIssuanceDraft    *self,
                                                             guint                  days);
SmithExtensions     *smith_issuance_draft_dup_usual_usage   (SmithIssuanceDraft    *self);
void                 smith_issuance_draft_set_usage         (SmithIssuanceDraft    *self,
                                                             const SmithExtensions *usage);
gboolean             smith_issuance_draft_get_asks_for_ca   (SmithIssuanceDraft    *self);
gboolean             smith_issuance_draft_get_is_ca         (SmithIssuanceDraft    *self);
void                 smith_issuance_draft_set_is_ca         (SmithIssuanceDraft    *self,
                                                             gboolean               is_ca);
void                 smith_issuance_draft_set_path_length   (SmithIssuanceDraft    *self,
                                                             int                    path_length);
const char          *smith_issuance_draft_get_address       (SmithIssuanceDraft    *self,
                                                             SmithIssuanceAddress   which);
void                 smith_issuance_draft_set_address       (SmithIssuanceDraft    *self,
                                                             SmithIssuanceAddress   which,
                                                             const char            *text);

char                *smith_issuance_draft_dup_obstacle      (SmithIssuanceDraft    *self);  /* (nullable) */
char               **smith_issuance_draft_list_warnings     (SmithIssuanceDraft    *self);
char                *smith_issuance_draft_dup_command       (SmithIssuanceDraft    *self);  /* (nullable) */

G_END_DECLS
