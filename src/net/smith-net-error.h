/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SmithNetError:
 *
 * Why a request got no answer. Cancelling is always %G_IO_ERROR_CANCELLED.
 */
typedef enum
{
  SMITH_NET_ERROR_FAILED,
  SMITH_NET_ERROR_UNREACHABLE,
  SMITH_NET_ERROR_TIMED_OUT,
  SMITH_NET_ERROR_CONNECTION_LOST,
  SMITH_NET_ERROR_TLS,
  SMITH_NET_ERROR_TOO_LARGE,
} SmithNetError;

#define SMITH_NET_ERROR (smith_net_error_quark ())

GQuark smith_net_error_quark (void);

G_END_DECLS
