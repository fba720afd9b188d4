/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SmithAwsError:
 *
 * The answers of AWS that this program acts on. The service's own code, whatever it is, is kept:
 * smith_aws_error_get_service_code().
 */
typedef enum
{
  SMITH_AWS_ERROR_UNKNOWN,
  SMITH_AWS_ERROR_BAD_REPLY,
  SMITH_AWS_ERROR_CREDENTIALS,
  SMITH_AWS_ERROR_ACCESS_DENIED,
  SMITH_AWS_ERROR_CLOCK_SKEW,
  SMITH_AWS_ERROR_THROTTLED,
  SMITH_AWS_ERROR_SERVICE_FAILURE,
  SMITH_AWS_ERROR_LIMIT_EXCEEDED,
  SMITH_AWS_ERROR_ALREADY_EXISTS,
  SMITH_AWS_ERROR_NO_SUCH_ENTITY,
  SMITH_AWS_ERROR_MALFORMED_CERTIFICATE,
  SMITH_AWS_ERROR_KEY_PAIR_MISMATCH,
  SMITH_AWS_ERROR_INVALID_INPUT,
  SMITH_AWS_ERROR_DELETE_CONFLICT,
  SMITH_AWS_ERROR_CONCURRENT_MODIFICATION,
} SmithAwsError;

#define SMITH_AWS_ERROR (smith_aws_error_quark ())

GQuark      smith_aws_error_quark               (void);
GError     *smith_aws_error_new                 (guint         http_status,
                                                 const char   *service_code,
                                                 const char   *service_message,
                                                 const char   *request_id);
GError     *smith_aws_error_new_bad_reply       (guint         http_status,
                                                 const char   *reason,
                                                 const char   *request_id);
const char *smith_aws_error_get_service_code    (const GError *error);
const char *smith_aws_error_get_service_message (const GError *error);
const char *smith_aws_error_get_request_id      (const GError *error);
guint       smith_aws_error_get_http_status     (const GError *error);

G_END_DECLS
