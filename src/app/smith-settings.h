/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* How the window was left. NULL where the schema is nowhere to be found: then nothing is remembered. */
GSettings *smith_settings_open (void);

G_END_DECLS
