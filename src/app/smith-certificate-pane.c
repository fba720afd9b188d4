/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-certificate-pane.h"

#include <string.h>

#include <glib/gi18n.h>

#include "smith-authority.h"
#include "smith-certificate-card.h"
#include "smith-certificate-details.h"
#include "smith-certificate-summary.h"
#include "smith-chain-undo.h"
#include "smith-command-button.h"
#include "smith-command.h"
#include "smith-error-card.h"
#include "smith-file-save.h"
#include "smith-gradual-layout.h"
#include "smith-issue-dialog.h"
#include "smith-issued-save.h"
#include "smith-issued-window.h"
#include "smith-revocation-renewal.h"
#include "smith-self-sign-dialog.h"
#include "smith-self-sign.h"
#include "smith-toast.h"
#include "smith-workspace.h"

/**
 * SmithCertificatePane:
 *
 * The certificate of the window's identity: the card with what matters, and below it every detail, the
 * text and the PEM. Without a certificate, the two ways to one: the CA's answer, which the window
 * imports, and self-signing.
 */
struct _SmithCertificatePane
{
  GtkWidget parent_instance;

  /* Owned */
  SmithWorkspace          *workspace;
  SmithIdentity           *identity;
  SmithChain              *chain;
  SmithCertificateSummary *summary;
  GSignalGroup            *identity_signals;
  GCancellable            *cancellable;     /* of the text that is being made */

  /* Template */
  GtkStack                *stack;
  GtkLabel                *obstacle_label;
  GtkWidget               *obstacle_button;
  GtkWidget               *issued_button;
  SmithCertificateCard    *card;
  SmithErrorCard          *error_card;
  GtkStack                *view_stack;
  GtkSearchEntry          *search_entry;
  SmithCertificateDetails *details;
  GtkTextView             *text_view;
  GtkTextView             *pem_view;
  SmithCommandButton      *command_button;
};

enum
{
  PROP_0,
  PROP_WORKSPACE,
  PROP_IDENTITY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SmithCertificatePane, smith_certificate_pane, GTK_TYPE_WIDGET)

static SmithCertificate *
get_certificate (SmithCertificatePane *self)
{
  return self->identity != NULL ? smith_identity_get_certificate (self->identity) : NULL;
}

static void
set_text (GtkTextView *view,
          const char  *text)
{
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (view), text != NULL ? text : "", -1);
}

/* The text, which OpenSSL takes its time for. */

static void
make_text_in_thread (GTask        *task,
                     gpointer      source,
                     gpointer      task_data,
                     GCancellable *cancellable)
{
  g_task_return_pointer (task, smith_certificate_dup_text (task_data), g_free);
}

static void
make_text_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  SmithCertificatePane *self = SMITH_CERTIFICATE_PANE (source);
  g_autofree char *text = g_task_propagate_pointer (G_TASK (result), NULL);

  if (text != NULL && self->text_view != NULL)
    set_text (self->text_view, text);
}

static void
make_text (SmithCertificatePane *self)
{
  g_autoptr (GTask) task = NULL;
  SmithCertificate *certificate = get_certificate (self);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  set_text (self->text_view, NULL);
  if (certificate == NULL)
    return;

  self->cancellable = g_cancellable_new ();
  task = g_task_new (self, self->cancellable, make_text_cb, NULL);
  g_task_set_source_tag (task, make_text);
  g_task_set_task_data (task, g_object_ref (certificate), g_object_unref);
  g_task_run_in_thread (task, make_text_in_thread);
}

/* What is shown. */

static void
update_obstacle (SmithCertificatePane *self)
{
  const char *obstacle = self->identity != NULL ? smith_self_sign_get_obstacle (self->identity) : "";
  gboolean needs_key = self->identity != NULL && !smith_identity_get_has_key (self->identity);

  gtk_label_set_label (self->obstacle_label, obstacle != NULL ? obstacle : "");
  gtk_widget_set_visible (GTK_WIDGET (self->obstacle_label), obstacle != NULL);
  gtk_widget_set_visible (self->obstacle_button, obstacle != NULL);
  gtk_button_set_label (GTK_BUTTON (self->obstacle_button), needs_key ? _("Go to _Key") : _("Go to _Request"));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->obstacle_button), "s", needs_key ? "key" : "request");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "certificate.self-sign", obstacle == NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "certificate.sign-with-ca",
                                 self->identity != NULL && smith_identity_get_request (self->identity) != NULL);
}

