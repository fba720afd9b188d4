/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-check-list.h"
#include "smith-command-button.h"
#include "smith-message-row.h"
#include "smith-preflight.h"
#include "smith-upload-contents.h"
#include "smith-upload-pane.h"
#include "smith-upload-progress.h"
#include "smith-upload-result.h"
#include "smith-upload.h"
#include "smith-workspace.h"

G_BEGIN_DECLS

struct _SmithUploadPane
{
  GtkWidget parent_instance;

  /* Owned */
  SmithWorkspace      *workspace;
  SmithIdentity       *identity;
  SmithPreflight      *preflight;
  GHashTable          *uploads;      /* SmithIdentity -> SmithUpload */
  GHashTable          *drafts;       /* SmithIdentity -> Draft */

  gboolean             filling;
  guint                n_frames_to_follow;

  /* Template */
  GtkStack            *stack;
  AdwStatusPage       *empty_page;
  GtkButton           *empty_button;
  GtkScrolledWindow   *scrolled_window;
  AdwComboRow         *account_row;
  GtkWidget           *no_account_row;
  GtkEditable         *name_row;
  SmithMessageRow     *name_message_row;
  GtkEditable         *path_row;
  SmithMessageRow     *path_message_row;
  GtkSwitch           *cloudfront_switch;
  SmithUploadContents *contents_row;
  SmithCheckList      *check_list;
  GtkWidget           *upload_button;
  SmithCommandButton  *command_button;
  GtkLabel            *why_not_label;
  SmithUploadProgress *progress;
  SmithUploadResult   *result;
};

/* Shared by smith-upload-pane.c (what is shown), -fields.c (name and path) and -actions.c (what is done). */
SmithCertificate *smith_upload_pane_get_certificate    (SmithUploadPane *self);
SmithUpload      *smith_upload_pane_get_upload         (SmithUploadPane *self);
gboolean          smith_upload_pane_is_running         (SmithUploadPane *self);
void              smith_upload_pane_update_action      (SmithUploadPane *self);
gboolean          smith_upload_pane_is_uploaded        (SmithUploadPane *self);
void              smith_upload_pane_update_command     (SmithUploadPane *self);
void              smith_upload_pane_draft_free         (gpointer         data);
void              smith_upload_pane_fill_fields        (SmithUploadPane *self);
void              smith_upload_pane_bind_fields        (GtkWidgetClass  *widget_class);
void              smith_upload_pane_fill_name          (SmithUploadPane *self,
                                                        const char      *name);
void              smith_upload_pane_queue_show_outcome (SmithUploadPane *self);
void              smith_upload_pane_install_actions    (GtkWidgetClass  *widget_class);

G_END_DECLS
