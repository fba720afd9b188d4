/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-http-headers.h"
#include "smith-secret.h"

G_BEGIN_DECLS

#define SMITH_TYPE_HTTP_REQUEST (smith_http_request_get_type ())

/* Boxed, reference-counted. Built by its owner, not changed any more once it was sent. */
typedef struct _SmithHttpRequest SmithHttpRequest;

GType             smith_http_request_get_type           (void) G_GNUC_CONST;
SmithHttpRequest *smith_http_request_new                (const char       *method,
                                                         const char       *uri);
SmithHttpRequest *smith_http_request_ref                (SmithHttpRequest *self);
void              smith_http_request_unref              (SmithHttpRequest *self);
const char       *smith_http_request_get_method         (SmithHttpRequest *self);
const char       *smith_http_request_get_uri            (SmithHttpRequest *self);
SmithHttpHeaders *smith_http_request_get_headers        (SmithHttpRequest *self);
SmithSecret      *smith_http_request_get_body           (SmithHttpRequest *self);
const char       *smith_http_request_get_content_type   (SmithHttpRequest *self);
void              smith_http_request_set_body           (SmithHttpRequest *self,
                                                         const char       *content_type,
                                                         SmithSecret      *body);
gboolean          smith_http_request_get_idempotent     (SmithHttpRequest *self);
void              smith_http_request_set_idempotent     (SmithHttpRequest *self,
                                                         gboolean          idempotent);
guint             smith_http_request_get_deadline       (SmithHttpRequest *self);
void              smith_http_request_set_deadline       (SmithHttpRequest *self,
                                                         guint             milliseconds);
gsize             smith_http_request_get_max_reply_size (SmithHttpRequest *self);
void              smith_http_request_set_max_reply_size (SmithHttpRequest *self,
                                                         gsize             bytes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SmithHttpRequest, smith_http_request_unref)

G_END_DECLS
