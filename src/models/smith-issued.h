/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-certificate.h"
#include "smith-revocation-reason.h"

G_BEGIN_DECLS

/* One certificate that an authority has issued, and whether it still counts. Main thread only. */
#define SMITH_TYPE_ISSUED (smith_issued_get_type ())
G_DECLARE_FINAL_TYPE (SmithIssued, smith_issued, SMITH, ISSUED, GObject)

SmithIssued           *smith_issued_new             (SmithCertificate      *certificate,
                                                     const char            *file_name,
                                                     const char            *problem);
SmithIssued           *smith_issued_new_for_serial  (const char            *serial);
SmithCertificate      *smith_issued_get_certificate (SmithIssued           *self);
const char            *smith_issued_get_serial      (SmithIssued           *self);
const char            *smith_issued_get_title       (SmithIssued           *self);
const char            *smith_issued_get_problem     (SmithIssued           *self);
gboolean               smith_issued_get_revoked     (SmithIssued           *self);
GDateTime             *smith_issued_get_revoked_at  (SmithIssued           *self);
SmithRevocationReason  smith_issued_get_reason      (SmithIssued           *self);
gboolean               smith_issued_get_published   (SmithIssued           *self);
gboolean               smith_issued_get_restorable  (SmithIssued           *self);
const char            *smith_issued_get_state_text  (SmithIssued           *self);
const char            *smith_issued_get_state_icon_name (SmithIssued       *self);
void                   smith_issued_set_revocation  (SmithIssued           *self,
                                                     GDateTime             *date,
                                                     SmithRevocationReason  reason,
                                                     gboolean               published);

G_END_DECLS
