/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SMITH_TYPE_REQUEST_PANE (smith_request_pane_get_type ())
G_DECLARE_FINAL_TYPE (SmithRequestPane, smith_request_pane, SMITH, REQUEST_PANE, GtkWidget)

G_END_DECLS
