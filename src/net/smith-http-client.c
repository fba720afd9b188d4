/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-http-client.h"

#include <libsoup/soup.h>

#include <glib/gi18n.h>

#define DEFAULT_TIMEOUT_SECONDS 20
#define IDLE_CONNECTION_SECONDS 30
#define CHUNK_SIZE (64 * 1024)

/**
 * SmithHttpClient:
 *
 * The one HTTP transport of the program: a libsoup session whose connections are shared and reused,
 * the desktop's proxy, and limits on time and size.
 *
 * Servers always prove who they are (TLS), except on the loopback interface, where plain http is
 * allowed and the proxy is left out. Redirects are not followed: a signed request must not wander
 * to another host. Lives on the main thread.
 */
struct _SmithHttpClient
{
  GObject      parent_instance;

  /* Owned */
  SoupSession *session;         /* through the proxy of the desktop */
  SoupSession *loopback;        /* straight to this computer */
};

typedef enum
{
  PROP_TIMEOUT = 1,
  N_PROPERTIES,
} SmithHttpClientProperty;

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (SmithHttpClient, smith_http_client, G_TYPE_OBJECT)

typedef struct
{
  SmithHttpRequest *request;
  SoupMessage      *message;
  char             *host;
  GInputStream     *stream;
  GByteArray       *body;
  GCancellable     *cancellable;  /* the caller's, or the deadline */
  gulong            cancelled_id;
  GSource          *deadline;
  gboolean          expired;
} SendState;

static void
free_send_state (SendState *state)
{
  if (state->deadline != NULL)
    g_source_destroy (state->deadline);
  g_clear_pointer (&state->deadline, g_source_unref);
  g_clear_pointer (&state->request, smith_http_request_unref);
  g_clear_object (&state->message);
  g_clear_object (&state->stream);
  g_clear_object (&state->cancellable);
  g_clear_pointer (&state->body, g_byte_array_unref);
  g_free (state->host);
  g_free (state);
}

static void
finish_waiting (GTask *task)
{
  SendState *state = g_task_get_task_data (task);

  g_cancellable_disconnect (g_task_get_cancellable (task), state->cancelled_id);
  state->cancelled_id = 0;
  if (state->deadline != NULL)
    g_source_destroy (state->deadline);
}

static void
return_error (GTask  *task,
              GError *error)
{
  SendState *state = g_task_get_task_data (task);

  finish_waiting (task);
  if (state->expired && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_new_error (task, SMITH_NET_ERROR, SMITH_NET_ERROR_TIMED_OUT,
                             _("“%s” did not answer in time. Check the network connection and try again."),
                             state->host);
  else
    g_task_return_error (task,
                         smith_net_error_from_source (error, state->host,
                                                      soup_message_get_tls_peer_certificate_errors (state->message)));
  g_error_free (error);
}

static void
return_too_large (GTask *task)
{
  SendState *state = g_task_get_task_data (task);
  g_autofree char *limit = g_format_size (smith_http_request_get_max_reply_size (state->request));

  finish_waiting (task);
  g_cancellable_cancel (state->cancellable);
  g_task_return_new_error (task, SMITH_NET_ERROR, SMITH_NET_ERROR_TOO_LARGE,
                           _("The answer of “%s” is larger than %s, which no honest answer is, so it was not "
                             "read. Check the address."), state->host, limit);
}

/* libsoup takes the end of a connection that was to be closed for the end of the body. */
static gboolean
is_cut_short (SendState *state)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (state->message);

  return soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH &&
         soup_message_headers_get_one (headers, "Content-Encoding") == NULL &&
         !g_str_equal (smith_http_request_get_method (state->request), "HEAD") &&
         state->body->len != (guint) soup_message_headers_get_content_length (headers);
}

static void
append_header (const char *name,
               const char *value,
               gpointer    user_data)
{
  smith_http_headers_append (user_data, name, value);
}

