/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-account.h"

G_BEGIN_DECLS

/* GListModel of SmithAccount: those of accounts.ini in the configuration folder (no secret in it),
 * the environment's first if there is one, and those of this session. */
#define SMITH_TYPE_ACCOUNT_LIST (smith_account_list_get_type ())
G_DECLARE_FINAL_TYPE (SmithAccountList, smith_account_list, SMITH, ACCOUNT_LIST, GObject)

SmithAccountList *smith_account_list_new (SmithKeyring        *keyring,
                                          const char          *path,          /* (nullable): accounts.ini */
                                          const char * const  *environment);  /* (nullable): g_get_environ() */

G_END_DECLS
