/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <gtk/gtk.h>

#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <unistd.h>

/* Preloaded into a GTK program that knows nothing of it: writes to the file named by PROBE_LOG
 *
 *   frame MICROSECONDS                        a frame has been painted (CLOCK_MONOTONIC)
 *   turn MICROSECONDS WHOLE LAYOUT PAINT      the main loop was away from poll() that long in all, if over 4 ms; of that,
 *                                             GTK laid out widgets, and painted them. What is left is the program's own.
 *
 * so that ours and the yardstick are measured by the same means, and without a line of either. */
#define NOTEWORTHY_MICROSECONDS 4000

static int log_fd = -1;
static gint64 left_poll_at;
static gint64 layout_began_at;
static gint64 paint_began_at;
static gint64 laid_out;
static gint64 painted;

static void
write_line (const char *line,
            int         length)
{
  if (write (log_fd, line, length) != length)
    _exit (111);
}

static gint
timed_poll (GPollFD *fds,
            guint    n_fds,
            gint     timeout)
{
  gint64 whole = g_get_monotonic_time () - left_poll_at;
  gint result;

  if (left_poll_at != 0 && whole >= NOTEWORTHY_MICROSECONDS)
    {
      char line[128];

      write_line (line, g_snprintf (line, sizeof line,
                                    "turn %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n",
                                    left_poll_at, whole, laid_out, painted));
    }
  result = poll ((struct pollfd *) fds, n_fds, timeout);
  left_poll_at = g_get_monotonic_time ();
  laid_out = painted = 0;

  return result;
}

static gboolean
layout_begun_cb (GSignalInvocationHint *hint,
                 guint                  n_values,
                 const GValue          *values,
                 gpointer               user_data)
{
  layout_began_at = g_get_monotonic_time ();

  return TRUE;
}

/* A frame that needs no layout goes from "before-paint" to "paint" at once. */
static gboolean
paint_begun_cb (GSignalInvocationHint *hint,
                guint                  n_values,
                const GValue          *values,
                gpointer               user_data)
{
  paint_began_at = g_get_monotonic_time ();
  if (layout_began_at != 0)
    laid_out += paint_began_at - layout_began_at;
  layout_began_at = 0;

  return TRUE;
}

static gboolean
frame_painted_cb (GSignalInvocationHint *hint,
                  guint                  n_values,
                  const GValue          *values,
                  gpointer               user_data)
{
  gint64 now = g_get_monotonic_time ();
  char line[64];

  if (layout_began_at != 0)
    laid_out += now - layout_began_at;
  else if (paint_began_at != 0)
    painted += now - paint_began_at;
  layout_began_at = paint_began_at = 0;
  write_line (line, g_snprintf (line, sizeof line, "frame %" G_GINT64_FORMAT "\n", now));

  return TRUE;
}

static gboolean
watch_frames_cb (gpointer user_data)
{
  gpointer clock_class = g_type_class_ref (GDK_TYPE_FRAME_CLOCK);

  g_signal_add_emission_hook (g_signal_lookup ("layout", GDK_TYPE_FRAME_CLOCK), 0, layout_begun_cb, NULL, NULL);
  g_signal_add_emission_hook (g_signal_lookup ("paint", GDK_TYPE_FRAME_CLOCK), 0, paint_begun_cb, NULL, NULL);
  g_signal_add_emission_hook (g_signal_lookup ("after-paint", GDK_TYPE_FRAME_CLOCK), 0, frame_painted_cb, NULL, NULL);
  g_type_class_unref (clock_class);

  return G_SOURCE_REMOVE;
}

__attribute__ ((constructor)) static void
install_probe (void)
{
  const char *path = g_getenv ("PROBE_LOG");

  if (path == NULL)
    return;
  log_fd = open (path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (log_fd < 0)
    return;
  /* The children of the program are not measured. */
  g_unsetenv ("LD_PRELOAD");
  g_unsetenv ("PROBE_LOG");
  g_main_context_set_poll_func (NULL, timed_poll);
  g_idle_add_full (G_PRIORITY_HIGH, watch_frames_cb, NULL, NULL);
}
