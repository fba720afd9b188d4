/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

void      smith_question_open    (GtkWindow *window,
                                 GTask     *task);
GTask    *smith_question_answer  (GtkWindow *window);
gboolean  smith_question_is_open (GtkWindow *window);

G_END_DECLS
