/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-issue-dialog.h"

#include <glib/gi18n.h>

#include "smith-authority.h"
#include "smith-certificate-details.h"
#include "smith-command-authority.h"
#include "smith-command-button.h"
#include "smith-name-list.h"
#include "smith-password-interaction.h"
#include "smith-request-draft.h"
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
  SmithWorkspace    *workspace;
  SmithRequest      *request;
  SmithIssuance     *issuance;
  SmithRequestDraft *draft;         /* holds the names while they are changed */
  GListModel        *authorities;   /* of SmithIdentity */
  SmithAuthority    *authority;     /* the chosen one */
  GCancellable      *loading;
  GCancellable      *cancellable;   /* of the signature that is under way */

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

static void
show_error (SmithIssueDialog *self,
            const char       *message)
{
  gtk_label_set_label (self->error_label, message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), message != NULL);
}

static char **
make_list (GtkEditable *editable)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (editable)));
  const char *list[] = { text, NULL };

  return *text != '\0' ? g_strdupv ((char **) list) : NULL;
}

static void
take_list (char        ***field,
           GtkEditable   *editable)
{
  g_strfreev (*field);
  *field = make_list (editable);
}

static void
read_issuance (SmithIssueDialog *self)
{
  SmithIssuance *issuance = self->issuance;

  g_clear_pointer (&issuance->extensions, smith_extensions_free);
  issuance->extensions = smith_usage_row_dup_extensions (self->usage_row);
  issuance->extensions->is_ca = gtk_switch_get_active (self->ca_switch);
  issuance->extensions->path_length = -1;
  if (issuance->extensions->is_ca)
    {
      /* What a server may do is not for those who sign for servers. */
      g_clear_pointer (&issuance->extensions->extended_key_usages, g_strfreev);
      issuance->extensions->key_usage = SMITH_KEY_USAGE_NONE;
      issuance->extensions->must_staple = FALSE;
      issuance->extensions->path_length =
        path_lengths[MIN (adw_combo_row_get_selected (self->path_row), G_N_ELEMENTS (path_lengths) - 1)];
    }
  take_list (&issuance->extensions->crl_urls, self->crl_row);
  take_list (&issuance->extensions->ocsp_urls, self->ocsp_row);
  take_list (&issuance->extensions->issuer_urls, self->issuer_row);
  g_clear_object (&issuance->alt_names);
  issuance->alt_names = smith_request_draft_dup_alt_names (self->draft);
  issuance->days = (guint) gtk_spin_button_get_value_as_int (self->days_button);
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
show_warnings (SmithIssueDialog *self,
               SmithCertificate *issuer)
{
  g_auto (GStrv) warnings = smith_issuance_list_warnings (self->issuance, smith_request_get_public_key (self->request), issuer);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->warnings_box))) != NULL)
    gtk_box_remove (self->warnings_box, child);
  for (guint i = 0; warnings[i] != NULL; i++)
    add_warning (self->warnings_box, warnings[i]);
  gtk_widget_set_visible (GTK_WIDGET (self->warnings_box), warnings[0] != NULL);
}

/* A name that is not right yet is neither signed nor left out. */
static const char *
find_name_error (SmithIssueDialog *self)
{
  GListModel *names = smith_request_draft_get_names (self->draft);
  guint n = g_list_model_get_n_items (names);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SmithNameEntry) entry = g_list_model_get_item (names, i);

      if (smith_name_entry_get_alt_name (entry) == NULL)
        return smith_name_entry_get_error (entry);
    }

  return NULL;
}

/* NULL where it can be signed, as far as can be told beforehand. */
static char *
find_obstacle (SmithIssueDialog *self)
{
  g_autoptr (GError) error = NULL;

  if (!smith_request_is_signature_valid (self->request))
    return g_strdup (_("The signature of this request does not fit its key: it was changed on its way, or whoever sent it "
                       "does not have the key. Ask for a new one."));
  if (self->authority == NULL)
    return g_strdup (_("There is no authority here that can sign. Create one first."));
  if (find_name_error (self) != NULL)
    return g_strdup (find_name_error (self));
  if (!smith_extensions_check (self->issuance->extensions, &error))
    return g_strdup (error->message);

  return NULL;
}

static void
update_command (SmithIssueDialog *self,
                gboolean          can_sign)
{
  g_autofree char *command = NULL;

  if (can_sign)
    command = smith_command_issue (self->request, self->issuance, smith_authority_get_identity (self->authority),
                                   smith_authority_find_recipient (self->authority,
                                                                   smith_request_get_public_key (self->request)));
  smith_command_button_set_command (self->command_button, command);
}

static void
changed_cb (SmithIssueDialog *self)
{
  g_autofree char *obstacle = NULL;

  if (self->workspace == NULL || self->cancellable != NULL)
    return;

  read_issuance (self);
  obstacle = find_obstacle (self);
  show_error (self, obstacle);
  show_warnings (self, self->authority != NULL
                         ? smith_identity_get_certificate (smith_authority_get_identity (self->authority)) : NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->path_row), self->issuance->extensions->is_ca);
  gtk_widget_set_sensitive (GTK_WIDGET (self->usage_row), !self->issuance->extensions->is_ca);
  gtk_widget_set_sensitive (self->sign_button, obstacle == NULL);
  update_command (self, obstacle == NULL);
}

static void
set_first (GtkEditable  *editable,
           char        **list)
{
  gtk_editable_set_text (editable, list != NULL && list[0] != NULL ? list[0] : "");
}

