/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "smith-passphrase-draft.h"

G_BEGIN_DECLS

/* Asks how a key file is to be protected: no passphrase, or one typed twice. */
#define SMITH_TYPE_PASSPHRASE_GROUP (smith_passphrase_group_get_type ())
G_DECLARE_FINAL_TYPE (SmithPassphraseGroup, smith_passphrase_group, SMITH, PASSPHRASE_GROUP, AdwPreferencesGroup)

SmithPassphraseDraft *smith_passphrase_group_get_draft (SmithPassphraseGroup *self);
void                  smith_passphrase_group_set_draft (SmithPassphraseGroup *self,
                                                        SmithPassphraseDraft *draft);
/* Without a choice: what is written is always encrypted. */
void                  smith_passphrase_group_set_required (SmithPassphraseGroup *self,
                                                        gboolean              required);
void                  smith_passphrase_group_focus_first (SmithPassphraseGroup *self);
void                  smith_passphrase_group_clear     (SmithPassphraseGroup *self);

G_END_DECLS
