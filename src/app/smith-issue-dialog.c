/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-issue-dialog.h"

#include <glib/gi18n.h>

#include "smith-certificate-details.h"
#include "smith-command-button.h"
#include "smith-issuance-draft.h"
#include "smith-name-list.h"
#include "smith-password-interaction.h"
#include "smith-usage-row.h"

/**
 * SmithIssueDialog:
 *
 * Shows what a request asks for, lets a person change it, and has an authority of the library sign it. What should be
 * known before that is said while it is changed; what the authority must not sign is said in place of signing it. Emits
 * "signed" and closes once the certificate is on record.
 */
struct _SmithIssueDialog
{
  AdwWindow parent_instance;

  /* Owned */
  SmithIssuanceDraft *draft;
  GCancellable       *cancellable;   /* of the signature that is under way */

  gboolean            showing;       /* the fields are being filled: nobody changed them */

  /* Template */
  GtkWidget               *sign_button;
  SmithCommandButton      *command_button;
  GtkSpinner              *spinner;
  GtkLabel                *error_label;
  GtkWidget               *fields;
  AdwActionRow            *request_row;
  GtkImage                *signature_icon;
  AdwComboRow             *authority_row;
  GtkSpinButton           *days_button;
  GtkBox                  *warnings_box;
  SmithNameList           *name_list;
  SmithUsageRow           *usage_row;
  AdwActionRow            *ca_row;
  GtkSwitch               *ca_switch;
  AdwComboRow             *path_row;
  GtkEditable             *crl_row;
  GtkEditable             *ocsp_row;
  GtkEditable             *issuer_row;
  SmithCertificateDetails *details;
};

enum
{
  SIGNAL_SIGNED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SmithIssueDialog, smith_issue_dialog, ADW_TYPE_WINDOW)

/* The rows of the path length, as the list of the template has them. */
static const int path_lengths[] = { 0, 1, 2, -1 };

static GtkEditable *
get_address_row (SmithIssueDialog     *self,
                 SmithIssuanceAddress  which)
{
  return which == SMITH_ISSUANCE_ADDRESS_CRL ? self->crl_row
                                             : which == SMITH_ISSUANCE_ADDRESS_OCSP ? self->ocsp_row : self->issuer_row;
}

static void
show_error (SmithIssueDialog *self,
            const char       *message)
{
  gtk_label_set_label (self->error_label, message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), message != NULL);
}

/* What stands in the fields; the draft tells when that is something new. */
static void
read_fields (SmithIssueDialog *self)
{
  g_autoptr (SmithExtensions) usage = smith_usage_row_dup_extensions (self->usage_row);
  guint path = MIN (adw_combo_row_get_selected (self->path_row), G_N_ELEMENTS (path_lengths) - 1);

  smith_issuance_draft_set_days (self->draft, (guint) gtk_spin_button_get_value_as_int (self->days_button));
  smith_issuance_draft_set_usage (self->draft, usage);
  smith_issuance_draft_set_is_ca (self->draft, gtk_switch_get_active (self->ca_switch));
  smith_issuance_draft_set_path_length (self->draft, path_lengths[path]);
  for (guint i = 0; i < SMITH_N_ISSUANCE_ADDRESSES; i++)
    smith_issuance_draft_set_address (self->draft, i, gtk_editable_get_text (get_address_row (self, i)));
}

static void
add_warning (GtkBox     *box,
             const char *warning)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");
  GtkWidget *label = gtk_label_new (warning);

  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_widget_add_css_class (icon, "warning");
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (label), GTK_NATURAL_WRAP_NONE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_box_append (GTK_BOX (line), icon);
  gtk_box_append (GTK_BOX (line), label);
  gtk_box_append (box, line);
}

