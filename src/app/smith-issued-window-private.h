/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-authority.h"
#include "smith-command-button.h"
#include "smith-issued-row.h"
#include "smith-issued-window.h"

G_BEGIN_DECLS

struct _SmithIssuedWindow
{
  AdwWindow parent_instance;

  /* Owned */
  SmithWorkspace     *workspace;
  SmithAuthority     *authority;
  GCancellable       *cancellable;   /* of all that is under way: ends with the window */
  guint               days_source;   /* the days are written once nobody changes them any more */
  gboolean            showing;       /* the days are being shown: nobody changed them */

  /* Template */
  AdwWindowTitle     *window_title;
  GtkLabel           *error_label;
  AdwActionRow       *crl_row;
  GtkWidget          *crl_icon;
  GtkWidget          *renew_button;
  SmithCommandButton *command_button;
  GtkSpinButton      *days_button;
  GtkStack           *stack;
  GtkListView        *list_view;
};

/* Shared by smith-issued-window.c (what is shown), -input.c (what comes in), -revoke.c and -crl.c (what is done). */
void     smith_issued_window_show_error    (SmithIssuedWindow *self,
                                            const char        *message);
gboolean smith_issued_window_finish_verb   (SmithIssuedWindow *self,
                                            gboolean           done,
                                            GError            *error);
void     smith_issued_window_reload        (SmithIssuedWindow *self);

void     smith_issued_window_revoke        (SmithIssuedWindow *self,
                                            SmithCertificate  *certificate);
void     smith_issued_window_restore       (SmithIssuedWindow *self,
                                            SmithIssued       *issued);

void     smith_issued_window_show_crl      (SmithIssuedWindow *self);
void     smith_issued_window_days_changed  (SmithIssuedWindow *self);
void     smith_issued_window_write_days    (SmithIssuedWindow *self);

void     smith_issued_window_init_drop     (SmithIssuedWindow *self);

void     smith_issued_window_install_input_actions  (GtkWidgetClass *widget_class);
void     smith_issued_window_install_revoke_actions (GtkWidgetClass *widget_class);
void     smith_issued_window_install_crl_actions    (GtkWidgetClass *widget_class);

G_END_DECLS
