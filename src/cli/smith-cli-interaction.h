/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-secret.h"

G_BEGIN_DECLS

/* Answers for passwords where there is no window: from a list, else by asking on the terminal. */
#define SMITH_TYPE_CLI_INTERACTION (smith_cli_interaction_get_type ())
G_DECLARE_FINAL_TYPE (SmithCliInteraction, smith_cli_interaction, SMITH, CLI_INTERACTION, GTlsInteraction)

GTlsInteraction *smith_cli_interaction_new            (gboolean              use_terminal);
gboolean         smith_cli_interaction_read_passwords (SmithCliInteraction  *self,
                                                       int                   fd,
                                                       GError              **error);
gboolean         smith_cli_interaction_take_refusal   (SmithCliInteraction  *self);

G_END_DECLS
