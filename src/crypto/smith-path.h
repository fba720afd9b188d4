/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-certificate.h"

G_BEGIN_DECLS

GPtrArray *smith_path_order        (SmithCertificate  *leaf,
                                    GPtrArray         *candidates,
                                    GPtrArray        **left_over);
gboolean   smith_path_is_ordered   (SmithCertificate  *leaf,
                                    GPtrArray         *chain);
gboolean   smith_path_is_complete  (SmithCertificate  *leaf,
                                    GPtrArray         *chain);
gboolean   smith_path_ends_in_root (SmithCertificate  *leaf,
                                    GPtrArray         *chain);
SmithCertificate *smith_path_find_leaf (GPtrArray     *certificates,
                                    SmithPublicKey    *key);

G_END_DECLS
