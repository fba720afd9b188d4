/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-net-error.h"

#include <libsoup/soup.h>

#include <glib/gi18n.h>

G_DEFINE_QUARK (smith-net-error-quark, smith_net_error)

static GError *
make_tls_error (const GError         *source,
                const char           *host,
                GTlsCertificateFlags  tls_errors)
{
  if (tls_errors & G_TLS_CERTIFICATE_BAD_IDENTITY)
    return g_error_new (SMITH_NET_ERROR, SMITH_NET_ERROR_TLS,
                        _("The server that answered as “%s” has a certificate for another name, so nothing was "
                          "sent. Check the address, and whether a proxy stands in between."), host);
  if (tls_errors & G_TLS_CERTIFICATE_EXPIRED)
    return g_error_new (SMITH_NET_ERROR, SMITH_NET_ERROR_TLS,
                        _("The certificate of “%s” has expired, so nothing was sent. Check the clock of this "
                          "computer first."), host);
  if (tls_errors & G_TLS_CERTIFICATE_NOT_ACTIVATED)
    return g_error_new (SMITH_NET_ERROR, SMITH_NET_ERROR_TLS,
                        _("The certificate of “%s” is not valid yet, so nothing was sent. Check the clock of this "
                          "computer first."), host);
  if (tls_errors & G_TLS_CERTIFICATE_REVOKED)
    return g_error_new (SMITH_NET_ERROR, SMITH_NET_ERROR_TLS,
                        _("The certificate of “%s” has been revoked, so nothing was sent. Do not use this server "
                          "until its owner has replaced the certificate."), host);
  if (tls_errors & G_TLS_CERTIFICATE_UNKNOWN_CA)
    return g_error_new (SMITH_NET_ERROR, SMITH_NET_ERROR_TLS,
                        _("The certificate of “%s” comes from an authority that this computer does not trust, so "
                          "nothing was sent. If your network inspects traffic, install its root certificate; if "
                          "not, do not continue."), host);
  if (tls_errors != 0)
    return g_error_new (SMITH_NET_ERROR, SMITH_NET_ERROR_TLS,
                        _("The certificate of “%s” cannot be trusted, so nothing was sent. Try another network, or "
                          "ask whoever runs the server."), host);

  return g_error_new (SMITH_NET_ERROR, SMITH_NET_ERROR_TLS,
                      _("No secure connection to “%s” could be set up (%s). Check the address, and whether a proxy "
                        "stands in between."), host, source->message);
}

static GError *
make_io_error (const GError *source,
               const char   *host)
{
  switch (source->code)
    {
    case G_IO_ERROR_CANCELLED:
      return g_error_copy (source);
    case G_IO_ERROR_TIMED_OUT:
      return g_error_new (SMITH_NET_ERROR, SMITH_NET_ERROR_TIMED_OUT,
                          _("“%s” did not answer in time. Check the network connection and try again."), host);
    case G_IO_ERROR_HOST_NOT_FOUND:
    case G_IO_ERROR_HOST_UNREACHABLE:
    case G_IO_ERROR_NETWORK_UNREACHABLE:
    case G_IO_ERROR_CONNECTION_REFUSED:
      return g_error_new (SMITH_NET_ERROR, SMITH_NET_ERROR_UNREACHABLE,
                          _("“%s” cannot be reached (%s). Check the network connection and the address, then try "
                            "again."), host, source->message);
    case G_IO_ERROR_PROXY_FAILED:
    case G_IO_ERROR_PROXY_AUTH_FAILED:
    case G_IO_ERROR_PROXY_NEED_AUTH:
    case G_IO_ERROR_PROXY_NOT_ALLOWED:
      return g_error_new (SMITH_NET_ERROR, SMITH_NET_ERROR_UNREACHABLE,
                          _("The proxy did not let the connection to “%s” through (%s). Check the proxy in the "
                            "network settings."), host, source->message);
    case G_IO_ERROR_CONNECTION_CLOSED: /* the same as G_IO_ERROR_BROKEN_PIPE */
    case G_IO_ERROR_PARTIAL_INPUT:
      return g_error_new (SMITH_NET_ERROR, SMITH_NET_ERROR_CONNECTION_LOST,
                          _("The connection to “%s” broke before the whole answer had arrived. Check the network "
                            "connection and try again."), host);
    default:
      return g_error_new (SMITH_NET_ERROR, SMITH_NET_ERROR_FAILED,
                          _("Talking to “%s” failed (%s). Check the network connection and try again."),
                          host, source->message);
    }
}

/**
 * smith_net_error_from_source:
 * @source: what GIO or libsoup said
 * @host: the server's name, for the sentence
 * @tls_errors: what is wrong with the server's certificate, where something is
 *
 * The one funnel through which every error of the transport goes.
 *
 * Returns: (transfer full): the same in this program's words; a cancelled operation stays
 *   %G_IO_ERROR_CANCELLED
 */
GError *
smith_net_error_from_source (const GError         *source,
                             const char           *host,
                             GTlsCertificateFlags  tls_errors)
{
  g_return_val_if_fail (source != NULL, NULL);
  g_return_val_if_fail (host != NULL, NULL);

  if (g_error_matches (source, G_TLS_ERROR, G_TLS_ERROR_EOF))
    return g_error_new (SMITH_NET_ERROR, SMITH_NET_ERROR_CONNECTION_LOST,
                        _("The connection to “%s” broke before the whole answer had arrived. Check the network "
                          "connection and try again."), host);
  if (source->domain == G_TLS_ERROR)
    return make_tls_error (source, host, tls_errors);
  if (source->domain == G_RESOLVER_ERROR)
    return g_error_new (SMITH_NET_ERROR, SMITH_NET_ERROR_UNREACHABLE,
                        _("The server “%s” was not found. Check the network connection and the address, then try "
                          "again."), host);
  if (source->domain == SOUP_SESSION_ERROR)
    return g_error_new (SMITH_NET_ERROR, SMITH_NET_ERROR_FAILED,
                        _("“%s” does not answer as a web service does (%s). Check the address."),
                        host, source->message);
  if (source->domain == G_IO_ERROR)
    return make_io_error (source, host);

  return g_error_new (SMITH_NET_ERROR, SMITH_NET_ERROR_FAILED,
                      _("Talking to “%s” failed (%s). Check the network connection and try again."),
                      host, source->message);
}
