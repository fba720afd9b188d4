/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* All that an inspector shows, as list models: the view knows no ASN.1. */
#define SMITH_TYPE_FIELD (smith_field_get_type ())
G_DECLARE_FINAL_TYPE (SmithField, smith_field, SMITH, FIELD, GObject)

SmithField *smith_field_new           (const char *label,
                                       const char *value,
                                       gboolean    monospace);
const char *smith_field_get_label     (SmithField *self);
const char *smith_field_get_value     (SmithField *self);
gboolean    smith_field_get_monospace (SmithField *self);

#define SMITH_TYPE_SECTION (smith_section_get_type ())
G_DECLARE_FINAL_TYPE (SmithSection, smith_section, SMITH, SECTION, GObject)

SmithSection *smith_section_new        (const char   *title,
                                        const char   *subtitle);
const char   *smith_section_get_title  (SmithSection *self);
const char   *smith_section_get_subtitle (SmithSection *self);
GListModel   *smith_section_get_fields (SmithSection *self);
void          smith_section_append     (SmithSection *self,
                                        const char   *label,
                                        const char   *value,
                                        gboolean      monospace);

G_END_DECLS
