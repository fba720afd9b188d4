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

SmithAccountList *smith_account_list_new            (SmithKeyring         *keyring,
                                                     const char           *path,          /* (nullable): accounts.ini */
                                                     const char * const   *environment);  /* (nullable): g_get_environ() */
const GError     *smith_account_list_get_error      (SmithAccountList     *self);         /* (nullable): accounts.ini could not be read */
SmithAccount     *smith_account_list_find           (SmithAccountList     *self,
                                                     const char           *id);
/* NULL where the text is good, else why not, as a sentence (transfer full). */
char             *smith_account_list_check_name     (SmithAccountList     *self,
                                                     const char           *name,
                                                     SmithAccount         *except);
/* The secret goes to the keyring and only there; SMITH_KEYRING_ERROR says that it could not. */
void              smith_account_list_add_async      (SmithAccountList     *self,
                                                     const char           *name,
                                                     const char           *region,
                                                     const char           *access_key_id,
                                                     const char           *endpoint,
                                                     SmithSecret          *secret_access_key,
                                                     SmithSecret          *session_token,
                                                     GCancellable         *cancellable,
                                                     GAsyncReadyCallback   callback,
                                                     gpointer              user_data);
SmithAccount     *smith_account_list_add_finish     (SmithAccountList     *self,
                                                     GAsyncResult         *result,
                                                     GError              **error);
/* Nothing is stored: gone when the program ends. */
SmithAccount     *smith_account_list_add_session    (SmithAccountList     *self,
                                                     const char           *name,
                                                     const char           *region,
                                                     const char           *access_key_id,
                                                     const char           *endpoint,
                                                     SmithSecret          *secret_access_key,
                                                     SmithSecret          *session_token,
                                                     GError              **error);
/* Secret NULL: the one that is stored stays (and with it the session token). */
void              smith_account_list_edit_async     (SmithAccountList     *self,
                                                     SmithAccount         *account,
                                                     const char           *name,
                                                     const char           *region,
                                                     const char           *access_key_id,
                                                     const char           *endpoint,
                                                     SmithSecret          *secret_access_key,
                                                     SmithSecret          *session_token,
                                                     GCancellable         *cancellable,
                                                     GAsyncReadyCallback   callback,
                                                     gpointer              user_data);
gboolean          smith_account_list_edit_finish    (SmithAccountList     *self,
                                                     GAsyncResult         *result,
                                                     GError              **error);
/* @leftover: why its secret is still in the keyring. */
void              smith_account_list_remove_async   (SmithAccountList     *self,
                                                     SmithAccount         *account,
                                                     GCancellable         *cancellable,
                                                     GAsyncReadyCallback   callback,
                                                     gpointer              user_data);
gboolean          smith_account_list_remove_finish  (SmithAccountList     *self,
                                                     GAsyncResult         *result,
                                                     char                **leftover,
                                                     GError              **error);
/* Brings back an account that smith_account_list_remove_async() took away, secret and all. */
void              smith_account_list_restore_async  (SmithAccountList     *self,
                                                     SmithAccount         *account,
                                                     GCancellable         *cancellable,
                                                     GAsyncReadyCallback   callback,
                                                     gpointer              user_data);
gboolean          smith_account_list_restore_finish (SmithAccountList     *self,
                                                     GAsyncResult         *result,
                                                     GError              **error);
/* Accounts of a backup that are not there yet, without their secrets. */
void              smith_account_list_merge_async    (SmithAccountList     *self,
                                                     GBytes               *bytes,
                                                     GCancellable         *cancellable,
                                                     GAsyncReadyCallback   callback,
                                                     gpointer              user_data);
int               smith_account_list_merge_finish   (SmithAccountList     *self,
                                                     GAsyncResult         *result,
                                                     GError              **error);
/* STS GetCallerIdentity: sets number and ARN of the account. */
void              smith_account_list_test_async     (SmithAccountList     *self,
                                                     SmithAccount         *account,
                                                     GCancellable         *cancellable,
                                                     GAsyncReadyCallback   callback,
                                                     gpointer              user_data);
gboolean          smith_account_list_test_finish    (SmithAccountList     *self,
                                                     GAsyncResult         *result,
                                                     GError              **error);
/* What a test found out, also when the upload found it out. */
void              smith_account_list_note_caller    (SmithAccountList     *self,
                                                     SmithAccount         *account,
                                                     const char           *account_number,
                                                     const char           *arn);

G_END_DECLS
