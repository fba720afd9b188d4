/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "smith-secret.h"

G_BEGIN_DECLS

/* Entries into which something secret is typed. */
void         smith_secret_entry_prepare (GtkEditable *entry);
SmithSecret *smith_secret_entry_dup     (GtkEditable *entry);
void         smith_secret_entry_clear   (GtkEditable *entry);

G_END_DECLS
