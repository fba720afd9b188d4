/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-key-subject.h"

/**
 * smith_key_subject_init:
 *
 * Of nobody yet; to be called where the widget begins.
 */
void
smith_key_subject_init (SmithKeySubject *self)
{
  self->signals = g_signal_group_new (SMITH_TYPE_IDENTITY);
}

/**
 * smith_key_subject_clear:
 *
 * Lets go of all; to be called where the widget is disposed of, and harmless the second time.
 */
void
smith_key_subject_clear (SmithKeySubject *self)
{
  g_clear_object (&self->signals);
  g_clear_object (&self->identity);
  g_clear_object (&self->workspace);
}

/**
 * smith_key_subject_set:
 * @workspace: (nullable): has the library and the keyring
 * @identity: (nullable): whose key it is about
 *
 * Returns: whether it is another identity, so that the widget shows something else
 */
gboolean
smith_key_subject_set (SmithKeySubject *self,
                       SmithWorkspace  *workspace,
                       SmithIdentity   *identity)
{
  g_return_val_if_fail (workspace == NULL || SMITH_IS_WORKSPACE (workspace), FALSE);
  g_return_val_if_fail (identity == NULL || SMITH_IS_IDENTITY (identity), FALSE);

  g_set_object (&self->workspace, workspace);
  if (!g_set_object (&self->identity, identity))
    return FALSE;

  g_signal_group_set_target (self->signals, identity);

  return TRUE;
}

/**
 * smith_key_subject_is_set:
 *
 * Returns: whether something can be done: there are an identity and a workspace
 */
gboolean
smith_key_subject_is_set (SmithKeySubject *self)
{
  return self->identity != NULL && self->workspace != NULL;
}

/**
 * smith_key_subject_begin_step:
 * @from: the widget that says what came of it
 * @message: (nullable): the row where a failure stands
 *
 * Returns: (transfer full): a step about the key of the identity that is shown now
 */
SmithKeyStep *
smith_key_subject_begin_step (SmithKeySubject *self,
                              GtkWidget       *from,
                              SmithMessageRow *message)
{
  return smith_key_step_new (from, self->workspace, self->identity, message);
}

/**
 * smith_key_subject_get_window:
 * @widget: tells of a key
 *
 * Returns: (transfer none) (nullable): the window that its dialogs belong to
 */
GtkWindow *
smith_key_subject_get_window (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}
