/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-aws-client.h"
#include "smith-keyring.h"

G_BEGIN_DECLS

typedef enum
{
  SMITH_ACCOUNT_SOURCE_KEYRING,      /* secret in the system keyring */
  SMITH_ACCOUNT_SOURCE_ENVIRONMENT,  /* AWS_* variables of this process; cannot be edited */
  SMITH_ACCOUNT_SOURCE_SESSION,      /* used once: forgotten when the program ends */
} SmithAccountSource;

/**
 * SmithAccountError:
 * @SMITH_ACCOUNT_ERROR_INVALID: a field breaks a rule; the message says which
 * @SMITH_ACCOUNT_ERROR_NO_SECRET: the keyring is open and has no secret for this account
 * @SMITH_ACCOUNT_ERROR_READ_ONLY: an account of the environment is changed only there
 */
typedef enum
{
  SMITH_ACCOUNT_ERROR_INVALID,
  SMITH_ACCOUNT_ERROR_NO_SECRET,
  SMITH_ACCOUNT_ERROR_READ_ONLY,
} SmithAccountError;

#define SMITH_ACCOUNT_ERROR (smith_account_error_quark ())

GQuark              smith_account_error_quark        (void);

/* AWS credentials with a name, a region and where they come from. Properties notify. */
#define SMITH_TYPE_ACCOUNT (smith_account_get_type ())
G_DECLARE_FINAL_TYPE (SmithAccount, smith_account, SMITH, ACCOUNT, GObject)

const char         *smith_account_get_id             (SmithAccount *self);
const char         *smith_account_get_name           (SmithAccount *self);
const char         *smith_account_get_region         (SmithAccount *self);
const char         *smith_account_get_access_key_id  (SmithAccount *self);
const char         *smith_account_get_endpoint       (SmithAccount *self);  /* (nullable): in place of AWS's own */
SmithAccountSource  smith_account_get_source         (SmithAccount *self);
const char         *smith_account_get_source_text    (SmithAccount *self);  /* "Keyring" … */
const char         *smith_account_get_subtitle       (SmithAccount *self);  /* number or key id, region */
const char         *smith_account_get_label          (SmithAccount *self);  /* name and subtitle */
const char         *smith_account_get_account_number (SmithAccount *self);  /* (nullable): known after a test */
const char         *smith_account_get_arn            (SmithAccount *self);  /* (nullable) */
GTimeSpan           smith_account_get_clock_offset   (SmithAccount *self);  /* AWS's clock minus ours; 0 if not known */

/* NULL where the text is good, else why not, as a sentence (transfer full). */
char               *smith_account_check_access_key_id (const char  *text);
char               *smith_account_check_secret        (SmithSecret *secret);
char               *smith_account_check_region        (const char  *text);
char               *smith_account_check_endpoint      (const char  *text);

/* A client with the credentials of this account, from the keyring where they are there. */
void                smith_account_open_async         (SmithAccount         *self,
                                                      SmithKeyring         *keyring,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
SmithAwsClient     *smith_account_open_finish        (SmithAccount         *self,
                                                      GAsyncResult         *result,
                                                      GError              **error);

G_END_DECLS
