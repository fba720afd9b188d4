/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What to do with the files. */
typedef enum
{
  SMITH_CLI_MODE_NONE,
  SMITH_CLI_MODE_PRINT,
  SMITH_CLI_MODE_JSON,
  SMITH_CLI_MODE_CONVERT,
} SmithCliMode;

/* The command line, read. */
typedef struct
{
  SmithCliMode   mode;
  gboolean       version;
  gboolean       help;
  char          *output;        /* NULL: the current folder. */
  int            password_fd;   /* -1: none. */
  char         **files;
  char          *help_text;
} SmithCliOptions;

SmithCliOptions *smith_cli_options_parse (char               **arguments,
                                          GError             **error);
void             smith_cli_options_free  (SmithCliOptions     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SmithCliOptions, smith_cli_options_free)

G_END_DECLS
