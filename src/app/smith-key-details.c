/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-key-details.h"

#include <string.h>

#include <glib/gi18n.h>

#include "smith-compat.h"
#include "smith-file-save.h"
#include "smith-gradual-layout.h"
#include "smith-key-check-row.h"
#include "smith-key-export-flow.h"
#include "smith-key-findings-group.h"
#include "smith-key-history-group.h"
#include "smith-key-protection-group.h"
#include "smith-key-replace-dialog.h"
#include "smith-key-subject.h"
#include "smith-page-layout.h"
#include "smith-target-mark.h"
#include "smith-tip.h"
#include "smith-toast.h"
#include "smith-value-row.h"

/**
 * SmithKeyDetails:
 *
 * The key pane once there is a key: what it is, what it fits, where its file is and where it works; a copy of it can be
 * exported, and another key can take its place. What is weak about it, its check, how it is protected and the keys that were
 * here before are widgets of their own.
 */
struct _SmithKeyDetails
{
  GtkWidget        parent_instance;

  /* Owned */
  SmithKeySubject  subject;
  GPtrArray       *target_rows;
  guint            targets_source;
  GCancellable    *cancellable;

  /* What the rows tell of; static */
  const SmithKeyAlgorithm *algorithm;

  /* Template */
  GtkWidget       *box;
  SmithValueRow   *algorithm_row;
  SmithValueRow   *created_row;
  SmithValueRow   *pin_row;
  SmithValueRow   *http_pin_row;
  GtkWidget       *public_key_row;
  SmithMessageRow *public_key_message;
  GtkWidget       *replace_row;
  GtkWidget       *fits_row;
  GtkWidget       *fits_image;
  GtkWidget       *file_row;
  GtkWidget       *show_button;
  SmithMessageRow *export_message;
  GtkWidget       *targets_group;
  SmithKeyFindingsGroup   *findings_group;
  SmithKeyCheckRow        *check_row;
  SmithKeyProtectionGroup *protection_group;
  SmithKeyHistoryGroup    *history_group;
};

G_DEFINE_FINAL_TYPE (SmithKeyDetails, smith_key_details, GTK_TYPE_WIDGET)

static SmithKeyStep *
begin_step (SmithKeyDetails *self,
            SmithMessageRow *message)
{
  return smith_key_subject_begin_step (&self->subject, GTK_WIDGET (self), message);
}

static void
show_fits (SmithKeyDetails *self)
{
  SmithPublicKey *key = smith_identity_get_public_key (self->subject.identity);
  SmithRequest *request = smith_identity_get_request (self->subject.identity);
  SmithCertificate *certificate = smith_identity_get_certificate (self->subject.identity);
  gboolean request_fits, certificate_fits;
  const char *text;
  gboolean fits = TRUE;

  gtk_widget_set_visible (self->fits_row, key != NULL && (request != NULL || certificate != NULL));
  if (key == NULL)
    return;

  request_fits = request != NULL && smith_public_key_equal (key, smith_request_get_public_key (request));
  certificate_fits = certificate != NULL && smith_public_key_equal (key, smith_certificate_get_public_key (certificate));
  if (request != NULL && certificate != NULL)
    {
      fits = request_fits && certificate_fits;
      text = fits ? _("This request and this certificate")
                  : request_fits ? _("This request, but not this certificate: that one was made with another key")
                                 : certificate_fits ? _("This certificate, but not this request: that one was made with another key")
                                                    : _("Neither this request nor this certificate: they were made with another key");
    }
  else if (request != NULL)
    {
      fits = request_fits;
      text = fits ? _("This request") : _("Not this request: it was made with another key");
    }
  else
    {
      fits = certificate_fits;
      text = fits ? _("This certificate") : _("Not this certificate: it was made with another key");
    }

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->fits_row), text);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->fits_image), fits ? "object-select-symbolic" : "dialog-warning-symbolic");
  gtk_widget_remove_css_class (self->fits_image, fits ? "warning" : "success");
  gtk_widget_add_css_class (self->fits_image, fits ? "success" : "warning");
}

