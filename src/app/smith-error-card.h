/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* What went wrong in a pane, until it is closed; takes no room while nothing did. */
#define SMITH_TYPE_ERROR_CARD (smith_error_card_get_type ())
G_DECLARE_FINAL_TYPE (SmithErrorCard, smith_error_card, SMITH, ERROR_CARD, GtkWidget)

const char *smith_error_card_get_message (SmithErrorCard *self);
void        smith_error_card_set_message (SmithErrorCard *self,
                                          const char     *message);

G_END_DECLS
