/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-secret.h"

G_BEGIN_DECLS

gboolean      smith_file_write           (const char   *path,
                                          const void   *data,
                                          gsize         size,
                                          int           mode,
                                          GError      **error);
gboolean      smith_file_sync_directory  (const char   *path,
                                          GError      **error);
GBytes       *smith_file_read            (const char   *path,
                                          gsize         max_size,
                                          GError      **error);
SmithSecret  *smith_file_read_secret     (const char   *path,
                                          gsize         max_size,
                                          GError      **error);
const char   *smith_file_describe_errno  (int           number);

G_END_DECLS
