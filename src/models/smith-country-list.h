/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "smith-country.h"

G_BEGIN_DECLS

/* GListModel of SmithCountry, sorted by name as the language wants it. The names come from iso-codes, read in a
 * worker; until then, and where iso-codes is not installed, names are the codes. */
#define SMITH_TYPE_COUNTRY_LIST (smith_country_list_get_type ())
G_DECLARE_FINAL_TYPE (SmithCountryList, smith_country_list, SMITH, COUNTRY_LIST, GObject)

SmithCountryList *smith_country_list_get_default (void);                     /* borrowed; begins to load */
SmithCountryList *smith_country_list_new         (const char        *path);  /* (nullable) of the JSON: found by itself */
gboolean          smith_country_list_get_loading (SmithCountryList  *self);  /* property, notifies */
SmithCountry     *smith_country_list_find        (SmithCountryList  *self,   /* (nullable), borrowed */
                                                  const char        *text,   /* code or name, in English or translated */
                                                  guint             *position);  /* (out) (optional) */

G_END_DECLS
