/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "smith-request-draft.h"

G_BEGIN_DECLS

/* The names of a request, to be added, edited where they stand, moved and removed. */
#define SMITH_TYPE_NAME_LIST (smith_name_list_get_type ())
G_DECLARE_FINAL_TYPE (SmithNameList, smith_name_list, SMITH, NAME_LIST, GtkWidget)

void     smith_name_list_set_draft   (SmithNameList     *self,
                                      SmithRequestDraft *draft);
gboolean smith_name_list_get_pending (SmithNameList     *self);
char    *smith_name_list_dup_typed   (SmithNameList     *self);
gboolean smith_name_list_commit      (SmithNameList     *self);
void     smith_name_list_focus       (SmithNameList     *self);

G_END_DECLS
