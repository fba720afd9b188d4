/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-issued-window.h"

#include <glib/gi18n.h>

#include "smith-certificate-dialog.h"
#include "smith-issued-save.h"
#include "smith-issued-window-private.h"

/**
 * SmithIssuedWindow:
 *
 * What an authority has issued and revoked, its revocation list, and the next request, by file, paste or drop. Revoking
 * asks for the reason and can be taken back until the list is exported. What fails is said at the top.
 */
G_DEFINE_FINAL_TYPE (SmithIssuedWindow, smith_issued_window, ADW_TYPE_WINDOW)

/**
 * smith_issued_window_show_error:
 * @message: (nullable): a sentence; NULL: nothing is wrong
 */
void
smith_issued_window_show_error (SmithIssuedWindow *self,
                                const char        *message)
{
  gtk_label_set_label (self->error_label, message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), message != NULL);
}

static void
update (SmithIssuedWindow *self)
{
  guint n;

  if (self->authority == NULL)
    return;

  n = g_list_model_get_n_items (smith_authority_get_issued (self->authority));
  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "list"
                                                       : smith_authority_get_loading (self->authority) ? "loading" : "empty");
  smith_issued_window_show_crl (self);
  if (smith_authority_get_problem (self->authority) != NULL)
    smith_issued_window_show_error (self, smith_authority_get_problem (self->authority));
}

/**
 * smith_issued_window_finish_verb:
 * @done: whether all went well
 * @error: (nullable): why not
 *
 * Shows what went wrong where it happened.
 *
 * Returns: @done; FALSE where there is nobody left to tell
 */
gboolean
smith_issued_window_finish_verb (SmithIssuedWindow *self,
                                 gboolean           done,
                                 GError            *error)
{
  if (self->authority == NULL)
    return FALSE;
  if (done)
    smith_issued_window_show_error (self, smith_authority_get_problem (self->authority));
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    smith_issued_window_show_error (self, error->message);

  return done;
}

static void
load_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (SmithIssuedWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean loaded = smith_authority_change_finish (SMITH_AUTHORITY (source), result, &error);

  if (smith_issued_window_finish_verb (self, loaded, error))
    update (self);
}

/**
 * smith_issued_window_reload:
 *
 * Reads again what is on disk.
 */
void
smith_issued_window_reload (SmithIssuedWindow *self)
{
  smith_authority_load_async (self->authority, self->cancellable, load_cb, g_object_ref (self));
}

/* Rows */

static void
row_undo_cb (SmithIssuedWindow *self,
             SmithIssuedRow    *row)
{
  smith_issued_window_restore (self, smith_issued_row_get_issued (row));
}

static void
row_revoke_cb (SmithIssuedWindow *self,
               SmithIssuedRow    *row)
{
  smith_issued_window_revoke (self, smith_issued_get_certificate (smith_issued_row_get_issued (row)));
}

static void
row_save_cb (SmithIssuedWindow *self,
             SmithIssuedRow    *row)
{
  g_autoptr (GPtrArray) chain = smith_authority_dup_chain (self->authority);

  smith_issued_save (GTK_WINDOW (self), smith_issued_get_certificate (smith_issued_row_get_issued (row)), chain);
}

