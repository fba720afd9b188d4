/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-http-headers.h"

G_BEGIN_DECLS

#define SMITH_TYPE_HTTP_REPLY (smith_http_reply_get_type ())

/* Boxed, reference-counted, immutable. */
typedef struct _SmithHttpReply SmithHttpReply;

GType             smith_http_reply_get_type        (void) G_GNUC_CONST;
SmithHttpReply   *smith_http_reply_new             (guint             status,
                                                    SmithHttpHeaders *headers,
                                                    GBytes           *body);
SmithHttpReply   *smith_http_reply_ref             (SmithHttpReply   *self);
void              smith_http_reply_unref           (SmithHttpReply   *self);
guint             smith_http_reply_get_status      (SmithHttpReply   *self);
SmithHttpHeaders *smith_http_reply_get_headers     (SmithHttpReply   *self);
GBytes           *smith_http_reply_get_body        (SmithHttpReply   *self);
GDateTime        *smith_http_reply_dup_date        (SmithHttpReply   *self);
gint64            smith_http_reply_get_retry_after (SmithHttpReply   *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SmithHttpReply, smith_http_reply_unref)

G_END_DECLS
