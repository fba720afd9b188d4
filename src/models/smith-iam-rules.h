/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-certificate.h"

G_BEGIN_DECLS

/* What UploadServerCertificate of IAM (API 2010-05-08) takes, as facts of 2026-11. */
#define SMITH_IAM_MAX_NAME         128
#define SMITH_IAM_MAX_PATH         512
#define SMITH_IAM_MAX_BODY         16384
#define SMITH_IAM_MAX_PRIVATE_KEY  16384
#define SMITH_IAM_MAX_CHAIN        2097152
#define SMITH_IAM_DEFAULT_PATH     "/"
#define SMITH_IAM_CLOUDFRONT_PATH  "/cloudfront/"

/* NULL where the text is good, else why not, as a sentence (transfer full). */
char     *smith_iam_check_name    (const char       *text);
char     *smith_iam_check_path    (const char       *text);

gboolean  smith_iam_is_charset    (const char       *text,
                                   gsize             length);
char     *smith_iam_suggest_name  (SmithCertificate *certificate,
                                   const char       *taken);

G_END_DECLS
