/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-http-client.h"

#include <string.h>

#include <libsoup/soup.h>

#include "smith-test.h"

/* The transport against servers in this process: well-behaved ones, slow ones, and ones that drop,
 * flood, redirect, or cannot prove who they are. */

typedef struct
{
  SmithHttpClient *client;
  SoupServer      *server;
  char            *uri;       /* without a slash at the end */
  guint            n_asked;
  char            *body;      /* of the last request */
  char            *content_type;
  GSList          *paused;    /* Owned: SoupServerMessage */
} Fixture;

static void
handle_cb (SoupServer        *server,
           SoupServerMessage *message,
           const char        *path,
           GHashTable        *query,
           gpointer           user_data)
{
  Fixture *fixture = user_data;
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  SoupMessageBody *body = soup_server_message_get_request_body (message);

  fixture->n_asked++;
  g_free (fixture->body);
  fixture->body = g_strndup (body->data, (gsize) body->length);
  g_free (fixture->content_type);
  fixture->content_type = g_strdup (soup_message_headers_get_one (soup_server_message_get_request_headers (message),
                                                                  "Content-Type"));
  soup_server_message_set_status (message, 200, NULL);
  if (g_str_equal (path, "/slow"))
    {
      fixture->paused = g_slist_prepend (fixture->paused, g_object_ref (message));
      soup_server_message_pause (message);
    }
  else if (g_str_equal (path, "/redirect"))
    soup_server_message_set_redirect (message, 302, "/elsewhere");
  else if (g_str_equal (path, "/missing"))
    {
      soup_server_message_set_status (message, 404, NULL);
      soup_server_message_set_response (message, "text/plain", SOUP_MEMORY_STATIC, "not here", 8);
    }
  else if (g_str_equal (path, "/large") || g_str_equal (path, "/chunked"))
    {
      char *data = g_malloc0 (300000);

      if (g_str_equal (path, "/chunked"))
        soup_message_headers_set_encoding (headers, SOUP_ENCODING_CHUNKED);
      soup_server_message_set_response (message, "text/plain", SOUP_MEMORY_TAKE, data, 300000);
      soup_message_body_complete (soup_server_message_get_response_body (message));
    }
  else if (g_str_equal (path, "/gzip"))
    {
      /* 4 MB of zeros in 4 kB. */
      g_autoptr (GConverter) compressor = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9));
      g_autofree char *zeros = g_malloc0 (4000000);
      char *packed = g_malloc (100000);
      gsize read, written;

      g_converter_convert (compressor, zeros, 4000000, packed, 100000, G_CONVERTER_INPUT_AT_END, &read, &written, NULL);
      g_assert_cmpuint (read, ==, 4000000);
      soup_message_headers_append (headers, "Content-Encoding", "gzip");
      soup_server_message_set_response (message, "text/plain", SOUP_MEMORY_TAKE, packed, written);
    }
  else
    {
      soup_message_headers_append (headers, "X-Twice", "one");
      soup_message_headers_append (headers, "X-Twice", "two");
      soup_server_message_set_response (message, "text/plain", SOUP_MEMORY_STATIC, "hello", 5);
    }
}

static char *
listen_local (SoupServer              *server,
              SoupServerListenOptions  options)
{
  g_autoptr (GError) error = NULL;
  GSList *uris;
  char *uri;

  soup_server_listen_local (server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY | options, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (server);
  uri = g_uri_to_string (uris->data);
  uri[strlen (uri) - 1] = '\0';
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);

  return uri;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->client = smith_http_client_new ();
  fixture->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (fixture->server, "/", handle_cb, fixture, NULL);
  fixture->uri = listen_local (fixture->server, 0);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_clear_object (&fixture->client);
  soup_server_disconnect (fixture->server);
  g_slist_free_full (fixture->paused, g_object_unref);
  g_clear_object (&fixture->server);
  g_free (fixture->uri);
  g_free (fixture->body);
  g_free (fixture->content_type);
}

static SmithHttpReply *
send_request (SmithHttpClient   *client,
              SmithHttpRequest  *request,
              GCancellable      *cancellable,
              GError           **error)
{
  g_autoptr (GAsyncResult) done = NULL;
  GAsyncResult *result = NULL;

  smith_http_client_send_async (client, request, cancellable, smith_test_store_result, &result);
  done = smith_test_wait_result (&result);

  return smith_http_client_send_finish (client, done, error);
}

