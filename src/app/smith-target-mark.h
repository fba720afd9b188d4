/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "smith-target.h"

G_BEGIN_DECLS

/* A small symbol and a word: whether a key works at one place; the sentence is the tooltip. */
GtkWidget *smith_target_mark_new              (SmithTarget              target,
                                               const SmithKeyAlgorithm *algorithm);
GtkWidget *smith_target_mark_new_row          (SmithTarget              target,
                                               const SmithKeyAlgorithm *algorithm);
char      *smith_target_mark_dup_description  (const SmithKeyAlgorithm *algorithm);

G_END_DECLS
