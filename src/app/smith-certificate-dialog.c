/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-certificate-dialog.h"

#include <glib/gi18n.h>

#include "smith-certificate-details.h"
#include "smith-toast.h"

/**
 * SmithCertificateDialog:
 *
 * All details of one certificate of a chain or a bundle, in a window of their own, with a search.
 */
struct _SmithCertificateDialog
{
  AdwWindow parent_instance;

  /* Owned */
  SmithCertificate *certificate;

  /* Template */
  AdwWindowTitle          *window_title;
  SmithCertificateDetails *details;
};

G_DEFINE_FINAL_TYPE (SmithCertificateDialog, smith_certificate_dialog, ADW_TYPE_WINDOW)

static void
search_changed_cb (SmithCertificateDialog *self,
                   GtkSearchEntry         *entry)
{
  smith_certificate_details_set_search (self->details, gtk_editable_get_text (GTK_EDITABLE (entry)));
}

/* Escape: what was searched for first, then the window. */
static void
stop_search_cb (SmithCertificateDialog *self,
                GtkSearchEntry         *entry)
{
  if (*gtk_editable_get_text (GTK_EDITABLE (entry)) != '\0')
    gtk_editable_set_text (GTK_EDITABLE (entry), "");
  else
    gtk_window_close (GTK_WINDOW (self));
}

static void
copy_clicked_cb (SmithCertificateDialog *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), smith_certificate_get_pem (self->certificate));
  smith_toast_show (GTK_WIDGET (self->details), _("Certificate copied as PEM"));
}

static void
smith_certificate_dialog_finalize (GObject *object)
{
  g_clear_object (&SMITH_CERTIFICATE_DIALOG (object)->certificate);

  G_OBJECT_CLASS (smith_certificate_dialog_parent_class)->finalize (object);
}

static void
smith_certificate_dialog_class_init (SmithCertificateDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (SMITH_TYPE_CERTIFICATE_DETAILS);

  G_OBJECT_CLASS (klass)->finalize = smith_certificate_dialog_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chainsmith/Chainsmith/smith-certificate-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SmithCertificateDialog, window_title);
  gtk_widget_class_bind_template_child (widget_class, SmithCertificateDialog, details);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_clicked_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
smith_certificate_dialog_init (SmithCertificateDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * smith_certificate_dialog_new:
 * @certificate: what to show
 *
 * Returns: (transfer none): a window, to be made transient for another and presented
 */
GtkWidget *
smith_certificate_dialog_new (SmithCertificate *certificate)
{
  SmithCertificateDialog *self;
  const char *title;

  g_return_val_if_fail (SMITH_IS_CERTIFICATE (certificate), NULL);

  self = g_object_new (SMITH_TYPE_CERTIFICATE_DIALOG, NULL);
  self->certificate = g_object_ref (certificate);
  title = smith_certificate_get_title (certificate);
  gtk_window_set_title (GTK_WINDOW (self), title);
  adw_window_title_set_title (self->window_title, title);
  smith_certificate_details_set_sections (self->details, smith_certificate_get_sections (certificate));

  return GTK_WIDGET (self);
}
