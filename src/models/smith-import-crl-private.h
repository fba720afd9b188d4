/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void smith_import_tell_crls (GPtrArray *crls,
                             GPtrArray *library,
                             GPtrArray *issuers,
                             GPtrArray *lines);

G_END_DECLS