static SmithHttpRequest *
make_request (const char *base,
              const char *path)
{
  g_autofree char *uri = g_strconcat (base, path, NULL);

  return smith_http_request_new ("GET", uri);
}

static void
test_success (Fixture       *fixture,
              gconstpointer  data)
{
  static const char text[] = "Key=-----BEGIN";
  g_autofree char *uri = g_strconcat (fixture->uri, "/a%20b?x=1", NULL);
  g_autoptr (SmithHttpRequest) request = smith_http_request_new ("POST", uri);
  g_autoptr (SmithSecret) body = smith_secret_new_string (text);
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithHttpReply) reply = NULL;

  smith_http_request_set_body (request, "application/x-www-form-urlencoded", body);
  reply = send_request (fixture->client, request, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (smith_http_reply_get_status (reply), ==, 200);
  g_assert_cmpmem (g_bytes_get_data (smith_http_reply_get_body (reply), NULL),
                   g_bytes_get_size (smith_http_reply_get_body (reply)), "hello", 5);
  g_assert_cmpstr (smith_http_headers_lookup (smith_http_reply_get_headers (reply), "x-twice"), ==, "one");
  g_assert_cmpstr (fixture->body, ==, text);
  g_assert_cmpstr (fixture->content_type, ==, "application/x-www-form-urlencoded");
}

/* Any status is an answer; a redirect is not followed. */
static void
test_statuses (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr (SmithHttpRequest) missing = make_request (fixture->uri, "/missing");
  g_autoptr (SmithHttpRequest) redirect = make_request (fixture->uri, "/redirect");
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithHttpReply) first = send_request (fixture->client, missing, NULL, &error);
  g_autoptr (SmithHttpReply) second = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (smith_http_reply_get_status (first), ==, 404);
  g_assert_cmpuint (g_bytes_get_size (smith_http_reply_get_body (first)), ==, 8);

  fixture->n_asked = 0;
  second = send_request (fixture->client, redirect, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (smith_http_reply_get_status (second), ==, 302);
  g_assert_cmpuint (fixture->n_asked, ==, 1);
}

static void
test_sizes (Fixture       *fixture,
            gconstpointer  data)
{
  static const struct
  {
    const char *path;
    gsize       limit;
    gboolean    fits;
  } rows[] =
  {
    { "/large", 300000, TRUE },
    { "/large", 299999, FALSE },
    { "/chunked", 300000, TRUE },
    { "/chunked", 299999, FALSE },
    { "/gzip", 4000000, TRUE },
    { "/gzip", 3999999, FALSE },
    { "/gzip", 10000, FALSE },
    { "/", 0, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SmithHttpRequest) request = make_request (fixture->uri, rows[i].path);
      g_autoptr (GError) error = NULL;
      g_autoptr (SmithHttpReply) reply = NULL;

      smith_http_request_set_max_reply_size (request, rows[i].limit);
      reply = send_request (fixture->client, request, NULL, &error);
      if (!rows[i].fits)
        g_assert_error (error, SMITH_NET_ERROR, SMITH_NET_ERROR_TOO_LARGE);
      else
        {
          g_assert_no_error (error);
          g_assert_cmpuint (g_bytes_get_size (smith_http_reply_get_body (reply)), ==, rows[i].limit);
        }
    }
}

static void
test_deadline (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr (SmithHttpRequest) request = make_request (fixture->uri, "/slow");
  g_autoptr (SmithHttpRequest) patient = make_request (fixture->uri, "/slow");
  g_autoptr (GError) error = NULL;
  gint64 started = g_get_monotonic_time ();

  smith_http_request_set_deadline (request, 150);
  g_assert_null (send_request (fixture->client, request, NULL, &error));
  g_assert_error (error, SMITH_NET_ERROR, SMITH_NET_ERROR_TIMED_OUT);
  g_assert_cmpint (g_get_monotonic_time () - started, >=, 150000);
  g_clear_error (&error);

  /* No sign of life for a second. */
  smith_http_client_set_timeout (fixture->client, 1);
  g_assert_cmpuint (smith_http_client_get_timeout (fixture->client), ==, 1);
  smith_http_request_set_deadline (patient, 0);
  g_assert_null (send_request (fixture->client, patient, NULL, &error));
  g_assert_error (error, SMITH_NET_ERROR, SMITH_NET_ERROR_TIMED_OUT);
}

