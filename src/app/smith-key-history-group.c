/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-key-history-group.h"

#include <glib/gi18n.h>

#include "smith-certificate-dialog.h"
#include "smith-key-export-flow.h"
#include "smith-key-history.h"
#include "smith-message-row.h"
#include "smith-toast.h"

/**
 * SmithKeyHistoryGroup:
 *
 * The keys that an identity had before: for each its certificates, Export and Bring Back. Reads the history when the
 * identity says that it has changed; not to be seen while there is none.
 */
struct _SmithKeyHistoryGroup
{
  AdwPreferencesGroup parent_instance;

  /* Owned */
  SmithWorkspace *workspace;
  SmithIdentity  *identity;
  GSignalGroup   *identity_signals;
  GPtrArray      *rows;          /* borrowed: children of the group */
  GCancellable   *cancellable;   /* of the reading and of what is under way */
};

G_DEFINE_FINAL_TYPE (SmithKeyHistoryGroup, smith_key_history_group, ADW_TYPE_PREFERENCES_GROUP)

/* Something that a button of a row began. */
typedef struct
{
  SmithKeyHistoryGroup *group;
  SmithWorkspace       *workspace;
  SmithIdentity        *identity;
  GtkWidget            *from;
  SmithMessageRow      *message;
} Step;

static void
step_free (Step *step)
{
  g_clear_object (&step->group);
  g_clear_object (&step->workspace);
  g_clear_object (&step->identity);
  g_clear_object (&step->from);
  g_clear_object (&step->message);
  g_free (step);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Step, step_free)

static Step *
step_new (GtkWidget      *from,
          SmithWorkspace *workspace,
          SmithIdentity  *identity)
{
  Step *step = g_new0 (Step, 1);

  step->from = g_object_ref (from);
  step->workspace = g_object_ref (workspace);
  step->identity = g_object_ref (identity);

  return step;
}

/* What takes back an exchange is the same exchange once more: the last key of the history and the one of today. */
static void
undo_cb (Step *step)
{
  smith_key_history_group_undo (step->from, step->workspace, step->identity);
}

static void
bring_back_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (Step) step = user_data;
  g_autoptr (GError) error = NULL;

  if (smith_library_change_finish (SMITH_LIBRARY (source), result, &error))
    {
      Step *again = step_new (step->from, step->workspace, step->identity);

      smith_toast_show_with_undo (step->from, _("Former key brought back"), G_CALLBACK (undo_cb), again,
                                  (GClosureNotify) (void (*) (void)) step_free);
    }
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  else if (step->message != NULL && step->group != NULL && step->group->identity == step->identity)
    smith_message_row_set_message (step->message, error->message);
  else
    smith_toast_show (step->from, error->message);
}

static void
export_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (Step) step = user_data;
  g_autoptr (GError) error = NULL;

  if (smith_key_export_flow_start_finish (GTK_WIDGET (source), result, &error) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (step->group->identity == step->identity)
    smith_message_row_set_message (step->message, error->message);
  else
    smith_toast_show (step->from, error->message);
}

static Step *
begin_step (GtkWidget *button)
{
  SmithKeyHistoryGroup *self =
    SMITH_KEY_HISTORY_GROUP (gtk_widget_get_ancestor (button, SMITH_TYPE_KEY_HISTORY_GROUP));
  Step *step = step_new (GTK_WIDGET (self), self->workspace, self->identity);

  step->group = g_object_ref (self);
  g_set_object (&step->message, g_object_get_data (G_OBJECT (button), "smith-message"));
  smith_message_row_set_message (step->message, NULL);

  return step;
}

static void
bring_back_clicked_cb (GtkWidget *button)
{
  SmithFormerKey *former = g_object_get_data (G_OBJECT (button), "smith-former-key");
  Step *step = begin_step (button);

  /* Not to be cancelled by the list that changes with it. */
  smith_library_bring_back_key_async (smith_workspace_get_library (step->workspace), step->identity, former, NULL,
                                      bring_back_cb, step);
}

static void
export_clicked_cb (GtkWidget *button)
{
  SmithFormerKey *former = g_object_get_data (G_OBJECT (button), "smith-former-key");
  Step *step = begin_step (button);

  smith_key_export_flow_start_async (step->from, step->workspace, step->identity, former, NULL, export_cb, step);
}

static void
certificate_activated_cb (GtkWidget *row)
{
  SmithCertificate *certificate = g_object_get_data (G_OBJECT (row), "smith-certificate");
  GtkWidget *dialog = smith_certificate_dialog_new (certificate);

  gtk_window_set_transient_for (GTK_WINDOW (dialog), GTK_WINDOW (gtk_widget_get_root (row)));
  gtk_window_present (GTK_WINDOW (dialog));
}

