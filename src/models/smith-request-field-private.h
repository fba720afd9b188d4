/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-request-draft.h"

G_BEGIN_DECLS

/* For SmithRequestDraft and its tests only. */
const char *smith_request_field_get_attribute (SmithRequestField   field);
char       *smith_request_field_normalize     (SmithRequestField   field,
                                               const char         *text,
                                               char              **problem);

G_END_DECLS