static gboolean
cancel_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);

  return G_SOURCE_REMOVE;
}

static void
test_cancel (Fixture       *fixture,
             gconstpointer  data)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (SmithHttpRequest) request = make_request (fixture->uri, "/slow");
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GError) error = NULL;

      if (i == 0)
        g_cancellable_cancel (cancellable);
      else
        g_timeout_add (50, cancel_cb, cancellable);
      g_assert_null (send_request (fixture->client, request, cancellable, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_cmpuint (fixture->n_asked, ==, i);
    }
}

/* A socket that says just these bytes, then closes or stays silent. */
typedef struct
{
  const char *bytes;
  gboolean    stays;
  GSList     *connections;  /* Owned */
} RawServer;

static gboolean
accept_cb (GSocketService    *service,
           GSocketConnection *connection,
           GObject           *source,
           gpointer           user_data)
{
  RawServer *raw = user_data;
  char request[4096];

  g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)), request, sizeof request, NULL, NULL);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), raw->bytes, strlen (raw->bytes),
                             NULL, NULL, NULL);
  if (raw->stays)
    raw->connections = g_slist_prepend (raw->connections, g_object_ref (connection));
  else
    g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);

  return TRUE;
}

static SmithHttpReply *
ask_raw (RawServer     *raw,
         const char    *scheme,
         GCancellable  *cancellable,
         GError       **error)
{
  g_autoptr (SmithHttpClient) client = smith_http_client_new ();
  g_autoptr (GSocketService) service = g_threaded_socket_service_new (2);
  guint16 port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (service), NULL, NULL);
  g_autofree char *uri = g_strdup_printf ("%s://localhost:%u/", scheme, port);
  g_autoptr (SmithHttpRequest) request = smith_http_request_new ("GET", uri);
  SmithHttpReply *reply;

  g_signal_connect (service, "run", G_CALLBACK (accept_cb), raw);
  smith_http_request_set_deadline (request, 10000);
  reply = send_request (client, request, cancellable, error);
  g_socket_service_stop (service);
  g_socket_listener_close (G_SOCKET_LISTENER (service));

  return reply;
}

