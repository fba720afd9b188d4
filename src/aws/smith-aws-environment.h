/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-aws-credentials.h"

G_BEGIN_DECLS

/* What the AWS_* variables say, as the AWS CLI and SDKs read them. Pure: `environment` is a list of
 * NAME=value, such as that of g_get_environ(). An empty variable counts as unset. */
SmithAwsCredentials *smith_aws_environment_dup_credentials (const char * const *environment);
const char          *smith_aws_environment_get_region      (const char * const *environment);
const char          *smith_aws_environment_get_endpoint    (const char * const *environment,
                                                            const char         *service);

G_END_DECLS
