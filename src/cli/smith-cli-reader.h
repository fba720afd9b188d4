/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-parser.h"

G_BEGIN_DECLS

/* Told of each thing that was found, in order, and of each that could not be read: then @parsed may be NULL
 * and @error says why. */
typedef void (*SmithCliVisit) (const char   *file,
                               SmithParsed  *parsed,
                               const GError *error,
                               gpointer      user_data);

gboolean    smith_cli_reader_read      (char            **files,
                                        GTlsInteraction  *interaction,
                                        SmithCliVisit     visit,
                                        gpointer          user_data);
const char *smith_cli_reader_name_code (const GError     *error);

G_END_DECLS