static void
show_warnings (SmithIssueDialog *self)
{
  g_auto (GStrv) warnings = smith_issuance_draft_list_warnings (self->draft);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->warnings_box))) != NULL)
    gtk_box_remove (self->warnings_box, child);
  for (guint i = 0; warnings[i] != NULL; i++)
    add_warning (self->warnings_box, warnings[i]);
  gtk_widget_set_visible (GTK_WIDGET (self->warnings_box), warnings[0] != NULL);
}

/* Not while it is being signed: what stands there then is what the signature failed with. */
static void
update (SmithIssueDialog *self)
{
  g_autofree char *obstacle = NULL;
  g_autofree char *command = NULL;
  gboolean is_ca;

  if (self->draft == NULL || self->cancellable != NULL)
    return;

  is_ca = smith_issuance_draft_get_is_ca (self->draft);
  obstacle = smith_issuance_draft_dup_obstacle (self->draft);
  command = smith_issuance_draft_dup_command (self->draft);
  show_error (self, obstacle);
  show_warnings (self);
  gtk_widget_set_visible (GTK_WIDGET (self->path_row), is_ca);
  gtk_widget_set_sensitive (GTK_WIDGET (self->usage_row), !is_ca);
  gtk_widget_set_sensitive (self->sign_button, obstacle == NULL);
  smith_command_button_set_command (self->command_button, command);
}

static void
changed_cb (SmithIssueDialog *self)
{
  if (self->draft != NULL && self->cancellable == NULL && !self->showing)
    read_fields (self);
}

static void
show_addresses (SmithIssueDialog *self)
{
  self->showing = TRUE;
  for (guint i = 0; i < SMITH_N_ISSUANCE_ADDRESSES; i++)
    gtk_editable_set_text (get_address_row (self, i), smith_issuance_draft_get_address (self->draft, i));
  self->showing = FALSE;
}

static void
authority_changed_cb (SmithIssueDialog *self)
{
  g_autoptr (SmithIdentity) identity = NULL;

  if (self->draft == NULL || self->showing)
    return;

  identity = g_list_model_get_item (smith_issuance_draft_get_authorities (self->draft),
                                    adw_combo_row_get_selected (self->authority_row));
  smith_issuance_draft_set_authority (self->draft, identity);
}

static void
usage_reset_cb (SmithIssueDialog *self)
{
  g_autoptr (SmithExtensions) usual = smith_issuance_draft_dup_usual_usage (self->draft);

  smith_usage_row_set_extensions (self->usage_row, usual, TRUE, NULL);
  changed_cb (self);
}

static void
set_busy (SmithIssueDialog *self,
          gboolean          busy)
{
  /* The focus does not stay in what cannot be used. */
  if (busy)
    gtk_window_set_focus (GTK_WINDOW (self), NULL);
  gtk_widget_set_sensitive (self->fields, !busy);
  gtk_widget_set_sensitive (self->sign_button, !busy);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
  gtk_spinner_set_spinning (self->spinner, busy);
}

static void
issue_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (SmithIssueDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithIdentity) recipient = NULL;
  g_autofree char *warning = NULL;
  g_autoptr (SmithCertificate) certificate =
    smith_authority_issue_finish (SMITH_AUTHORITY (source), result, &recipient, &warning, &error);

  g_clear_object (&self->cancellable);
  /* The window may be gone by now: then nobody waits for the answer. */
  if (self->draft == NULL)
    return;
  set_busy (self, FALSE);
  if (certificate != NULL)
    {
      g_signal_emit (self, signals[SIGNAL_SIGNED], 0, certificate, recipient, warning);
      gtk_window_close (GTK_WINDOW (self));
      return;
    }
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_error (self, error->message);
}