static void
update_command (SmithCertificatePane *self)
{
  g_autofree char *path = NULL;
  g_autofree char *command = NULL;

  if (self->identity == NULL)
    return;

  path = smith_command_dup_path (self->identity, "certificate.pem");
  command = smith_command_show_certificate (path);
  smith_command_button_set_command (self->command_button, command);
}

static void
update_certificate (SmithCertificatePane *self)
{
  SmithCertificate *certificate = get_certificate (self);
  gboolean is_authority = certificate != NULL && smith_authority_is_one (self->identity);

  smith_error_card_set_message (self->error_card, NULL);
  gtk_widget_set_visible (self->issued_button, is_authority);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "certificate.issued", is_authority);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "certificate.renew-list", is_authority);
  gtk_stack_set_visible_child_name (self->stack, certificate != NULL ? "certificate" : "none");
  smith_certificate_details_set_sections (self->details,
                                          certificate != NULL ? smith_certificate_get_sections (certificate) : NULL);
  set_text (self->pem_view, certificate != NULL ? smith_certificate_get_pem (certificate) : NULL);
  make_text (self);
  update_command (self);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "certificate.copy", certificate != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "certificate.save", certificate != NULL);
}

static void
search_changed_cb (SmithCertificatePane *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search_entry));

  if (*text != '\0')
    gtk_stack_set_visible_child_name (self->view_stack, "details");
  smith_certificate_details_set_search (self->details, text);
}

/* Days go by while a window is open. */
static void
smith_certificate_pane_map (GtkWidget *widget)
{
  SmithCertificatePane *self = SMITH_CERTIFICATE_PANE (widget);

  GTK_WIDGET_CLASS (smith_certificate_pane_parent_class)->map (widget);
  if (self->summary != NULL)
    smith_certificate_summary_refresh (self->summary, NULL);
}

/* Actions. */

static void
signed_cb (SmithCertificatePane *self,
           GtkWidget            *dialog)
{
  SmithChainSnapshot *snapshot = g_object_get_data (G_OBJECT (dialog), "snapshot");

  if (self->chain == NULL || smith_chain_snapshot_get_certificate (snapshot) == NULL)
    smith_toast_show (GTK_WIDGET (self), _("Certificate self-signed"));
  else
    smith_chain_undo_offer (GTK_WIDGET (self), _("Certificate replaced by a self-signed one"), self->chain, snapshot);
}

static void
self_sign_action_cb (GtkWidget  *widget,
                     const char *name,
                     GVariant   *parameter)
{
  SmithCertificatePane *self = SMITH_CERTIFICATE_PANE (widget);
  GtkWidget *dialog;

  if (self->workspace == NULL || self->identity == NULL || smith_self_sign_get_obstacle (self->identity) != NULL)
    return;

  dialog = smith_self_sign_dialog_new (self->workspace, self->identity);
  g_object_set_data_full (G_OBJECT (dialog), "snapshot", smith_chain_dup_snapshot (self->chain), g_object_unref);
  g_signal_connect_object (dialog, "signed", G_CALLBACK (signed_cb), self, G_CONNECT_SWAPPED);
  gtk_window_set_transient_for (GTK_WINDOW (dialog), GTK_WINDOW (gtk_widget_get_root (widget)));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
issued_action_cb (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  SmithCertificatePane *self = SMITH_CERTIFICATE_PANE (widget);
  GtkWidget *window;

  if (self->workspace == NULL || self->identity == NULL)
    return;

  window = smith_issued_window_new (self->workspace, self->identity);
  gtk_window_set_transient_for (GTK_WINDOW (window), GTK_WINDOW (gtk_widget_get_root (widget)));
  gtk_window_present (GTK_WINDOW (window));
}

static void
renew_list_action_cb (GtkWidget  *widget,
                      const char *name,
                      GVariant   *parameter)
{
  SmithCertificatePane *self = SMITH_CERTIFICATE_PANE (widget);

  if (self->workspace != NULL && self->identity != NULL)
    smith_revocation_renewal_start (widget, self->workspace, self->identity);
}

/* The identity that was shown when the dialog opened has it: its request was signed. */
static void
signed_with_ca_cb (SmithCertificatePane *self,
                   SmithCertificate     *certificate,
                   SmithIdentity        *recipient,
                   const char           *warning)
{
  g_autoptr (GPtrArray) no_chain = g_ptr_array_new ();

  if (warning != NULL)
    smith_error_card_set_message (self->error_card, warning);
  else if (recipient != NULL)
    smith_toast_show (GTK_WIDGET (self), _("Signed; certificate and chain are here"));
  else
    smith_issued_save (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), certificate, no_chain);
}

