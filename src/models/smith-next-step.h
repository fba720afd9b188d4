/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The one next step of an identity, as the strip above the panes says it. A row of a table; immutable. */
#define SMITH_TYPE_NEXT_STEP (smith_next_step_get_type ())
G_DECLARE_FINAL_TYPE (SmithNextStep, smith_next_step, SMITH, NEXT_STEP, GObject)

const char *smith_next_step_get_sentence (SmithNextStep *self);   /* "Create the key" … */
const char *smith_next_step_get_button   (SmithNextStep *self);   /* (nullable): its label, with mnemonic */
const char *smith_next_step_get_pane     (SmithNextStep *self);   /* key | request | certificate | chain | upload */
const char *smith_next_step_get_action   (SmithNextStep *self);   /* (nullable): an action of that pane, "key.create" */

G_END_DECLS
