/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-account-list.h"

G_BEGIN_DECLS

/* Shared by smith-account-list.c (the model and its file) and smith-account-list-changes.c (the verbs). */
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

G_END_DECLS
