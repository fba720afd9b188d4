/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* When to send a call again, and after how long. Pure functions. */
#define SMITH_AWS_RETRY_MAX_ATTEMPTS 5

gboolean smith_aws_retry_is_worthwhile    (const GError *error,
                                           gboolean      safe);
guint    smith_aws_retry_get_max_attempts (const GError *error);
gboolean smith_aws_retry_may_be_clock     (const GError *error);
gint64   smith_aws_retry_get_delay        (guint         n_failures,
                                           double        fraction,
                                           gint64        retry_after,
                                           guint         base,
                                           guint         cap);

G_END_DECLS
