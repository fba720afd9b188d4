/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-aws-credentials.h"
#include "smith-http-headers.h"
#include "smith-http-request.h"

G_BEGIN_DECLS

/* Signature Version 4, header signing, as every service but S3 wants it. Pure: the time is an
 * argument, and each intermediate can be compared with another implementation's. */
char *smith_aws_sigv4_canonical_path     (const char          *path);
char *smith_aws_sigv4_canonical_query    (const char          *query);
char *smith_aws_sigv4_payload_hash       (SmithSecret         *body);
char *smith_aws_sigv4_signed_headers     (SmithHttpHeaders    *headers);
char *smith_aws_sigv4_canonical_request  (const char          *method,
                                          const char          *path,
                                          const char          *query,
                                          SmithHttpHeaders    *headers,
                                          const char          *payload_hash);
char *smith_aws_sigv4_format_time        (GDateTime           *time);
char *smith_aws_sigv4_scope              (GDateTime           *time,
                                          const char          *region,
                                          const char          *service);
char *smith_aws_sigv4_string_to_sign     (const char          *canonical_request,
                                          GDateTime           *time,
                                          const char          *region,
                                          const char          *service);
char *smith_aws_sigv4_signature          (SmithSecret         *secret_access_key,
                                          const char          *string_to_sign,
                                          GDateTime           *time,
                                          const char          *region,
                                          const char          *service);
void  smith_aws_sigv4_sign               (SmithHttpRequest    *request,
                                          SmithAwsCredentials *credentials,
                                          GDateTime           *time,
                                          const char          *region,
                                          const char          *service);

G_END_DECLS
