/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-upload-progress.h"

#include <glib/gi18n.h>

#include "smith-page-layout.h"
#include "smith-toast.h"

/**
 * SmithUploadProgress:
 *
 * How an upload goes. While it runs: the step in words, a bar and Cancel; after a failure: what
 * happened and what to do, the details of AWS to copy, and the ways on. Invisible before and after
 * success. Its buttons activate "upload.cancel", "upload.try-again", "upload.suggest-name" of the
 * pane and "win.accounts" of the window.
 */
struct _SmithUploadProgress
{
  GtkWidget parent_instance;

  /* Owned */
  SmithUpload    *upload;

  /* Template */
  GtkStack       *stack;
  GtkLabel       *step_label;
  GtkProgressBar *bar;
  GtkImage       *failure_image;
  GtkLabel       *failure_label;
  GtkLabel       *error_label;
  GtkExpander    *details_expander;
  GtkLabel       *details_label;
  GtkButton      *suggest_button;
  GtkButton      *accounts_button;
};

enum
{
  PROP_0,
  PROP_UPLOAD,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SmithUploadProgress, smith_upload_progress, GTK_TYPE_WIDGET)

static gboolean
is_about_account (const GError *error)
{
  return error->domain == SMITH_KEYRING_ERROR || error->domain == SMITH_ACCOUNT_ERROR ||
         g_error_matches (error, SMITH_AWS_ERROR, SMITH_AWS_ERROR_CREDENTIALS) ||
         g_error_matches (error, SMITH_AWS_ERROR, SMITH_AWS_ERROR_ACCESS_DENIED);
}

static void
show_failure (SmithUploadProgress *self,
              const GError        *error)
{
  g_autofree char *details = smith_upload_dup_details (self->upload);
  gboolean cancelled = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  const char *styles[] = { cancelled ? "dim-label" : "error", NULL };

  gtk_image_set_from_icon_name (self->failure_image, cancelled ? "process-stop-symbolic" : "dialog-error-symbolic");
  gtk_widget_set_css_classes (GTK_WIDGET (self->failure_image), styles);
  gtk_label_set_label (self->failure_label, cancelled ? _("Cancelled") :
                                            smith_upload_get_step (self->upload) > SMITH_UPLOAD_UPLOAD
                                              ? _("Uploaded, but Not Verified") : _("Not Uploaded"));
  gtk_label_set_label (self->error_label, error->message);
  gtk_label_set_label (self->details_label, details != NULL ? details : "");
  gtk_widget_set_visible (GTK_WIDGET (self->details_expander), !cancelled && details != NULL);
  gtk_expander_set_expanded (self->details_expander, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->suggest_button),
                          g_error_matches (error, SMITH_UPLOAD_ERROR, SMITH_UPLOAD_ERROR_NAME_TAKEN));
  gtk_widget_set_visible (GTK_WIDGET (self->accounts_button), is_about_account (error));
  gtk_stack_set_visible_child_name (self->stack, "failure");
}

static void
update (SmithUploadProgress *self)
{
  const GError *error = self->upload != NULL ? smith_upload_get_error (self->upload) : NULL;

  if (self->upload == NULL || smith_upload_get_done (self->upload) ||
      (!smith_upload_get_running (self->upload) && error == NULL))
    {
      gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
      return;
    }

  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  if (smith_upload_get_running (self->upload))
    {
      gtk_label_set_label (self->step_label, smith_upload_get_step_text (self->upload));
      gtk_progress_bar_set_fraction (self->bar, smith_upload_get_fraction (self->upload));
      gtk_stack_set_visible_child_name (self->stack, "running");
    }
  else
    {
      show_failure (self, error);
    }
}

static void
copy_details_cb (SmithUploadProgress *self)
{
  g_autofree char *text = g_strdup_printf ("%s\n\n%s", gtk_label_get_label (self->error_label),
                                           gtk_label_get_label (self->details_label));

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  smith_toast_show (GTK_WIDGET (self), _("Details copied"));
}

