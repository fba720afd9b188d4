/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-edge-scroller.h"
#include "smith-gradual-list.h"
#include "smith-message-row.h"
#include "smith-name-list.h"

G_BEGIN_DECLS

struct _SmithNameList
{
  GtkWidget          parent_instance;

  /* Owned */
  SmithRequestDraft *draft;
  GSignalGroup      *draft_signals;
  SmithGradualList  *shown;             /* the names that have rows already */
  SmithEdgeScroller *scroller;
  double             drop_y;

  /* Template */
  GtkWidget         *box;
  GtkListBox        *list_box;
  GtkWidget         *name_row;
  GtkWidget         *add_button;
  SmithMessageRow   *name_message;
  GtkWidget         *left_out_label;
  GtkWidget         *note_label;
  GtkWidget         *count_label;
};

/* Shared by smith-name-list.c (the entry and the rows) and -drop.c (reordering by the pointer). */
guint      smith_name_list_count     (SmithNameList  *self);
GtkWidget *smith_name_list_get_row   (SmithNameList  *self,
                                      guint           position);
gboolean   smith_name_list_find      (SmithNameList  *self,
                                      SmithNameEntry *entry,
                                      guint          *position);
void       smith_name_list_move      (SmithNameList  *self,
                                      guint           from,
                                      guint           to);

void       smith_name_list_init_drop (SmithNameList  *self);

G_END_DECLS
