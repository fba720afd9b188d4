/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Show command: the small terminal symbol beside a main action. */
#define SMITH_TYPE_COMMAND_BUTTON (smith_command_button_get_type ())
G_DECLARE_FINAL_TYPE (SmithCommandButton, smith_command_button, SMITH, COMMAND_BUTTON, GtkWidget)

GtkWidget  *smith_command_button_new         (void);
const char *smith_command_button_get_command (SmithCommandButton *self);
void        smith_command_button_set_command (SmithCommandButton *self,
                                              const char         *command);

G_END_DECLS
