/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-accounts-window.h"

#include <glib/gi18n.h>

#include "smith-account-dialog.h"
#include "smith-account-row.h"
#include "smith-toast.h"

/**
 * SmithAccountsWindow:
 *
 * The accounts of this computer. A new one is tested at once, so that a wrong key shows here and not
 * at the upload. Removing asks nothing: the toast undoes it. At the bottom: what the credentials
 * need to be allowed, as a policy to copy.
 */
struct _SmithAccountsWindow
{
  AdwWindow parent_instance;

  /* Owned */
  SmithWorkspace *workspace;

  /* Template */
  GtkStack       *stack;
  GtkListBox     *list;
  GtkWidget      *error_box;
  GtkLabel       *error_label;
  GtkLabel       *policy_label;
};

/* A removed account, for Undo. */
typedef struct
{
  SmithAccountsWindow *window;
  SmithAccount        *account;
} Removed;

G_DEFINE_FINAL_TYPE (SmithAccountsWindow, smith_accounts_window, ADW_TYPE_WINDOW)

/* Least privilege for an upload with its checks; GetCallerIdentity needs no permission, but a policy
 * that names it documents what the program asks. */
static const char policy[] =
  "{\n"
  "  \"Version\": \"2012-10-17\",\n"
  "  \"Statement\": [\n"
  "    {\n"
  "      \"Effect\": \"Allow\",\n"
  "      \"Action\": [\n"
  "        \"iam:UploadServerCertificate\",\n"
  "        \"iam:GetServerCertificate\",\n"
  "        \"iam:ListServerCertificates\",\n"
  "        \"iam:GetAccountSummary\",\n"
  "        \"sts:GetCallerIdentity\"\n"
  "      ],\n"
  "      \"Resource\": \"*\"\n"
  "    }\n"
  "  ]\n"
  "}";

static void
removed_free (Removed  *removed,
              GClosure *closure)
{
  g_object_unref (removed->window);
  g_object_unref (removed->account);
  g_free (removed);
}

static SmithAccountList *
get_accounts (SmithAccountsWindow *self)
{
  return smith_workspace_get_accounts (self->workspace);
}

static void
show_problem (SmithAccountsWindow *self,
              const char          *text)
{
  gtk_label_set_label (self->error_label, text != NULL ? text : "");
  gtk_widget_set_visible (self->error_box, text != NULL);
}

static void
saved_cb (SmithAccountsWindow *self,
          SmithAccount        *account)
{
  for (int i = 0; ; i++)
    {
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, i);

      if (row == NULL)
        return;
      if (smith_account_row_get_account (SMITH_ACCOUNT_ROW (row)) == account)
        {
          smith_account_row_test (SMITH_ACCOUNT_ROW (row));
          return;
        }
    }
}

