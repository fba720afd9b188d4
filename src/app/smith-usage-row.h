/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "smith-extensions.h"

G_BEGIN_DECLS

/* What the key of a request may be used for: key usage, extended key usage, must-staple. */
#define SMITH_TYPE_USAGE_ROW (smith_usage_row_get_type ())
G_DECLARE_FINAL_TYPE (SmithUsageRow, smith_usage_row, SMITH, USAGE_ROW, AdwExpanderRow)

GtkWidget       *smith_usage_row_new            (void);
void             smith_usage_row_set_extensions (SmithUsageRow         *self,
                                                 const SmithExtensions *extensions,
                                                 gboolean               usual,
                                                 const char            *error);
SmithExtensions *smith_usage_row_dup_extensions (SmithUsageRow         *self);

G_END_DECLS
