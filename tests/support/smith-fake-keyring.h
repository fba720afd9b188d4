/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-keyring.h"

G_BEGIN_DECLS

/* A keyring in memory whose next operations can be made to fail or to wait. */
#define SMITH_TYPE_FAKE_KEYRING (smith_fake_keyring_get_type ())
G_DECLARE_FINAL_TYPE (SmithFakeKeyring, smith_fake_keyring, SMITH, FAKE_KEYRING, GObject)

SmithFakeKeyring *smith_fake_keyring_new              (void);
/* Each of these is for one operation; they queue up. */
void              smith_fake_keyring_fail_next        (SmithFakeKeyring  *self,
                                                       SmithKeyringError  code);
/* As a prompt that nobody answers: only cancelling ends the operation. */
void              smith_fake_keyring_hang_next        (SmithFakeKeyring  *self);
guint             smith_fake_keyring_get_n_items      (SmithFakeKeyring  *self);
guint             smith_fake_keyring_get_n_operations (SmithFakeKeyring  *self);
SmithSecret      *smith_fake_keyring_peek             (SmithFakeKeyring  *self,
                                                       SmithKeyringItem   item,
                                                       const char        *id);

G_END_DECLS
