/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-activity-button.h"
#include "smith-sidebar.h"
#include "smith-split-view.h"
#include "smith-strip.h"
#include "smith-window.h"

G_BEGIN_DECLS

#define SMITH_N_PANES 5

struct _SmithWindow
{
  AdwApplicationWindow parent_instance;

  /* Owned */
  SmithWorkspace      *workspace;
  SmithIdentity       *identity;             /* shown in the panes */
  GSignalGroup        *identity_signals;
  GSettings           *settings;             /* NULL: nothing is remembered */
  GTlsInteraction     *interaction;
  GCancellable        *cancellable;          /* of what the window itself asks for */
  char                *wanted_identity;      /* to select once it is loaded */
  SmithImportSummary  *last_import;
  GPtrArray           *early_imports;        /* of GListModel: asked for before the library was there */
  guint                refresh_source;
  guint                update_source;
  gulong               first_frame_handler;
  gboolean             loaded;               /* the library was read once */
  gboolean             asking;               /* what to keep, before it closes */
  gboolean             closing;              /* it has been asked */

  /* Template */
  AdwToastOverlay     *toast_overlay;
  GtkWidget           *drop_area;
  GtkRevealer         *drop_revealer;
  GtkStack            *stack;
  AdwStatusPage       *error_page;
  AdwStatusPage       *none_page;
  AdwStatusPage       *welcome_page;
  SmithSplitView      *split_view;
  SmithSidebar        *sidebar;
  AdwHeaderBar        *content_header;
  GtkStack            *title_stack;
  AdwViewSwitcher     *view_switcher;
  AdwWindowTitle      *window_title;
  AdwViewSwitcherBar  *view_switcher_bar;
  SmithActivityButton *activity_button;
  GtkStack            *content_stack;
  SmithStrip          *keep_strip;
  SmithStrip          *next_strip;
  AdwViewStack        *view_stack;
  GtkWidget           *key_pane;
  GtkWidget           *request_pane;
  GtkWidget           *certificate_pane;
  GtkWidget           *chain_pane;
  GtkWidget           *upload_pane;
};

GtkWidget  *smith_window_get_pane         (SmithWindow *self,
                                           const char  *name);
GtkWidget  *smith_window_get_toast_place  (SmithWindow *self);
void        smith_window_update_marks     (SmithWindow *self);
void        smith_window_update_page      (SmithWindow *self);
void        smith_window_select_wanted    (SmithWindow *self);
void        smith_window_load             (SmithWindow *self);
void        smith_window_load_after_frame (SmithWindow *self,
                                           GdkFrameClock *clock);
void        smith_window_refresh_states   (SmithWindow *self);
void        smith_window_start_refreshing (SmithWindow *self);
void        smith_window_show_error       (SmithWindow *self,
                                           const char  *heading,
                                           const char  *message);

void        smith_window_show_bundle_file (SmithWindow *self,
                                           GFile       *file);
void        smith_window_show_bundle_bytes (SmithWindow *self,
                                           GBytes      *bytes,
                                           const char  *name);

gboolean    smith_window_confirm_close    (SmithWindow *self);

void        smith_window_install_actions  (GtkWidgetClass *widget_class);
void        smith_window_install_authority_actions (GtkWidgetClass *widget_class);
void        smith_window_update_actions   (SmithWindow *self);
void        smith_window_delete           (SmithWindow *self,
                                           SmithIdentity *identity);
void        smith_window_install_new_actions (GtkWidgetClass *widget_class);
gboolean    smith_window_can_renew        (SmithWindow *self);
void        smith_window_install_backup_actions (GtkWidgetClass *widget_class);
void        smith_window_install_import_actions (GtkWidgetClass *widget_class);
void        smith_window_init_dnd         (SmithWindow *self);
void        smith_window_paste            (SmithWindow *self);

G_END_DECLS