static void
return_reply (GTask *task)
{
  SendState *state = g_task_get_task_data (task);
  g_autoptr (SmithHttpHeaders) headers = smith_http_headers_new ();
  g_autoptr (GBytes) body = g_byte_array_free_to_bytes (g_steal_pointer (&state->body));

  finish_waiting (task);
  soup_message_headers_foreach (soup_message_get_response_headers (state->message), append_header, headers);
  g_task_return_pointer (task, smith_http_reply_new (soup_message_get_status (state->message), headers, body),
                         (GDestroyNotify) smith_http_reply_unref);
}

static void
read_body_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  SendState *state = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) chunk = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);
  gconstpointer data;
  gsize size;

  if (chunk == NULL)
    {
      return_error (task, g_steal_pointer (&error));
      return;
    }

  data = g_bytes_get_data (chunk, &size);
  if (size == 0 && is_cut_short (state))
    {
      return_error (task, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT, "the body is cut short"));
      return;
    }
  if (size == 0)
    {
      return_reply (task);
      return;
    }
  if (size > smith_http_request_get_max_reply_size (state->request) - state->body->len)
    {
      return_too_large (task);
      return;
    }
  g_byte_array_append (state->body, data, size);
  g_input_stream_read_bytes_async (state->stream, CHUNK_SIZE, G_PRIORITY_DEFAULT, state->cancellable,
                                   read_body_cb, g_object_ref (task));
}

static void
send_message_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  SendState *state = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  SoupMessageHeaders *headers;

  state->stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (state->stream == NULL)
    {
      return_error (task, g_steal_pointer (&error));
      return;
    }

  /* libsoup hands on what a proxy says instead of setting up the tunnel: not the server's words. */
  if (g_str_equal (g_uri_get_scheme (soup_message_get_uri (state->message)), "https") &&
      soup_message_get_tls_peer_certificate (state->message) == NULL)
    {
      g_cancellable_cancel (state->cancellable);
      return_error (task, g_error_new (G_IO_ERROR, G_IO_ERROR_PROXY_FAILED, "%u %s",
                                       soup_message_get_status (state->message),
                                       soup_message_get_reason_phrase (state->message)));
      return;
    }

  headers = soup_message_get_response_headers (state->message);
  if (soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH &&
      soup_message_headers_get_content_length (headers) > (goffset) smith_http_request_get_max_reply_size (state->request))
    {
      return_too_large (task);
      return;
    }
  state->body = g_byte_array_new ();
  g_input_stream_read_bytes_async (state->stream, CHUNK_SIZE, G_PRIORITY_DEFAULT, state->cancellable,
                                   read_body_cb, g_object_ref (task));
}

static gboolean
pass_deadline_cb (gpointer user_data)
{
  SendState *state = user_data;

  state->expired = TRUE;
  g_cancellable_cancel (state->cancellable);

  return G_SOURCE_REMOVE;
}

static void
pass_cancel_cb (GCancellable *cancellable,
                gpointer      user_data)
{
  g_cancellable_cancel (user_data);
}

static SoupMessage *
make_message (SmithHttpRequest *request,
              GUri             *uri)
{
  SoupMessage *message = soup_message_new_from_uri (smith_http_request_get_method (request), uri);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  SmithHttpHeaders *fields = smith_http_request_get_headers (request);
  SmithSecret *body = smith_http_request_get_body (request);

  for (guint i = 0; i < smith_http_headers_get_size (fields); i++)
    soup_message_headers_append (headers, smith_http_headers_get_name (fields, i),
                                 smith_http_headers_get_value (fields, i));
  soup_message_set_flags (message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_DO_NOT_USE_AUTH_CACHE |
                          (smith_http_request_get_idempotent (request) ? SOUP_MESSAGE_IDEMPOTENT : 0));
  if (body != NULL)
    {
      /* The bytes stay where they are wiped; libsoup reads them from there. */
      g_autoptr (GBytes) bytes = g_bytes_new_with_free_func (smith_secret_get_data (body),
                                                             smith_secret_get_size (body),
                                                             (GDestroyNotify) smith_secret_unref,
                                                             smith_secret_ref (body));

      soup_message_set_request_body_from_bytes (message, smith_http_request_get_content_type (request), bytes);
    }

  return message;
}

