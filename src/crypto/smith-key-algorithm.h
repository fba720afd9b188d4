/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A row of a constant table: never freed, compared by address. */
typedef struct _SmithKeyAlgorithm SmithKeyAlgorithm;

guint                    smith_key_algorithm_get_n_rows (void);
const SmithKeyAlgorithm *smith_key_algorithm_get_row    (guint                    row);
const SmithKeyAlgorithm *smith_key_algorithm_lookup     (const char              *nick);
const char              *smith_key_algorithm_get_nick   (const SmithKeyAlgorithm *self);
const char              *smith_key_algorithm_get_title  (const SmithKeyAlgorithm *self);
const char              *smith_key_algorithm_get_family (const SmithKeyAlgorithm *self);
guint                    smith_key_algorithm_get_bits   (const SmithKeyAlgorithm *self);
const char              *smith_key_algorithm_get_curve  (const SmithKeyAlgorithm *self);
gboolean                 smith_key_algorithm_is_rare    (const SmithKeyAlgorithm *self);

G_END_DECLS
