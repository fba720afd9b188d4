/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Asks a person for passphrases, in a dialog. */
#define SMITH_TYPE_PASSWORD_INTERACTION (smith_password_interaction_get_type ())
G_DECLARE_FINAL_TYPE (SmithPasswordInteraction, smith_password_interaction, SMITH, PASSWORD_INTERACTION, GTlsInteraction)

GTlsInteraction *smith_password_interaction_new (GtkWindow *parent);

G_END_DECLS
