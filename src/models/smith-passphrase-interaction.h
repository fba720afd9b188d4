/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-identity.h"
#include "smith-keyring.h"

G_BEGIN_DECLS

/* Answers for the passphrase of one identity's key: from the keyring, else from a person. */
#define SMITH_TYPE_PASSPHRASE_INTERACTION (smith_passphrase_interaction_get_type ())
G_DECLARE_FINAL_TYPE (SmithPassphraseInteraction, smith_passphrase_interaction, SMITH, PASSPHRASE_INTERACTION, GTlsInteraction)

GTlsInteraction *smith_passphrase_interaction_new           (SmithKeyring                *keyring,
                                                             SmithIdentity               *identity,
                                                             GTlsInteraction             *person);
gboolean         smith_passphrase_interaction_is_cache_wrong (SmithPassphraseInteraction *self);
SmithSecret     *smith_passphrase_interaction_dup_to_remember (SmithPassphraseInteraction *self);

G_END_DECLS
