/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-alt-name.h"

G_BEGIN_DECLS

char *smith_name_note_for (SmithAltName *name);

G_END_DECLS
