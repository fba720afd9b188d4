/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-secret.h"

G_BEGIN_DECLS

#define SMITH_TYPE_AWS_CREDENTIALS (smith_aws_credentials_get_type ())

/* Boxed, reference-counted, immutable. */
typedef struct _SmithAwsCredentials SmithAwsCredentials;

GType                smith_aws_credentials_get_type          (void) G_GNUC_CONST;
SmithAwsCredentials *smith_aws_credentials_new               (const char          *access_key_id,
                                                              SmithSecret         *secret_access_key,
                                                              SmithSecret         *session_token);
SmithAwsCredentials *smith_aws_credentials_ref               (SmithAwsCredentials *self);
void                 smith_aws_credentials_unref             (SmithAwsCredentials *self);
const char          *smith_aws_credentials_get_access_key_id (SmithAwsCredentials *self);
SmithSecret         *smith_aws_credentials_get_secret_access_key (SmithAwsCredentials *self);
SmithSecret         *smith_aws_credentials_get_session_token (SmithAwsCredentials *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SmithAwsCredentials, smith_aws_credentials_unref)

G_END_DECLS
