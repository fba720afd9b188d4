/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-window-private.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

/* How the library comes into the window, and how what it says about dates stays true. */

#define REFRESH_SECONDS 3600

/* In milliseconds, once the library is there. */
#define TRIM_AFTER 500

/**
 * smith_window_select_wanted:
 *
 * Selects the identity that is to be shown once it is there.
 */
void
smith_window_select_wanted (SmithWindow *self)
{
  SmithLibrary *library = smith_workspace_get_library (self->workspace);
  SmithIdentity *identity;

  if (self->wanted_identity == NULL)
    return;
  identity = smith_library_find (library, self->wanted_identity);
  if (identity != NULL)
    smith_sidebar_set_selected (self->sidebar, identity);
}

static void
trim_heap (GTask        *task,
           gpointer      source,
           gpointer      task_data,
           GCancellable *cancellable)
{
#ifdef __GLIBC__
  malloc_trim (0);
#endif
}

/* What templates and parsers needed for a moment goes back to the system: about a third of the heap. */
static gboolean
trim_heap_cb (gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);

  g_task_run_in_thread (task, trim_heap);

  return G_SOURCE_REMOVE;
}

static void
load_library_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (SmithWindow) self = user_data;
  g_autoptr (GPtrArray) early_imports = NULL;
  g_autoptr (GError) error = NULL;

  if (!smith_library_load_finish (SMITH_LIBRARY (source), result, &error) &&
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->loaded = TRUE;
  smith_window_select_wanted (self);
  g_clear_pointer (&self->wanted_identity, g_free);
  if (self->identity == NULL)
    smith_sidebar_select_first (self->sidebar);
  smith_window_update_page (self);
  early_imports = g_steal_pointer (&self->early_imports);
  for (guint i = 0; early_imports != NULL && i < early_imports->len; i++)
    smith_window_import_files (self, early_imports->pdata[i]);
  g_timeout_add_full (G_PRIORITY_LOW, TRIM_AFTER, trim_heap_cb, NULL, NULL);
}

/**
 * smith_window_load:
 *
 * Reads the library, for the first time or once more after it could not be read.
 */
void
smith_window_load (SmithWindow *self)
{
  smith_library_load_async (smith_workspace_get_library (self->workspace), self->cancellable,
                            load_library_cb, g_object_ref (self));
}

/**
 * smith_window_load_after_frame:
 *
 * GdkFrameClock::after-paint, swapped: reads the library once the window is seen.
 */
void
smith_window_load_after_frame (SmithWindow   *self,
                               GdkFrameClock *clock)
{
  g_clear_signal_handler (&self->first_frame_handler, clock);
  smith_window_load (self);
}

static void
refresh_states (SmithWindow *self)
{
  if (self->loaded)
    smith_library_refresh_states (smith_workspace_get_library (self->workspace));
}

static gboolean
refresh_cb (gpointer user_data)
{
  refresh_states (user_data);

  return G_SOURCE_CONTINUE;
}

/**
 * smith_window_refresh_states:
 *
 * Days went by while the window was not looked at: what ends soon is told when it is active again.
 */
void
smith_window_refresh_states (SmithWindow *self)
{
  if (gtk_window_is_active (GTK_WINDOW (self)))
    refresh_states (self);
}

/**
 * smith_window_start_refreshing:
 *
 * Days go by while it is looked at, too.
 */
void
smith_window_start_refreshing (SmithWindow *self)
{
  self->refresh_source = g_timeout_add_seconds (REFRESH_SECONDS, refresh_cb, self);
}
