/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define SMITH_TYPE_OUTLINE (smith_outline_get_type ())

/* What a row of a long list says of a certificate. Plain values, all owned, none of them NULL. */
typedef struct
{
  char       *title;       /* as smith_certificate_get_title() */
  char       *subject;     /* RFC 4514, "" where it is empty */
  char       *issuer;      /* a short name for people */
  char       *serial;      /* hexadecimal, as `openssl x509 -serial` */
  char       *sha256;      /* "AB:CD:…" */
  char      **names;       /* subject alternative names in their order, for people */
  GDateTime  *not_before;  /* UTC */
  GDateTime  *not_after;   /* UTC */
} SmithOutline;

GType         smith_outline_get_type     (void) G_GNUC_CONST;
SmithOutline *smith_outline_new_from_der (const guint8        *der,
                                          gsize                size,
                                          GError             **error);
SmithOutline *smith_outline_copy         (const SmithOutline  *self);
void          smith_outline_free         (SmithOutline        *self);
gsize         smith_outline_measure      (const guint8        *der,
                                          gsize                size,
                                          GError             **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SmithOutline, smith_outline_free)

G_END_DECLS
