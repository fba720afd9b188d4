/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* One sentence above the panes, with at most one suggested and one other button. */
#define SMITH_TYPE_STRIP (smith_strip_get_type ())
G_DECLARE_FINAL_TYPE (SmithStrip, smith_strip, SMITH, STRIP, GtkWidget)

void smith_strip_set (SmithStrip *self,
                      const char *icon_name,
                      const char *sentence,
                      const char *button,
                      const char *other_button);
void smith_strip_set_suggested (SmithStrip *self,
                                gboolean    suggested);

G_END_DECLS
