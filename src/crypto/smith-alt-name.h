/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SmithAltNameKind:
 *
 * The forms of GeneralName (RFC 5280 4.2.1.6) that a server certificate carries.
 */
typedef enum
{
  SMITH_ALT_NAME_DNS,
  SMITH_ALT_NAME_IP,
  SMITH_ALT_NAME_EMAIL,
  SMITH_ALT_NAME_URI,
  SMITH_ALT_NAME_OTHER,
} SmithAltNameKind;

#define SMITH_TYPE_ALT_NAME (smith_alt_name_get_type ())
G_DECLARE_FINAL_TYPE (SmithAltName, smith_alt_name, SMITH, ALT_NAME, GObject)

SmithAltName     *smith_alt_name_new_from_text (const char    *text,
                                                GError       **error);
SmithAltNameKind  smith_alt_name_get_kind      (SmithAltName  *self);
const char       *smith_alt_name_get_value     (SmithAltName  *self);
const char       *smith_alt_name_get_display   (SmithAltName  *self);
const char       *smith_alt_name_get_prefixed  (SmithAltName  *self);
gboolean          smith_alt_name_equal         (SmithAltName  *a,
                                                SmithAltName  *b);

G_END_DECLS
