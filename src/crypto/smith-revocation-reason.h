/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SmithRevocationReason:
 *
 * CRLReason of RFC 5280, 5.3.1, with its numbers. Removal from a list is for delta lists only, which are not made.
 */
typedef enum
{
  SMITH_REVOCATION_REASON_UNSPECIFIED            = 0,
  SMITH_REVOCATION_REASON_KEY_COMPROMISE         = 1,
  SMITH_REVOCATION_REASON_CA_COMPROMISE          = 2,
  SMITH_REVOCATION_REASON_AFFILIATION_CHANGED    = 3,
  SMITH_REVOCATION_REASON_SUPERSEDED             = 4,
  SMITH_REVOCATION_REASON_CESSATION_OF_OPERATION = 5,
  SMITH_REVOCATION_REASON_CERTIFICATE_HOLD       = 6,
  SMITH_REVOCATION_REASON_PRIVILEGE_WITHDRAWN    = 9,
  SMITH_REVOCATION_REASON_AA_COMPROMISE          = 10,
} SmithRevocationReason;

guint                 smith_revocation_reason_get_n_reasons (void);
SmithRevocationReason smith_revocation_reason_get_nth       (guint                  position);
const char           *smith_revocation_reason_get_name      (SmithRevocationReason  reason);
const char           *smith_revocation_reason_get_title     (SmithRevocationReason  reason);
gboolean              smith_revocation_reason_from_name     (const char            *name,
                                                             SmithRevocationReason *reason);

G_END_DECLS
