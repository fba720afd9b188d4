/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  SMITH_VALIDITY_GOOD,
  SMITH_VALIDITY_EXPIRING,       /* SMITH_VALIDITY_EXPIRING_DAYS or fewer are left */
  SMITH_VALIDITY_EXPIRED,
  SMITH_VALIDITY_NOT_YET_VALID,
} SmithValidity;

#define SMITH_VALIDITY_EXPIRING_DAYS 30

SmithValidity  smith_validity_judge           (GDateTime *not_before,
                                               GDateTime *not_after,
                                               GDateTime *now);
int            smith_validity_days_left       (GDateTime *not_after,
                                               GDateTime *now);
double         smith_validity_fraction        (GDateTime *not_before,
                                               GDateTime *not_after,
                                               GDateTime *now);
char          *smith_validity_dup_sentence    (GDateTime *not_before,
                                               GDateTime *not_after,
                                               GDateTime *now);
char          *smith_validity_dup_period      (GDateTime *not_before,
                                               GDateTime *not_after);
char          *smith_validity_dup_period_utc  (GDateTime *not_before,
                                               GDateTime *not_after);
char          *smith_validity_dup_date        (GDateTime *time);

G_END_DECLS
