/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-request-summary.h"

#include <string.h>

#include <glib/gi18n.h>

#include "smith-certificate-details.h"
#include "smith-columns-layout.h"
#include "smith-file-save.h"
#include "smith-page-layout.h"
#include "smith-toast.h"
#include "smith-value-row.h"
#include "smith-wrap-layout.h"

/**
 * SmithRequestSummary:
 *
 * The request pane once there is a request: what it says, what to do with it next, and beside that the
 * request itself, as text to read or as the PEM block that a CA asks for. Read-only.
 */
struct _SmithRequestSummary
{
  GtkWidget      parent_instance;

  /* Owned */
  SmithIdentity *identity;
  GSignalGroup  *identity_signals;
  GCancellable  *cancellable;

  /* Template */
  GtkWidget     *columns;
  GtkWidget     *title_label;
  GtkWidget     *hint_label;
  GtkWidget     *buttons;
  GtkWidget     *copy_button;
  GtkWidget     *problem_label;
  SmithCertificateDetails *details;
  SmithValueRow *key_row;
  GtkWidget     *fits_row;
  GtkWidget     *fits_image;
  GtkWidget     *text_toggle;
  GtkWidget     *source_view;
};

G_DEFINE_FINAL_TYPE (SmithRequestSummary, smith_request_summary, GTK_TYPE_WIDGET)

static SmithRequest *
get_request (SmithRequestSummary *self)
{
  return self->identity != NULL ? smith_identity_get_request (self->identity) : NULL;
}

static void
show_key (SmithRequestSummary *self)
{
  SmithRequest *request = get_request (self);
  SmithPublicKey *key, *request_key;
  gboolean fits;

  if (request == NULL)
    return;

  key = smith_identity_get_public_key (self->identity);
  request_key = smith_request_get_public_key (request);
  fits = key != NULL && smith_public_key_equal (key, request_key);

  smith_value_row_set_value (self->key_row, smith_public_key_get_title (request_key));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->fits_row),
                                 fits ? _("Made with this key")
                                 : smith_identity_get_has_key (self->identity) ? _("Made with another key than the one that is here")
                                                                               : _("Its key is not here"));
  gtk_image_set_from_icon_name (GTK_IMAGE (self->fits_image), fits ? "object-select-symbolic" : "dialog-warning-symbolic");
  gtk_widget_remove_css_class (self->fits_image, fits ? "warning" : "success");
  gtk_widget_add_css_class (self->fits_image, fits ? "success" : "warning");
}

static void
show_hint (SmithRequestSummary *self)
{
  SmithRequest *request = get_request (self);
  SmithCertificate *certificate;
  const char *hint;

  if (request == NULL)
    return;

  certificate = smith_identity_get_certificate (self->identity);
  if (certificate == NULL)
    hint = _("Send the request to your CA: copy it into the CA’s form, or save it and attach the file. "
             "When the answer comes, drop it on this window or paste it. To try things out without a CA, "
             "sign the certificate yourself in the Certificate pane.");
  else if (smith_public_key_equal (smith_certificate_get_public_key (certificate), smith_request_get_public_key (request)))
    hint = _("The certificate for this key is here already. To renew it, make a new request with the same names.");
  else
    hint = _("The certificate that is here was made for another key than this request.");
  gtk_label_set_label (GTK_LABEL (self->hint_label), hint);
  if (certificate == NULL)
    gtk_widget_add_css_class (self->copy_button, "suggested-action");
  else
    gtk_widget_remove_css_class (self->copy_button, "suggested-action");
}

static void
show_source (SmithRequestSummary *self)
{
  SmithRequest *request = get_request (self);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->source_view));
  g_autofree char *text = NULL;

  if (request == NULL)
    text = g_strdup ("");
  else if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->text_toggle)))
    text = smith_request_dup_text (request);
  else
    text = g_strdup (smith_request_get_pem (request));
  gtk_text_buffer_set_text (buffer, g_strchomp (text), -1);
}

static void
update (SmithRequestSummary *self)
{
  SmithRequest *request = get_request (self);
  g_autoptr (SmithAltName) first = NULL;
  GListModel *sections;
  const char *title;

  gtk_widget_set_visible (self->problem_label, FALSE);
  show_source (self);
  if (request == NULL)
    return;

  first = g_list_model_get_item (smith_request_get_alt_names (request), 0);
  title = smith_name_lookup (smith_request_get_subject (request), "CN");
  if (title == NULL)
    title = first != NULL ? smith_alt_name_get_display (first) : smith_name_get_display_name (smith_request_get_subject (request));
  gtk_label_set_label (GTK_LABEL (self->title_label), title);
  show_hint (self);
  sections = smith_request_get_sections (request);
  smith_certificate_details_set_sections (self->details, sections);
  show_key (self);
}

static void
save_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  SmithRequestSummary *self = SMITH_REQUEST_SUMMARY (source);
  g_autoptr (GError) error = NULL;

  if (smith_file_save_finish (GTK_WIDGET (self), result, &error) || self->problem_label == NULL ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  gtk_label_set_label (GTK_LABEL (self->problem_label), error->message);
  gtk_widget_set_visible (self->problem_label, TRUE);
}

