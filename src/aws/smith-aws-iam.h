/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-aws-client.h"
#include "smith-aws-server-certificate.h"

G_BEGIN_DECLS

/* UploadServerCertificate; the answer holds no PEM texts. Not repeated by itself after a lost answer:
 * the caller asks first (GetServerCertificate) whether it is already there. Errors of all calls:
 * SMITH_AWS_ERROR, SMITH_NET_ERROR, G_IO_ERROR_CANCELLED. */
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
/* All pages, in the order of the answers: a list of SmithAwsServerCertificate. */
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