static SoupSession *
make_session (GProxyResolver *resolver)
{
  SoupSession *session = soup_session_new_with_options ("timeout", DEFAULT_TIMEOUT_SECONDS,
                                                        "idle-timeout", IDLE_CONNECTION_SECONDS,
                                                        "user-agent", "Chainsmith/" PACKAGE_VERSION,
                                                        NULL);

  soup_session_set_proxy_resolver (session, resolver);

  return session;
}

static void
smith_http_client_get_property (GObject    *object,
                                guint       property_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  SmithHttpClient *self = SMITH_HTTP_CLIENT (object);

  switch ((SmithHttpClientProperty) property_id)
    {
    case PROP_TIMEOUT:
      g_value_set_uint (value, smith_http_client_get_timeout (self));
      break;
    case N_PROPERTIES:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
smith_http_client_set_property (GObject      *object,
                                guint         property_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  SmithHttpClient *self = SMITH_HTTP_CLIENT (object);

  switch ((SmithHttpClientProperty) property_id)
    {
    case PROP_TIMEOUT:
      smith_http_client_set_timeout (self, g_value_get_uint (value));
      break;
    case N_PROPERTIES:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
smith_http_client_dispose (GObject *object)
{
  SmithHttpClient *self = SMITH_HTTP_CLIENT (object);

  g_clear_object (&self->session);
  g_clear_object (&self->loopback);

  G_OBJECT_CLASS (smith_http_client_parent_class)->dispose (object);
}

static void
smith_http_client_class_init (SmithHttpClientClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = smith_http_client_get_property;
  object_class->set_property = smith_http_client_set_property;
  object_class->dispose = smith_http_client_dispose;

  /**
   * SmithHttpClient:timeout:
   *
   * Seconds without a sign of life, while connecting or in between, after which a request fails.
   */
  properties[PROP_TIMEOUT] =
    g_param_spec_uint ("timeout", NULL, NULL, 1, 3600, DEFAULT_TIMEOUT_SECONDS,
                       G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
smith_http_client_init (SmithHttpClient *self)
{
  self->session = make_session (g_proxy_resolver_get_default ());
  self->loopback = make_session (NULL);
}

/**
 * smith_http_client_get_default:
 *
 * Returns: (transfer none): the client that the program shares, so that connections are reused
 */
SmithHttpClient *
smith_http_client_get_default (void)
{
  static SmithHttpClient *client;

  if (client == NULL)
    client = smith_http_client_new ();

  return client;
}

/**
 * smith_http_client_new:
 *
 * Returns: (transfer full): a client with connections of its own
 */
SmithHttpClient *
smith_http_client_new (void)
{
  return g_object_new (SMITH_TYPE_HTTP_CLIENT, NULL);
}

/**
 * smith_http_client_get_timeout:
 *
 * Returns: seconds
 */
guint
smith_http_client_get_timeout (SmithHttpClient *self)
{
  g_return_val_if_fail (SMITH_IS_HTTP_CLIENT (self), 0);

  return soup_session_get_timeout (self->session);
}

/**
 * smith_http_client_set_timeout:
 * @seconds: without a sign of life, while connecting or in between
 */
void
smith_http_client_set_timeout (SmithHttpClient *self,
                               guint            seconds)
{
  g_return_if_fail (SMITH_IS_HTTP_CLIENT (self));
  g_return_if_fail (seconds >= 1);

  if (soup_session_get_timeout (self->session) == seconds)
    return;

  soup_session_set_timeout (self->session, seconds);
  soup_session_set_timeout (self->loopback, seconds);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TIMEOUT]);
}

/**
 * smith_http_client_set_tls_database:
 * @database: (nullable): the authorities to trust instead of the system's
 */
void
smith_http_client_set_tls_database (SmithHttpClient *self,
                                    GTlsDatabase    *database)
{
  g_return_if_fail (SMITH_IS_HTTP_CLIENT (self));
  g_return_if_fail (database == NULL || G_IS_TLS_DATABASE (database));

  soup_session_set_tls_database (self->session, database);
  soup_session_set_tls_database (self->loopback, database);
}

/**
 * smith_http_client_set_proxy_resolver:
 * @resolver: (nullable): whom to ask for proxies instead of the desktop; %NULL for no proxy at all
 *
 * Requests to this computer never go through a proxy.
 */
void
smith_http_client_set_proxy_resolver (SmithHttpClient *self,
                                      GProxyResolver  *resolver)
{
  g_return_if_fail (SMITH_IS_HTTP_CLIENT (self));
  g_return_if_fail (resolver == NULL || G_IS_PROXY_RESOLVER (resolver));

  soup_session_set_proxy_resolver (self->session, resolver);
}

/**
 * smith_http_client_is_loopback:
 * @host: a host name or an address without brackets
 *
 * Decides by the text, never by a name server: `localhost` and names under it (RFC 6761 6.3),
 * 127.0.0.0/8 and ::1.
 *
 * Returns: whether @host is this computer
 */
gboolean
smith_http_client_is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = NULL;
  g_autofree char *name = NULL;

  g_return_val_if_fail (host != NULL, FALSE);

  address = g_inet_address_new_from_string (host);
  if (address != NULL)
    return g_inet_address_get_is_loopback (address);
  name = g_ascii_strdown (host, -1);

  return g_str_equal (name, "localhost") || g_str_has_suffix (name, ".localhost");
}

/**
 * smith_http_client_send_async:
 * @request: what to send; plain http only to this computer
 * @cancellable: (nullable): ends the work at any point
 * @callback: called when the whole answer is there, or it failed
 */
void
smith_http_client_send_async (SmithHttpClient     *self,
                              SmithHttpRequest    *request,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GUri) uri = NULL;
  SendState *state;
  gboolean is_loopback;

  g_return_if_fail (SMITH_IS_HTTP_CLIENT (self));
  g_return_if_fail (request != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, smith_http_client_send_async);
  if (g_task_return_error_if_cancelled (task))
    return;

  uri = g_uri_parse (smith_http_request_get_uri (request), SOUP_HTTP_URI_FLAGS, NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0' ||
      !(g_str_equal (g_uri_get_scheme (uri), "https") || g_str_equal (g_uri_get_scheme (uri), "http")))
    {
      g_task_return_new_error (task, SMITH_NET_ERROR, SMITH_NET_ERROR_FAILED,
                               _("“%s” is not the address of a web service. It starts with https:// and a server "
                                 "name."), smith_http_request_get_uri (request));
      return;
    }
  is_loopback = smith_http_client_is_loopback (g_uri_get_host (uri));
  if (!is_loopback && !g_str_equal (g_uri_get_scheme (uri), "https"))
    {
      g_task_return_new_error (task, SMITH_NET_ERROR, SMITH_NET_ERROR_TLS,
                               _("Nothing was sent to “%s”, because its address starts with http:// and anyone on "
                                 "the way could read along. Use https://; plain http is for this computer only."),
                               g_uri_get_host (uri));
      return;
    }

  state = g_new0 (SendState, 1);
  state->request = smith_http_request_ref (request);
  state->message = make_message (request, uri);
  state->host = g_strdup (g_uri_get_host (uri));
  state->cancellable = g_cancellable_new ();
  g_task_set_task_data (task, state, (GDestroyNotify) free_send_state);
  if (cancellable != NULL)
    state->cancelled_id = g_cancellable_connect (cancellable, G_CALLBACK (pass_cancel_cb),
                                                 g_object_ref (state->cancellable), g_object_unref);
  if (smith_http_request_get_deadline (request) > 0)
    {
      state->deadline = g_timeout_source_new (smith_http_request_get_deadline (request));
      g_source_set_callback (state->deadline, pass_deadline_cb, state, NULL);
      g_source_attach (state->deadline, g_task_get_context (task));
    }

  soup_session_send_async (is_loopback ? self->loopback : self->session, state->message, G_PRIORITY_DEFAULT,
                           state->cancellable, send_message_cb, g_object_ref (task));
}

/**
 * smith_http_client_send_finish:
 *
 * Returns: (transfer full): the answer, whatever its status, or %NULL with an error of
 *   %SMITH_NET_ERROR or %G_IO_ERROR_CANCELLED
 */
SmithHttpReply *
smith_http_client_send_finish (SmithHttpClient  *self,
                               GAsyncResult     *result,
                               GError          **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
