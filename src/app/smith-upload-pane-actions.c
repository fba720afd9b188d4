/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-upload-pane-private.h"

#include <glib/gi18n.h>

#include "smith-chain-repair.h"
#include "smith-iam-rules.h"
#include "smith-password-interaction.h"
#include "smith-toast.h"

/* The actions of SmithUploadPane: uploading, cancelling, and the repairs that the checks offer. */

/* An Undo of a repair. */
typedef struct
{
  SmithUploadPane  *pane;
  SmithIdentity    *identity;
  SmithCertificate *certificate;
  GListModel       *chain;
} Undo;

static void
undo_free (Undo     *undo,
           GClosure *closure)
{
  g_object_unref (undo->pane);
  g_object_unref (undo->identity);
  g_object_unref (undo->certificate);
  g_clear_object (&undo->chain);
  g_free (undo);
}

static void
upload_notify_cb (SmithUploadPane *self,
                  GParamSpec      *pspec,
                  SmithUpload     *upload)
{
  if (g_str_equal (pspec->name, "running") && !smith_upload_get_running (upload))
    {
      if (smith_upload_get_done (upload))
        smith_toast_show (GTK_WIDGET (self), smith_upload_get_reused (upload)
                                               ? _("It was in AWS already: read back and identical")
                                               : _("Uploaded, read back and identical"));
      if (upload == smith_upload_pane_get_upload (self))
        smith_preflight_ask_again (self->preflight);
    }
  if (upload != smith_upload_pane_get_upload (self))
    return;

  smith_upload_pane_update_action (self);
  if (g_str_equal (pspec->name, "running"))
    smith_upload_pane_queue_show_outcome (self);
}

static void
start_upload (SmithUploadPane *self,
              const char      *action_name,
              GVariant        *parameter)
{
  SmithAccount *account = smith_preflight_get_account (self->preflight);
  const char *name = smith_preflight_get_name (self->preflight);
  const char *path = smith_preflight_get_path (self->preflight);
  SmithUpload *upload = smith_upload_pane_get_upload (self);
  g_autoptr (GTlsInteraction) interaction = NULL;

  if (self->identity == NULL || account == NULL || smith_upload_pane_is_running (self))
    return;

  /* The same again goes on from where it failed; anything else is another upload. */
  if (upload == NULL || smith_upload_get_done (upload) || smith_upload_get_account (upload) != account ||
      !g_str_equal (smith_upload_get_name (upload), name) || !g_str_equal (smith_upload_get_path (upload), path))
    {
      if (upload != NULL)
        g_signal_handlers_disconnect_by_data (upload, self);
      upload = smith_upload_new (self->workspace, self->identity, account, name, path);
      g_signal_connect_object (upload, "notify", G_CALLBACK (upload_notify_cb), self, G_CONNECT_SWAPPED);
      g_hash_table_insert (self->uploads, g_object_ref (self->identity), upload);
    }
  interaction = smith_password_interaction_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))));
  smith_upload_set_interaction (upload, interaction);
  smith_upload_start (upload);
  smith_upload_progress_set_upload (self->progress, upload);
  smith_upload_pane_update_action (self);
}

static void
cancel_upload (SmithUploadPane *self,
               const char      *action_name,
               GVariant        *parameter)
{
  SmithUpload *upload = smith_upload_pane_get_upload (self);

  if (upload != NULL)
    smith_upload_cancel (upload);
}

static void
suggest_name (SmithUploadPane *self,
              const char      *action_name,
              GVariant        *parameter)
{
  const char *name = smith_preflight_get_name (self->preflight);
  g_autofree char *suggestion = NULL;

  if (smith_upload_pane_get_certificate (self) == NULL)
    return;

  suggestion = smith_iam_suggest_name (smith_upload_pane_get_certificate (self), name);
  smith_upload_pane_fill_name (self, suggestion);
  gtk_widget_grab_focus (GTK_WIDGET (self->name_row));
}

static void
use_default_path (SmithUploadPane *self,
                  const char      *action_name,
                  GVariant        *parameter)
{
  gtk_editable_set_text (self->path_row, SMITH_IAM_DEFAULT_PATH);
}

static void
ask_again (SmithUploadPane *self,
           const char      *action_name,
           GVariant        *parameter)
{
  smith_preflight_ask_again (self->preflight);
}

static void
undo_repair_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (SmithUploadPane) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!smith_library_change_finish (SMITH_LIBRARY (source), result, &error))
    smith_toast_show (GTK_WIDGET (self), error->message);
}

static void
undo_repair (Undo *undo)
{
  smith_library_set_certificate_async (smith_workspace_get_library (undo->pane->workspace), undo->identity,
                                       undo->certificate, undo->chain, NULL,
                                       undo_repair_cb, g_object_ref (undo->pane));
}

static void
repair_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Undo *undo = user_data;
  g_autoptr (GError) error = NULL;

  undo->chain = smith_chain_repair_finish (SMITH_LIBRARY (source), result, &error);
  if (undo->chain == NULL)
    {
      smith_toast_show (GTK_WIDGET (undo->pane), error->message);
      undo_free (undo, NULL);
      return;
    }

  smith_toast_show_with_undo (GTK_WIDGET (undo->pane), _("Chain repaired"), G_CALLBACK (undo_repair),
                              undo, (GClosureNotify) undo_free);
}

static void
repair_chain (SmithUploadPane *self,
              const char      *action_name,
              GVariant        *parameter)
{
  Undo *undo;

  if (smith_upload_pane_get_certificate (self) == NULL)
    return;

  undo = g_new0 (Undo, 1);
  undo->pane = g_object_ref (self);
  undo->identity = g_object_ref (self->identity);
  undo->certificate = g_object_ref (smith_upload_pane_get_certificate (self));
  smith_chain_repair_async (smith_workspace_get_library (self->workspace), self->identity,
                            g_str_equal (action_name, "upload.drop-root") ? SMITH_REPAIR_DROP_ROOT
                                                                          : SMITH_REPAIR_PUT_IN_ORDER,
                            NULL, repair_cb, undo);
}

/* For the class of the pane. */
void
smith_upload_pane_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "upload.upload", NULL, (GtkWidgetActionActivateFunc) start_upload);
  gtk_widget_class_install_action (widget_class, "upload.try-again", NULL, (GtkWidgetActionActivateFunc) start_upload);
  gtk_widget_class_install_action (widget_class, "upload.cancel", NULL, (GtkWidgetActionActivateFunc) cancel_upload);
  gtk_widget_class_install_action (widget_class, "upload.suggest-name", NULL, (GtkWidgetActionActivateFunc) suggest_name);
  gtk_widget_class_install_action (widget_class, "upload.default-path", NULL, (GtkWidgetActionActivateFunc) use_default_path);
  gtk_widget_class_install_action (widget_class, "upload.ask-again", NULL, (GtkWidgetActionActivateFunc) ask_again);
  gtk_widget_class_install_action (widget_class, "upload.put-in-order", NULL, (GtkWidgetActionActivateFunc) repair_chain);
  gtk_widget_class_install_action (widget_class, "upload.drop-root", NULL, (GtkWidgetActionActivateFunc) repair_chain);
}