static void
open_dialog (SmithAccountsWindow *self,
             SmithAccount        *account)
{
  GtkWidget *dialog = smith_account_dialog_new (GTK_WINDOW (self), get_accounts (self), account);

  g_signal_connect_object (dialog, "saved", G_CALLBACK (saved_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
add_account (SmithAccountsWindow *self,
             const char          *action_name,
             GVariant            *parameter)
{
  show_problem (self, NULL);
  open_dialog (self, NULL);
}

static void
edit_cb (SmithAccountRow *row,
         gpointer         user_data)
{
  open_dialog (user_data, smith_account_row_get_account (row));
}

static void
restore_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (SmithAccountsWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!smith_account_list_restore_finish (SMITH_ACCOUNT_LIST (source), result, &error))
    show_problem (self, error->message);
}

static void
undo_remove (Removed *removed)
{
  smith_account_list_restore_async (get_accounts (removed->window), removed->account, NULL,
                                    restore_cb, g_object_ref (removed->window));
}

static void
remove_done_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  Removed *removed = user_data;
  g_autofree char *leftover = NULL;
  g_autofree char *title = NULL;
  g_autofree char *problem = NULL;
  g_autoptr (GError) error = NULL;

  if (!smith_account_list_remove_finish (SMITH_ACCOUNT_LIST (source), result, &leftover, &error))
    {
      show_problem (removed->window, error->message);
      removed_free (removed, NULL);
      return;
    }

  if (leftover != NULL)
    {
      problem = g_strdup_printf (_("The account “%s” was removed, but its secret is still in the keyring. %s"),
                                 smith_account_get_name (removed->account), leftover);
      show_problem (removed->window, problem);
    }
  title = g_strdup_printf (_("“%s” was removed"), smith_account_get_name (removed->account));
  smith_toast_show_with_undo (GTK_WIDGET (removed->window->list), title, G_CALLBACK (undo_remove),
                              removed, (GClosureNotify) removed_free);
}

static void
remove_cb (SmithAccountRow *row,
           gpointer         user_data)
{
  SmithAccountsWindow *self = user_data;
  Removed *removed = g_new0 (Removed, 1);

  show_problem (self, NULL);
  removed->window = g_object_ref (self);
  removed->account = g_object_ref (smith_account_row_get_account (row));
  smith_account_list_remove_async (get_accounts (self), removed->account, NULL, remove_done_cb, removed);
}

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  SmithAccountsWindow *self = user_data;
  GtkWidget *row = smith_account_row_new (get_accounts (self), item);

  g_signal_connect_object (row, "edit", G_CALLBACK (edit_cb), self, 0);
  g_signal_connect_object (row, "remove", G_CALLBACK (remove_cb), self, 0);

  return row;
}

static void
accounts_changed_cb (SmithAccountsWindow *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (get_accounts (self)));

  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "list" : "empty");
}

static void
copy_policy_cb (SmithAccountsWindow *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), policy);
  smith_toast_show (GTK_WIDGET (self->policy_label), _("Policy copied"));
}

static void
smith_accounts_window_dispose (GObject *object)
{
  SmithAccountsWindow *self = SMITH_ACCOUNTS_WINDOW (object);

  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (smith_accounts_window_parent_class)->dispose (object);
}

static void
smith_accounts_window_class_init (SmithAccountsWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = smith_accounts_window_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chainsmith/Chainsmith/smith-accounts-window.ui");
  gtk_widget_class_bind_template_child (widget_class, SmithAccountsWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, SmithAccountsWindow, list);
  gtk_widget_class_bind_template_child (widget_class, SmithAccountsWindow, error_box);
  gtk_widget_class_bind_template_child (widget_class, SmithAccountsWindow, error_label);
  gtk_widget_class_bind_template_child (widget_class, SmithAccountsWindow, policy_label);
  gtk_widget_class_bind_template_callback (widget_class, copy_policy_cb);

  gtk_widget_class_install_action (widget_class, "accounts.add", NULL, (GtkWidgetActionActivateFunc) add_account);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_n, GDK_CONTROL_MASK, "accounts.add", NULL);
}

static void
smith_accounts_window_init (SmithAccountsWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_label_set_label (self->policy_label, policy);
}

/**
 * smith_accounts_window_new:
 * @parent: (nullable): the window that it belongs to
 * @workspace: whose accounts are managed
 *
 * Returns: (transfer none): a window that is not yet shown
 */
GtkWidget *
smith_accounts_window_new (GtkWindow      *parent,
                           SmithWorkspace *workspace)
{
  SmithAccountsWindow *self;
  const GError *error;

  g_return_val_if_fail (SMITH_IS_WORKSPACE (workspace), NULL);

  self = g_object_new (SMITH_TYPE_ACCOUNTS_WINDOW, "transient-for", parent, NULL);
  self->workspace = g_object_ref (workspace);
  error = smith_account_list_get_error (get_accounts (self));
  show_problem (self, error != NULL ? error->message : NULL);
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (get_accounts (self)), create_row, self, NULL);
  g_signal_connect_object (get_accounts (self), "items-changed", G_CALLBACK (accounts_changed_cb), self,
                           G_CONNECT_SWAPPED);
  accounts_changed_cb (self);

  return GTK_WIDGET (self);
}