static void
sign_with_ca_action_cb (GtkWidget  *widget,
                        const char *name,
                        GVariant   *parameter)
{
  SmithCertificatePane *self = SMITH_CERTIFICATE_PANE (widget);
  g_autoptr (GListModel) authorities = NULL;
  GtkWidget *dialog;

  if (self->workspace == NULL || self->identity == NULL || smith_identity_get_request (self->identity) == NULL)
    return;

  authorities = smith_authority_list (smith_workspace_get_library (self->workspace));
  if (g_list_model_get_n_items (authorities) == 0)
    {
      gtk_widget_activate_action (widget, "win.new-authority", NULL);
      return;
    }
  dialog = smith_issue_dialog_new (self->workspace, smith_identity_get_request (self->identity), NULL);
  g_signal_connect_object (dialog, "signed", G_CALLBACK (signed_with_ca_cb), self, G_CONNECT_SWAPPED);
  gtk_window_set_transient_for (GTK_WINDOW (dialog), GTK_WINDOW (gtk_widget_get_root (widget)));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
add_action_cb (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  gtk_widget_activate_action (widget, "win.open", NULL);
}

static gboolean
shows_text (SmithCertificatePane *self)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->view_stack), "text") == 0;
}

/* What is shown: the text where that is, else PEM. */
static char *
dup_shown (SmithCertificatePane *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text_view);
  GtkTextIter start;
  GtkTextIter end;

  if (!shows_text (self))
    return g_strdup (smith_certificate_get_pem (get_certificate (self)));
  gtk_text_buffer_get_bounds (buffer, &start, &end);

  return gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
}

static void
copy_action_cb (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  SmithCertificatePane *self = SMITH_CERTIFICATE_PANE (widget);
  g_autofree char *text = NULL;

  if (get_certificate (self) == NULL)
    return;
  text = dup_shown (self);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  smith_toast_show (widget, shows_text (self) ? _("Text copied") : _("Certificate copied as PEM"));
}

static void
save_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  SmithCertificatePane *self = SMITH_CERTIFICATE_PANE (source);
  g_autoptr (GError) error = NULL;

  /* The window may be gone by now. */
  if (!smith_file_save_finish (GTK_WIDGET (self), result, &error) && self->error_card != NULL &&
      !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    smith_error_card_set_message (self->error_card, error->message);
}

static void
save_action_cb (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  SmithCertificatePane *self = SMITH_CERTIFICATE_PANE (widget);
  g_autoptr (GBytes) bytes = NULL;
  char *text;

  if (get_certificate (self) == NULL)
    return;
  smith_error_card_set_message (self->error_card, NULL);
  text = dup_shown (self);
  bytes = g_bytes_new_take (text, strlen (text));
  smith_file_save_async (widget, _("Save As"), shows_text (self) ? "certificate.txt" : "certificate.pem", bytes, NULL,
                         save_cb, NULL);
}

static void
search_action_cb (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  gtk_widget_grab_focus (GTK_WIDGET (SMITH_CERTIFICATE_PANE (widget)->search_entry));
}

static void
set_workspace (SmithCertificatePane *self,
               SmithWorkspace       *workspace)
{
  if (!g_set_object (&self->workspace, workspace))
    return;

  smith_certificate_card_set_summary (self->card, NULL);
  g_clear_object (&self->summary);
  g_clear_object (&self->chain);
  if (workspace != NULL)
    {
      self->chain = smith_chain_new (smith_workspace_get_library (workspace));
      smith_chain_set_identity (self->chain, self->identity);
      self->summary = smith_certificate_summary_new (self->chain);
      smith_certificate_card_set_summary (self->card, self->summary);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WORKSPACE]);
}

static void
set_identity (SmithCertificatePane *self,
              SmithIdentity        *identity)
{
  if (!g_set_object (&self->identity, identity))
    return;

  g_signal_group_set_target (self->identity_signals, identity);
  if (self->chain != NULL)
    smith_chain_set_identity (self->chain, identity);
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  update_obstacle (self);
  update_certificate (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IDENTITY]);
}

static void
smith_certificate_pane_dispose (GObject *object)
{
  SmithCertificatePane *self = SMITH_CERTIFICATE_PANE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->identity_signals != NULL)
    g_signal_group_set_target (self->identity_signals, NULL);
  g_clear_object (&self->identity_signals);
  g_clear_object (&self->summary);
  g_clear_object (&self->chain);
  g_clear_object (&self->workspace);
  g_clear_object (&self->identity);
  gtk_widget_dispose_template (GTK_WIDGET (self), SMITH_TYPE_CERTIFICATE_PANE);

  G_OBJECT_CLASS (smith_certificate_pane_parent_class)->dispose (object);
}

