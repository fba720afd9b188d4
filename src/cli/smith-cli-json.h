/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

#include "smith-parser.h"

G_BEGIN_DECLS

JsonObject *smith_cli_json_new   (const char    *file,
                                  SmithParsed   *parsed,
                                  const GError  *error);
char       *smith_cli_json_write (JsonObject    *object);

G_END_DECLS
