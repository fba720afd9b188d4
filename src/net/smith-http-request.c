/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-http-request.h"

#define DEFAULT_DEADLINE_MS 60000
/* The largest honest reply is a certificate chain of IAM: 2 MiB of text (API 2010-05-08). */
#define DEFAULT_MAX_REPLY_SIZE (8 * 1024 * 1024)

/**
 * SmithHttpRequest:
 *
 * What is to be sent: method, address, header fields, body, and how much patience and memory the
 * answer may take. The body is a #SmithSecret, because an upload's body contains a private key.
 */
struct _SmithHttpRequest
{
  gatomicrefcount   ref_count;
  char             *method;
  char             *uri;
  SmithHttpHeaders *headers;
  char             *content_type;
  SmithSecret      *body;
  gboolean          idempotent;
  guint             deadline;
  gsize             max_reply_size;
};

G_DEFINE_BOXED_TYPE (SmithHttpRequest, smith_http_request, smith_http_request_ref, smith_http_request_unref)

/**
 * smith_http_request_new:
 * @method: `GET`, `POST`, …
 * @uri: an absolute address with path and query already percent-encoded
 *
 * Returns: (transfer full): a request without a body, with a deadline of 60 seconds and a reply of
 *   8 MiB at most
 */
SmithHttpRequest *
smith_http_request_new (const char *method,
                        const char *uri)
{
  SmithHttpRequest *self;

  g_return_val_if_fail (method != NULL && uri != NULL, NULL);

  self = g_new0 (SmithHttpRequest, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->method = g_strdup (method);
  self->uri = g_strdup (uri);
  self->headers = smith_http_headers_new ();
  self->deadline = DEFAULT_DEADLINE_MS;
  self->max_reply_size = DEFAULT_MAX_REPLY_SIZE;

  return self;
}

/**
 * smith_http_request_ref:
 *
 * Returns: (transfer full): the same request
 */
SmithHttpRequest *
smith_http_request_ref (SmithHttpRequest *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * smith_http_request_unref:
 * @self: (transfer full): a request
 */
void
smith_http_request_unref (SmithHttpRequest *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->method);
  g_free (self->uri);
  g_free (self->content_type);
  g_clear_pointer (&self->headers, smith_http_headers_unref);
  g_clear_pointer (&self->body, smith_secret_unref);
  g_free (self);
}

/**
 * smith_http_request_get_method:
 *
 * Returns: (transfer none): the method
 */
const char *
smith_http_request_get_method (SmithHttpRequest *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->method;
}

/**
 * smith_http_request_get_uri:
 *
 * Returns: (transfer none): the address
 */
const char *
smith_http_request_get_uri (SmithHttpRequest *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->uri;
}

/**
 * smith_http_request_get_headers:
 *
 * Returns: (transfer none): the fields that are sent; append to them before sending
 */
SmithHttpHeaders *
smith_http_request_get_headers (SmithHttpRequest *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->headers;
}

/**
 * smith_http_request_get_body:
 *
 * Returns: (transfer none) (nullable): the body
 */
SmithSecret *
smith_http_request_get_body (SmithHttpRequest *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->body;
}

/**
 * smith_http_request_get_content_type:
 *
 * Returns: (transfer none) (nullable): the media type of the body
 */
const char *
smith_http_request_get_content_type (SmithHttpRequest *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->content_type;
}

/**
 * smith_http_request_set_body:
 * @content_type: (nullable): media type; sent as `Content-Type`
 * @body: (nullable): the bytes, not copied
 */
void
smith_http_request_set_body (SmithHttpRequest *self,
                             const char       *content_type,
                             SmithSecret      *body)
{
  g_return_if_fail (self != NULL);

  g_free (self->content_type);
  self->content_type = g_strdup (content_type);
  if (body != NULL)
    smith_secret_ref (body);
  g_clear_pointer (&self->body, smith_secret_unref);
  self->body = body;
}

/**
 * smith_http_request_get_idempotent:
 *
 * Returns: whether it may be sent again, and so over a connection that was used before
 */
gboolean
smith_http_request_get_idempotent (SmithHttpRequest *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->idempotent;
}

/**
 * smith_http_request_set_idempotent:
 * @idempotent: %TRUE where sending it twice does no harm
 *
 * A connection that was used before may be closed by the server at the moment that the request goes
 * out; nobody knows then whether it arrived. So only requests that may be repeated reuse one.
 */
void
smith_http_request_set_idempotent (SmithHttpRequest *self,
                                   gboolean          idempotent)
{
  g_return_if_fail (self != NULL);

  self->idempotent = idempotent;
}

/**
 * smith_http_request_get_deadline:
 *
 * Returns: milliseconds from sending to the last byte of the answer; 0 for no limit
 */
guint
smith_http_request_get_deadline (SmithHttpRequest *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->deadline;
}

/**
 * smith_http_request_set_deadline:
 * @milliseconds: from sending to the last byte of the answer; 0 for no limit
 */
void
smith_http_request_set_deadline (SmithHttpRequest *self,
                                 guint             milliseconds)
{
  g_return_if_fail (self != NULL);

  self->deadline = milliseconds;
}

/**
 * smith_http_request_get_max_reply_size:
 *
 * Returns: how many bytes the decoded body of the answer may have
 */
gsize
smith_http_request_get_max_reply_size (SmithHttpRequest *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->max_reply_size;
}

/**
 * smith_http_request_set_max_reply_size:
 * @bytes: how many bytes the decoded body of the answer may have
 */
void
smith_http_request_set_max_reply_size (SmithHttpRequest *self,
                                       gsize             bytes)
{
  g_return_if_fail (self != NULL);

  self->max_reply_size = bytes;
}
