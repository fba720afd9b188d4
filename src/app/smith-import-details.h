/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "smith-workspace.h"

G_BEGIN_DECLS

/* What an import did, file by file. */
#define SMITH_TYPE_IMPORT_DETAILS (smith_import_details_get_type ())
G_DECLARE_FINAL_TYPE (SmithImportDetails, smith_import_details, SMITH, IMPORT_DETAILS, AdwWindow)

GtkWidget *smith_import_details_new (SmithWorkspace     *workspace,
                                     SmithImportSummary *summary);

G_END_DECLS
