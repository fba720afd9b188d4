/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-window-private.h"

#include <glib/gi18n.h>

#include "smith-accounts-window.h"
#include "smith-compat.h"
#include "smith-name-dialog.h"
#include "smith-toast.h"

/* What the window does with its identity and its library. */

static SmithLibrary *
get_library (SmithWindow *self)
{
  return smith_workspace_get_library (self->workspace);
}

/* Keep */

typedef struct
{
  SmithWindow   *window;
  SmithIdentity *identity;
  guint          position;       /* of its row, where that matters */
} Change;

static Change *
change_new (SmithWindow   *window,
            SmithIdentity *identity)
{
  Change *change = g_new0 (Change, 1);

  change->window = g_object_ref (window);
  g_set_object (&change->identity, identity);

  return change;
}

static void
change_free (Change *change)
{
  g_clear_object (&change->window);
  g_clear_object (&change->identity);
  g_free (change);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Change, change_free)

static void
rename_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (Change) change = user_data;
  g_autoptr (GError) error = NULL;

  if (!smith_library_change_finish (SMITH_LIBRARY (source), result, &error) &&
      !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    smith_window_show_error (change->window, _("Couldn’t Rename"), error->message);
}

static void
name_rename_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (Change) change = user_data;
  g_autofree char *name = smith_name_dialog_ask_finish (result, NULL);
  SmithIdentity *identity = change->identity;

  if (name == NULL || change->window->workspace == NULL || g_strcmp0 (name, smith_identity_get_name (identity)) == 0)
    return;
  smith_library_rename_async (get_library (change->window), identity, name, change->window->cancellable,
                              rename_cb, g_steal_pointer (&change));
}

static void
activate_rename (GtkWidget  *widget,
                 const char *action,
                 GVariant   *parameter)
{
  SmithWindow *self = SMITH_WINDOW (widget);

  smith_name_dialog_ask_async (GTK_WINDOW (self), _("Rename"),
                               _("The name is yours alone: it changes nothing in the certificate."),
                               _("Name"), smith_identity_get_name (self->identity), _("_Rename"), self->cancellable,
                               name_rename_cb, change_new (self, self->identity));
}

static void
keep_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (Change) change = user_data;
  g_autoptr (GError) error = NULL;

  if (smith_library_change_finish (SMITH_LIBRARY (source), result, &error))
    {
      g_autofree char *text = NULL;

      if (change->identity == NULL)
        return;
      /* It has gone where it belongs: that is what a person looks at then. */
      smith_window_show (change->window, change->identity, NULL);
      text = g_strdup_printf (_("Added to “%s”"), smith_identity_get_name (change->identity));
      smith_toast_show (GTK_WIDGET (change->window), text);
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      smith_window_show_error (change->window, _("Couldn’t Keep It"), error->message);
    }
}

static void
activate_keep (GtkWidget  *widget,
               const char *action,
               GVariant   *parameter)
{
  SmithWindow *self = SMITH_WINDOW (widget);

  smith_library_keep_async (get_library (self), self->identity, self->cancellable, keep_cb,
                            change_new (self, smith_library_find_home (get_library (self), self->identity)));
}

/* Delete and its undo */

static void
restore_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (Change) change = user_data;
  g_autoptr (GError) error = NULL;

  if (smith_library_change_finish (SMITH_LIBRARY (source), result, &error))
    smith_window_show (change->window, change->identity, NULL);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    smith_window_show_error (change->window, _("Couldn’t Undo"), error->message);
}

/* The toast outlives nothing: it does not keep the window. */
typedef struct
{
  GWeakRef       window;
  SmithIdentity *identity;
} Undo;

static Undo *
undo_new (SmithWindow   *window,
          SmithIdentity *identity)
{
  Undo *undo = g_new0 (Undo, 1);

  g_weak_ref_init (&undo->window, window);
  undo->identity = g_object_ref (identity);

  return undo;
}

static void
undo_free (gpointer  data,
           GClosure *closure)
{
  Undo *undo = data;

  g_weak_ref_clear (&undo->window);
  g_clear_object (&undo->identity);
  g_free (undo);
}

static void
undo_clicked_cb (gpointer user_data)
{
  Undo *undo = user_data;
  g_autoptr (SmithWindow) window = g_weak_ref_get (&undo->window);

  if (window != NULL && window->workspace != NULL)
    smith_library_restore_async (get_library (window), undo->identity, window->cancellable,
                                 restore_cb, change_new (window, undo->identity));
}

