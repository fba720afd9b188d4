/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-window-private.h"

#include <glib/gi18n.h>

#include "smith-certificate-pane.h"
#include "smith-chain-pane.h"
#include "smith-compat.h"
#include "smith-key-pane.h"
#include "smith-pane-slot.h"
#include "smith-password-interaction.h"
#include "smith-request-pane.h"
#include "smith-settings.h"
#include "smith-upload-pane.h"

/**
 * SmithWindow:
 *
 * The library beside the five panes of the identity that is selected, under a strip that says what comes
 * next. This file is what the window shows; what it does is in smith-window-actions.c, what comes in from
 * outside in smith-window-dnd.c and smith-window-import.c, the question before it closes in
 * smith-window-close.c, how far an identity is in smith-window-marks.c, the reading of the library (after the first
 * frame) in smith-window-load.c.
 */

#define DEFAULT_WIDTH  1120
#define DEFAULT_HEIGHT 760

G_DEFINE_FINAL_TYPE (SmithWindow, smith_window, ADW_TYPE_APPLICATION_WINDOW)

/**
 * smith_window_update_page:
 *
 * What the window shows as a whole: the library, a welcome, or why there is none. The large symbols of the status pages
 * are set when they are seen: they load a library for SVG.
 */
void
smith_window_update_page (SmithWindow *self)
{
  SmithLibrary *library = smith_workspace_get_library (self->workspace);
  const GError *error = smith_library_get_error (library);
  gboolean has_items = g_list_model_get_n_items (G_LIST_MODEL (library)) > 0;

  if (error != NULL && !has_items)
    {
      g_autofree char *description = g_markup_escape_text (error->message, -1);

      adw_status_page_set_icon_name (self->error_page, "dialog-error-symbolic");
      adw_status_page_set_description (self->error_page, description);
      gtk_stack_set_visible_child_name (self->stack, "error");
    }
  else if (has_items)
    gtk_stack_set_visible_child_name (self->stack, "library");
  else if (self->loaded)
    {
      adw_status_page_set_icon_name (self->welcome_page, APPLICATION_ID);
      gtk_stack_set_visible_child_name (self->stack, "welcome");
    }
}

static void
update_title (SmithWindow *self)
{
  gboolean folded = smith_split_view_get_folded (self->split_view);
  gboolean roomy = smith_split_view_get_roomy (self->split_view);
  const char *name = self->identity != NULL ? smith_identity_get_name (self->identity) : "";

  adw_window_title_set_title (self->window_title, name);
  adw_window_title_set_subtitle (self->window_title,
                                 self->identity != NULL ? smith_identity_get_state_text (self->identity) : "");
  gtk_stack_set_visible_child_name (self->title_stack, folded || self->identity == NULL ? "title" : "switcher");
  adw_view_switcher_set_policy (self->view_switcher,
                                roomy ? ADW_VIEW_SWITCHER_POLICY_WIDE : ADW_VIEW_SWITCHER_POLICY_NARROW);
  adw_view_switcher_bar_set_reveal (self->view_switcher_bar, folded && self->identity != NULL);
  gtk_window_set_title (GTK_WINDOW (self), *name != '\0' ? name : "Chainsmith");
}

static const char *
get_step_icon (SmithIdentity *identity,
               SmithNextStep *step)
{
  if (smith_next_step_get_action (step) != NULL)
    return "go-next-symbolic";
  if (smith_identity_get_problem (identity) != NULL)
    return "dialog-error-symbolic";

  return smith_identity_get_upload (identity) != NULL ? "object-select-symbolic" : "dialog-information-symbolic";
}

