/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-http-reply.h"
#include "smith-http-request.h"
#include "smith-net-error.h"

G_BEGIN_DECLS

/* The one HTTP transport: sessions, proxy, TLS, limits, time-outs. Main thread. */
#define SMITH_TYPE_HTTP_CLIENT (smith_http_client_get_type ())
G_DECLARE_FINAL_TYPE (SmithHttpClient, smith_http_client, SMITH, HTTP_CLIENT, GObject)

SmithHttpClient *smith_http_client_get_default      (void);
SmithHttpClient *smith_http_client_new              (void);
guint            smith_http_client_get_timeout      (SmithHttpClient      *self);
void             smith_http_client_set_timeout      (SmithHttpClient      *self,
                                                     guint                 seconds);
void             smith_http_client_set_tls_database (SmithHttpClient      *self,
                                                     GTlsDatabase         *database);
void             smith_http_client_set_proxy_resolver (SmithHttpClient   *self,
                                                     GProxyResolver       *resolver);
/* Whether a host is this computer: the only place where unencrypted http may go. */
gboolean         smith_http_client_is_loopback      (const char           *host);

/* Any status is success. Errors: SMITH_NET_ERROR, G_IO_ERROR_CANCELLED. */
void             smith_http_client_send_async       (SmithHttpClient      *self,
                                                     SmithHttpRequest     *request,
                                                     GCancellable         *cancellable,
                                                     GAsyncReadyCallback   callback,
                                                     gpointer              user_data);
SmithHttpReply  *smith_http_client_send_finish      (SmithHttpClient      *self,
                                                     GAsyncResult         *result,
                                                     GError              **error);

G_END_DECLS
