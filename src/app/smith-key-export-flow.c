/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-key-export-flow.h"

#include <glib/gi18n.h>

#include "smith-compat.h"
#include "smith-key-export-dialog.h"
#include "smith-password-interaction.h"
#include "smith-toast.h"

/* One dialog after the other: which form -> really without a passphrase? -> where to -> written and read back. */

typedef struct
{
  SmithWorkspace      *workspace;
  SmithKeyExportDraft *draft;
} Flow;

static void
flow_free (Flow *flow)
{
  g_clear_object (&flow->workspace);
  g_clear_object (&flow->draft);
  g_free (flow);
}

static GtkWindow *
get_window (GTask *task)
{
  GtkRoot *root = gtk_widget_get_root (g_task_get_source_object (task));

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

static void
write_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (!smith_key_export_draft_write_finish (SMITH_KEY_EXPORT_DRAFT (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  smith_toast_show (g_task_get_source_object (task), _("Key exported"));
  g_task_return_boolean (task, TRUE);
}

static void
save_file_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GFile) file = NULL;
  g_autoptr (GTlsInteraction) interaction = NULL;
  Flow *flow = g_task_get_task_data (task);
  GError *error = NULL;

  file = smith_compat_save_file_finish (result, &error);
  if (file == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  interaction = smith_password_interaction_new (get_window (task));
  smith_key_export_draft_write_async (flow->draft, flow->workspace, interaction, file, g_task_get_cancellable (task),
                                      write_cb, g_object_ref (task));
}

/* @task: (transfer full) */
static void
choose_file (GTask *task)
{
  Flow *flow = g_task_get_task_data (task);
  g_autofree char *name = smith_key_export_draft_dup_file_name (flow->draft);

  smith_compat_save_file_async (get_window (task), _("Export Key"), name, g_task_get_cancellable (task), save_file_cb, task);
}

static void
confirm_plain_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autofree char *response = smith_compat_alert_finish (result, NULL);

  if (g_strcmp0 (response, "export") == 0)
    choose_file (g_steal_pointer (&task));
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "%s", _("Cancelled"));
}

static void
ask_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  static const SmithAlertResponse responses[] = {
    { "cancel", N_("_Cancel"), ADW_RESPONSE_DEFAULT },
    { "export", N_("_Export Without Passphrase"), ADW_RESPONSE_DESTRUCTIVE },
  };
  SmithAlertResponse translated[G_N_ELEMENTS (responses)];
  g_autoptr (GTask) task = user_data;
  Flow *flow = g_task_get_task_data (task);
  GError *error = NULL;

  if (!smith_key_export_dialog_ask_finish (result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  if (smith_key_export_draft_get_encrypted (flow->draft))
    {
      choose_file (g_steal_pointer (&task));
      return;
    }

  for (guint i = 0; i < G_N_ELEMENTS (responses); i++)
    {
      translated[i] = responses[i];
      translated[i].label = _(responses[i].label);
    }
  smith_compat_alert_async (get_window (task), _("Export the key without a passphrase?"),
                            _("Whoever gets hold of the file can pose as your server, and read what was recorded "
                              "from connections without forward secrecy. Only your user can read the file itself, "
                              "but copies of it go where backups and uploads go."),
                            NULL, translated, G_N_ELEMENTS (translated), g_task_get_cancellable (task),
                            confirm_plain_cb, g_object_ref (task));
}

/**
 * smith_key_export_flow_start_async:
 * @from: the widget that it begins at
 * @workspace: has the library and the keyring
 * @identity: whose key it is
 * @former: (nullable): one of its former keys; NULL: the key of today
 *
 * Asks for the form of the copy (twice where it is not to be encrypted), then for its place, then writes it. A toast says
 * that it was written.
 */
void
smith_key_export_flow_start_async (GtkWidget           *from,
                                   SmithWorkspace      *workspace,
                                   SmithIdentity       *identity,
                                   SmithFormerKey      *former,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  GTask *task;
  Flow *flow;

  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (SMITH_IS_WORKSPACE (workspace));
  g_return_if_fail (SMITH_IS_IDENTITY (identity));

  task = g_task_new (from, cancellable, callback, user_data);
  g_task_set_source_tag (task, smith_key_export_flow_start_async);
  flow = g_new0 (Flow, 1);
  flow->workspace = g_object_ref (workspace);
  flow->draft = smith_key_export_draft_new (identity, former);
  g_task_set_task_data (task, flow, (GDestroyNotify) flow_free);
  smith_key_export_dialog_ask_async (get_window (task), flow->draft, cancellable, ask_cb, task);
}

/**
 * smith_key_export_flow_start_finish:
 *
 * Returns: whether the key was exported; %G_IO_ERROR_CANCELLED where a dialog was closed
 */
gboolean
smith_key_export_flow_start_finish (GtkWidget     *from,
                                    GAsyncResult  *result,
                                    GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, from), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
