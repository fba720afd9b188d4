/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A person who gives the listed answers one after the other; "" is an empty passphrase. When they are used up,
 * the person dismisses the question. With NULL for @answers every question stays open until it is cancelled. */
#define SMITH_TYPE_FAKE_INTERACTION (smith_fake_interaction_get_type ())
G_DECLARE_FINAL_TYPE (SmithFakeInteraction, smith_fake_interaction, SMITH, FAKE_INTERACTION, GTlsInteraction)

SmithFakeInteraction *smith_fake_interaction_new             (const char * const   *answers);
guint                 smith_fake_interaction_get_n_asked     (SmithFakeInteraction *self);
/* Of the last question. */
GTlsPasswordFlags     smith_fake_interaction_get_flags       (SmithFakeInteraction *self);
const char           *smith_fake_interaction_get_description (SmithFakeInteraction *self);

G_END_DECLS
