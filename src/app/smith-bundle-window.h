/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "smith-bundle-list.h"

G_BEGIN_DECLS

#define SMITH_TYPE_BUNDLE_WINDOW (smith_bundle_window_get_type ())
G_DECLARE_FINAL_TYPE (SmithBundleWindow, smith_bundle_window, SMITH, BUNDLE_WINDOW, AdwWindow)

/* "import" (GBytes *pem, const char *name): a person wants the chosen certificates in the library. */
GtkWidget *smith_bundle_window_new (GtkWindow       *parent,
                                    SmithBundleList *list);

G_END_DECLS
