/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-http-reply.h"

#include <libsoup/soup.h>

/**
 * SmithHttpReply:
 *
 * A whole answer, whatever its status: any status is an answer and no error of this layer.
 */
struct _SmithHttpReply
{
  gatomicrefcount   ref_count;
  guint             status;
  SmithHttpHeaders *headers;
  GBytes           *body;
};

G_DEFINE_BOXED_TYPE (SmithHttpReply, smith_http_reply, smith_http_reply_ref, smith_http_reply_unref)

/**
 * smith_http_reply_new:
 * @status: three digits (RFC 9110 15)
 * @headers: its header fields
 * @body: its decoded body
 *
 * Returns: (transfer full): a new reply
 */
SmithHttpReply *
smith_http_reply_new (guint             status,
                      SmithHttpHeaders *headers,
                      GBytes           *body)
{
  SmithHttpReply *self;

  g_return_val_if_fail (headers != NULL && body != NULL, NULL);

  self = g_new0 (SmithHttpReply, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->status = status;
  self->headers = smith_http_headers_ref (headers);
  self->body = g_bytes_ref (body);

  return self;
}

/**
 * smith_http_reply_ref:
 *
 * Returns: (transfer full): the same reply
 */
SmithHttpReply *
smith_http_reply_ref (SmithHttpReply *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * smith_http_reply_unref:
 * @self: (transfer full): a reply
 */
void
smith_http_reply_unref (SmithHttpReply *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  smith_http_headers_unref (self->headers);
  g_bytes_unref (self->body);
  g_free (self);
}

/**
 * smith_http_reply_get_status:
 *
 * Returns: the status, for example 200
 */
guint
smith_http_reply_get_status (SmithHttpReply *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->status;
}

/**
 * smith_http_reply_get_headers:
 *
 * Returns: (transfer none): the header fields
 */
SmithHttpHeaders *
smith_http_reply_get_headers (SmithHttpReply *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->headers;
}

/**
 * smith_http_reply_get_body:
 *
 * Returns: (transfer none): the body, maybe empty
 */
GBytes *
smith_http_reply_get_body (SmithHttpReply *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->body;
}

/**
 * smith_http_reply_dup_date:
 *
 * The server's clock, from the `Date` field (RFC 9110 6.6.1), with a resolution of a second.
 *
 * Returns: (transfer full) (nullable): the time, or %NULL if there is none that can be read
 */
GDateTime *
smith_http_reply_dup_date (SmithHttpReply *self)
{
  const char *text;

  g_return_val_if_fail (self != NULL, NULL);

  text = smith_http_headers_lookup (self->headers, "Date");

  return text != NULL ? soup_date_time_new_from_http_string (text) : NULL;
}

/**
 * smith_http_reply_get_retry_after:
 *
 * How long the server asks to wait (`Retry-After`, RFC 9110 10.2.3: seconds or a date, the latter
 * counted from the server's own `Date` so that a wrong clock here does not matter).
 *
 * Returns: seconds, or -1 where it does not say
 */
gint64
smith_http_reply_get_retry_after (SmithHttpReply *self)
{
  g_autoptr (GDateTime) until = NULL;
  g_autoptr (GDateTime) date = NULL;
  const char *text;
  guint64 seconds;

  g_return_val_if_fail (self != NULL, -1);

  text = smith_http_headers_lookup (self->headers, "Retry-After");
  if (text == NULL)
    return -1;
  if (g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT32, &seconds, NULL))
    return (gint64) seconds;

  until = soup_date_time_new_from_http_string (text);
  date = smith_http_reply_dup_date (self);
  if (until == NULL)
    return -1;
  if (date == NULL)
    date = g_date_time_new_now_utc ();

  return MAX (0, g_date_time_difference (until, date) / G_TIME_SPAN_SECOND);
}
