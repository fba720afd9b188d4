/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-upload-pane-private.h"

#include <glib/gi18n.h>

#include "smith-check-list.h"
#include "smith-command-button.h"
#include "smith-command.h"
#include "smith-gradual-layout.h"
#include "smith-message-row.h"
#include "smith-preflight.h"
#include "smith-tip.h"
#include "smith-toast.h"
#include "smith-upload-contents.h"
#include "smith-upload-progress.h"
#include "smith-upload-result.h"
#include "smith-upload.h"
#include "smith-workspace.h"
#include "smith-wrap-layout.h"

/**
 * SmithUploadPane:
 *
 * The last of the five panes: where the certificate goes, what is sent, the checks, the one Upload
 * button, and what came of it. Name and path are a draft per identity while the pane lives
 * (smith-upload-pane-fields.c); the uploads themselves go on while another identity is shown.
 */

enum
{
  PROP_0,
  PROP_WORKSPACE,
  PROP_IDENTITY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SmithUploadPane, smith_upload_pane, GTK_TYPE_WIDGET)

SmithCertificate *
smith_upload_pane_get_certificate (SmithUploadPane *self)
{
  return self->identity != NULL ? smith_identity_get_certificate (self->identity) : NULL;
}

SmithUpload *
smith_upload_pane_get_upload (SmithUploadPane *self)
{
  return self->identity != NULL ? g_hash_table_lookup (self->uploads, self->identity) : NULL;
}

gboolean
smith_upload_pane_is_running (SmithUploadPane *self)
{
  SmithUpload *upload = smith_upload_pane_get_upload (self);

  return upload != NULL && smith_upload_get_running (upload);
}

/* Whether the present certificate is in AWS, as the library noted it. */
gboolean
smith_upload_pane_is_uploaded (SmithUploadPane *self)
{
  const SmithUploadRecord *record = self->identity != NULL ? smith_identity_get_upload (self->identity) : NULL;
  SmithCertificate *certificate = smith_upload_pane_get_certificate (self);

  return record != NULL && certificate != NULL &&
         g_strcmp0 (record->sha256, smith_certificate_get_sha256 (certificate)) == 0;
}

void
smith_upload_pane_update_command (SmithUploadPane *self)
{
  SmithAccount *account = smith_preflight_get_account (self->preflight);
  g_autofree char *certificate_path = NULL;
  g_autofree char *key_path = NULL;
  g_autofree char *chain_path = NULL;
  g_autofree char *upload = NULL;
  g_autofree char *read_back = NULL;
  g_autofree char *command = NULL;
  const char *profile = NULL, *region = NULL, *endpoint = NULL;

  if (smith_upload_pane_get_certificate (self) == NULL)
    return;

  if (account != NULL)
    {
      /* The variables of the environment need no profile. */
      if (smith_account_get_source (account) != SMITH_ACCOUNT_SOURCE_ENVIRONMENT)
        profile = smith_account_get_name (account);
      region = smith_account_get_region (account);
      endpoint = smith_account_get_endpoint (account);
    }
  certificate_path = smith_command_dup_path (self->identity, "certificate.pem");
  key_path = smith_command_dup_path (self->identity, "private-key.pem");
  if (g_list_model_get_n_items (smith_identity_get_chain (self->identity)) > 0)
    chain_path = smith_command_dup_path (self->identity, "chain.pem");
  upload = smith_command_upload (smith_preflight_get_name (self->preflight), smith_preflight_get_path (self->preflight),
                                 certificate_path, key_path,
                                 smith_identity_get_key_protection (self->identity) == SMITH_KEY_PROTECTION_PASSPHRASE,
                                 chain_path, profile, region, endpoint);
  read_back = smith_command_read_back (smith_preflight_get_name (self->preflight), profile, region, endpoint);
  command = g_strconcat (upload, "\n", read_back, NULL);
  smith_command_button_set_command (self->command_button, command);
}

void
smith_upload_pane_update_action (SmithUploadPane *self)
{
  SmithAccount *account = smith_preflight_get_account (self->preflight);
  gboolean ready = smith_preflight_get_ready (self->preflight);
  gboolean running = smith_upload_pane_is_running (self);
  gboolean uploaded = smith_upload_pane_is_uploaded (self);
  const char *why_not = running ? NULL : smith_preflight_get_why_not (self->preflight);

  /* The row itself follows the choice only, not what a test found out about it. */
  if (account != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (self->account_row), smith_account_get_label (account));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "upload.upload", ready && !running);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "upload.cancel", running);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "upload.try-again", ready && !running);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "upload.suggest-name", smith_upload_pane_get_certificate (self) != NULL && !running);
  smith_tip_set (self->upload_button, why_not);
  gtk_label_set_label (self->why_not_label, why_not != NULL ? why_not : "");
  gtk_widget_set_visible (GTK_WIDGET (self->why_not_label), why_not != NULL);
  /* What is done need not be suggested any more. */
  if (uploaded)
    gtk_widget_remove_css_class (self->upload_button, "suggested-action");
  else
    gtk_widget_add_css_class (self->upload_button, "suggested-action");
  gtk_button_set_label (GTK_BUTTON (self->upload_button), uploaded ? _("_Upload Again") : _("_Upload"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->account_row), !running);
  gtk_editable_set_editable (self->name_row, !running);
  gtk_editable_set_editable (self->path_row, !running);
  gtk_widget_set_sensitive (GTK_WIDGET (self->cloudfront_switch), !running);
}