static void
update_strips (SmithWindow *self)
{
  SmithNextStep *step = self->identity != NULL ? smith_identity_get_next_step (self->identity) : NULL;
  gboolean kept = self->identity == NULL || smith_identity_get_kept (self->identity);

  smith_strip_set (self->keep_strip, "document-save-symbolic",
                   kept ? NULL : _("Not kept: it is forgotten when the window is closed"),
                   _("_Keep"), _("_Discard"));
  /* What the strip above says already. */
  if (step != NULL && g_strcmp0 (smith_next_step_get_action (step), "win.keep") == 0)
    step = NULL;
  smith_strip_set (self->next_strip, step != NULL ? get_step_icon (self->identity, step) : NULL,
                   step != NULL ? smith_next_step_get_sentence (step) : NULL,
                   step != NULL ? smith_next_step_get_button (step) : NULL, NULL);
  if (step != NULL)
    smith_strip_set_suggested (self->next_strip,
                               g_strcmp0 (adw_view_stack_get_visible_child_name (self->view_stack),
                                          smith_next_step_get_pane (step)) != 0);
}

static void
update_identity (SmithWindow *self)
{
  if (self->identity == NULL && self->loaded)
    adw_status_page_set_icon_name (self->none_page, "smith-certificate-symbolic");
  gtk_stack_set_visible_child_name (self->content_stack, self->identity != NULL ? "panes" : "none");
  update_title (self);
  update_strips (self);
  smith_window_update_marks (self);
  smith_window_update_actions (self);
}

static gboolean
update_identity_cb (gpointer user_data)
{
  SmithWindow *self = user_data;

  self->update_source = 0;
  update_identity (self);

  return G_SOURCE_REMOVE;
}

/* A change of the identity changes several of its properties; they are shown at once, before the frame. */
static void
queue_update (SmithWindow *self)
{
  if (self->update_source == 0)
    self->update_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, update_identity_cb, self, NULL);
}

static void
set_identity (SmithWindow   *self,
              SmithIdentity *identity)
{
  GtkWidget *panes[SMITH_N_PANES] = {
    self->key_pane, self->request_pane, self->certificate_pane, self->chain_pane, self->upload_pane
  };

  if (!g_set_object (&self->identity, identity))
    return;
  g_signal_group_set_target (self->identity_signals, identity);
  for (guint i = 0; i < SMITH_N_PANES; i++)
    g_object_set (panes[i], "identity", identity, NULL);
  update_identity (self);
}

static void
selected_changed_cb (SmithWindow *self)
{
  SmithIdentity *identity = smith_sidebar_get_selected (self->sidebar);

  set_identity (self, identity);
  if (identity == NULL)
    smith_split_view_set_show_content (self->split_view, FALSE);
  else
    g_clear_pointer (&self->wanted_identity, g_free);
}

static void
sidebar_opened_cb (SmithWindow *self)
{
  smith_split_view_set_show_content (self->split_view, TRUE);
  if (smith_split_view_get_folded (self->split_view))
    gtk_widget_child_focus (GTK_WIDGET (self->content_stack), GTK_DIR_TAB_FORWARD);
}

static void
keep_clicked_cb (SmithWindow *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.keep", NULL);
}

static void
discard_clicked_cb (SmithWindow *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.delete", NULL);
}

static void
next_clicked_cb (SmithWindow *self)
{
  SmithNextStep *step = self->identity != NULL ? smith_identity_get_next_step (self->identity) : NULL;
  GtkWidget *slot;

  if (step == NULL || smith_next_step_get_action (step) == NULL)
    return;
  smith_window_show (self, self->identity, smith_next_step_get_pane (step));
  slot = smith_window_get_pane (self, smith_next_step_get_pane (step));
  gtk_widget_activate_action (smith_pane_slot_ensure_pane (SMITH_PANE_SLOT (slot)),
                              smith_next_step_get_action (step), NULL);
}

static void
library_changed_cb (SmithWindow *self)
{
  smith_window_select_wanted (self);
  smith_window_update_page (self);
}

static void
load_settings (SmithWindow *self)
{
  int width = DEFAULT_WIDTH;
  int height = DEFAULT_HEIGHT;

  self->settings = smith_settings_open ();
  if (self->settings != NULL)
    {
      g_autofree char *pane = g_settings_get_string (self->settings, "selected-pane");

      width = g_settings_get_int (self->settings, "window-width");
      height = g_settings_get_int (self->settings, "window-height");
      if (g_settings_get_boolean (self->settings, "window-maximized"))
        gtk_window_maximize (GTK_WINDOW (self));
      self->wanted_identity = g_settings_get_string (self->settings, "selected-identity");
      adw_view_stack_set_visible_child_name (self->view_stack, pane);
    }
  gtk_window_set_default_size (GTK_WINDOW (self), width, height);
}

