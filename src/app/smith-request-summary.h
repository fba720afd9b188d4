/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "smith-identity.h"

G_BEGIN_DECLS

/* The request pane once there is a request: what it says, its text and PEM, what to do next. */
#define SMITH_TYPE_REQUEST_SUMMARY (smith_request_summary_get_type ())
G_DECLARE_FINAL_TYPE (SmithRequestSummary, smith_request_summary, SMITH, REQUEST_SUMMARY, GtkWidget)

void smith_request_summary_set_identity (SmithRequestSummary *self,
                                         SmithIdentity       *identity);
void smith_request_summary_copy         (SmithRequestSummary *self);
void smith_request_summary_save         (SmithRequestSummary *self);

G_END_DECLS
