/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-aws-credentials.h"
#include "smith-aws-error.h"
#include "smith-aws-reply.h"
#include "smith-aws-request.h"
#include "smith-http-client.h"

G_BEGIN_DECLS

/* Signs, sends, repeats where that is safe, and maps errors. One per account; the calls are in
 * smith-aws-SERVICE.h. Cheap to create; connections are shared by the transport. */
#define SMITH_TYPE_AWS_CLIENT (smith_aws_client_get_type ())
G_DECLARE_FINAL_TYPE (SmithAwsClient, smith_aws_client, SMITH, AWS_CLIENT, GObject)

/* (transfer full): the time by this computer's clock. */
typedef GDateTime *(*SmithAwsClock) (gpointer user_data);

SmithAwsClient *smith_aws_client_new                  (SmithAwsCredentials  *credentials,
                                                       const char           *region);
void            smith_aws_client_set_endpoint         (SmithAwsClient       *self,
                                                       const char           *service,
                                                       const char           *uri);
const char     *smith_aws_client_get_region           (SmithAwsClient       *self);
/* How far the clock of AWS is ahead of this computer's, by the last answer. */
GTimeSpan       smith_aws_client_get_clock_offset     (SmithAwsClient       *self);

/* For tests: another transport, other pauses, another clock. */
void            smith_aws_client_set_http_client      (SmithAwsClient       *self,
                                                       SmithHttpClient      *http_client);
void            smith_aws_client_set_backoff          (SmithAwsClient       *self,
                                                       guint                 base,
                                                       guint                 cap);
void            smith_aws_client_set_clock            (SmithAwsClient       *self,
                                                       SmithAwsClock         clock,
                                                       gpointer              user_data);

/* For the files of the services. Errors: SMITH_AWS_ERROR, SMITH_NET_ERROR, G_IO_ERROR_CANCELLED. */
void            smith_aws_client_send_async           (SmithAwsClient       *self,
                                                       SmithAwsRequest      *request,
                                                       GCancellable         *cancellable,
                                                       GAsyncReadyCallback   callback,
                                                       gpointer              user_data);
SmithAwsReply  *smith_aws_client_send_finish          (SmithAwsClient       *self,
                                                       GAsyncResult         *result,
                                                       GError              **error);

G_END_DECLS
