/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-secret.h"

G_BEGIN_DECLS

#define SMITH_TYPE_AWS_REQUEST (smith_aws_request_get_type ())

/* One call of a Query service. Boxed, reference-counted; not changed any more once it was sent. */
typedef struct _SmithAwsRequest SmithAwsRequest;

GType            smith_aws_request_get_type      (void) G_GNUC_CONST;
SmithAwsRequest *smith_aws_request_new           (const char      *service,
                                                  const char      *version,
                                                  const char      *action);
SmithAwsRequest *smith_aws_request_ref           (SmithAwsRequest *self);
void             smith_aws_request_unref         (SmithAwsRequest *self);
const char      *smith_aws_request_get_service   (SmithAwsRequest *self);
void             smith_aws_request_append        (SmithAwsRequest *self,
                                                  const char      *name,
                                                  const char      *value);
void             smith_aws_request_append_secret (SmithAwsRequest *self,
                                                  const char      *name,
                                                  SmithSecret     *value);
gboolean         smith_aws_request_get_safe      (SmithAwsRequest *self);
void             smith_aws_request_set_safe      (SmithAwsRequest *self,
                                                  gboolean         safe);
SmithSecret     *smith_aws_request_encode        (SmithAwsRequest *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SmithAwsRequest, smith_aws_request_unref)

G_END_DECLS
