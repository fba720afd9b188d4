/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* An X.501 distinguished name (RFC 5280 4.1.2.4): attributes in the order of their encoding. */
#define SMITH_TYPE_NAME (smith_name_get_type ())
G_DECLARE_FINAL_TYPE (SmithName, smith_name, SMITH, NAME, GObject)

SmithName  *smith_name_new               (const char * const  *attributes,
                                          GError             **error);
guint       smith_name_get_n_attributes  (SmithName           *self);
const char *smith_name_get_attribute     (SmithName           *self,
                                          guint                position);
const char *smith_name_get_value         (SmithName           *self,
                                          guint                position);
const char *smith_name_lookup            (SmithName           *self,
                                          const char          *attribute);
const char *smith_name_get_rfc4514       (SmithName           *self);
const char *smith_name_get_display_name  (SmithName           *self);
gboolean    smith_name_check_attribute   (const char          *attribute,
                                          const char          *value,
                                          GError             **error);
gboolean    smith_name_equal             (SmithName           *a,
                                          SmithName           *b);

G_END_DECLS
