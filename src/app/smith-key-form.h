/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "smith-key-draft.h"

G_BEGIN_DECLS

/* The key pane before there is a key: which algorithm, which protection, Create Key. */
#define SMITH_TYPE_KEY_FORM (smith_key_form_get_type ())
G_DECLARE_FINAL_TYPE (SmithKeyForm, smith_key_form, SMITH, KEY_FORM, GtkWidget)

void smith_key_form_set_identity (SmithKeyForm   *self,
                                  SmithWorkspace *workspace,
                                  SmithIdentity  *identity);
void smith_key_form_set_replaces (SmithKeyForm   *self,
                                  gboolean        replaces);
void smith_key_form_create       (SmithKeyForm   *self);

G_END_DECLS