static void
show_file (SmithKeyDetails *self)
{
  const char *folder = smith_identity_get_folder (self->subject.identity);
  g_autofree char *path = NULL;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->file_row), "private-key.pem");
  gtk_widget_set_visible (self->show_button, folder != NULL);
  /* What is replaced stays in the folder: there has to be one. */
  gtk_widget_set_visible (self->replace_row, folder != NULL);
  if (folder != NULL)
    path = g_filename_display_name (folder);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->file_row), path != NULL ? path : _("Not kept on this computer yet"));
}

static void
show_created (SmithKeyDetails *self)
{
  GDateTime *created = smith_identity_get_key_created_at (self->subject.identity);
  g_autoptr (GDateTime) local = NULL;
  g_autofree char *text = NULL;
  g_autofree char *utc = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->created_row), created != NULL);
  if (created == NULL)
    return;

  local = g_date_time_to_local (created);
  /* Translators: a date and a time as the language writes them, see g_date_time_format() */
  text = g_date_time_format (local, _("%-d %B %Y, %H:%M"));
  utc = g_date_time_format (created, "%Y-%m-%d %H:%M:%S UTC");
  smith_value_row_set_value (self->created_row, text);
  smith_tip_set (GTK_WIDGET (self->created_row), utc);
}

static void
fill_targets (SmithKeyDetails *self)
{
  SmithPublicKey *key = self->subject.identity != NULL ? smith_identity_get_public_key (self->subject.identity) : NULL;
  const SmithKeyAlgorithm *algorithm = key != NULL ? smith_public_key_get_algorithm (key) : NULL;

  gtk_widget_set_visible (self->targets_group, key != NULL);
  if (key == NULL || (self->target_rows->len > 0 && self->algorithm == algorithm))
    return;

  self->algorithm = algorithm;
  for (guint i = 0; i < self->target_rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self->targets_group), g_ptr_array_index (self->target_rows, i));
  g_ptr_array_set_size (self->target_rows, 0);
  for (guint i = 0; i < SMITH_N_TARGETS; i++)
    {
      GtkWidget *row = smith_target_mark_new_row (i, algorithm);

      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->targets_group), row);
      g_ptr_array_add (self->target_rows, row);
    }
}

static gboolean
fill_targets_cb (gpointer user_data)
{
  SmithKeyDetails *self = user_data;

  self->targets_source = 0;
  fill_targets (self);

  return G_SOURCE_REMOVE;
}

/* They are the last that a reader comes to, and are laid out in a frame of their own. */
static void
show_targets (SmithKeyDetails *self)
{
  if (self->targets_source == 0)
    self->targets_source = g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, fill_targets_cb, self, NULL);
}

static void
show_file_cb (SmithKeyDetails *self)
{
  g_autoptr (GFile) file = NULL;

  if (self->subject.identity == NULL || smith_identity_get_folder (self->subject.identity) == NULL)
    return;

  file = g_file_new_build_filename (smith_identity_get_folder (self->subject.identity), "private-key.pem", NULL);
  smith_compat_show_file (smith_key_subject_get_window (GTK_WIDGET (self)), file);
}

static void
export_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (SmithKeyStep) step = user_data;
  g_autoptr (GError) error = NULL;

  if (!smith_key_export_flow_start_finish (GTK_WIDGET (source), result, &error))
    smith_key_step_report (step, SMITH_KEY_DETAILS (step->from)->subject.identity, error);
}

/* Asks for the form of the copy (twice where it is not to be encrypted), then for its place; then writes it. */
static void
export_clicked_cb (SmithKeyDetails *self)
{
  if (smith_key_subject_is_set (&self->subject))
    smith_key_export_flow_start_async (GTK_WIDGET (self), self->subject.workspace, self->subject.identity, NULL,
                                       self->cancellable, export_cb, begin_step (self, self->export_message));
}

