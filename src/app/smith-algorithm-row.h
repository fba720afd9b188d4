/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "smith-key-algorithm.h"

G_BEGIN_DECLS

/* One kind of key to choose: a radio button, its title, a plain line and where it works. */
#define SMITH_TYPE_ALGORITHM_ROW (smith_algorithm_row_get_type ())
G_DECLARE_FINAL_TYPE (SmithAlgorithmRow, smith_algorithm_row, SMITH, ALGORITHM_ROW, GtkListBoxRow)

GtkWidget               *smith_algorithm_row_new           (const SmithKeyAlgorithm *algorithm,
                                                            SmithAlgorithmRow       *group);
const SmithKeyAlgorithm *smith_algorithm_row_get_algorithm (SmithAlgorithmRow       *self);
gboolean                 smith_algorithm_row_get_chosen    (SmithAlgorithmRow       *self);
void                     smith_algorithm_row_choose        (SmithAlgorithmRow       *self);

G_END_DECLS
