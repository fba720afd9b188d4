/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SMITH_TYPE_KEY_PANE (smith_key_pane_get_type ())
G_DECLARE_FINAL_TYPE (SmithKeyPane, smith_key_pane, SMITH, KEY_PANE, GtkWidget)

G_END_DECLS
