/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-chain-list.h"
#include "smith-chain-pane.h"
#include "smith-chain.h"
#include "smith-command-button.h"
#include "smith-error-card.h"
#include "smith-workspace.h"

G_BEGIN_DECLS

struct _SmithChainPane
{
  GtkWidget parent_instance;

  /* Owned */
  SmithWorkspace *workspace;
  SmithIdentity  *identity;
  SmithChain     *chain;
  GSignalGroup   *spare_signals;
  GCancellable   *cancellable;   /* of an addition; ends with the pane */

  /* Template */
  GtkStack           *stack;
  GtkSpinner         *spinner;
  GtkImage           *state_image;
  GtkLabel           *sentence_label;
  GtkLabel           *hint_label;
  GtkWidget          *order_button;
  GtkWidget          *add_button;
  SmithCommandButton *command_button;
  SmithErrorCard     *error_card;
  SmithChainList     *chain_list;
  GtkWidget          *spare_group;
  GtkListBox         *spare_box;
};

/* Shared by smith-chain-pane.c (what is shown) and -actions.c (what is done). */
void     smith_chain_pane_show_error      (SmithChainPane *self,
                                           const char     *message);
gpointer smith_chain_pane_begin_change    (SmithChainPane *self,
                                           const char     *title);
void     smith_chain_pane_change_cb       (GObject        *source,
                                           GAsyncResult   *result,
                                           gpointer        user_data);

void     smith_chain_pane_install_actions (GtkWidgetClass *widget_class);

G_END_DECLS
