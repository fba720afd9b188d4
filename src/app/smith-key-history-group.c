/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-key-history-group.h"

#include <glib/gi18n.h>

#include "smith-former-key-row.h"
#include "smith-key-history.h"
#include "smith-key-subject.h"
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
  SmithKeySubject subject;
  GPtrArray      *rows;          /* borrowed: children of the group */
  GCancellable   *cancellable;   /* of the reading and of what is under way */
};

G_DEFINE_FINAL_TYPE (SmithKeyHistoryGroup, smith_key_history_group, ADW_TYPE_PREFERENCES_GROUP)

/* What takes back an exchange is the same exchange once more: the last key of the history and the one of today. */
static void
undo_cb (SmithKeyStep *step)
{
  smith_key_history_group_undo (step->from, step->workspace, step->identity);
}

static void
bring_back_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (SmithKeyStep) step = user_data;
  g_autoptr (GError) error = NULL;

  if (smith_library_change_finish (SMITH_LIBRARY (source), result, &error))
    smith_toast_show_with_undo (step->from, _("Former key brought back"), G_CALLBACK (undo_cb),
                                smith_key_step_new (step->from, step->workspace, step->identity, NULL),
                                (GClosureNotify) (void (*) (void)) smith_key_step_free);
  else
    smith_key_step_report (step, step->identity, error);
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
      GtkWidget *row = smith_former_key_row_new (GTK_WIDGET (self), self->subject.workspace, self->subject.identity, former);

      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
      g_ptr_array_add (self->rows, row);
    }
  gtk_widget_set_visible (GTK_WIDGET (self), error != NULL || self->rows->len > 0);
}

static void
reload (SmithKeyHistoryGroup *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (!smith_key_subject_is_set (&self->subject))
    {
      gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
      clear (self);
      return;
    }

  self->cancellable = g_cancellable_new ();
  smith_library_load_key_history_async (smith_workspace_get_library (self->subject.workspace), self->subject.identity,
                                        self->cancellable, load_cb, g_object_ref (self));
}

static void
smith_key_history_group_dispose (GObject *object)
{
  SmithKeyHistoryGroup *self = SMITH_KEY_HISTORY_GROUP (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  smith_key_subject_clear (&self->subject);

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

  gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (klass),
                                               "/io/github/chainsmith/Chainsmith/smith-key-history-group.ui");
}

static void
smith_key_history_group_init (SmithKeyHistoryGroup *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  smith_key_subject_init (&self->subject);
  g_signal_group_connect_swapped (self->subject.signals, "notify::n-former-keys", G_CALLBACK (reload), self);
  g_signal_group_connect_swapped (self->subject.signals, "notify::public-key", G_CALLBACK (reload), self);
  g_signal_group_connect_swapped (self->subject.signals, "notify::certificate", G_CALLBACK (reload), self);
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

  if (!smith_key_subject_set (&self->subject, workspace, identity))
    return;

  reload (self);
}

/**
 * smith_key_history_group_bring_back:
 * @step: (transfer full): says what came of it
 * @former: the key that is wanted again
 *
 * Lets a former key and the key of today change places.
 */
void
smith_key_history_group_bring_back (SmithKeyStep   *step,
                                    SmithFormerKey *former)
{
  g_return_if_fail (step != NULL);
  g_return_if_fail (SMITH_IS_FORMER_KEY (former));

  /* Not to be cancelled by the list that changes with it. */
  smith_library_bring_back_key_async (smith_workspace_get_library (step->workspace), step->identity, former, NULL,
                                      bring_back_cb, step);
}

static void
load_for_undo_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (SmithKeyStep) step = user_data;
  g_autoptr (GListModel) history = NULL;
  g_autoptr (GError) error = NULL;

  history = smith_library_load_key_history_finish (SMITH_LIBRARY (source), result, &error);
  if (history == NULL)
    {
      smith_key_step_report (step, NULL, error);
      return;
    }
  for (guint i = 0; i < g_list_model_get_n_items (history); i++)
    {
      g_autoptr (SmithFormerKey) former = g_list_model_get_item (history, i);

      if (smith_former_key_get_id (former) == NULL || !smith_former_key_get_has_key (former))
        continue;
      smith_key_history_group_bring_back (g_steal_pointer (&step), former);
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
                                        smith_key_step_new (from, workspace, identity, NULL));
}
