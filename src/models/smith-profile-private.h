/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-profile.h"
#include "smith-request-draft.h"

G_BEGIN_DECLS

/* For SmithProfileList only. */
SmithProfile *smith_profile_new_from_draft (const char        *name,
                                            SmithRequestDraft *draft);
SmithProfile *smith_profile_read           (GKeyFile          *file,
                                            const char        *group);
void          smith_profile_write          (SmithProfile      *self,
                                            GKeyFile          *file,
                                            const char        *group);
void          smith_profile_set_name       (SmithProfile      *self,
                                            const char        *name);
gboolean      smith_profile_has_same       (SmithProfile      *self,
                                            SmithProfile      *other);

G_END_DECLS