static void
smith_certificate_pane_get_property (GObject    *object,
                                     guint       prop_id,
                                     GValue     *value,
                                     GParamSpec *pspec)
{
  SmithCertificatePane *self = SMITH_CERTIFICATE_PANE (object);

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
smith_certificate_pane_set_property (GObject      *object,
                                     guint         prop_id,
                                     const GValue *value,
                                     GParamSpec   *pspec)
{
  SmithCertificatePane *self = SMITH_CERTIFICATE_PANE (object);

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
    }
}

static void
smith_certificate_pane_class_init (SmithCertificatePaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (SMITH_TYPE_CERTIFICATE_CARD);
  g_type_ensure (SMITH_TYPE_CERTIFICATE_DETAILS);
  g_type_ensure (SMITH_TYPE_COMMAND_BUTTON);
  g_type_ensure (SMITH_TYPE_ERROR_CARD);
  g_type_ensure (SMITH_TYPE_GRADUAL_LAYOUT);

  object_class->dispose = smith_certificate_pane_dispose;
  object_class->get_property = smith_certificate_pane_get_property;
  object_class->set_property = smith_certificate_pane_set_property;
  widget_class->map = smith_certificate_pane_map;

  properties[PROP_WORKSPACE] =
    g_param_spec_object ("workspace", NULL, NULL, SMITH_TYPE_WORKSPACE,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_IDENTITY] =
    g_param_spec_object ("identity", NULL, NULL, SMITH_TYPE_IDENTITY,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chainsmith/Chainsmith/smith-certificate-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, SmithCertificatePane, stack);
  gtk_widget_class_bind_template_child (widget_class, SmithCertificatePane, obstacle_label);
  gtk_widget_class_bind_template_child (widget_class, SmithCertificatePane, obstacle_button);
  gtk_widget_class_bind_template_child (widget_class, SmithCertificatePane, issued_button);
  gtk_widget_class_bind_template_child (widget_class, SmithCertificatePane, card);
  gtk_widget_class_bind_template_child (widget_class, SmithCertificatePane, error_card);
  gtk_widget_class_bind_template_child (widget_class, SmithCertificatePane, view_stack);
  gtk_widget_class_bind_template_child (widget_class, SmithCertificatePane, search_entry);
  gtk_widget_class_bind_template_child (widget_class, SmithCertificatePane, details);
  gtk_widget_class_bind_template_child (widget_class, SmithCertificatePane, text_view);
  gtk_widget_class_bind_template_child (widget_class, SmithCertificatePane, pem_view);
  gtk_widget_class_bind_template_child (widget_class, SmithCertificatePane, command_button);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);

  gtk_widget_class_install_action (widget_class, "certificate.self-sign", NULL, self_sign_action_cb);
  gtk_widget_class_install_action (widget_class, "certificate.sign-with-ca", NULL, sign_with_ca_action_cb);
  gtk_widget_class_install_action (widget_class, "certificate.issued", NULL, issued_action_cb);
  gtk_widget_class_install_action (widget_class, "certificate.renew-list", NULL, renew_list_action_cb);
  gtk_widget_class_install_action (widget_class, "certificate.add", NULL, add_action_cb);
  gtk_widget_class_install_action (widget_class, "certificate.copy", NULL, copy_action_cb);
  gtk_widget_class_install_action (widget_class, "certificate.save", NULL, save_action_cb);
  gtk_widget_class_install_action (widget_class, "certificate.search", NULL, search_action_cb);
}

static void
smith_certificate_pane_init (SmithCertificatePane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->identity_signals = g_signal_group_new (SMITH_TYPE_IDENTITY);
  g_signal_group_connect_swapped (self->identity_signals, "notify::certificate", G_CALLBACK (update_certificate), self);
  g_signal_group_connect_swapped (self->identity_signals, "notify::folder", G_CALLBACK (update_command), self);
  g_signal_group_connect_swapped (self->identity_signals, "notify::has-key", G_CALLBACK (update_obstacle), self);
  g_signal_group_connect_swapped (self->identity_signals, "notify::has-key", G_CALLBACK (update_certificate), self);
  g_signal_group_connect_swapped (self->identity_signals, "notify::request", G_CALLBACK (update_obstacle), self);
}
