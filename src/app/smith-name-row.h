/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "smith-name-entry.h"

G_BEGIN_DECLS

/* One name of a request in the list of names. */
#define SMITH_TYPE_NAME_ROW (smith_name_row_get_type ())
G_DECLARE_FINAL_TYPE (SmithNameRow, smith_name_row, SMITH, NAME_ROW, AdwPreferencesRow)

typedef enum
{
  SMITH_NAME_ROW_MARK_NONE,
  SMITH_NAME_ROW_MARK_ABOVE,
  SMITH_NAME_ROW_MARK_BELOW,
} SmithNameRowMark;

GtkWidget      *smith_name_row_new             (SmithNameEntry   *entry);
SmithNameEntry *smith_name_row_get_entry       (SmithNameRow     *self);
void            smith_name_row_set_common_name (SmithNameRow     *self,
                                                gboolean          common_name);
void            smith_name_row_set_mark        (SmithNameRow     *self,
                                                SmithNameRowMark  mark);
const char     *smith_name_row_get_detail      (SmithNameRow     *self);
gboolean        smith_name_row_get_editing     (SmithNameRow     *self);
void            smith_name_row_edit            (SmithNameRow     *self);
gboolean        smith_name_row_finish          (SmithNameRow     *self);
void            smith_name_row_refuse          (SmithNameRow     *self,
                                                const char       *reason);

G_END_DECLS
