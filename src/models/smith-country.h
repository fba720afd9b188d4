/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* One country of ISO 3166-1. Immutable. Every getter is a property. */
#define SMITH_TYPE_COUNTRY (smith_country_get_type ())
G_DECLARE_FINAL_TYPE (SmithCountry, smith_country, SMITH, COUNTRY, GObject)

SmithCountry *smith_country_new       (const char    *code,
                                       const char    *name);   /* (nullable) */
const char   *smith_country_get_code  (SmithCountry  *self);  /* "DE" */
const char   *smith_country_get_name  (SmithCountry  *self);  /* "Germany", translated; the code where unknown */
const char   *smith_country_get_label (SmithCountry  *self);  /* "Germany (DE)", or the code alone */

/* The codes themselves. */
char         *smith_country_normalize (const char    *text,
                                       char         **problem);
GStrv         smith_country_dup_codes (void);

G_END_DECLS