static void
smith_request_summary_dispose (GObject *object)
{
  SmithRequestSummary *self = SMITH_REQUEST_SUMMARY (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->identity_signals);
  g_clear_object (&self->identity);
  gtk_widget_dispose_template (GTK_WIDGET (self), SMITH_TYPE_REQUEST_SUMMARY);

  G_OBJECT_CLASS (smith_request_summary_parent_class)->dispose (object);
}

static void
smith_request_summary_finalize (GObject *object)
{
  g_clear_object (&SMITH_REQUEST_SUMMARY (object)->cancellable);

  G_OBJECT_CLASS (smith_request_summary_parent_class)->finalize (object);
}

static void
smith_request_summary_class_init (SmithRequestSummaryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = smith_request_summary_dispose;
  object_class->finalize = smith_request_summary_finalize;

  g_type_ensure (SMITH_TYPE_CERTIFICATE_DETAILS);
  g_type_ensure (SMITH_TYPE_VALUE_ROW);
  gtk_widget_class_set_layout_manager_type (widget_class, SMITH_TYPE_PAGE_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chainsmith/Chainsmith/smith-request-summary.ui");
  gtk_widget_class_bind_template_child (widget_class, SmithRequestSummary, columns);
  gtk_widget_class_bind_template_child (widget_class, SmithRequestSummary, title_label);
  gtk_widget_class_bind_template_child (widget_class, SmithRequestSummary, hint_label);
  gtk_widget_class_bind_template_child (widget_class, SmithRequestSummary, buttons);
  gtk_widget_class_bind_template_child (widget_class, SmithRequestSummary, copy_button);
  gtk_widget_class_bind_template_child (widget_class, SmithRequestSummary, problem_label);
  gtk_widget_class_bind_template_child (widget_class, SmithRequestSummary, details);
  gtk_widget_class_bind_template_child (widget_class, SmithRequestSummary, key_row);
  gtk_widget_class_bind_template_child (widget_class, SmithRequestSummary, fits_row);
  gtk_widget_class_bind_template_child (widget_class, SmithRequestSummary, fits_image);
  gtk_widget_class_bind_template_child (widget_class, SmithRequestSummary, text_toggle);
  gtk_widget_class_bind_template_child (widget_class, SmithRequestSummary, source_view);
  gtk_widget_class_bind_template_callback (widget_class, show_source);
}

static void
smith_request_summary_init (SmithRequestSummary *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_layout_manager (self->columns, smith_columns_layout_new ());
  gtk_widget_set_layout_manager (self->buttons, smith_wrap_layout_new (6, 6));
  self->identity_signals = g_signal_group_new (SMITH_TYPE_IDENTITY);
  g_signal_group_connect_swapped (self->identity_signals, "notify::request", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->identity_signals, "notify::certificate", G_CALLBACK (show_hint), self);
  g_signal_group_connect_swapped (self->identity_signals, "notify::public-key", G_CALLBACK (show_key), self);
}

/**
 * smith_request_summary_set_identity:
 * @identity: (nullable): whose request is shown
 */
void
smith_request_summary_set_identity (SmithRequestSummary *self,
                                    SmithIdentity       *identity)
{
  g_return_if_fail (SMITH_IS_REQUEST_SUMMARY (self));
  g_return_if_fail (identity == NULL || SMITH_IS_IDENTITY (identity));

  if (!g_set_object (&self->identity, identity))
    return;

  g_signal_group_set_target (self->identity_signals, identity);
  update (self);
}

/**
 * smith_request_summary_copy:
 *
 * Puts the PEM block on the clipboard.
 */
void
smith_request_summary_copy (SmithRequestSummary *self)
{
  SmithRequest *request;

  g_return_if_fail (SMITH_IS_REQUEST_SUMMARY (self));

  request = get_request (self);
  if (request == NULL)
    return;

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), smith_request_get_pem (request));
  smith_toast_show (GTK_WIDGET (self), _("Request copied"));
}

/**
 * smith_request_summary_save:
 *
 * Asks for a place and writes the PEM block there.
 */
void
smith_request_summary_save (SmithRequestSummary *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  SmithRequest *request;
  g_autofree char *name = NULL;
  g_autoptr (GBytes) bytes = NULL;

  g_return_if_fail (SMITH_IS_REQUEST_SUMMARY (self));

  request = get_request (self);
  if (request == NULL || !GTK_IS_WINDOW (root))
    return;

  gtk_widget_set_visible (self->problem_label, FALSE);
  name = smith_file_save_dup_name (smith_identity_get_name (self->identity), ".csr");
  bytes = g_bytes_new (smith_request_get_pem (request), strlen (smith_request_get_pem (request)));
  smith_file_save_async (GTK_WIDGET (self), _("Save Request"), name, bytes, self->cancellable, save_cb, NULL);
}
