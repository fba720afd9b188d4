/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Puts @what back into @owner, at @position or as near as there still is a place. */
typedef void (*SmithRemovalUndo) (gpointer owner,
                                  guint    position,
                                  gpointer what);

GtkWidget *smith_removal_button_new (const char       *title);
void       smith_removal_offer_undo (GtkWidget        *from,
                                     const char       *title,
                                     SmithRemovalUndo  undo,
                                     gpointer          owner,
                                     guint             position,
                                     gpointer          what,
                                     GDestroyNotify    free_what);

G_END_DECLS
