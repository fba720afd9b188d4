/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "smith-request-draft.h"

G_BEGIN_DECLS

/* The request pane before there is a request: names, organization, a preview, Create Request. */
#define SMITH_TYPE_REQUEST_FORM (smith_request_form_get_type ())
G_DECLARE_FINAL_TYPE (SmithRequestForm, smith_request_form, SMITH, REQUEST_FORM, GtkWidget)

void smith_request_form_set_identity (SmithRequestForm *self,
                                      SmithWorkspace   *workspace,
                                      SmithIdentity    *identity);
void smith_request_form_create       (SmithRequestForm *self);

G_END_DECLS