static void
update_contents (SmithUploadPane *self)
{
  smith_upload_contents_show (self->contents_row, self->identity, smith_preflight_get_key_size (self->preflight));
}

/* Asking AWS needs no key that is locked away: the keyring might ask for its password out of the blue. */
static void
update_asking (SmithUploadPane *self)
{
  SmithAccount *account = smith_preflight_get_account (self->preflight);
  gboolean quiet = account != NULL && (smith_account_get_source (account) != SMITH_ACCOUNT_SOURCE_KEYRING ||
                                       smith_account_get_account_number (account) != NULL);

  smith_preflight_set_asking (self->preflight, quiet && gtk_widget_get_mapped (GTK_WIDGET (self)));
}

static void
select_account (SmithUploadPane *self,
                SmithAccount    *account)
{
  GListModel *accounts = adw_combo_row_get_model (self->account_row);

  for (guint i = 0; accounts != NULL && i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (SmithAccount) item = g_list_model_get_item (accounts, i);

      if (item == account)
        {
          adw_combo_row_set_selected (self->account_row, i);
          return;
        }
    }
}

static void
show_identity (SmithUploadPane *self)
{
  SmithCertificate *certificate = smith_upload_pane_get_certificate (self);

  smith_upload_result_set_identity (self->result, self->identity);
  smith_upload_progress_set_upload (self->progress, smith_upload_pane_get_upload (self));
  if (certificate == NULL)
    {
      gboolean has_request = self->identity != NULL && smith_identity_get_request (self->identity) != NULL;
      gboolean has_key = self->identity != NULL && smith_identity_get_has_key (self->identity);

      adw_status_page_set_title (self->empty_page, _("No Certificate Yet"));
      adw_status_page_set_description (self->empty_page,
                                       has_request ? _("Sign the request yourself, or add what your CA sent you. "
                                                       "Then it can go to AWS from here.")
                                                   : _("The upload comes last: key, request and certificate come before it."));
      gtk_button_set_label (self->empty_button, has_request ? _("Go to _Certificate") :
                                                has_key ? _("Go to _Request") : _("Go to _Key"));
      /* The target first: GTK warns of a name that wants one. */
      gtk_actionable_set_action_target (GTK_ACTIONABLE (self->empty_button), "s",
                                        has_request ? "certificate" : has_key ? "request" : "key");
      gtk_actionable_set_action_name (GTK_ACTIONABLE (self->empty_button), "win.show-pane");
      gtk_widget_set_visible (GTK_WIDGET (self->empty_button), self->identity != NULL);
      gtk_stack_set_visible_child_name (self->stack, "empty");
      return;
    }

  smith_upload_pane_fill_fields (self);
  update_contents (self);
  smith_upload_pane_update_action (self);
  smith_upload_pane_update_command (self);
  gtk_stack_set_visible_child_name (self->stack, "upload");
}

/* More than the outcome has cards. */
#define FRAMES_TO_FOLLOW 10

static void
scroll_to (SmithUploadPane *self,
           GtkWidget       *widget)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scrolled_window);
  GtkWidget *child = gtk_viewport_get_child (GTK_VIEWPORT (gtk_scrolled_window_get_child (self->scrolled_window)));
  graphene_rect_t bounds;

  if (!gtk_widget_compute_bounds (widget, child, &bounds))
    return;
  gtk_adjustment_clamp_page (adjustment, bounds.origin.y - 12, bounds.origin.y + bounds.size.height + 24);
}

