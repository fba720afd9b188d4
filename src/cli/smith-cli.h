/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SmithCliStatus:
 * @SMITH_CLI_STATUS_UNDERSTOOD: everything was understood
 * @SMITH_CLI_STATUS_NOT_UNDERSTOOD: something was not: it could not be read, or stayed locked
 * @SMITH_CLI_STATUS_USAGE: the command line makes no sense; nothing was read
 * @SMITH_CLI_STATUS_OUTPUT: something could not be written
 *
 * The exit status of the program without a window, as in its manual page. A higher one covers a lower one.
 */
typedef enum
{
  SMITH_CLI_STATUS_UNDERSTOOD     = 0,
  SMITH_CLI_STATUS_NOT_UNDERSTOOD = 1,
  SMITH_CLI_STATUS_USAGE          = 2,
  SMITH_CLI_STATUS_OUTPUT         = 3,
} SmithCliStatus;

gboolean       smith_cli_wants (const char * const  *arguments);
SmithCliStatus smith_cli_run   (char               **arguments);

G_END_DECLS