static void
smith_upload_progress_dispose (GObject *object)
{
  SmithUploadProgress *self = SMITH_UPLOAD_PROGRESS (object);

  if (self->upload != NULL)
    g_signal_handlers_disconnect_by_data (self->upload, self);
  g_clear_object (&self->upload);
  gtk_widget_dispose_template (GTK_WIDGET (object), SMITH_TYPE_UPLOAD_PROGRESS);

  G_OBJECT_CLASS (smith_upload_progress_parent_class)->dispose (object);
}

static void
smith_upload_progress_get_property (GObject    *object,
                                    guint       prop_id,
                                    GValue     *value,
                                    GParamSpec *pspec)
{
  SmithUploadProgress *self = SMITH_UPLOAD_PROGRESS (object);

  switch (prop_id)
    {
    case PROP_UPLOAD:
      g_value_set_object (value, smith_upload_progress_get_upload (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_upload_progress_set_property (GObject      *object,
                                    guint         prop_id,
                                    const GValue *value,
                                    GParamSpec   *pspec)
{
  SmithUploadProgress *self = SMITH_UPLOAD_PROGRESS (object);

  switch (prop_id)
    {
    case PROP_UPLOAD:
      smith_upload_progress_set_upload (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
smith_upload_progress_class_init (SmithUploadProgressClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = smith_upload_progress_dispose;
  object_class->get_property = smith_upload_progress_get_property;
  object_class->set_property = smith_upload_progress_set_property;

  properties[PROP_UPLOAD] =
    g_param_spec_object ("upload", NULL, NULL, SMITH_TYPE_UPLOAD,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, SMITH_TYPE_PAGE_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chainsmith/Chainsmith/smith-upload-progress.ui");
  gtk_widget_class_bind_template_child (widget_class, SmithUploadProgress, stack);
  gtk_widget_class_bind_template_child (widget_class, SmithUploadProgress, step_label);
  gtk_widget_class_bind_template_child (widget_class, SmithUploadProgress, bar);
  gtk_widget_class_bind_template_child (widget_class, SmithUploadProgress, failure_image);
  gtk_widget_class_bind_template_child (widget_class, SmithUploadProgress, failure_label);
  gtk_widget_class_bind_template_child (widget_class, SmithUploadProgress, error_label);
  gtk_widget_class_bind_template_child (widget_class, SmithUploadProgress, details_expander);
  gtk_widget_class_bind_template_child (widget_class, SmithUploadProgress, details_label);
  gtk_widget_class_bind_template_child (widget_class, SmithUploadProgress, suggest_button);
  gtk_widget_class_bind_template_child (widget_class, SmithUploadProgress, accounts_button);
  gtk_widget_class_bind_template_callback (widget_class, copy_details_cb);
}

static void
smith_upload_progress_init (SmithUploadProgress *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * smith_upload_progress_get_upload:
 *
 * Returns: (transfer none) (nullable): the upload that it watches
 */
SmithUpload *
smith_upload_progress_get_upload (SmithUploadProgress *self)
{
  g_return_val_if_fail (SMITH_IS_UPLOAD_PROGRESS (self), NULL);

  return self->upload;
}

/**
 * smith_upload_progress_set_upload:
 * @upload: (nullable): the upload to watch
 */
void
smith_upload_progress_set_upload (SmithUploadProgress *self,
                                  SmithUpload         *upload)
{
  g_return_if_fail (SMITH_IS_UPLOAD_PROGRESS (self));

  if (self->upload == upload)
    {
      update (self);
      return;
    }

  if (self->upload != NULL)
    g_signal_handlers_disconnect_by_data (self->upload, self);
  g_set_object (&self->upload, upload);
  if (upload != NULL)
    g_signal_connect_object (upload, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_UPLOAD]);
}
