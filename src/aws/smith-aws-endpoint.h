/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Where a service of AWS answers, and which region its signatures name. Pure functions over a table. */
const char *smith_aws_endpoint_get_partition      (const char *region);
gboolean    smith_aws_endpoint_is_valid_region    (const char *region);
char       *smith_aws_endpoint_dup_uri            (const char *service,
                                                   const char *region);
char       *smith_aws_endpoint_dup_signing_region (const char *service,
                                                   const char *region);
const char *smith_aws_endpoint_get_signing_name   (const char *service);

G_END_DECLS
