/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-parser.h"

G_BEGIN_DECLS

char *smith_cli_text_describe (const char         *file,
                               SmithParsed        *parsed);
char *smith_cli_text_escape   (const char         *text);

G_END_DECLS
