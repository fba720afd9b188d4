/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-net-error.h"

#include <string.h>

#include <libsoup/soup.h>

/* The funnel: every error of the libraries becomes a sentence that names the server. */

static void
test_funnel (void)
{
  const struct
  {
    GQuark               domain;
    int                  code;
    GTlsCertificateFlags flags;
    int                  wanted;
  } rows[] =
  {
    { G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, 0, SMITH_NET_ERROR_UNREACHABLE },
    { G_RESOLVER_ERROR, G_RESOLVER_ERROR_TEMPORARY_FAILURE, 0, SMITH_NET_ERROR_UNREACHABLE },
    { G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED, 0, SMITH_NET_ERROR_UNREACHABLE },
    { G_IO_ERROR, G_IO_ERROR_HOST_UNREACHABLE, 0, SMITH_NET_ERROR_UNREACHABLE },
    { G_IO_ERROR, G_IO_ERROR_NETWORK_UNREACHABLE, 0, SMITH_NET_ERROR_UNREACHABLE },
    { G_IO_ERROR, G_IO_ERROR_PROXY_FAILED, 0, SMITH_NET_ERROR_UNREACHABLE },
    { G_IO_ERROR, G_IO_ERROR_PROXY_NEED_AUTH, 0, SMITH_NET_ERROR_UNREACHABLE },
    { G_IO_ERROR, G_IO_ERROR_TIMED_OUT, 0, SMITH_NET_ERROR_TIMED_OUT },
    { G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE, 0, SMITH_NET_ERROR_CONNECTION_LOST },
    { G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT, 0, SMITH_NET_ERROR_CONNECTION_LOST },
    { G_IO_ERROR, G_IO_ERROR_FAILED, 0, SMITH_NET_ERROR_FAILED },
    { G_TLS_ERROR, G_TLS_ERROR_EOF, 0, SMITH_NET_ERROR_CONNECTION_LOST },
    { G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE, G_TLS_CERTIFICATE_REVOKED, SMITH_NET_ERROR_TLS },
    { G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE, G_TLS_CERTIFICATE_NOT_ACTIVATED, SMITH_NET_ERROR_TLS },
    { G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE, G_TLS_CERTIFICATE_INSECURE, SMITH_NET_ERROR_TLS },
    { G_TLS_ERROR, G_TLS_ERROR_NOT_TLS, 0, SMITH_NET_ERROR_TLS },
    { SOUP_SESSION_ERROR, SOUP_SESSION_ERROR_PARSING, 0, SMITH_NET_ERROR_FAILED },
    { G_CONVERT_ERROR, G_CONVERT_ERROR_FAILED, 0, SMITH_NET_ERROR_FAILED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) source = g_error_new_literal (rows[i].domain, rows[i].code, "the library's words");
      g_autoptr (GError) error = smith_net_error_from_source (source, "iam.example.org", rows[i].flags);

      g_assert_error (error, SMITH_NET_ERROR, rows[i].wanted);
      g_assert_nonnull (strstr (error->message, "iam.example.org"));
      g_assert_true (g_str_has_suffix (error->message, "."));
    }
}

static void
test_cancelled (void)
{
  g_autoptr (GError) source = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Operation was cancelled");
  g_autoptr (GError) error = smith_net_error_from_source (source, "x", 0);

  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/net-error/funnel", test_funnel);
  g_test_add_func ("/net-error/cancelled", test_cancelled);

  return g_test_run ();
}