static void
save_settings (SmithWindow *self)
{
  int width;
  int height;

  if (self->settings == NULL)
    return;
  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_delay (self->settings);
  if (width >= 360)
    g_settings_set_int (self->settings, "window-width", width);
  if (height >= 480)
    g_settings_set_int (self->settings, "window-height", height);
  g_settings_set_boolean (self->settings, "window-maximized", gtk_window_is_maximized (GTK_WINDOW (self)));
  if (self->loaded)
    g_settings_set_string (self->settings, "selected-identity",
                           self->identity != NULL && smith_identity_get_kept (self->identity)
                             ? smith_identity_get_id (self->identity) : "");
  g_settings_set_string (self->settings, "selected-pane",
                         adw_view_stack_get_visible_child_name (self->view_stack));
  g_settings_apply (self->settings);
}

static gboolean
smith_window_close_request (GtkWindow *window)
{
  if (!smith_window_confirm_close (SMITH_WINDOW (window)))
    return GDK_EVENT_STOP;
  save_settings (SMITH_WINDOW (window));
  /* What it asks for, in dialogs too, holds the window. */
  g_cancellable_cancel (SMITH_WINDOW (window)->cancellable);

  return GTK_WINDOW_CLASS (smith_window_parent_class)->close_request (window);
}

static void
smith_window_realize (GtkWidget *widget)
{
  SmithWindow *self = SMITH_WINDOW (widget);

  GTK_WIDGET_CLASS (smith_window_parent_class)->realize (widget);

  if (!self->loaded)
    self->first_frame_handler = g_signal_connect_object (gtk_widget_get_frame_clock (widget), "after-paint",
                                                         G_CALLBACK (smith_window_load_after_frame), self,
                                                         G_CONNECT_SWAPPED);
}

static void
smith_window_dispose (GObject *object)
{
  SmithWindow *self = SMITH_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->refresh_source, g_source_remove);
  g_clear_handle_id (&self->update_source, g_source_remove);
  g_clear_object (&self->identity_signals);
  /* It shows one pane after the other while they go. */
  g_signal_handlers_disconnect_by_func (self->view_stack, update_strips, self);

  G_OBJECT_CLASS (smith_window_parent_class)->dispose (object);

  g_clear_object (&self->identity);
  g_clear_object (&self->interaction);
  g_clear_object (&self->last_import);
  g_clear_object (&self->workspace);
  g_clear_object (&self->settings);
}

static void
smith_window_finalize (GObject *object)
{
  SmithWindow *self = SMITH_WINDOW (object);

  g_clear_object (&self->cancellable);
  g_free (self->wanted_identity);
  g_clear_pointer (&self->early_imports, g_ptr_array_unref);

  G_OBJECT_CLASS (smith_window_parent_class)->finalize (object);
}

static void
ensure_types (void)
{
  g_type_ensure (SMITH_TYPE_ACTIVITY_BUTTON);
  g_type_ensure (SMITH_TYPE_CERTIFICATE_PANE);
  g_type_ensure (SMITH_TYPE_CHAIN_PANE);
  g_type_ensure (SMITH_TYPE_KEY_PANE);
  g_type_ensure (SMITH_TYPE_PANE_SLOT);
  g_type_ensure (SMITH_TYPE_REQUEST_PANE);
  g_type_ensure (SMITH_TYPE_SIDEBAR);
  g_type_ensure (SMITH_TYPE_SPLIT_VIEW);
  g_type_ensure (SMITH_TYPE_STRIP);
  g_type_ensure (SMITH_TYPE_UPLOAD_PANE);
}

