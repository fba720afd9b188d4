/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-passphrase-strength.h"

G_BEGIN_DECLS

/* How a key file is to be protected, while a person decides. Every getter is a property but the secret. */
#define SMITH_TYPE_PASSPHRASE_DRAFT (smith_passphrase_draft_get_type ())
G_DECLARE_FINAL_TYPE (SmithPassphraseDraft, smith_passphrase_draft, SMITH, PASSPHRASE_DRAFT, GObject)

SmithPassphraseDraft   *smith_passphrase_draft_new              (void);
gboolean                smith_passphrase_draft_get_protect      (SmithPassphraseDraft *self);
void                    smith_passphrase_draft_set_protect      (SmithPassphraseDraft *self,
                                                                 gboolean              protect);
gboolean                smith_passphrase_draft_get_remember     (SmithPassphraseDraft *self);
void                    smith_passphrase_draft_set_remember     (SmithPassphraseDraft *self,
                                                                 gboolean              remember);
void                    smith_passphrase_draft_set_passphrase   (SmithPassphraseDraft *self,
                                                                 SmithSecret          *passphrase);
void                    smith_passphrase_draft_set_repeat       (SmithPassphraseDraft *self,
                                                                 SmithSecret          *repeat);
void                    smith_passphrase_draft_clear            (SmithPassphraseDraft *self);
SmithSecret            *smith_passphrase_draft_dup_passphrase   (SmithPassphraseDraft *self);
SmithPassphraseStrength smith_passphrase_draft_get_strength     (SmithPassphraseDraft *self);
const char             *smith_passphrase_draft_get_strength_text (SmithPassphraseDraft *self);
const char             *smith_passphrase_draft_get_error        (SmithPassphraseDraft *self);
const char             *smith_passphrase_draft_get_repeat_error (SmithPassphraseDraft *self);
gboolean                smith_passphrase_draft_get_valid        (SmithPassphraseDraft *self);

G_END_DECLS
