/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-key-replace-dialog.h"

#include <glib/gi18n.h>

#include "smith-key-draft.h"
#include "smith-key-form.h"

/**
 * SmithKeyReplaceDialog:
 *
 * Creates a key in the place of the one that an identity has, with the form of the key pane. Closes when the key is there.
 */
struct _SmithKeyReplaceDialog
{
  AdwWindow     parent_instance;

  /* Template */
  SmithKeyForm *form;
};

enum
{
  REPLACED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SmithKeyReplaceDialog, smith_key_replace_dialog, ADW_TYPE_WINDOW)

static void
created_cb (SmithKeyReplaceDialog *self)
{
  g_object_ref (self);
  gtk_window_destroy (GTK_WINDOW (self));
  g_signal_emit (self, signals[REPLACED], 0);
  g_object_unref (self);
}

static void
smith_key_replace_dialog_class_init (SmithKeyReplaceDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[REPLACED] =
    g_signal_new ("replaced", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (SMITH_TYPE_KEY_FORM);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/chainsmith/Chainsmith/smith-key-replace-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SmithKeyReplaceDialog, form);
  gtk_widget_class_bind_template_callback (widget_class, created_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
smith_key_replace_dialog_init (SmithKeyReplaceDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * smith_key_replace_dialog_new:
 * @workspace: has the library and the keyring
 * @identity: whose key is replaced; it is kept
 *
 * Returns: (transfer none): a window, to be made transient for another and presented
 */
GtkWidget *
smith_key_replace_dialog_new (SmithWorkspace *workspace,
                              SmithIdentity  *identity)
{
  SmithKeyReplaceDialog *self;
  SmithPublicKey *key;

  g_return_val_if_fail (SMITH_IS_WORKSPACE (workspace), NULL);
  g_return_val_if_fail (SMITH_IS_IDENTITY (identity), NULL);

  self = g_object_new (SMITH_TYPE_KEY_REPLACE_DIALOG, NULL);
  /* A renewal wants the same kind of key more often than not. */
  key = smith_identity_get_public_key (identity);
  if (key != NULL && smith_public_key_get_algorithm (key) != NULL)
    smith_key_draft_set_algorithm (smith_key_draft_for_identity (identity), smith_public_key_get_algorithm (key));
  smith_key_form_set_replaces (self->form, TRUE);
  smith_key_form_set_identity (self->form, workspace, identity);

  return GTK_WIDGET (self);
}
