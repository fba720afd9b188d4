/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Percent-encoding as AWS wants it: all but A-Za-z0-9-._~ (RFC 3986 2.3), with capital hex digits. */
gsize  smith_aws_escape_get_size (const char *data,
                                  gsize       size);
char  *smith_aws_escape_append   (char       *end,
                                  const char *data,
                                  gsize       size,
                                  const char *also_kept);

G_END_DECLS
