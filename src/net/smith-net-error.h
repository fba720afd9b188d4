/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SmithNetError:
 * @SMITH_NET_ERROR_FAILED: something else went wrong
 * @SMITH_NET_ERROR_UNREACHABLE: no connection came about, so nothing was sent
 * @SMITH_NET_ERROR_TIMED_OUT: the answer did not come in time; the request may have arrived
 * @SMITH_NET_ERROR_CONNECTION_LOST: the connection broke; the request may have arrived
 * @SMITH_NET_ERROR_TLS: the server could not prove who it is, or spoke no TLS; nothing was sent
 * @SMITH_NET_ERROR_TOO_LARGE: the answer is larger than was agreed
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

GQuark  smith_net_error_quark       (void);
GError *smith_net_error_from_source (const GError         *source,
                                     const char           *host,
                                     GTlsCertificateFlags  tls_errors);

G_END_DECLS
