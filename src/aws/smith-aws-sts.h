/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-aws-client.h"

G_BEGIN_DECLS

/* GetCallerIdentity: who these credentials are. The strings belong to the caller. */
void     smith_aws_sts_get_caller_identity_async  (SmithAwsClient       *client,
                                                   GCancellable         *cancellable,
                                                   GAsyncReadyCallback   callback,
                                                   gpointer              user_data);
gboolean smith_aws_sts_get_caller_identity_finish (SmithAwsClient       *client,
                                                   GAsyncResult         *result,
                                                   char                **account,
                                                   char                **arn,
                                                   char                **user_id,
                                                   GError              **error);

G_END_DECLS
