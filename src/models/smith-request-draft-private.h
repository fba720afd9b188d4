/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-request-draft.h"

G_BEGIN_DECLS

/* For smith-request-content.c and smith-request-creation.c only. */
const char *smith_request_draft_get_value   (SmithRequestDraft *self,
                                             SmithRequestField  field);
void        smith_request_draft_set_job     (SmithRequestDraft *self,
                                             SmithJob          *job);
void        smith_request_draft_set_problem (SmithRequestDraft *self,
                                             const char        *problem);

G_END_DECLS