static void
row_setup_cb (SmithIssuedWindow  *self,
              GtkListItem        *item)
{
  GtkWidget *row = smith_issued_row_new ();

  gtk_list_item_set_selectable (item, FALSE);
  g_signal_connect_object (row, "save", G_CALLBACK (row_save_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "revoke", G_CALLBACK (row_revoke_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "undo", G_CALLBACK (row_undo_cb), self, G_CONNECT_SWAPPED);
  gtk_list_item_set_child (item, row);
}

/* All there is to know of one. */
static void
row_activate_cb (SmithIssuedWindow *self,
                 guint              position)
{
  g_autoptr (SmithIssued) issued = g_list_model_get_item (smith_authority_get_issued (self->authority), position);
  GtkWidget *dialog;

  if (issued == NULL || smith_issued_get_certificate (issued) == NULL)
    return;
  dialog = smith_certificate_dialog_new (smith_issued_get_certificate (issued));
  gtk_window_set_transient_for (GTK_WINDOW (dialog), GTK_WINDOW (self));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
row_bind_cb (SmithIssuedWindow  *self,
             GtkListItem        *item)
{
  smith_issued_row_set_issued (SMITH_ISSUED_ROW (gtk_list_item_get_child (item)), gtk_list_item_get_item (item));
}

static void
row_unbind_cb (SmithIssuedWindow  *self,
               GtkListItem        *item)
{
  smith_issued_row_set_issued (SMITH_ISSUED_ROW (gtk_list_item_get_child (item)), NULL);
}

static gboolean
smith_issued_window_close_request (GtkWindow *window)
{
  smith_issued_window_write_days (SMITH_ISSUED_WINDOW (window));
  g_cancellable_cancel (SMITH_ISSUED_WINDOW (window)->cancellable);

  return GTK_WINDOW_CLASS (smith_issued_window_parent_class)->close_request (window);
}

static void
smith_issued_window_dispose (GObject *object)
{
  SmithIssuedWindow *self = SMITH_ISSUED_WINDOW (object);

  g_clear_handle_id (&self->days_source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->workspace);
  g_clear_object (&self->authority);

  G_OBJECT_CLASS (smith_issued_window_parent_class)->dispose (object);
}

static void
smith_issued_window_finalize (GObject *object)
{
  g_clear_object (&SMITH_ISSUED_WINDOW (object)->cancellable);

  G_OBJECT_CLASS (smith_issued_window_parent_class)->finalize (object);
}

static void
smith_issued_window_class_init (SmithIssuedWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (SMITH_TYPE_COMMAND_BUTTON);

  G_OBJECT_CLASS (klass)->dispose = smith_issued_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = smith_issued_window_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = smith_issued_window_close_request;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chainsmith/Chainsmith/smith-issued-window.ui");
  gtk_widget_class_bind_template_child (widget_class, SmithIssuedWindow, window_title);
  gtk_widget_class_bind_template_child (widget_class, SmithIssuedWindow, error_label);
  gtk_widget_class_bind_template_child (widget_class, SmithIssuedWindow, crl_row);
  gtk_widget_class_bind_template_child (widget_class, SmithIssuedWindow, crl_icon);
  gtk_widget_class_bind_template_child (widget_class, SmithIssuedWindow, renew_button);
  gtk_widget_class_bind_template_child (widget_class, SmithIssuedWindow, command_button);
  gtk_widget_class_bind_template_child (widget_class, SmithIssuedWindow, days_button);
  gtk_widget_class_bind_template_child (widget_class, SmithIssuedWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, SmithIssuedWindow, list_view);

  gtk_widget_class_bind_template_callback (widget_class, row_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, smith_issued_window_days_changed);

  smith_issued_window_install_input_actions (widget_class);
  smith_issued_window_install_revoke_actions (widget_class);
  smith_issued_window_install_crl_actions (widget_class);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_v, GDK_CONTROL_MASK, "issued.paste", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_o, GDK_CONTROL_MASK, "issued.open", NULL);
}

static void
smith_issued_window_init (SmithIssuedWindow *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));

  self->cancellable = g_cancellable_new ();
  g_signal_connect_object (factory, "setup", G_CALLBACK (row_setup_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (row_bind_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (row_unbind_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->list_view, factory);
  g_object_unref (factory);
  smith_issued_window_init_drop (self);
}

/**
 * smith_issued_window_new:
 * @workspace: the models
 * @identity: an authority
 *
 * Returns: (transfer none): a window, to be made transient for another and presented
 */
GtkWidget *
smith_issued_window_new (SmithWorkspace *workspace,
                         SmithIdentity  *identity)
{
  SmithIssuedWindow *self;
  g_autoptr (GtkNoSelection) selection = NULL;

  g_return_val_if_fail (SMITH_IS_WORKSPACE (workspace), NULL);
  g_return_val_if_fail (SMITH_IS_IDENTITY (identity), NULL);

  self = g_object_new (SMITH_TYPE_ISSUED_WINDOW, NULL);
  self->workspace = g_object_ref (workspace);
  self->authority = smith_authority_new (smith_workspace_get_library (workspace), smith_workspace_get_keyring (workspace),
                                         identity);
  adw_window_title_set_title (self->window_title, _("Issued"));
  adw_window_title_set_subtitle (self->window_title, smith_identity_get_name (identity));
  selection = gtk_no_selection_new (g_object_ref (smith_authority_get_issued (self->authority)));
  gtk_list_view_set_model (self->list_view, GTK_SELECTION_MODEL (selection));
  g_signal_connect_object (smith_authority_get_issued (self->authority), "items-changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->authority, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  smith_issued_window_reload (self);

  return GTK_WIDGET (self);
}
