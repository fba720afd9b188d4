/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-key-algorithm.h"

G_BEGIN_DECLS

const SmithKeyAlgorithm *smith_key_algorithm_find (const char *family,
                                                   guint       bits,
                                                   const char *curve);
const SmithKeyAlgorithm *smith_key_algorithm_find_any (const char *family,
                                                       guint       bits,
                                                       const char *curve);

G_END_DECLS