static gboolean
show_outcome_cb (GtkWidget     *widget,
                 GdkFrameClock *clock,
                 gpointer       user_data)
{
  SmithUploadPane *self = SMITH_UPLOAD_PANE (widget);
  SmithUpload *upload = smith_upload_pane_get_upload (self);

  if (upload != NULL && smith_upload_get_done (upload))
    scroll_to (self, GTK_WIDGET (self->result));
  else
    scroll_to (self, GTK_WIDGET (self->progress));

  return --self->n_frames_to_follow > 0 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/* The cards come up one with each frame; what is seen follows them. */
void
smith_upload_pane_queue_show_outcome (SmithUploadPane *self)
{
  if (self->n_frames_to_follow == 0)
    gtk_widget_add_tick_callback (GTK_WIDGET (self), show_outcome_cb, NULL, NULL);
  self->n_frames_to_follow = FRAMES_TO_FOLLOW;
}

/* A test found out who it is, or somebody edited it. */
static void
account_notify_cb (SmithUploadPane *self)
{
  update_asking (self);
  smith_upload_pane_update_command (self);
  smith_upload_pane_update_action (self);
}

static void
account_selected_cb (SmithUploadPane *self)
{
  SmithAccount *account = adw_combo_row_get_selected_item (self->account_row);
  SmithAccount *before;

  if (self->preflight == NULL || self->filling)
    return;

  before = smith_preflight_get_account (self->preflight);
  if (before != account)
    {
      if (before != NULL)
        g_signal_handlers_disconnect_by_func (before, account_notify_cb, self);
      if (account != NULL)
        g_signal_connect_object (account, "notify", G_CALLBACK (account_notify_cb), self, G_CONNECT_SWAPPED);
    }
  smith_preflight_set_account (self->preflight, account);
  update_asking (self);
  smith_upload_pane_update_command (self);
}

/* Accounts come, go and are renamed: the one that is chosen stays chosen as long as it is there. */
static void
accounts_changed_cb (SmithUploadPane *self)
{
  GListModel *accounts = G_LIST_MODEL (smith_workspace_get_accounts (self->workspace));
  gboolean any = g_list_model_get_n_items (accounts) > 0;
  SmithAccount *chosen = smith_preflight_get_account (self->preflight);

  gtk_widget_set_visible (GTK_WIDGET (self->account_row), any);
  gtk_widget_set_visible (self->no_account_row, !any);
  if (chosen != NULL)
    select_account (self, chosen);
  account_selected_cb (self);
}

static void
preflight_notify_cb (SmithUploadPane *self)
{
  smith_upload_pane_update_action (self);
}

static void
facts_changed_cb (SmithUploadPane *self)
{
  if (smith_upload_pane_get_certificate (self) != NULL)
    update_contents (self);
}

static void
identity_notify_cb (SmithUploadPane *self,
                    GParamSpec      *pspec)
{
  static const char * const matters[] = { "certificate", "chain", "has-key", "key-protection", "request", "upload", NULL };

  if (g_strv_contains (matters, pspec->name))
    show_identity (self);
}

static void
set_workspace (SmithUploadPane *self,
               SmithWorkspace  *workspace)
{
  GListModel *accounts;

  if (!g_set_object (&self->workspace, workspace) || workspace == NULL)
    return;

  g_clear_object (&self->preflight);
  self->preflight = smith_preflight_new (smith_workspace_get_library (workspace), smith_workspace_get_keyring (workspace));
  smith_preflight_set_identity (self->preflight, self->identity);
  g_signal_connect_object (self->preflight, "notify", G_CALLBACK (preflight_notify_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->preflight, "items-changed", G_CALLBACK (facts_changed_cb), self, G_CONNECT_SWAPPED);
  smith_check_list_set_preflight (self->check_list, self->preflight);

  accounts = G_LIST_MODEL (smith_workspace_get_accounts (workspace));
  adw_combo_row_set_model (self->account_row, accounts);
  g_signal_connect_object (accounts, "items-changed", G_CALLBACK (accounts_changed_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  accounts_changed_cb (self);
  if (self->identity != NULL)
    show_identity (self);
}

static void
set_identity (SmithUploadPane *self,
              SmithIdentity   *identity)
{
  if (self->identity == identity)
    return;

  if (self->identity != NULL)
    g_signal_handlers_disconnect_by_data (self->identity, self);
  g_set_object (&self->identity, identity);
  if (identity != NULL)
    g_signal_connect_object (identity, "notify", G_CALLBACK (identity_notify_cb), self, G_CONNECT_SWAPPED);
  if (self->preflight == NULL)
    return;

  smith_preflight_set_identity (self->preflight, identity);
  show_identity (self);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scrolled_window), 0);
}

static void
smith_upload_pane_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (smith_upload_pane_parent_class)->map (widget);

  if (SMITH_UPLOAD_PANE (widget)->preflight != NULL)
    update_asking (SMITH_UPLOAD_PANE (widget));
}

static void
smith_upload_pane_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (smith_upload_pane_parent_class)->unmap (widget);

  if (SMITH_UPLOAD_PANE (widget)->preflight != NULL)
    update_asking (SMITH_UPLOAD_PANE (widget));
}

