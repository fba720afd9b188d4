/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* One further attribute of a subject, such as a second OU or a serialNumber: its short name, which is fixed,
 * and a value that a person types. Every getter is a property; "value" and "error" notify. */
#define SMITH_TYPE_RDN_ENTRY (smith_rdn_entry_get_type ())
G_DECLARE_FINAL_TYPE (SmithRdnEntry, smith_rdn_entry, SMITH, RDN_ENTRY, GObject)

SmithRdnEntry *smith_rdn_entry_new                (const char     *attribute,
                                                   const char     *value);
const char    *smith_rdn_entry_get_attribute      (SmithRdnEntry  *self);  /* "OU" */
const char    *smith_rdn_entry_get_title          (SmithRdnEntry  *self);  /* "Organizational unit" */
const char    *smith_rdn_entry_get_value          (SmithRdnEntry  *self);  /* as it was typed, never NULL */
void           smith_rdn_entry_set_value          (SmithRdnEntry  *self,
                                                   const char     *value);
const char    *smith_rdn_entry_get_error          (SmithRdnEntry  *self);  /* (nullable) */
const char    *smith_rdn_entry_get_final_value    (SmithRdnEntry  *self);  /* (nullable): what goes into the request */

/* The attributes that are offered: rows of a constant table, in the order for people. */
guint          smith_rdn_attribute_get_n_rows     (void);
const char    *smith_rdn_attribute_get_nick       (guint           row);   /* "OU" */
const char    *smith_rdn_attribute_get_title      (guint           row);   /* "Organizational unit", translated */
const char    *smith_rdn_attribute_get_hint       (guint           row);   /* (nullable): an example or what it is for */

G_END_DECLS
