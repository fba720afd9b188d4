/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "smith-profile-list.h"

G_BEGIN_DECLS

/* Profiles of requests: to choose one, to save, change, rename and remove them. */
#define SMITH_TYPE_PROFILE_BUTTON (smith_profile_button_get_type ())
G_DECLARE_FINAL_TYPE (SmithProfileButton, smith_profile_button, SMITH, PROFILE_BUTTON, GtkWidget)

void smith_profile_button_set_draft (SmithProfileButton *self,
                                     SmithProfileList   *profiles,
                                     SmithRequestDraft  *draft);

G_END_DECLS
