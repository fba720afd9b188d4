/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-account.h"

G_BEGIN_DECLS

/* Accounts are made and changed by SmithAccountList; the clock offset also by whoever talked to AWS. */
SmithAccount        *smith_account_new                (const char          *id,
                                                       SmithAccountSource   source);
void                 smith_account_set_name           (SmithAccount        *self,
                                                       const char          *name);
void                 smith_account_set_region         (SmithAccount        *self,
                                                       const char          *region);
void                 smith_account_set_access_key_id  (SmithAccount        *self,
                                                       const char          *access_key_id);
void                 smith_account_set_endpoint       (SmithAccount        *self,
                                                       const char          *uri);
void                 smith_account_set_service_endpoint (SmithAccount      *self,
                                                       const char          *service,
                                                       const char          *uri);
const char          *smith_account_get_service_endpoint (SmithAccount      *self,
                                                       const char          *service);
void                 smith_account_set_caller         (SmithAccount        *self,
                                                       const char          *account_number,
                                                       const char          *arn);
void                 smith_account_set_clock_offset   (SmithAccount        *self,
                                                       GTimeSpan            offset);
/* Accounts of the environment and of this session hold their credentials; so does a removed one,
 * as long as it may be restored. */
void                 smith_account_set_credentials    (SmithAccount        *self,
                                                       SmithAwsCredentials *credentials);
SmithAwsCredentials *smith_account_get_credentials    (SmithAccount        *self);

/* What the keyring keeps of an account: the secret access key and, on a second line, the session token. */
SmithSecret         *smith_account_join_secret        (SmithSecret         *secret_access_key,
                                                       SmithSecret         *session_token);
SmithAwsCredentials *smith_account_split_secret       (const char          *access_key_id,
                                                       SmithSecret         *joined);

G_END_DECLS
