/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <gtk/gtk.h>

/* A file manager as far as a drag goes: a small window from which the files named on the command line
 * can be dragged; or an editor, after --text, with the text to be dragged. Says what becomes of each drag on standard output. */

static GdkContentProvider *
prepare_cb (GtkDragSource *source,
            double         x,
            double         y,
            gpointer       user_data)
{
  char **names = user_data;
  GdkContentProvider *content;
  GdkFileList *list;
  GSList *files = NULL;

  if (g_strcmp0 (names[0], "--text") == 0)
    return gdk_content_provider_new_typed (G_TYPE_STRING, names[1]);
  for (gsize i = 0; names[i] != NULL; i++)
    files = g_slist_append (files, g_file_new_for_commandline_arg (names[i]));
  list = gdk_file_list_new_from_list (files);
  g_slist_free_full (files, g_object_unref);
  content = gdk_content_provider_new_typed (GDK_TYPE_FILE_LIST, list);
  g_boxed_free (GDK_TYPE_FILE_LIST, list);

  return content;
}

static void
end_cb (GtkDragSource *source,
        GdkDrag       *drag,
        gboolean       delete_data,
        gpointer       user_data)
{
  g_print ("dropped\n");
}

static gboolean
cancel_cb (GtkDragSource       *source,
           GdkDrag             *drag,
           GdkDragCancelReason  reason,
           gpointer             user_data)
{
  g_print ("canceled\n");
  return FALSE;
}

static void
activate_cb (GtkApplication *application,
             gpointer        user_data)
{
  GtkWidget *window = gtk_application_window_new (application);
  GtkWidget *label = gtk_label_new ("Drag me");
  GtkDragSource *source = gtk_drag_source_new ();

  gtk_drag_source_set_actions (source, GDK_ACTION_COPY);
  g_signal_connect (source, "prepare", G_CALLBACK (prepare_cb), user_data);
  g_signal_connect (source, "drag-end", G_CALLBACK (end_cb), NULL);
  g_signal_connect (source, "drag-cancel", G_CALLBACK (cancel_cb), NULL);
  gtk_widget_add_controller (label, GTK_EVENT_CONTROLLER (source));

  gtk_window_set_title (GTK_WINDOW (window), "File source");
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), 120, 100);
  gtk_window_set_child (GTK_WINDOW (window), label);
  gtk_window_present (GTK_WINDOW (window));
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GtkApplication) application = gtk_application_new ("io.github.chainsmith.FileSource",
                                                                G_APPLICATION_NON_UNIQUE);

  g_signal_connect (application, "activate", G_CALLBACK (activate_cb), argv + 1);

  return g_application_run (G_APPLICATION (application), 1, argv);
}
