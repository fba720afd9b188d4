/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-aws-client.h"

G_BEGIN_DECLS

/* What IAM says of one server certificate (ServerCertificateMetadata and, after a get or an upload,
 * the PEM texts). Immutable. */
#define SMITH_TYPE_AWS_SERVER_CERTIFICATE (smith_aws_server_certificate_get_type ())
G_DECLARE_FINAL_TYPE (SmithAwsServerCertificate, smith_aws_server_certificate, SMITH, AWS_SERVER_CERTIFICATE, GObject)

const char *smith_aws_server_certificate_get_name        (SmithAwsServerCertificate *self);
const char *smith_aws_server_certificate_get_path        (SmithAwsServerCertificate *self);
const char *smith_aws_server_certificate_get_arn         (SmithAwsServerCertificate *self);
const char *smith_aws_server_certificate_get_id          (SmithAwsServerCertificate *self);
GDateTime  *smith_aws_server_certificate_get_upload_date (SmithAwsServerCertificate *self);
GDateTime  *smith_aws_server_certificate_get_expiration  (SmithAwsServerCertificate *self);
const char *smith_aws_server_certificate_get_body        (SmithAwsServerCertificate *self);
const char *smith_aws_server_certificate_get_chain       (SmithAwsServerCertificate *self);

/* UploadServerCertificate. Not repeated by itself after a lost answer: the caller asks first
 * (GetServerCertificate) whether it is already there. Errors: SMITH_AWS_ERROR, SMITH_NET_ERROR. */
void                       smith_aws_iam_upload_server_certificate_async  (SmithAwsClient       *client,
                                                                           const char           *name,
                                                                           const char           *path,
                                                                           const char           *certificate_body,
                                                                           SmithSecret          *private_key,
                                                                           const char           *certificate_chain,
                                                                           GCancellable         *cancellable,
                                                                           GAsyncReadyCallback   callback,
                                                                           gpointer              user_data);
SmithAwsServerCertificate *smith_aws_iam_upload_server_certificate_finish (SmithAwsClient       *client,
                                                                           GAsyncResult         *result,
                                                                           GError              **error);
void                       smith_aws_iam_get_server_certificate_async     (SmithAwsClient       *client,
                                                                           const char           *name,
                                                                           GCancellable         *cancellable,
                                                                           GAsyncReadyCallback   callback,
                                                                           gpointer              user_data);
SmithAwsServerCertificate *smith_aws_iam_get_server_certificate_finish    (SmithAwsClient       *client,
                                                                           GAsyncResult         *result,
                                                                           GError              **error);
/* All pages, in the order of the answers. */
void                       smith_aws_iam_list_server_certificates_async   (SmithAwsClient       *client,
                                                                           const char           *path_prefix,
                                                                           GCancellable         *cancellable,
                                                                           GAsyncReadyCallback   callback,
                                                                           gpointer              user_data);
GListModel                *smith_aws_iam_list_server_certificates_finish  (SmithAwsClient       *client,
                                                                           GAsyncResult         *result,
                                                                           GError              **error);
void                       smith_aws_iam_delete_server_certificate_async  (SmithAwsClient       *client,
                                                                           const char           *name,
                                                                           GCancellable         *cancellable,
                                                                           GAsyncReadyCallback   callback,
                                                                           gpointer              user_data);
gboolean                   smith_aws_iam_delete_server_certificate_finish (SmithAwsClient       *client,
                                                                           GAsyncResult         *result,
                                                                           GError              **error);
/* GetAccountSummary: ServerCertificates and ServerCertificatesQuota. */
void                       smith_aws_iam_get_account_summary_async        (SmithAwsClient       *client,
                                                                           GCancellable         *cancellable,
                                                                           GAsyncReadyCallback   callback,
                                                                           gpointer              user_data);
gboolean                   smith_aws_iam_get_account_summary_finish       (SmithAwsClient       *client,
                                                                           GAsyncResult         *result,
                                                                           guint                *n_used,
                                                                           guint                *quota,
                                                                           GError              **error);

G_END_DECLS
