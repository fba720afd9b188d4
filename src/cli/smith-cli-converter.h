/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-parser.h"

G_BEGIN_DECLS

/* Writes what was found as PEM into a folder, each piece once, and never over a file that is there. */
typedef struct _SmithCliConverter SmithCliConverter;

/* Told of each file, before the next one is written: @exists where it was there with the same content. */
typedef void (*SmithCliWritten) (const char *path,
                                 gboolean    exists,
                                 gpointer    user_data);

SmithCliConverter *smith_cli_converter_new   (const char         *folder);
void               smith_cli_converter_take  (SmithCliConverter  *self,
                                              SmithParsed        *parsed);
gboolean           smith_cli_converter_write (SmithCliConverter  *self,
                                              SmithCliWritten     written,
                                              gpointer            user_data,
                                              GError            **error);
void               smith_cli_converter_free  (SmithCliConverter  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SmithCliConverter, smith_cli_converter_free)

G_END_DECLS