static void
load_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (SmithIssueDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  const SmithExtensions *addresses;

  if (!smith_authority_change_finish (SMITH_AUTHORITY (source), result, &error) || self->workspace == NULL ||
      self->authority != SMITH_AUTHORITY (source))
    return;
  addresses = smith_authority_get_addresses (self->authority);
  set_first (self->crl_row, addresses->crl_urls);
  set_first (self->ocsp_row, addresses->ocsp_urls);
  set_first (self->issuer_row, addresses->issuer_urls);
}

static void
authority_changed_cb (SmithIssueDialog *self)
{
  g_autoptr (SmithIdentity) identity = NULL;

  if (self->workspace == NULL)
    return;

  g_clear_object (&self->authority);
  identity = g_list_model_get_item (self->authorities, adw_combo_row_get_selected (self->authority_row));
  if (identity != NULL)
    {
      self->authority = smith_authority_new (smith_workspace_get_library (self->workspace),
                                             smith_workspace_get_keyring (self->workspace), identity);
      smith_authority_load_async (self->authority, self->loading, load_cb, g_object_ref (self));
    }
  changed_cb (self);
}

static void
usage_reset_cb (SmithIssueDialog *self)
{
  g_autoptr (SmithIssuance) usual = smith_issuance_new_from_request (self->request, 1);

  smith_usage_row_set_extensions (self->usage_row, usual->extensions, TRUE, NULL);
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
  if (self->workspace == NULL)
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

  if (self->cancellable != NULL)
    return;

  gtk_spin_button_update (self->days_button);
  /* A name that still stands in the entry counts. */
  if (smith_name_list_get_pending (self->name_list) && !smith_name_list_commit (self->name_list))
    return;
  changed_cb (self);
  if (!gtk_widget_get_sensitive (self->sign_button))
    return;
  set_busy (self, TRUE);
  self->cancellable = g_cancellable_new ();
  interaction = smith_password_interaction_new (GTK_WINDOW (self));
  smith_authority_issue_async (self->authority, smith_request_get_public_key (self->request), self->issuance, interaction,
                               self->cancellable, issue_cb, g_object_ref (self));
}

static gboolean
smith_issue_dialog_close_request (GtkWindow *window)
{
  SmithIssueDialog *self = SMITH_ISSUE_DIALOG (window);

  g_cancellable_cancel (self->cancellable);
  g_cancellable_cancel (self->loading);

  return GTK_WINDOW_CLASS (smith_issue_dialog_parent_class)->close_request (window);
}

static void
smith_issue_dialog_dispose (GObject *object)
{
  SmithIssueDialog *self = SMITH_ISSUE_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  g_clear_object (&self->workspace);
  g_clear_object (&self->request);
  g_clear_object (&self->draft);
  g_clear_object (&self->authorities);
  g_clear_object (&self->authority);
  g_clear_pointer (&self->issuance, smith_issuance_free);

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
  self->loading = g_cancellable_new ();
}

static void
fill_authorities (SmithIssueDialog *self,
                  SmithIdentity    *chosen)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint n = g_list_model_get_n_items (self->authorities);
  guint selected = 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SmithIdentity) identity = g_list_model_get_item (self->authorities, i);

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
  g_autoptr (SmithExtensions) asked = smith_extensions_from_request (self->request);
  gboolean valid = smith_request_is_signature_valid (self->request);
  const char *subject = smith_name_get_rfc4514 (smith_request_get_subject (self->request));
  g_autofree char *title = g_markup_escape_text (*subject != '\0' ? subject : _("A request without a subject"), -1);
  g_autofree char *subtitle = g_strdup_printf ("%s · %s", smith_public_key_get_title (smith_request_get_public_key (self->request)),
                                               valid ? _("its signature fits its key") : _("its signature does not fit"));

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->request_row), title);
  adw_action_row_set_subtitle (self->request_row, subtitle);
  gtk_image_set_from_icon_name (self->signature_icon, valid ? "object-select-symbolic" : "dialog-error-symbolic");
  gtk_widget_add_css_class (GTK_WIDGET (self->signature_icon), valid ? "success" : "error");
  /* Who asks for that does not get it by asking. */
  if (asked->is_ca)
    adw_action_row_set_subtitle (self->ca_row, _("The request asks for this: it would be an authority below yours"));
  smith_certificate_details_set_sections (self->details, smith_request_get_sections (self->request));
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

  g_return_val_if_fail (SMITH_IS_WORKSPACE (workspace), NULL);
  g_return_val_if_fail (SMITH_IS_REQUEST (request), NULL);
  g_return_val_if_fail (authority == NULL || SMITH_IS_IDENTITY (authority), NULL);

  self = g_object_new (SMITH_TYPE_ISSUE_DIALOG, NULL);
  self->request = g_object_ref (request);
  self->issuance = smith_issuance_new_from_request (request, SMITH_AUTHORITY_DEFAULT_DAYS);
  self->authorities = smith_authority_list (smith_workspace_get_library (workspace));
  self->draft = smith_request_draft_new ();
  smith_request_draft_prefill (self->draft, smith_request_get_subject (request), smith_request_get_alt_names (request));
  smith_name_list_set_draft (self->name_list, self->draft);
  smith_usage_row_set_extensions (self->usage_row, self->issuance->extensions, TRUE, NULL);
  gtk_spin_button_set_value (self->days_button, SMITH_AUTHORITY_DEFAULT_DAYS);
  fill_authorities (self, authority);
  show_request (self);
  g_signal_connect_object (smith_request_draft_get_names (self->draft), "items-changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  self->workspace = g_object_ref (workspace);
  authority_changed_cb (self);

  return GTK_WIDGET (self);
}
