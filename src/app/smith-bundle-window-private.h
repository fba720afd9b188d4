/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-bundle-row.h"
#include "smith-bundle-window.h"

G_BEGIN_DECLS

struct _SmithBundleWindow
{
  AdwWindow parent_instance;

  /* Owned */
  SmithBundleList *list;
  GCancellable    *cancellable;     /* of what is made of the chosen ones */
  guint            update_source;

  /* Template */
  AdwWindowTitle  *window_title;
  GtkWidget       *stop_button;
  GtkSearchEntry  *search_entry;
  GtkWidget       *error_box;
  GtkLabel        *error_label;
  GtkToggleButton *only_errors_button;
  GtkProgressBar  *progress_bar;
  GtkStack        *stack;
  GtkListView     *list_view;
  AdwStatusPage   *failed_page;
  GtkActionBar    *action_bar;
  GtkLabel        *chosen_label;
  GtkWidget       *import_button;
};

/* Shared by smith-bundle-window.c (what is shown) and -chosen.c (what is done with those that are ticked). */
SmithBundleRow *smith_bundle_window_get_focus_row          (SmithBundleWindow *self);
void            smith_bundle_window_update_chosen          (SmithBundleWindow *self);

void            smith_bundle_window_install_chosen_actions (GtkWidgetClass    *widget_class);

G_END_DECLS