static void
sign_clicked_cb (SmithIssueDialog *self)
{
  g_autoptr (GTlsInteraction) interaction = NULL;
  g_autofree char *obstacle = NULL;

  if (self->cancellable != NULL)
    return;

  gtk_spin_button_update (self->days_button);
  /* A name that still stands in the entry counts. */
  if (smith_name_list_get_pending (self->name_list) && !smith_name_list_commit (self->name_list))
    return;
  /* What a signature failed with is not what keeps the next one from being tried. */
  read_fields (self);
  update (self);
  obstacle = smith_issuance_draft_dup_obstacle (self->draft);
  if (obstacle != NULL)
    return;
  set_busy (self, TRUE);
  self->cancellable = g_cancellable_new ();
  interaction = smith_password_interaction_new (GTK_WINDOW (self));
  smith_authority_issue_async (smith_issuance_draft_get_authority (self->draft),
                               smith_request_get_public_key (smith_issuance_draft_get_request (self->draft)),
                               smith_issuance_draft_get_issuance (self->draft), interaction, self->cancellable, issue_cb,
                               g_object_ref (self));
}

static gboolean
smith_issue_dialog_close_request (GtkWindow *window)
{
  SmithIssueDialog *self = SMITH_ISSUE_DIALOG (window);

  g_cancellable_cancel (self->cancellable);

  return GTK_WINDOW_CLASS (smith_issue_dialog_parent_class)->close_request (window);
}

static void
smith_issue_dialog_dispose (GObject *object)
{
  SmithIssueDialog *self = SMITH_ISSUE_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->draft);

  G_OBJECT_CLASS (smith_issue_dialog_parent_class)->dispose (object);
}

static void
smith_issue_dialog_class_init (SmithIssueDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (SMITH_TYPE_CERTIFICATE_DETAILS);
  g_type_ensure (SMITH_TYPE_COMMAND_BUTTON);
  g_type_ensure (SMITH_TYPE_NAME_LIST);
  g_type_ensure (SMITH_TYPE_USAGE_ROW);

  G_OBJECT_CLASS (klass)->dispose = smith_issue_dialog_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = smith_issue_dialog_close_request;

  /**
   * SmithIssueDialog::signed:
   * @certificate: what was signed, and is on record
   * @recipient: (nullable): the identity that has it now; NULL: it is to be saved
   * @warning: (nullable): what went wrong afterwards
   */
  signals[SIGNAL_SIGNED] = g_signal_new ("signed", SMITH_TYPE_ISSUE_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 3, SMITH_TYPE_CERTIFICATE, SMITH_TYPE_IDENTITY, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chainsmith/Chainsmith/smith-issue-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SmithIssueDialog, sign_button);
  gtk_widget_class_bind_template_child (widget_class, SmithIssueDialog, command_button);
  gtk_widget_class_bind_template_child (widget_class, SmithIssueDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, SmithIssueDialog, error_label);
  gtk_widget_class_bind_template_child (widget_class, SmithIssueDialog, fields);
  gtk_widget_class_bind_template_child (widget_class, SmithIssueDialog, request_row);
  gtk_widget_class_bind_template_child (widget_class, SmithIssueDialog, signature_icon);
  gtk_widget_class_bind_template_child (widget_class, SmithIssueDialog, authority_row);
  gtk_widget_class_bind_template_child (widget_class, SmithIssueDialog, days_button);
  gtk_widget_class_bind_template_child (widget_class, SmithIssueDialog, warnings_box);
  gtk_widget_class_bind_template_child (widget_class, SmithIssueDialog, name_list);
  gtk_widget_class_bind_template_child (widget_class, SmithIssueDialog, usage_row);
  gtk_widget_class_bind_template_child (widget_class, SmithIssueDialog, ca_row);
  gtk_widget_class_bind_template_child (widget_class, SmithIssueDialog, ca_switch);
  gtk_widget_class_bind_template_child (widget_class, SmithIssueDialog, path_row);
  gtk_widget_class_bind_template_child (widget_class, SmithIssueDialog, crl_row);
  gtk_widget_class_bind_template_child (widget_class, SmithIssueDialog, ocsp_row);
  gtk_widget_class_bind_template_child (widget_class, SmithIssueDialog, issuer_row);
  gtk_widget_class_bind_template_child (widget_class, SmithIssueDialog, details);
  gtk_widget_class_bind_template_callback (widget_class, authority_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, sign_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, usage_reset_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
smith_issue_dialog_init (SmithIssueDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
fill_authorities (SmithIssueDialog *self,
                  SmithIdentity    *chosen)
{
  GListModel *authorities = smith_issuance_draft_get_authorities (self->draft);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint n = g_list_model_get_n_items (authorities);
  guint selected = 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SmithIdentity) identity = g_list_model_get_item (authorities, i);

      gtk_string_list_append (names, smith_identity_get_name (identity));
      if (identity == chosen)
        selected = i;
    }
  adw_combo_row_set_model (self->authority_row, G_LIST_MODEL (names));
  adw_combo_row_set_selected (self->authority_row, selected);
}

static void
show_request (SmithIssueDialog *self)
{
  SmithRequest *request = smith_issuance_draft_get_request (self->draft);
  gboolean valid = smith_request_is_signature_valid (request);
  const char *subject = smith_name_get_rfc4514 (smith_request_get_subject (request));
  g_autofree char *title = g_markup_escape_text (*subject != '\0' ? subject : _("A request without a subject"), -1);
  g_autofree char *subtitle = g_strdup_printf ("%s · %s", smith_public_key_get_title (smith_request_get_public_key (request)),
                                               valid ? _("its signature fits its key") : _("its signature does not fit"));

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->request_row), title);
  adw_action_row_set_subtitle (self->request_row, subtitle);
  gtk_image_set_from_icon_name (self->signature_icon, valid ? "object-select-symbolic" : "dialog-error-symbolic");
  gtk_widget_add_css_class (GTK_WIDGET (self->signature_icon), valid ? "success" : "error");
  /* Who asks for that does not get it by asking. */
  if (smith_issuance_draft_get_asks_for_ca (self->draft))
    adw_action_row_set_subtitle (self->ca_row, _("The request asks for this: it would be an authority below yours"));
  smith_certificate_details_set_sections (self->details, smith_request_get_sections (request));
}

