/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define SMITH_TYPE_SECRET (smith_secret_get_type ())

typedef struct _SmithSecret SmithSecret;

GType         smith_secret_get_type   (void) G_GNUC_CONST;
SmithSecret  *smith_secret_new        (const void  *data,
                                       gsize        size);
SmithSecret  *smith_secret_new_string (const char  *text);
SmithSecret  *smith_secret_new_take   (void        *data,
                                       gsize        size);
SmithSecret  *smith_secret_ref        (SmithSecret *self);
void          smith_secret_unref      (SmithSecret *self);
gsize         smith_secret_get_size   (SmithSecret *self);
const void   *smith_secret_get_data   (SmithSecret *self);
const char   *smith_secret_get_string (SmithSecret *self);
gboolean      smith_secret_equal      (SmithSecret *a,
                                       SmithSecret *b);
void          smith_secret_wipe       (void        *data,
                                       gsize        size);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SmithSecret, smith_secret_unref)

G_END_DECLS