/* There is none where another program put a key with a passphrase here: nobody has opened it yet. */
static void
show_key (SmithKeyDetails *self)
{
  SmithPublicKey *key = smith_identity_get_public_key (self->subject.identity);
  g_autofree char *pin = NULL;

  smith_message_row_set_message (self->export_message, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->algorithm_row), key != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->pin_row), key != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->http_pin_row), key != NULL);
  gtk_widget_set_visible (self->public_key_row, key != NULL);
  smith_message_row_set_message (self->public_key_message, NULL);
  show_targets (self);
  show_fits (self);
  smith_key_findings_group_set_key (self->findings_group, key);
  if (key == NULL)
    return;

  smith_value_row_set_value (self->algorithm_row, smith_public_key_get_title (key));
  smith_value_row_set_value (self->pin_row, smith_public_key_get_spki_sha256 (key));
  pin = g_strdup_printf ("pin-sha256=\"%s\"", smith_public_key_get_spki_sha256 (key));
  smith_value_row_set_value (self->http_pin_row, pin);
}

static void
copy_public_key_cb (SmithKeyDetails *self)
{
  SmithPublicKey *key = self->subject.identity != NULL ? smith_identity_get_public_key (self->subject.identity) : NULL;

  if (key == NULL)
    return;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), smith_public_key_get_pem (key));
  smith_toast_show (GTK_WIDGET (self), _("Public key copied"));
}

static void
save_public_key_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (SmithKeyStep) step = user_data;
  g_autoptr (GError) error = NULL;

  if (!smith_file_save_finish (step->from, result, &error))
    smith_key_step_report (step, SMITH_KEY_DETAILS (step->from)->subject.identity, error);
}

static void
save_public_key_clicked_cb (SmithKeyDetails *self)
{
  SmithPublicKey *key = self->subject.identity != NULL ? smith_identity_get_public_key (self->subject.identity) : NULL;
  g_autofree char *name = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (key == NULL || self->subject.workspace == NULL)
    return;
  name = smith_file_save_dup_name (smith_identity_get_name (self->subject.identity), "-public-key.pem");
  bytes = g_bytes_new (smith_public_key_get_pem (key), strlen (smith_public_key_get_pem (key)));
  smith_file_save_async (GTK_WIDGET (self), _("Save Public Key"), name, bytes, self->cancellable, save_public_key_cb,
                         begin_step (self, self->public_key_message));
}

static void
undo_replace_cb (SmithKeyStep *step)
{
  smith_key_history_group_undo (step->from, step->workspace, step->identity);
}

static void
replaced_cb (SmithKeyDetails *self)
{
  if (self->subject.identity != NULL)
    smith_toast_show_with_undo (GTK_WIDGET (self), _("Key replaced; the former one is kept"), G_CALLBACK (undo_replace_cb),
                                begin_step (self, NULL), (GClosureNotify) (void (*) (void)) smith_key_step_free);
}

