/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "smith-workspace.h"

G_BEGIN_DECLS

#define SMITH_TYPE_APPLICATION (smith_application_get_type ())
G_DECLARE_FINAL_TYPE (SmithApplication, smith_application, SMITH, APPLICATION, AdwApplication)

SmithApplication *smith_application_new           (void);
SmithWorkspace   *smith_application_get_workspace (SmithApplication *self);

G_END_DECLS