/**
 * smith_issue_dialog_new:
 * @workspace: the models
 * @request: what is to be signed
 * @authority: (nullable): who is chosen at first; NULL: the first intermediate
 *
 * Returns: (transfer none): a window, to be made transient for another and presented
 */
GtkWidget *
smith_issue_dialog_new (SmithWorkspace *workspace,
                        SmithRequest   *request,
                        SmithIdentity  *authority)
{
  SmithIssueDialog *self;
  SmithIssuanceDraft *draft;

  g_return_val_if_fail (SMITH_IS_WORKSPACE (workspace), NULL);
  g_return_val_if_fail (SMITH_IS_REQUEST (request), NULL);
  g_return_val_if_fail (authority == NULL || SMITH_IS_IDENTITY (authority), NULL);

  self = g_object_new (SMITH_TYPE_ISSUE_DIALOG, NULL);
  draft = smith_issuance_draft_new (workspace, request);
  self->draft = draft;
  self->showing = TRUE;
  smith_name_list_set_draft (self->name_list, smith_issuance_draft_get_names_draft (draft));
  smith_usage_row_set_extensions (self->usage_row, smith_issuance_draft_get_issuance (draft)->extensions, TRUE, NULL);
  gtk_spin_button_set_value (self->days_button, smith_issuance_draft_get_issuance (draft)->days);
  fill_authorities (self, authority);
  show_request (self);
  self->showing = FALSE;
  g_signal_connect_object (draft, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (draft, "addresses", G_CALLBACK (show_addresses), self, G_CONNECT_SWAPPED);
  authority_changed_cb (self);
  update (self);
  /* Enter signs; it does not cancel. */
  gtk_widget_grab_focus (self->sign_button);

  return GTK_WIDGET (self);
}