static void
smith_window_class_init (SmithWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GtkWindowClass *window_class = GTK_WINDOW_CLASS (klass);

  object_class->dispose = smith_window_dispose;
  object_class->finalize = smith_window_finalize;

  widget_class->realize = smith_window_realize;

  window_class->close_request = smith_window_close_request;

  ensure_types ();
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chainsmith/Chainsmith/smith-window.ui");
  gtk_widget_class_bind_template_child (widget_class, SmithWindow, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, SmithWindow, drop_area);
  gtk_widget_class_bind_template_child (widget_class, SmithWindow, drop_revealer);
  gtk_widget_class_bind_template_child (widget_class, SmithWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, SmithWindow, error_page);
  gtk_widget_class_bind_template_child (widget_class, SmithWindow, none_page);
  gtk_widget_class_bind_template_child (widget_class, SmithWindow, welcome_page);
  gtk_widget_class_bind_template_child (widget_class, SmithWindow, split_view);
  gtk_widget_class_bind_template_child (widget_class, SmithWindow, sidebar);
  gtk_widget_class_bind_template_child (widget_class, SmithWindow, content_header);
  gtk_widget_class_bind_template_child (widget_class, SmithWindow, title_stack);
  gtk_widget_class_bind_template_child (widget_class, SmithWindow, view_switcher);
  gtk_widget_class_bind_template_child (widget_class, SmithWindow, window_title);
  gtk_widget_class_bind_template_child (widget_class, SmithWindow, view_switcher_bar);
  gtk_widget_class_bind_template_child (widget_class, SmithWindow, activity_button);
  gtk_widget_class_bind_template_child (widget_class, SmithWindow, content_stack);
  gtk_widget_class_bind_template_child (widget_class, SmithWindow, keep_strip);
  gtk_widget_class_bind_template_child (widget_class, SmithWindow, next_strip);
  gtk_widget_class_bind_template_child (widget_class, SmithWindow, view_stack);
  gtk_widget_class_bind_template_child (widget_class, SmithWindow, key_pane);
  gtk_widget_class_bind_template_child (widget_class, SmithWindow, request_pane);
  gtk_widget_class_bind_template_child (widget_class, SmithWindow, certificate_pane);
  gtk_widget_class_bind_template_child (widget_class, SmithWindow, chain_pane);
  gtk_widget_class_bind_template_child (widget_class, SmithWindow, upload_pane);
  gtk_widget_class_bind_template_callback (widget_class, smith_window_refresh_states);
  gtk_widget_class_bind_template_callback (widget_class, discard_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, keep_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, smith_window_load);
  gtk_widget_class_bind_template_callback (widget_class, selected_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, sidebar_opened_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_title);
  smith_window_install_actions (widget_class);
  smith_window_install_authority_actions (widget_class);
}

static void
smith_window_init (SmithWindow *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));

  self->interaction = smith_password_interaction_new (GTK_WINDOW (self));
  self->identity_signals = g_signal_group_new (SMITH_TYPE_IDENTITY);
  g_signal_group_connect_swapped (self->identity_signals, "notify::name", G_CALLBACK (update_title), self);
  g_signal_group_connect_swapped (self->identity_signals, "notify::state-text", G_CALLBACK (update_title), self);
  g_signal_group_connect_swapped (self->identity_signals, "notify::kept", G_CALLBACK (queue_update), self);
  g_signal_group_connect_swapped (self->identity_signals, "notify::next-step", G_CALLBACK (queue_update), self);
  g_signal_group_connect_swapped (self->identity_signals, "notify::state", G_CALLBACK (queue_update), self);
  g_signal_group_connect_swapped (self->identity_signals, "notify::upload", G_CALLBACK (queue_update), self);
  g_signal_group_connect_swapped (self->identity_signals, "notify::request", G_CALLBACK (queue_update), self);
  g_signal_group_connect_swapped (self->identity_signals, "notify::certificate", G_CALLBACK (queue_update), self);

  g_signal_connect_swapped (self->view_stack, "notify::visible-child", G_CALLBACK (update_strips), self);

  smith_window_init_dnd (self);
  load_settings (self);
  update_identity (self);
  smith_window_start_refreshing (self);
}

