/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-aws-element.h"

G_BEGIN_DECLS

/* What IAM says of one server certificate (ServerCertificateMetadata and, after a get, the PEM texts).
 * Immutable. */
#define SMITH_TYPE_AWS_SERVER_CERTIFICATE (smith_aws_server_certificate_get_type ())
G_DECLARE_FINAL_TYPE (SmithAwsServerCertificate, smith_aws_server_certificate, SMITH, AWS_SERVER_CERTIFICATE, GObject)

SmithAwsServerCertificate *smith_aws_server_certificate_new             (SmithAwsElement           *metadata,
                                                                         const char                *body,
                                                                         const char                *chain);
const char                *smith_aws_server_certificate_get_name        (SmithAwsServerCertificate *self);
const char                *smith_aws_server_certificate_get_path        (SmithAwsServerCertificate *self);
const char                *smith_aws_server_certificate_get_arn         (SmithAwsServerCertificate *self);
const char                *smith_aws_server_certificate_get_id          (SmithAwsServerCertificate *self);
GDateTime                 *smith_aws_server_certificate_get_upload_date (SmithAwsServerCertificate *self);
GDateTime                 *smith_aws_server_certificate_get_expiration  (SmithAwsServerCertificate *self);
const char                *smith_aws_server_certificate_get_body        (SmithAwsServerCertificate *self);
const char                *smith_aws_server_certificate_get_chain       (SmithAwsServerCertificate *self);

G_END_DECLS