static GtkWidget *
new_certificate_row (SmithCertificate *certificate)
{
  g_autoptr (GDateTime) begin = g_date_time_to_local (smith_certificate_get_not_before (certificate));
  g_autoptr (GDateTime) end = g_date_time_to_local (smith_certificate_get_not_after (certificate));
  /* Translators: a date as the language writes it, see g_date_time_format() */
  g_autofree char *from = g_date_time_format (begin, _("%-d %B %Y"));
  g_autofree char *until = g_date_time_format (end, _("%-d %B %Y"));
  /* Translators: two dates */
  g_autofree char *dates = g_strdup_printf (_("Certificate, %s – %s"), from, until);
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW,
                                 "title", smith_certificate_get_title (certificate),
                                 "subtitle", dates,
                                 "use-markup", FALSE,
                                 "title-lines", 0,
                                 "subtitle-lines", 0,
                                 "activatable", TRUE,
                                 NULL);
  GtkWidget *image = g_object_new (GTK_TYPE_IMAGE, "icon-name", "go-next-symbolic",
                                   "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  adw_action_row_add_suffix (ADW_ACTION_ROW (row), image);
  g_object_set_data_full (G_OBJECT (row), "smith-certificate", g_object_ref (certificate), g_object_unref);
  g_signal_connect (row, "activated", G_CALLBACK (certificate_activated_cb), NULL);

  return row;
}

static GtkWidget *
new_button (const char      *label,
            const char      *name,
            SmithFormerKey  *former,
            SmithMessageRow *message,
            GCallback        clicked)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, name, -1);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_object_set_data_full (G_OBJECT (button), "smith-former-key", g_object_ref (former), g_object_unref);
  g_object_set_data (G_OBJECT (button), "smith-message", message);
  g_signal_connect (button, "clicked", clicked, NULL);

  return button;
}

/* Words above, buttons below: beside each other they do not go on a narrow window. */
static void
add_actions (GtkWidget      *expander,
             SmithFormerKey *former)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL,
                                   "label", _("Brought back, it changes places with the key of today."),
                                   "wrap", TRUE,
                                   "xalign", 0.0,
                                   NULL);
  GtkWidget *row = g_object_new (ADW_TYPE_PREFERENCES_ROW,
                                 "title", _("Export or bring back"),
                                 "activatable", FALSE,
                                 "focusable", FALSE,
                                 "child", box,
                                 NULL);
  GtkWidget *message = smith_message_row_new (row);

  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_widget_set_margin_top (box, 9);
  gtk_widget_set_margin_bottom (box, 12);
  gtk_box_append (GTK_BOX (buttons), new_button (_("_Export…"), _("Export this former key"), former,
                                                 SMITH_MESSAGE_ROW (message), G_CALLBACK (export_clicked_cb)));
  gtk_box_append (GTK_BOX (buttons), new_button (_("_Bring Back"), _("Bring this former key back"), former,
                                                 SMITH_MESSAGE_ROW (message), G_CALLBACK (bring_back_clicked_cb)));
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), buttons);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (expander), row);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (expander), message);
}

static void
add_former (SmithKeyHistoryGroup *self,
            SmithFormerKey       *former)
{
  GListModel *certificates = smith_former_key_get_certificates (former);
  g_autofree char *title = smith_former_key_dup_title (former);
  g_autofree char *summary = smith_former_key_dup_summary (former);
  GtkWidget *row = g_object_new (ADW_TYPE_EXPANDER_ROW, "use-markup", FALSE, "title", title, "subtitle", summary, NULL);

  if (smith_former_key_get_problem (former) != NULL)
    {
      GtkWidget *image = g_object_new (GTK_TYPE_IMAGE, "icon-name", "dialog-warning-symbolic",
                                       "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

      gtk_widget_add_css_class (image, "warning");
      adw_expander_row_add_prefix (ADW_EXPANDER_ROW (row), image);
    }
  for (guint i = 0; i < g_list_model_get_n_items (certificates); i++)
    {
      g_autoptr (SmithCertificate) certificate = g_list_model_get_item (certificates, i);

      adw_expander_row_add_row (ADW_EXPANDER_ROW (row), new_certificate_row (certificate));
    }
  if (smith_former_key_get_id (former) != NULL && smith_former_key_get_has_key (former))
    add_actions (row, former);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  g_ptr_array_add (self->rows, row);
}

static void
clear (SmithKeyHistoryGroup *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
}

static void
load_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (SmithKeyHistoryGroup) self = user_data;
  g_autoptr (GListModel) history = NULL;
  g_autoptr (GError) error = NULL;

  history = smith_library_load_key_history_finish (SMITH_LIBRARY (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  clear (self);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self), error != NULL ? error->message :
                                         _("Kept in the folder of this certificate, each with what belongs to it."));
  for (guint i = 0; history != NULL && i < g_list_model_get_n_items (history); i++)
    {
      g_autoptr (SmithFormerKey) former = g_list_model_get_item (history, i);

      add_former (self, former);
    }
  gtk_widget_set_visible (GTK_WIDGET (self), error != NULL || self->rows->len > 0);
}

