/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-key-step.h"

#include "smith-toast.h"

/**
 * smith_key_step_new:
 * @from: the widget that says what came of it
 * @workspace: has the library and the keyring
 * @identity: whose key it is about
 * @message: (nullable): the row where a failure stands; is emptied
 *
 * Returns: (transfer full): a new step
 */
SmithKeyStep *
smith_key_step_new (GtkWidget       *from,
                    SmithWorkspace  *workspace,
                    SmithIdentity   *identity,
                    SmithMessageRow *message)
{
  SmithKeyStep *step;

  g_return_val_if_fail (GTK_IS_WIDGET (from), NULL);
  g_return_val_if_fail (SMITH_IS_WORKSPACE (workspace), NULL);
  g_return_val_if_fail (SMITH_IS_IDENTITY (identity), NULL);
  g_return_val_if_fail (message == NULL || SMITH_IS_MESSAGE_ROW (message), NULL);

  step = g_new0 (SmithKeyStep, 1);
  step->from = g_object_ref (from);
  step->workspace = g_object_ref (workspace);
  step->identity = g_object_ref (identity);
  g_set_object (&step->message, message);
  if (message != NULL)
    smith_message_row_set_message (message, NULL);

  return step;
}

/**
 * smith_key_step_free:
 * @step: (transfer full): what has come to its end
 */
void
smith_key_step_free (SmithKeyStep *step)
{
  g_clear_object (&step->from);
  g_clear_object (&step->workspace);
  g_clear_object (&step->identity);
  g_clear_object (&step->message);
  g_free (step);
}

/**
 * smith_key_step_report:
 * @step: what failed
 * @shown: (nullable): the identity that the row of @step shows now
 * @error: why; that it was cancelled is no news
 *
 * A failure stands at the row it is about, unless that row shows another identity by now or is gone: then a toast says it.
 */
void
smith_key_step_report (SmithKeyStep  *step,
                       SmithIdentity *shown,
                       const GError  *error)
{
  g_return_if_fail (step != NULL);
  g_return_if_fail (error != NULL);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (step->message != NULL && shown == step->identity && gtk_widget_get_root (GTK_WIDGET (step->message)) != NULL)
    smith_message_row_set_message (step->message, error->message);
  else
    smith_toast_show (step->from, error->message);
}