/**
 * smith_window_new:
 * @application: whose window it is
 * @workspace: what it shows
 *
 * Returns: (transfer none): a new window, owned by GTK until it is closed
 */
SmithWindow *
smith_window_new (SmithApplication *application,
                  SmithWorkspace   *workspace)
{
  SmithWindow *self;
  SmithLibrary *library;

  g_return_val_if_fail (SMITH_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (SMITH_IS_WORKSPACE (workspace), NULL);

  self = g_object_new (SMITH_TYPE_WINDOW, "application", application, NULL);
  self->workspace = g_object_ref (workspace);
  library = smith_workspace_get_library (workspace);
  g_object_set (self->key_pane, "workspace", workspace, NULL);
  g_object_set (self->request_pane, "workspace", workspace, NULL);
  g_object_set (self->certificate_pane, "workspace", workspace, NULL);
  g_object_set (self->chain_pane, "workspace", workspace, NULL);
  g_object_set (self->upload_pane, "workspace", workspace, NULL);
  smith_sidebar_set_workspace (self->sidebar, workspace);
  smith_activity_button_set_jobs (self->activity_button, smith_workspace_get_jobs (workspace));
  g_signal_connect_object (library, "items-changed", G_CALLBACK (library_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (library, "notify::error", G_CALLBACK (smith_window_update_page), self, G_CONNECT_SWAPPED);
  smith_window_update_page (self);

  return self;
}

/**
 * smith_window_get_identity:
 *
 * Returns: (nullable) (transfer none): the identity in the panes
 */
SmithIdentity *
smith_window_get_identity (SmithWindow *self)
{
  g_return_val_if_fail (SMITH_IS_WINDOW (self), NULL);

  return self->identity;
}

/**
 * smith_window_get_toast_place:
 *
 * Returns: (transfer none): where a toast of the window is seen: over the panes where they are there, so
 *   that it does not cover the switcher below them
 */
GtkWidget *
smith_window_get_toast_place (SmithWindow *self)
{
  /* The panes go in a moment when the last identity has gone. */
  gboolean any = self->workspace != NULL &&
                 g_list_model_get_n_items (G_LIST_MODEL (smith_workspace_get_library (self->workspace))) > 0;

  return any && gtk_widget_get_mapped (GTK_WIDGET (self->content_stack)) ? GTK_WIDGET (self->content_stack)
                                                                          : GTK_WIDGET (self->toast_overlay);
}

/**
 * smith_window_get_pane:
 * @name: key, request, certificate, chain or upload
 *
 * Returns: (nullable) (transfer none): the slot of the pane
 */
GtkWidget *
smith_window_get_pane (SmithWindow *self,
                       const char  *name)
{
  return adw_view_stack_get_child_by_name (self->view_stack, name);
}

/**
 * smith_window_show:
 * @identity: (nullable): to select
 * @pane: (nullable): to show
 */
void
smith_window_show (SmithWindow   *self,
                   SmithIdentity *identity,
                   const char    *pane)
{
  g_return_if_fail (SMITH_IS_WINDOW (self));

  if (identity != NULL)
    {
      smith_sidebar_set_selected (self->sidebar, identity);
      smith_split_view_set_show_content (self->split_view, TRUE);
    }
  if (pane != NULL && smith_window_get_pane (self, pane) != NULL)
    adw_view_stack_set_visible_child_name (self->view_stack, pane);
}

static void
error_shown_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autofree char *response = smith_compat_alert_finish (result, NULL);
}

/**
 * smith_window_show_error:
 * @heading: what did not work
 * @message: why, and what to do
 *
 * For what has no place of its own in the window.
 */
void
smith_window_show_error (SmithWindow *self,
                         const char  *heading,
                         const char  *message)
{
  const SmithAlertResponse responses[] = { { "cancel", _("_Close"), ADW_RESPONSE_DEFAULT } };

  smith_compat_alert_async (GTK_WINDOW (self), heading, message, NULL, responses, G_N_ELEMENTS (responses),
                            self->cancellable, error_shown_cb, NULL);
}
