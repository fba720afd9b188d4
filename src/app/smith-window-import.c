/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-window-private.h"

#include <glib/gi18n.h>

#include "smith-bundle-probe.h"
#include "smith-bundle.h"
#include "smith-compat.h"
#include "smith-import-details.h"
#include "smith-toast.h"

/* What came in by drop, paste, file chooser or from another program goes one way: to the workspace, which
 * finds its identity; then the window shows it and says what it did. */

#define DETAILS_WIDTH 600
#define DETAILS_HEIGHT 560

/* The toast does not keep the window. */
typedef struct
{
  GWeakRef            window;
  SmithImportSummary *summary;
} Report;

static Report *
report_new (SmithWindow        *window,
            SmithImportSummary *summary)
{
  Report *report = g_new0 (Report, 1);

  g_weak_ref_init (&report->window, window);
  report->summary = g_object_ref (summary);

  return report;
}

static void
report_free (gpointer data)
{
  Report *report = data;

  g_weak_ref_clear (&report->window);
  g_clear_object (&report->summary);
  g_free (report);
}

static void
report_free_closure (gpointer  data,
                     GClosure *closure)
{
  report_free (data);
}

static void
show_details (SmithWindow        *self,
              SmithImportSummary *summary)
{
  GtkWidget *details = smith_import_details_new (self->workspace, summary);
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int height = gtk_widget_get_height (GTK_WIDGET (self));

  /* As wide as a window on a small screen, and smaller than one on a large screen. */
  gtk_window_set_default_size (GTK_WINDOW (details), MIN (width, DETAILS_WIDTH), MIN (height, DETAILS_HEIGHT));
  gtk_window_set_transient_for (GTK_WINDOW (details), GTK_WINDOW (self));
  gtk_window_present (GTK_WINDOW (details));
}

static void
details_clicked_cb (gpointer user_data)
{
  Report *report = user_data;
  g_autoptr (SmithWindow) window = g_weak_ref_get (&report->window);

  if (window != NULL && window->workspace != NULL)
    show_details (window, report->summary);
}

static void
show_summary (SmithWindow        *self,
              SmithImportSummary *summary)
{
  const char *name = NULL;
  GBytes *loose = smith_import_summary_get_loose (summary, &name);

  g_set_object (&self->last_import, summary);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.last-import", TRUE);
  smith_window_show (self, smith_import_summary_get_identity (summary), smith_import_summary_get_pane (summary));
  if (loose != NULL)
    smith_window_show_bundle_bytes (self, loose, name);
  /* Nothing of it found a place: that wants more than a line that goes away. */
  if (loose == NULL && smith_import_summary_get_identity (summary) == NULL &&
      g_list_model_get_n_items (smith_import_summary_get_items (summary)) > 0)
    {
      show_details (self, summary);
      return;
    }
  if (g_list_model_get_n_items (smith_import_summary_get_items (summary)) == 0)
    {
      smith_toast_show (smith_window_get_toast_place (self), smith_import_summary_get_title (summary));
      return;
    }
  smith_toast_show_with_button (smith_window_get_toast_place (self), smith_import_summary_get_title (summary),
                                _("Details"), G_CALLBACK (details_clicked_cb), report_new (self, summary),
                                report_free_closure);
}

/* A pane that is seen for the first time is built now, not in the same turn in which the identity tells
 * everybody of what has come. */
static gboolean
show_report_cb (gpointer user_data)
{
  Report *report = user_data;
  g_autoptr (SmithWindow) window = g_weak_ref_get (&report->window);

  if (window != NULL && window->workspace != NULL)
    show_summary (window, report->summary);

  return G_SOURCE_REMOVE;
}

static void
import_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (SmithWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithImportSummary) summary = NULL;

  summary = smith_workspace_import_finish (SMITH_WORKSPACE (source), result, &error);
  if (self->workspace == NULL)
    return;
  if (summary != NULL)
    g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, show_report_cb, report_new (self, summary), report_free);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    smith_window_show_error (self, _("Couldn’t Read What You Gave"), error->message);
}

/* Large bundles have a window of their own, in which they are only looked into. */
static void
probe_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (SmithWindow) self = user_data;
  g_autoptr (GListModel) rest = NULL;
  g_autoptr (GListModel) bundles = smith_bundle_probe_finish (result, &rest, NULL);

  if (bundles == NULL || self->workspace == NULL)
    return;
  for (guint i = 0; i < g_list_model_get_n_items (bundles); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (bundles, i);

      smith_window_show_bundle_file (self, file);
    }
  if (g_list_model_get_n_items (rest) > 0)
    smith_workspace_import_files_async (self->workspace, rest, self->identity, self->interaction,
                                        import_cb, g_object_ref (self));
}

/**
 * smith_window_import_files:
 * @files: (element-type GFile): what was dropped, chosen, or handed over by another program
 */
void
smith_window_import_files (SmithWindow *self,
                           GListModel  *files)
{
  g_return_if_fail (SMITH_IS_WINDOW (self));
  g_return_if_fail (G_IS_LIST_MODEL (files));

  /* What they belong to is not read yet. */
  if (!self->loaded)
    {
      if (self->early_imports == NULL)
        self->early_imports = g_ptr_array_new_with_free_func (g_object_unref);
      g_ptr_array_add (self->early_imports, g_object_ref (files));
      return;
    }
  smith_bundle_probe_async (files, self->cancellable, probe_cb, g_object_ref (self));
}

/**
 * smith_window_import_bytes:
 * @bytes: what was pasted or dropped as text
 * @source: what to call it, for people
 */
void
smith_window_import_bytes (SmithWindow *self,
                           GBytes      *bytes,
                           const char  *source)
{
  g_return_if_fail (SMITH_IS_WINDOW (self));
  g_return_if_fail (bytes != NULL);

  if (smith_bundle_is_large (bytes))
    {
      smith_window_show_bundle_bytes (self, bytes, source);
      return;
    }
  smith_workspace_import_bytes_async (self->workspace, bytes, source, self->identity, self->interaction,
                                      import_cb, g_object_ref (self));
}

/* Actions */

static void
open_files_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (SmithWindow) self = user_data;
  g_autoptr (GListModel) files = smith_compat_open_files_finish (result, NULL);

  if (files != NULL && self->workspace != NULL)
    smith_window_import_files (self, files);
}

static void
activate_open (GtkWidget  *widget,
               const char *action,
               GVariant   *parameter)
{
  SmithWindow *self = SMITH_WINDOW (widget);

  smith_compat_open_files_async (GTK_WINDOW (self), _("Open Files"), TRUE, self->cancellable,
                                 open_files_cb, g_object_ref (self));
}

static void
activate_open_folder (GtkWidget  *widget,
                      const char *action,
                      GVariant   *parameter)
{
  SmithWindow *self = SMITH_WINDOW (widget);

  smith_compat_open_folder_async (GTK_WINDOW (self), _("Open Folder"), self->cancellable, open_files_cb,
                                  g_object_ref (self));
}

static void
activate_last_import (GtkWidget  *widget,
                      const char *action,
                      GVariant   *parameter)
{
  SmithWindow *self = SMITH_WINDOW (widget);

  if (self->last_import != NULL)
    show_details (self, self->last_import);
}

void
smith_window_install_import_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.last-import", NULL, activate_last_import);
  gtk_widget_class_install_action (widget_class, "win.open", NULL, activate_open);
  gtk_widget_class_install_action (widget_class, "win.open-folder", NULL, activate_open_folder);
}