static void
trash_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (Change) change = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *title = NULL;

  if (!smith_library_change_finish (SMITH_LIBRARY (source), result, &error))
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        smith_window_show_error (change->window, _("Couldn’t Delete"), error->message);
      return;
    }

  /* The next one takes its place; in a narrow window there is the list instead. */
  if (change->window->identity == NULL && !smith_split_view_get_folded (change->window->split_view))
    smith_sidebar_select_at (change->window->sidebar, change->position);

  /* Translators: %s is the name of an identity, such as www.example.com */
  title = g_strdup_printf (_("“%s” deleted"), smith_identity_get_name (change->identity));
  smith_toast_show_with_undo (smith_window_get_toast_place (change->window), title, G_CALLBACK (undo_clicked_cb),
                              undo_new (change->window, change->identity), undo_free);
}

static void
activate_delete (GtkWidget  *widget,
                 const char *action,
                 GVariant   *parameter)
{
  smith_window_delete (SMITH_WINDOW (widget), SMITH_WINDOW (widget)->identity);
}

/* The rest */

static void
activate_show_files (GtkWidget  *widget,
                     const char *action,
                     GVariant   *parameter)
{
  SmithWindow *self = SMITH_WINDOW (widget);
  g_autoptr (GFile) folder = g_file_new_for_path (smith_identity_get_folder (self->identity));

  smith_compat_show_file (GTK_WINDOW (self), folder);
}

static void
activate_paste (GtkWidget  *widget,
                const char *action,
                GVariant   *parameter)
{
  smith_window_paste (SMITH_WINDOW (widget));
}

static void
activate_show_pane (GtkWidget  *widget,
                    const char *action,
                    GVariant   *parameter)
{
  SmithWindow *self = SMITH_WINDOW (widget);

  smith_window_show (self, self->identity, g_variant_get_string (parameter, NULL));
}

static void
activate_search (GtkWidget  *widget,
                 const char *action,
                 GVariant   *parameter)
{
  SmithWindow *self = SMITH_WINDOW (widget);

  smith_split_view_set_show_content (self->split_view, FALSE);
  smith_sidebar_start_search (self->sidebar);
}

static void
activate_back (GtkWidget  *widget,
               const char *action,
               GVariant   *parameter)
{
  SmithWindow *self = SMITH_WINDOW (widget);

  smith_split_view_set_show_content (self->split_view, FALSE);
  smith_sidebar_focus_list (self->sidebar);
}

static void
activate_accounts (GtkWidget  *widget,
                   const char *action,
                   GVariant   *parameter)
{
  SmithWindow *self = SMITH_WINDOW (widget);

  gtk_window_present (GTK_WINDOW (smith_accounts_window_new (GTK_WINDOW (self), self->workspace)));
}

static void
activate_about (GtkWidget  *widget,
                const char *action,
                GVariant   *parameter)
{
  smith_compat_show_about (GTK_WINDOW (widget));
}

/**
 * smith_window_delete:
 * @identity: goes to the trash of the library
 *
 * With a toast that offers Undo.
 */
void
smith_window_delete (SmithWindow   *self,
                     SmithIdentity *identity)
{
  Change *change = change_new (self, identity);

  change->position = smith_sidebar_get_position (self->sidebar);
  smith_library_trash_async (get_library (self), identity, self->cancellable, trash_cb, change);
}

/**
 * smith_window_update_actions:
 *
 * To be called when the identity changed.
 */
void
smith_window_update_actions (SmithWindow *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean any = self->identity != NULL;
  gboolean kept = any && smith_identity_get_kept (self->identity);

  gtk_widget_action_set_enabled (widget, "win.show-pane", any);
  gtk_widget_action_set_enabled (widget, "win.rename", any);
  gtk_widget_action_set_enabled (widget, "win.delete", any);
  gtk_widget_action_set_enabled (widget, "win.keep", any && !kept);
  gtk_widget_action_set_enabled (widget, "win.last-import", self->last_import != NULL);
  gtk_widget_action_set_enabled (widget, "win.renew", any && smith_window_can_renew (self));
  gtk_widget_action_set_enabled (widget, "win.show-files", any && smith_identity_get_folder (self->identity) != NULL);
}

void
smith_window_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.about", NULL, activate_about);
  gtk_widget_class_install_action (widget_class, "win.accounts", NULL, activate_accounts);
  gtk_widget_class_install_action (widget_class, "win.back", NULL, activate_back);
  gtk_widget_class_install_action (widget_class, "win.delete", NULL, activate_delete);
  gtk_widget_class_install_action (widget_class, "win.keep", NULL, activate_keep);
  gtk_widget_class_install_action (widget_class, "win.paste", NULL, activate_paste);
  gtk_widget_class_install_action (widget_class, "win.rename", NULL, activate_rename);
  gtk_widget_class_install_action (widget_class, "win.search", NULL, activate_search);
  gtk_widget_class_install_action (widget_class, "win.show-files", NULL, activate_show_files);
  gtk_widget_class_install_action (widget_class, "win.show-pane", "s", activate_show_pane);
  smith_window_install_backup_actions (widget_class);
  smith_window_install_import_actions (widget_class);
  smith_window_install_new_actions (widget_class);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_v, GDK_CONTROL_MASK, "win.paste", NULL);
}
