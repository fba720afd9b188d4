/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-aws-element.h"
#include "smith-aws-error.h"
#include "smith-http-reply.h"

G_BEGIN_DECLS

#define SMITH_TYPE_AWS_REPLY (smith_aws_reply_get_type ())

/* The good answer to a call. Boxed, reference-counted, immutable. */
typedef struct _SmithAwsReply SmithAwsReply;

GType            smith_aws_reply_get_type       (void) G_GNUC_CONST;
/* An answer that is an error of the service becomes @error. Errors: SMITH_AWS_ERROR. */
SmithAwsReply   *smith_aws_reply_new_from_http  (SmithHttpReply  *http,
                                                 GError         **error);
SmithAwsReply   *smith_aws_reply_ref            (SmithAwsReply   *self);
void             smith_aws_reply_unref          (SmithAwsReply   *self);
SmithAwsElement *smith_aws_reply_get_root       (SmithAwsReply   *self);
SmithAwsElement *smith_aws_reply_find           (SmithAwsReply   *self,
                                                 const char      *path);
const char      *smith_aws_reply_find_text      (SmithAwsReply   *self,
                                                 const char      *path);
const char      *smith_aws_reply_get_request_id (SmithAwsReply   *self);
guint            smith_aws_reply_get_status     (SmithAwsReply   *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SmithAwsReply, smith_aws_reply_unref)

G_END_DECLS
