/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

void smith_toast_show             (GtkWidget      *from,
                                   const char     *title);
/* @undo is called as void (*) (gpointer data), once, when the button is clicked. */
void smith_toast_show_with_undo   (GtkWidget      *from,
                                   const char     *title,
                                   GCallback       undo,
                                   gpointer        data,
                                   GClosureNotify  notify);
void smith_toast_show_with_button (GtkWidget      *from,
                                   const char     *title,
                                   const char     *button,
                                   GCallback       clicked,
                                   gpointer        data,
                                   GClosureNotify  notify);
/* For changes that build on each other: takes the place of the one before. */
void smith_toast_replace_with_undo (GtkWidget     *from,
                                    const char    *title,
                                    GCallback      undo,
                                    gpointer       data,
                                    GClosureNotify notify);

G_END_DECLS