static void
test_dropped (void)
{
  static const struct
  {
    const char *bytes;
    int         code;
  } rows[] =
  {
    { "", SMITH_NET_ERROR_CONNECTION_LOST },
    { "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n", SMITH_NET_ERROR_CONNECTION_LOST },
    /* Half a line: libsoup cannot tell it from nonsense. */
    { "HTTP/1.1 200", SMITH_NET_ERROR_FAILED },
    { "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345", SMITH_NET_ERROR_CONNECTION_LOST },
    { "HTTP/1.1 200 OK\r\nContent-Length: 10\r\nConnection: close\r\n\r\n12345", SMITH_NET_ERROR_CONNECTION_LOST },
    { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n123", SMITH_NET_ERROR_CONNECTION_LOST },
    { "SSH-2.0-OpenSSH_9.2p1\r\n", SMITH_NET_ERROR_FAILED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      RawServer raw = { rows[i].bytes };
      g_autoptr (GError) error = NULL;
      g_autoptr (SmithHttpReply) reply = ask_raw (&raw, "http", NULL, &error);

      if (reply != NULL)
        g_error ("This was taken for an answer: %s", rows[i].bytes);
      if (!g_error_matches (error, SMITH_NET_ERROR, rows[i].code))
        g_error ("%s gave %s", rows[i].bytes, error->message);
    }
}

/* In the middle of the body. */
static void
test_cancel_body (void)
{
  RawServer raw = { "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345", TRUE };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_timeout_add (100, cancel_cb, cancellable);
  g_assert_null (ask_raw (&raw, "http", cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_slist_free_full (raw.connections, g_object_unref);
}

static void
test_addresses (void)
{
  static const struct
  {
    const char *uri;
    int         code;
  } rows[] =
  {
    { "", SMITH_NET_ERROR_FAILED },
    { "127.0.0.1", SMITH_NET_ERROR_FAILED },
    { "https:///path", SMITH_NET_ERROR_FAILED },
    { "file:///etc/passwd", SMITH_NET_ERROR_FAILED },
    { "ftp://localhost/", SMITH_NET_ERROR_FAILED },
    { "http://example.org/", SMITH_NET_ERROR_TLS },
    { "http://10.0.0.1/", SMITH_NET_ERROR_TLS },
    { "http://localhost.example.org/", SMITH_NET_ERROR_TLS },
    { "http://127.0.0.1.example.org/", SMITH_NET_ERROR_TLS },
    { "http://user@example.org@localhost.evil.org/", SMITH_NET_ERROR_TLS },
    { "http://127.0.0.1:1/", SMITH_NET_ERROR_UNREACHABLE },
    { "https://no-such-host.invalid/", SMITH_NET_ERROR_UNREACHABLE },
  };
  g_autoptr (SmithHttpClient) client = smith_http_client_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SmithHttpRequest) request = smith_http_request_new ("GET", rows[i].uri);
      g_autoptr (GError) error = NULL;

      g_assert_null (send_request (client, request, NULL, &error));
      if (!g_error_matches (error, SMITH_NET_ERROR, rows[i].code))
        g_error ("%s gave %s", rows[i].uri, error->message);
    }
}

static void
test_loopback (void)
{
  static const char * const here[] = { "localhost", "LOCALHOST", "a.localhost", "127.0.0.1", "127.9.9.9", "::1" };
  static const char * const elsewhere[] = { "", "example.org", "localhost.org", "10.0.0.1", "0.0.0.0", "::", "128.0.0.1",
                                            "127.0.0.1.org", "notlocalhost", "localhost." };

  for (gsize i = 0; i < G_N_ELEMENTS (here); i++)
    g_assert_true (smith_http_client_is_loopback (here[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (elsewhere); i++)
    g_assert_false (smith_http_client_is_loopback (elsewhere[i]));
}

/* Servers have to prove who they are, on this computer too. */
static void
test_tls (void)
{
  static const char script[] =
    "set -e; cd \"$1\"\n"
    "new() { name=$1; san=$2; shift 2; openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=x \\\n"
    "  -addext subjectAltName=$san -keyout $name.key -out $name.pem \"$@\"; }\n"
    "new good DNS:localhost,IP:127.0.0.1 -days 30\n"
    "new other DNS:example.org -days 30\n"
    "echo subjectAltName=DNS:localhost,IP:127.0.0.1 > san.cnf\n"
    "cp good.key expired.key; openssl req -new -key good.key -subj /CN=x -out expired.csr\n"
    /* openssl 3.0 goes back in time with -days -1, later ones with dates. */
    "if openssl x509 -help 2>&1 | grep -q -e -not_after; then past='-not_before 20200101000000Z -not_after 20200201000000Z'\n"
    "else past='-days -1'; fi\n"
    "openssl x509 -req -in expired.csr -signkey good.key $past -extfile san.cnf -out expired.pem\n"
    "cat good.pem other.pem expired.pem > trusted.pem\n";
  static const struct
  {
    const char *name;
    gboolean    trusted;
    const char *fragment;  /* NULL: the server is accepted */
  } rows[] =
  {
    { "good", FALSE, "does not trust" },
    { "good", TRUE, NULL },
    { "other", TRUE, "another name" },
    { "expired", TRUE, "expired" },
  };
  g_autofree char *folder = smith_test_make_folder ();
  const char *argv[] = { "/bin/sh", "-c", script, "sh", folder, NULL };
  g_autofree char *output = smith_test_run (argv, NULL, NULL);
  g_autofree char *anchors = g_build_filename (folder, "trusted.pem", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsDatabase) database = g_tls_file_database_new (anchors, &error);

  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      Fixture fixture = { NULL };
      g_autofree char *certificate_path = g_strdup_printf ("%s/%s.pem", folder, rows[i].name);
      g_autofree char *key_path = g_strdup_printf ("%s/%s.key", folder, rows[i].name);
      g_autoptr (GTlsCertificate) certificate = g_tls_certificate_new_from_files (certificate_path, key_path, &error);
      g_autoptr (SoupServer) server = NULL;
      g_autoptr (SmithHttpClient) client = smith_http_client_new ();
      g_autoptr (SmithHttpRequest) request = NULL;
      g_autoptr (SmithHttpReply) reply = NULL;
      g_autoptr (SmithHttpReply) again = NULL;
      g_autofree char *uri = NULL;

      g_assert_no_error (error);
      server = soup_server_new ("tls-certificate", certificate, NULL);
      soup_server_add_handler (server, "/", handle_cb, &fixture, NULL);
      uri = listen_local (server, SOUP_SERVER_LISTEN_HTTPS);
      if (rows[i].trusted)
        smith_http_client_set_tls_database (client, database);
      request = make_request (uri, "/");
      reply = send_request (client, request, NULL, &error);
      if (rows[i].fragment == NULL)
        {
          g_assert_no_error (error);
          g_assert_cmpuint (smith_http_reply_get_status (reply), ==, 200);
          g_assert_cmpuint (fixture.n_asked, ==, 1);
          /* Over the same connection, whose certificate was seen before. */
          again = send_request (client, request, NULL, &error);
          g_assert_no_error (error);
          g_assert_cmpuint (fixture.n_asked, ==, 2);
        }
      else
        {
          g_assert_error (error, SMITH_NET_ERROR, SMITH_NET_ERROR_TLS);
          if (strstr (error->message, rows[i].fragment) == NULL)
            g_error ("“%s” is not in: %s", rows[i].fragment, error->message);
          g_assert_cmpuint (fixture.n_asked, ==, 0);
        }
      g_clear_error (&error);
      g_free (fixture.body);
      g_free (fixture.content_type);
      soup_server_disconnect (server);
    }
  smith_test_remove_folder (folder);
}

static void
test_not_tls (void)
{
  RawServer raw = { "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n" };
  g_autoptr (GError) error = NULL;

  g_assert_null (ask_raw (&raw, "https", NULL, &error));
  g_assert_error (error, SMITH_NET_ERROR, SMITH_NET_ERROR_TLS);
}

/* Others are asked for through the proxy, this computer is not. */
static void
test_proxy (Fixture       *fixture,
            gconstpointer  data)
{
  RawServer raw = { "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n" };
  g_autoptr (GSocketService) service = g_threaded_socket_service_new (2);
  guint16 port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (service), NULL, NULL);
  g_autofree char *proxy = g_strdup_printf ("http://127.0.0.1:%u", port);
  g_autoptr (GProxyResolver) resolver = g_simple_proxy_resolver_new (proxy, NULL);
  g_autoptr (SmithHttpRequest) outside = smith_http_request_new ("GET", "https://iam.amazonaws.com/");
  g_autoptr (SmithHttpRequest) inside = make_request (fixture->uri, "/");
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithHttpReply) reply = NULL;

  g_signal_connect (service, "run", G_CALLBACK (accept_cb), &raw);
  smith_http_client_set_proxy_resolver (fixture->client, resolver);
  g_assert_null (send_request (fixture->client, outside, NULL, &error));
  g_assert_error (error, SMITH_NET_ERROR, SMITH_NET_ERROR_UNREACHABLE);
  g_assert_nonnull (strstr (error->message, "proxy"));
  g_assert_nonnull (strstr (error->message, "403 Forbidden"));
  g_clear_error (&error);

  reply = send_request (fixture->client, inside, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (fixture->n_asked, ==, 1);
  g_socket_service_stop (service);
  g_socket_listener_close (G_SOCKET_LISTENER (service));
}

static void
test_default (void)
{
  SmithHttpClient *client = smith_http_client_get_default ();
  g_autoptr (SmithHttpClient) other = smith_http_client_new ();
  guint timeout;

  g_assert_true (client == smith_http_client_get_default ());
  g_assert_true (client != other);
  g_object_set (other, "timeout", 7, NULL);
  g_object_get (other, "timeout", &timeout, NULL);
  g_assert_cmpuint (timeout, ==, 7);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add ("/http-client/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("success", test_success);
  ADD ("statuses", test_statuses);
  ADD ("sizes", test_sizes);
  ADD ("deadline", test_deadline);
  ADD ("cancel", test_cancel);
  ADD ("proxy", test_proxy);
#undef ADD
  g_test_add_func ("/http-client/dropped", test_dropped);
  g_test_add_func ("/http-client/cancel-body", test_cancel_body);
  g_test_add_func ("/http-client/addresses", test_addresses);
  g_test_add_func ("/http-client/loopback", test_loopback);
  g_test_add_func ("/http-client/tls", test_tls);
  g_test_add_func ("/http-client/not-tls", test_not_tls);
  g_test_add_func ("/http-client/default", test_default);

  return g_test_run ();
}
