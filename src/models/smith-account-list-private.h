/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-account-list.h"

G_BEGIN_DECLS

/* smith-account-list.c: the model and its file. */
SmithKeyring *smith_account_list_get_keyring (SmithAccountList     *self);
void          smith_account_list_insert      (SmithAccountList     *self,
                                              SmithAccount         *account);
void          smith_account_list_take_out    (SmithAccountList     *self,
                                              SmithAccount         *account);
void          smith_account_list_save_async  (SmithAccountList     *self,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
gboolean      smith_account_list_save_finish (SmithAccountList     *self,
                                              GAsyncResult         *result,
                                              GError              **error);

/* smith-account-list-changes.c, for every verb that changes an account or its secret. */
gboolean      smith_account_list_check_writable (SmithAccount         *account,
                                                 GTask                *task);
void          smith_account_list_store_secret   (SmithAccountList     *self,
                                                 SmithAccount         *account,
                                                 const char           *name,
                                                 SmithSecret          *secret,
                                                 GCancellable         *cancellable,
                                                 GAsyncReadyCallback   callback,
                                                 GTask                *task);

G_END_DECLS
