/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-keyring.h"
#include "smith-library.h"

G_BEGIN_DECLS

#define SMITH_SELF_SIGN_DEFAULT_DAYS 365
#define SMITH_SELF_SIGN_MAX_DAYS     7300   /* twenty years */
#define SMITH_SELF_SIGN_APPLE_DAYS   825    /* what Apple's systems accept, private CAs included (support.apple.com/103769) */

const char *smith_self_sign_get_obstacle (SmithIdentity        *identity);
char       *smith_self_sign_dup_hint     (guint                 days);
void        smith_self_sign_async        (SmithLibrary         *library,
                                          SmithKeyring         *keyring,
                                          SmithIdentity        *identity,
                                          guint                 days,
                                          GTlsInteraction      *interaction,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
gboolean    smith_self_sign_finish       (SmithLibrary         *library,
                                          GAsyncResult         *result,
                                          GError              **error);

G_END_DECLS
