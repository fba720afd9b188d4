/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SMITH_TYPE_UPLOAD_PANE (smith_upload_pane_get_type ())
G_DECLARE_FINAL_TYPE (SmithUploadPane, smith_upload_pane, SMITH, UPLOAD_PANE, GtkWidget)

G_END_DECLS
