/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-application.h"

G_BEGIN_DECLS

#define SMITH_TYPE_WINDOW (smith_window_get_type ())
G_DECLARE_FINAL_TYPE (SmithWindow, smith_window, SMITH, WINDOW, AdwApplicationWindow)

SmithWindow   *smith_window_new          (SmithApplication *application,
                                          SmithWorkspace   *workspace);
SmithIdentity *smith_window_get_identity (SmithWindow      *self);
void           smith_window_show         (SmithWindow      *self,
                                          SmithIdentity    *identity,
                                          const char       *pane);
void           smith_window_import_files (SmithWindow      *self,
                                          GListModel       *files);
void           smith_window_import_bytes (SmithWindow      *self,
                                          GBytes           *bytes,
                                          const char       *source);

G_END_DECLS