static void
reload (SmithKeyHistoryGroup *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->identity == NULL || self->workspace == NULL)
    {
      gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
      clear (self);
      return;
    }

  self->cancellable = g_cancellable_new ();
  smith_library_load_key_history_async (smith_workspace_get_library (self->workspace), self->identity,
                                        self->cancellable, load_cb, g_object_ref (self));
}

static void
smith_key_history_group_dispose (GObject *object)
{
  SmithKeyHistoryGroup *self = SMITH_KEY_HISTORY_GROUP (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->identity_signals);
  g_clear_object (&self->identity);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (smith_key_history_group_parent_class)->dispose (object);
}

static void
smith_key_history_group_finalize (GObject *object)
{
  g_ptr_array_unref (SMITH_KEY_HISTORY_GROUP (object)->rows);

  G_OBJECT_CLASS (smith_key_history_group_parent_class)->finalize (object);
}

static void
smith_key_history_group_class_init (SmithKeyHistoryGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = smith_key_history_group_dispose;
  G_OBJECT_CLASS (klass)->finalize = smith_key_history_group_finalize;
}

static void
smith_key_history_group_init (SmithKeyHistoryGroup *self)
{
  self->rows = g_ptr_array_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _("Former Keys and Certificates"));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  self->identity_signals = g_signal_group_new (SMITH_TYPE_IDENTITY);
  g_signal_group_connect_swapped (self->identity_signals, "notify::n-former-keys", G_CALLBACK (reload), self);
  g_signal_group_connect_swapped (self->identity_signals, "notify::public-key", G_CALLBACK (reload), self);
  g_signal_group_connect_swapped (self->identity_signals, "notify::certificate", G_CALLBACK (reload), self);
}

/**
 * smith_key_history_group_set_identity:
 * @workspace: (nullable): has the library
 * @identity: (nullable): whose former keys are shown
 */
void
smith_key_history_group_set_identity (SmithKeyHistoryGroup *self,
                                      SmithWorkspace       *workspace,
                                      SmithIdentity        *identity)
{
  g_return_if_fail (SMITH_IS_KEY_HISTORY_GROUP (self));

  g_set_object (&self->workspace, workspace);
  if (!g_set_object (&self->identity, identity))
    return;

  g_signal_group_set_target (self->identity_signals, identity);
  reload (self);
}

static void
load_for_undo_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (Step) step = user_data;
  g_autoptr (GListModel) history = NULL;
  g_autoptr (GError) error = NULL;
  SmithIdentity *identity = step->identity;

  history = smith_library_load_key_history_finish (SMITH_LIBRARY (source), result, &error);
  if (history == NULL)
    {
      smith_toast_show (step->from, error->message);
      return;
    }
  for (guint i = 0; i < g_list_model_get_n_items (history); i++)
    {
      g_autoptr (SmithFormerKey) former = g_list_model_get_item (history, i);

      if (smith_former_key_get_id (former) == NULL || !smith_former_key_get_has_key (former))
        continue;
      smith_library_bring_back_key_async (SMITH_LIBRARY (source), identity, former, NULL, bring_back_cb,
                                          g_steal_pointer (&step));
      return;
    }
}

/**
 * smith_key_history_group_undo:
 * @from: what says so then
 * @workspace: has the library
 * @identity: whose key was replaced last
 *
 * Lets the key of today and the one that it replaced change places again.
 */
void
smith_key_history_group_undo (GtkWidget      *from,
                              SmithWorkspace *workspace,
                              SmithIdentity  *identity)
{
  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (SMITH_IS_WORKSPACE (workspace));
  g_return_if_fail (SMITH_IS_IDENTITY (identity));

  smith_library_load_key_history_async (smith_workspace_get_library (workspace), identity, NULL, load_for_undo_cb,
                                        step_new (from, workspace, identity));
}
