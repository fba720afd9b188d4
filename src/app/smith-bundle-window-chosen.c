/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-bundle-window-private.h"

#include <string.h>

#include <glib/gi18n.h>

#include "smith-bundle.h"
#include "smith-compat.h"
#include "smith-file-save.h"
#include "smith-tip.h"
#include "smith-toast.h"

/* The certificates of a bundle that are ticked: copied, saved, imported. */

/**
 * smith_bundle_window_get_focus_row:
 *
 * Returns: (transfer none) (nullable): the row that has the focus: the list's own widget has it, the row is its child
 */
SmithBundleRow *
smith_bundle_window_get_focus_row (SmithBundleWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  GtkWidget *child = focus != NULL ? gtk_widget_get_first_child (focus) : NULL;

  return child != NULL && SMITH_IS_BUNDLE_ROW (child) ? SMITH_BUNDLE_ROW (child) : NULL;
}

/**
 * smith_bundle_window_update_chosen:
 *
 * How many are ticked, and what can be done with them.
 */
void
smith_bundle_window_update_chosen (SmithBundleWindow *self)
{
  guint n = smith_bundle_list_get_n_chosen (self->list);
  gboolean is_few = n <= SMITH_BUNDLE_MANY;
  g_autofree char *text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u selected", "%'u selected", n), n);
  g_autofree char *limit = g_strdup_printf (_("At most %d certificates can be imported at once."), SMITH_BUNDLE_MANY);

  gtk_label_set_label (self->chosen_label, text);
  gtk_action_bar_set_revealed (self->action_bar, n > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "bundle.save", n > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "bundle.choose-none", n > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "bundle.import", n > 0 && is_few);
  smith_tip_set (self->import_button, is_few ? NULL : limit);
}

static void
copy_bytes (SmithBundleWindow *self,
            GBytes            *bytes,
            guint              n)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  g_autofree char *text = g_strndup (data, size);
  g_autofree char *message = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u certificate copied as PEM",
                                                           "%'u certificates copied as PEM", n), n);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  smith_toast_show (GTK_WIDGET (self->list_view), message);
}

static void
copy_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (SmithBundleWindow) self = user_data;
  g_autoptr (GBytes) bytes = smith_bundle_list_export_finish (SMITH_BUNDLE_LIST (source), result, NULL);

  if (bytes != NULL)
    copy_bytes (self, bytes, smith_bundle_list_get_n_chosen (self->list));
}

static void
copy_action_cb (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  SmithBundleWindow *self = SMITH_BUNDLE_WINDOW (widget);
  SmithBundleRow *row = smith_bundle_window_get_focus_row (self);
  g_autofree char *pem = NULL;

  if (smith_bundle_list_get_n_chosen (self->list) > 0)
    {
      smith_bundle_list_export_async (self->list, self->cancellable, copy_cb, g_object_ref (self));
      return;
    }
  pem = row != NULL ? smith_bundle_item_dup_pem (smith_bundle_row_get_item (row)) : NULL;
  if (pem != NULL)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (pem, strlen (pem));

      copy_bytes (self, bytes, 1);
    }
}

static void
write_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  if (!smith_file_save_finish (GTK_WIDGET (source), result, &error))
    smith_toast_show (GTK_WIDGET (source), error->message);
}

static void
save_export_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GFile) file = user_data;
  SmithBundleWindow *self = g_object_get_data (G_OBJECT (file), "window");
  g_autoptr (GBytes) bytes = smith_bundle_list_export_finish (SMITH_BUNDLE_LIST (source), result, NULL);

  if (bytes != NULL)
    smith_file_save_write_async (GTK_WIDGET (self), file, bytes, write_cb, NULL);
}

static void
save_file_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (SmithBundleWindow) self = user_data;
  g_autoptr (GFile) file = smith_compat_save_file_finish (result, NULL);
  SmithBundleList *list = self->list;

  if (file == NULL || list == NULL)
    return;
  g_object_set_data_full (G_OBJECT (file), "window", g_steal_pointer (&self), g_object_unref);
  smith_bundle_list_export_async (list, NULL, save_export_cb, g_steal_pointer (&file));
}

static void
save_action_cb (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  smith_compat_save_file_async (GTK_WINDOW (widget), _("Save Selected As"), "certificates.pem",
                                SMITH_BUNDLE_WINDOW (widget)->cancellable, save_file_cb, g_object_ref (widget));
}

static void
import_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (SmithBundleWindow) self = user_data;
  g_autoptr (GBytes) bytes = smith_bundle_list_export_finish (SMITH_BUNDLE_LIST (source), result, NULL);

  if (bytes == NULL)
    return;
  g_signal_emit_by_name (self, "import", bytes, smith_bundle_list_get_name (self->list));
  gtk_window_close (GTK_WINDOW (self));
}

static void
import_action_cb (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  SmithBundleWindow *self = SMITH_BUNDLE_WINDOW (widget);

  smith_bundle_list_export_async (self->list, self->cancellable, import_cb, g_object_ref (self));
}

static void
choose_shown_action_cb (GtkWidget  *widget,
                        const char *name,
                        GVariant   *parameter)
{
  smith_bundle_list_choose_shown (SMITH_BUNDLE_WINDOW (widget)->list);
}

static void
choose_none_action_cb (GtkWidget  *widget,
                       const char *name,
                       GVariant   *parameter)
{
  smith_bundle_list_choose_none (SMITH_BUNDLE_WINDOW (widget)->list);
}

/**
 * smith_bundle_window_install_chosen_actions:
 *
 * "bundle.copy" (of the row that has the focus, where nothing is ticked), "bundle.save", "bundle.import",
 * "bundle.choose-shown" and "bundle.choose-none".
 */
void
smith_bundle_window_install_chosen_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "bundle.copy", NULL, copy_action_cb);
  gtk_widget_class_install_action (widget_class, "bundle.save", NULL, save_action_cb);
  gtk_widget_class_install_action (widget_class, "bundle.import", NULL, import_action_cb);
  gtk_widget_class_install_action (widget_class, "bundle.choose-shown", NULL, choose_shown_action_cb);
  gtk_widget_class_install_action (widget_class, "bundle.choose-none", NULL, choose_none_action_cb);
}
