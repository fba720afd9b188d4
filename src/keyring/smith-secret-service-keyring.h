/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-keyring.h"

G_BEGIN_DECLS

/* The keyring of the desktop, through libsecret. */
#define SMITH_TYPE_SECRET_SERVICE_KEYRING (smith_secret_service_keyring_get_type ())
G_DECLARE_FINAL_TYPE (SmithSecretServiceKeyring, smith_secret_service_keyring, SMITH, SECRET_SERVICE_KEYRING, GObject)

SmithKeyring *smith_secret_service_keyring_new (void);

G_END_DECLS
