/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-window-private.h"

#include "smith-bundle-window.h"

/* Files of more than a hundred certificates are shown in a window of their own, from which a person takes
 * those that are wanted. */

static void
import_cb (SmithWindow *self,
           GBytes      *pem,
           const char  *name)
{
  smith_window_import_bytes (self, pem, name);
  gtk_window_present (GTK_WINDOW (self));
}

static void
show_list (SmithWindow     *self,
           SmithBundleList *list)
{
  GtkWidget *window = smith_bundle_window_new (GTK_WINDOW (self), list);

  g_signal_connect_object (window, "import", G_CALLBACK (import_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (window));
}

/**
 * smith_window_show_bundle_file:
 * @file: one that smith_bundle_probe_async() says is large
 *
 * Opens a window on it, and reads it there.
 */
void
smith_window_show_bundle_file (SmithWindow *self,
                               GFile       *file)
{
  g_autoptr (SmithBundleList) list = smith_bundle_list_new ();

  smith_bundle_list_load_file (list, file);
  show_list (self, list);
}

/**
 * smith_window_show_bundle_bytes:
 * @bytes: what smith_bundle_is_large() is true for
 * @name: what a person knows it by
 *
 * Likewise.
 */
void
smith_window_show_bundle_bytes (SmithWindow *self,
                                GBytes      *bytes,
                                const char  *name)
{
  g_autoptr (SmithBundleList) list = smith_bundle_list_new ();

  smith_bundle_list_load_bytes (list, bytes, name);
  show_list (self, list);
}