/* Asks which key is to take the place of this one, and creates it. What was there stays in the history. */
static void
replace_clicked_cb (SmithKeyDetails *self)
{
  GtkWidget *dialog;

  if (!smith_key_subject_is_set (&self->subject) || !smith_identity_get_kept (self->subject.identity))
    return;

  dialog = smith_key_replace_dialog_new (self->subject.workspace, self->subject.identity);
  gtk_window_set_transient_for (GTK_WINDOW (dialog), smith_key_subject_get_window (GTK_WIDGET (self)));
  g_signal_connect_object (dialog, "replaced", G_CALLBACK (replaced_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
smith_key_details_dispose (GObject *object)
{
  SmithKeyDetails *self = SMITH_KEY_DETAILS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->targets_source, g_source_remove);
  smith_key_subject_clear (&self->subject);
  g_clear_pointer (&self->target_rows, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), SMITH_TYPE_KEY_DETAILS);

  G_OBJECT_CLASS (smith_key_details_parent_class)->dispose (object);
}

static void
smith_key_details_finalize (GObject *object)
{
  g_clear_object (&SMITH_KEY_DETAILS (object)->cancellable);

  G_OBJECT_CLASS (smith_key_details_parent_class)->finalize (object);
}

static void
smith_key_details_class_init (SmithKeyDetailsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = smith_key_details_dispose;
  object_class->finalize = smith_key_details_finalize;

  g_type_ensure (SMITH_TYPE_GRADUAL_LAYOUT);
  g_type_ensure (SMITH_TYPE_KEY_CHECK_ROW);
  g_type_ensure (SMITH_TYPE_KEY_FINDINGS_GROUP);
  g_type_ensure (SMITH_TYPE_KEY_HISTORY_GROUP);
  g_type_ensure (SMITH_TYPE_KEY_PROTECTION_GROUP);
  g_type_ensure (SMITH_TYPE_MESSAGE_ROW);
  g_type_ensure (SMITH_TYPE_VALUE_ROW);
  gtk_widget_class_set_layout_manager_type (widget_class, SMITH_TYPE_PAGE_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chainsmith/Chainsmith/smith-key-details.ui");
  gtk_widget_class_bind_template_child (widget_class, SmithKeyDetails, box);
  gtk_widget_class_bind_template_child (widget_class, SmithKeyDetails, algorithm_row);
  gtk_widget_class_bind_template_child (widget_class, SmithKeyDetails, created_row);
  gtk_widget_class_bind_template_child (widget_class, SmithKeyDetails, pin_row);
  gtk_widget_class_bind_template_child (widget_class, SmithKeyDetails, fits_row);
  gtk_widget_class_bind_template_child (widget_class, SmithKeyDetails, fits_image);
  gtk_widget_class_bind_template_child (widget_class, SmithKeyDetails, file_row);
  gtk_widget_class_bind_template_child (widget_class, SmithKeyDetails, show_button);
  gtk_widget_class_bind_template_child (widget_class, SmithKeyDetails, export_message);
  gtk_widget_class_bind_template_child (widget_class, SmithKeyDetails, targets_group);
  gtk_widget_class_bind_template_child (widget_class, SmithKeyDetails, http_pin_row);
  gtk_widget_class_bind_template_child (widget_class, SmithKeyDetails, public_key_row);
  gtk_widget_class_bind_template_child (widget_class, SmithKeyDetails, public_key_message);
  gtk_widget_class_bind_template_child (widget_class, SmithKeyDetails, findings_group);
  gtk_widget_class_bind_template_child (widget_class, SmithKeyDetails, check_row);
  gtk_widget_class_bind_template_child (widget_class, SmithKeyDetails, protection_group);
  gtk_widget_class_bind_template_child (widget_class, SmithKeyDetails, replace_row);
  gtk_widget_class_bind_template_child (widget_class, SmithKeyDetails, history_group);
  gtk_widget_class_bind_template_callback (widget_class, copy_public_key_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_public_key_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, replace_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_file_cb);
  gtk_widget_class_bind_template_callback (widget_class, export_clicked_cb);
}

static void
smith_key_details_init (SmithKeyDetails *self)
{
  self->target_rows = g_ptr_array_new ();
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  smith_key_subject_init (&self->subject);
  g_signal_group_connect_swapped (self->subject.signals, "notify::public-key", G_CALLBACK (show_key), self);
  g_signal_group_connect_swapped (self->subject.signals, "notify::key-created-at", G_CALLBACK (show_created), self);
  g_signal_group_connect_swapped (self->subject.signals, "notify::folder", G_CALLBACK (show_file), self);
  g_signal_group_connect_swapped (self->subject.signals, "notify::request", G_CALLBACK (show_fits), self);
  g_signal_group_connect_swapped (self->subject.signals, "notify::certificate", G_CALLBACK (show_fits), self);
}

/**
 * smith_key_details_set_identity:
 * @workspace: (nullable): has the library and the keyring
 * @identity: (nullable): whose key is shown
 */
void
smith_key_details_set_identity (SmithKeyDetails *self,
                                SmithWorkspace  *workspace,
                                SmithIdentity   *identity)
{
  g_return_if_fail (SMITH_IS_KEY_DETAILS (self));

  if (!smith_key_subject_set (&self->subject, workspace, identity))
    return;

  smith_key_check_row_set_identity (self->check_row, workspace, identity);
  smith_key_protection_group_set_identity (self->protection_group, workspace, identity);
  smith_key_history_group_set_identity (self->history_group, workspace, identity);
  if (identity == NULL)
    return;

  show_file (self);
  show_created (self);
  show_key (self);
}
