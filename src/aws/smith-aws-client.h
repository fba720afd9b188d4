/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-aws-credentials.h"
#include "smith-aws-error.h"

G_BEGIN_DECLS

/* Signs, sends, repeats where that is safe, and maps errors. One per account; the calls are in
 * smith-aws-SERVICE.h. Cheap to create; connections are shared by the transport. */
#define SMITH_TYPE_AWS_CLIENT (smith_aws_client_get_type ())
G_DECLARE_FINAL_TYPE (SmithAwsClient, smith_aws_client, SMITH, AWS_CLIENT, GObject)

SmithAwsClient *smith_aws_client_new                  (SmithAwsCredentials *credentials,
                                                       const char          *region);
void            smith_aws_client_set_endpoint         (SmithAwsClient      *self,
                                                       const char          *service,
                                                       const char          *uri);
const char     *smith_aws_client_get_region           (SmithAwsClient      *self);
GTimeSpan       smith_aws_client_get_clock_offset     (SmithAwsClient      *self);

G_END_DECLS
