/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-extensions.h"

G_BEGIN_DECLS

/* What requests of one organization have in common: everything of a request draft but its names and the
 * challenge password. Immutable but for its name, which only its list changes and which notifies. */
#define SMITH_TYPE_PROFILE (smith_profile_get_type ())
G_DECLARE_FINAL_TYPE (SmithProfile, smith_profile, SMITH, PROFILE, GObject)

const char            *smith_profile_get_name        (SmithProfile  *self);  /* property; "" for the values used last */
const char            *smith_profile_get_summary     (SmithProfile  *self);  /* property: "Example GmbH, Web, DE" */
/* Attributes and values by turns, NULL-terminated, in the order of the subject; without the common name. */
const char * const    *smith_profile_get_attributes  (SmithProfile  *self);
const SmithExtensions *smith_profile_get_extensions  (SmithProfile  *self);  /* (nullable): the defaults for the key */
const char            *smith_profile_get_digest      (SmithProfile  *self);  /* "SHA256" … */
gboolean               smith_profile_get_use_common_name (SmithProfile *self);

G_END_DECLS
