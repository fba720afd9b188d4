/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define SMITH_TYPE_HTTP_HEADERS (smith_http_headers_get_type ())

/* Boxed, reference-counted: names and values in their order; names compare without case. */
typedef struct _SmithHttpHeaders SmithHttpHeaders;

GType             smith_http_headers_get_type  (void) G_GNUC_CONST;
SmithHttpHeaders *smith_http_headers_new       (void);
SmithHttpHeaders *smith_http_headers_ref       (SmithHttpHeaders *self);
void              smith_http_headers_unref     (SmithHttpHeaders *self);
void              smith_http_headers_append    (SmithHttpHeaders *self,
                                                const char       *name,
                                                const char       *value);
guint             smith_http_headers_get_size  (SmithHttpHeaders *self);
const char       *smith_http_headers_get_name  (SmithHttpHeaders *self,
                                                guint             position);
const char       *smith_http_headers_get_value (SmithHttpHeaders *self,
                                                guint             position);
const char       *smith_http_headers_lookup    (SmithHttpHeaders *self,
                                                const char       *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SmithHttpHeaders, smith_http_headers_unref)

G_END_DECLS
