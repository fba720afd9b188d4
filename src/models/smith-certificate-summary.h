/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-chain.h"
#include "smith-validity.h"

G_BEGIN_DECLS

typedef enum
{
  SMITH_KEY_FIT_UNKNOWN,  /* there is no certificate */
  SMITH_KEY_FIT_FITS,
  SMITH_KEY_FIT_DIFFERS,
  SMITH_KEY_FIT_NO_KEY,
} SmithKeyFit;

/* What the card of a certificate says, in words; every getter is a property of the same name and
 * notifies. Main thread only. */
#define SMITH_TYPE_CERTIFICATE_SUMMARY (smith_certificate_summary_get_type ())
G_DECLARE_FINAL_TYPE (SmithCertificateSummary, smith_certificate_summary, SMITH, CERTIFICATE_SUMMARY, GObject)

SmithCertificateSummary *smith_certificate_summary_new               (SmithChain              *chain);
SmithCertificate        *smith_certificate_summary_get_certificate   (SmithCertificateSummary *self); /* (nullable) */
const char              *smith_certificate_summary_get_title         (SmithCertificateSummary *self);
GListModel              *smith_certificate_summary_get_names         (SmithCertificateSummary *self); /* (nullable): of SmithAltName */
const char              *smith_certificate_summary_get_issuer_text   (SmithCertificateSummary *self);
SmithValidity            smith_certificate_summary_get_validity      (SmithCertificateSummary *self);
double                   smith_certificate_summary_get_fraction      (SmithCertificateSummary *self); /* elapsed, 0 to 1 */
const char              *smith_certificate_summary_get_validity_text (SmithCertificateSummary *self); /* "362 days left" */
const char              *smith_certificate_summary_get_period_text   (SmithCertificateSummary *self);
const char              *smith_certificate_summary_get_period_utc    (SmithCertificateSummary *self);
gboolean                 smith_certificate_summary_get_trust_is_good (SmithCertificateSummary *self);
const char              *smith_certificate_summary_get_trust_text    (SmithCertificateSummary *self);
SmithKeyFit              smith_certificate_summary_get_key_fit       (SmithCertificateSummary *self);
const char              *smith_certificate_summary_get_key_text      (SmithCertificateSummary *self);
void                     smith_certificate_summary_refresh           (SmithCertificateSummary *self,
                                                                      GDateTime               *now);

G_END_DECLS
