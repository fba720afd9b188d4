/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-alt-name.h"

G_BEGIN_DECLS

/* One row of the names of a request, right or not yet right. Immutable. Every getter is a property. */
#define SMITH_TYPE_NAME_ENTRY (smith_name_entry_get_type ())
G_DECLARE_FINAL_TYPE (SmithNameEntry, smith_name_entry, SMITH, NAME_ENTRY, GObject)

SmithNameEntry *smith_name_entry_new              (const char      *text);
SmithNameEntry *smith_name_entry_new_for_alt_name (SmithAltName    *alt_name);
const char     *smith_name_entry_get_text         (SmithNameEntry  *self);
const char     *smith_name_entry_get_kind         (SmithNameEntry  *self);
const char     *smith_name_entry_get_edit_text    (SmithNameEntry  *self);
const char     *smith_name_entry_get_error        (SmithNameEntry  *self);  /* (nullable) */
const char     *smith_name_entry_get_note         (SmithNameEntry  *self);  /* (nullable): a warning; it can be asked for */
const char     *smith_name_entry_get_unicode      (SmithNameEntry  *self);  /* (nullable): an international name as it is read */
const char     *smith_name_entry_get_ascii        (SmithNameEntry  *self);  /* (nullable): the same as it is sent */
SmithAltName   *smith_name_entry_get_alt_name     (SmithNameEntry  *self);  /* (nullable): with an error */

G_END_DECLS
