/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

const char *smith_tip_get (GtkWidget  *widget);
void        smith_tip_set (GtkWidget  *widget,
                           const char *text);

G_END_DECLS