static void
smith_upload_pane_dispose (GObject *object)
{
  SmithUploadPane *self = SMITH_UPLOAD_PANE (object);

  if (self->identity != NULL)
    g_signal_handlers_disconnect_by_data (self->identity, self);
  gtk_widget_dispose_template (GTK_WIDGET (object), SMITH_TYPE_UPLOAD_PANE);
  g_clear_object (&self->preflight);
  g_clear_object (&self->workspace);
  g_clear_object (&self->identity);
  g_clear_pointer (&self->uploads, g_hash_table_unref);
  g_clear_pointer (&self->drafts, g_hash_table_unref);

  G_OBJECT_CLASS (smith_upload_pane_parent_class)->dispose (object);
}

static void
smith_upload_pane_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  SmithUploadPane *self = SMITH_UPLOAD_PANE (object);

  switch (prop_id)
    {
    case PROP_WORKSPACE:
      g_value_set_object (value, self->workspace);
      break;
    case PROP_IDENTITY:
      g_value_set_object (value, self->identity);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_upload_pane_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  SmithUploadPane *self = SMITH_UPLOAD_PANE (object);

  switch (prop_id)
    {
    case PROP_WORKSPACE:
      set_workspace (self, g_value_get_object (value));
      break;
    case PROP_IDENTITY:
      set_identity (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      return;
    }
  g_object_notify_by_pspec (object, pspec);
}

static void
smith_upload_pane_class_init (SmithUploadPaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = smith_upload_pane_dispose;
  object_class->get_property = smith_upload_pane_get_property;
  object_class->set_property = smith_upload_pane_set_property;

  widget_class->map = smith_upload_pane_map;
  widget_class->unmap = smith_upload_pane_unmap;

  properties[PROP_WORKSPACE] =
    g_param_spec_object ("workspace", NULL, NULL, SMITH_TYPE_WORKSPACE,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_IDENTITY] =
    g_param_spec_object ("identity", NULL, NULL, SMITH_TYPE_IDENTITY,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (SMITH_TYPE_ACCOUNT);
  g_type_ensure (SMITH_TYPE_CHECK_LIST);
  g_type_ensure (SMITH_TYPE_COMMAND_BUTTON);
  g_type_ensure (SMITH_TYPE_GRADUAL_LAYOUT);
  g_type_ensure (SMITH_TYPE_MESSAGE_ROW);
  g_type_ensure (SMITH_TYPE_UPLOAD_CONTENTS);
  g_type_ensure (SMITH_TYPE_UPLOAD_PROGRESS);
  g_type_ensure (SMITH_TYPE_UPLOAD_RESULT);
  g_type_ensure (SMITH_TYPE_WRAP_LAYOUT);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chainsmith/Chainsmith/smith-upload-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, SmithUploadPane, stack);
  gtk_widget_class_bind_template_child (widget_class, SmithUploadPane, empty_page);
  gtk_widget_class_bind_template_child (widget_class, SmithUploadPane, empty_button);
  gtk_widget_class_bind_template_child (widget_class, SmithUploadPane, scrolled_window);
  gtk_widget_class_bind_template_child (widget_class, SmithUploadPane, account_row);
  gtk_widget_class_bind_template_child (widget_class, SmithUploadPane, no_account_row);
  gtk_widget_class_bind_template_child (widget_class, SmithUploadPane, name_row);
  gtk_widget_class_bind_template_child (widget_class, SmithUploadPane, name_message_row);
  gtk_widget_class_bind_template_child (widget_class, SmithUploadPane, path_row);
  gtk_widget_class_bind_template_child (widget_class, SmithUploadPane, path_message_row);
  gtk_widget_class_bind_template_child (widget_class, SmithUploadPane, cloudfront_switch);
  gtk_widget_class_bind_template_child (widget_class, SmithUploadPane, contents_row);
  gtk_widget_class_bind_template_child (widget_class, SmithUploadPane, check_list);
  gtk_widget_class_bind_template_child (widget_class, SmithUploadPane, upload_button);
  gtk_widget_class_bind_template_child (widget_class, SmithUploadPane, command_button);
  gtk_widget_class_bind_template_child (widget_class, SmithUploadPane, why_not_label);
  gtk_widget_class_bind_template_child (widget_class, SmithUploadPane, progress);
  gtk_widget_class_bind_template_child (widget_class, SmithUploadPane, result);
  gtk_widget_class_bind_template_callback (widget_class, account_selected_cb);

  smith_upload_pane_bind_fields (widget_class);
  smith_upload_pane_install_actions (widget_class);
}

static void
smith_upload_pane_init (SmithUploadPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->uploads = g_hash_table_new_full (NULL, NULL, g_object_unref, g_object_unref);
  self->drafts = g_hash_table_new_full (NULL, NULL, g_object_unref, smith_upload_pane_draft_free);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "upload.upload", FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "upload.try-again", FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "upload.cancel", FALSE);
}
