/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "smith-request-draft.h"

G_BEGIN_DECLS

/* What few requests need: further attributes, usages, digest, challenge password. */
#define SMITH_TYPE_REQUEST_OPTIONS (smith_request_options_get_type ())
G_DECLARE_FINAL_TYPE (SmithRequestOptions, smith_request_options, SMITH, REQUEST_OPTIONS, GtkWidget)

void smith_request_options_set_draft (SmithRequestOptions *self,
                                      SmithRequestDraft   *draft);

G_END_DECLS
