/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * SmithRowDragPrepare:
 * @row: what was taken hold of
 *
 * Returns: (transfer full) (nullable): what travels; NULL if @row stays where it is
 */
typedef GdkContentProvider *(*SmithRowDragPrepare) (GtkWidget *row);

void smith_row_drag_add (GtkWidget           *row,
                         GtkWidget           *held,
                         SmithRowDragPrepare  prepare);

G_END_DECLS
