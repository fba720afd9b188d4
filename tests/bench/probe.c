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
 *   frame MICROSECONDS 0             a frame has been painted (CLOCK_MONOTONIC)
 *   block MICROSECONDS DURATION      the main loop was away from poll() that long, if over 4 ms, without
 *                                    the layout and painting of a frame, which is GTK's own work
 *   paint MICROSECONDS DURATION      that layout and painting, if over 4 ms
 *
 * so that ours and the yardstick are measured by the same means, and without a line of either. */
#define NOTEWORTHY_MICROSECONDS 4000

static int log_fd = -1;
static gint64 left_poll_at;
static gint64 paint_began_at;
static gint64 painted;

static void
write_line (const char *word,
            gint64      when,
            gint64      duration)
{
  char line[96];
  int length = g_snprintf (line, sizeof line, "%s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n", word, when, duration);

  if (write (log_fd, line, length) != length)
    _exit (111);
}

static gint
timed_poll (GPollFD *fds,
            guint    n_fds,
            gint     timeout)
{
  gint64 entered_at = g_get_monotonic_time ();
  gint result;

  if (left_poll_at != 0 && entered_at - left_poll_at - painted >= NOTEWORTHY_MICROSECONDS)
    write_line ("block", left_poll_at, entered_at - left_poll_at - painted);
  if (painted >= NOTEWORTHY_MICROSECONDS)
    write_line ("paint", left_poll_at, painted);
  result = poll ((struct pollfd *) fds, n_fds, timeout);
  left_poll_at = g_get_monotonic_time ();
  painted = 0;

  return result;
}

static gboolean
frame_begun_cb (GSignalInvocationHint *hint,
                guint                  n_values,
                const GValue          *values,
                gpointer               user_data)
{
  paint_began_at = g_get_monotonic_time ();

  return TRUE;
}

static gboolean
frame_painted_cb (GSignalInvocationHint *hint,
                  guint                  n_values,
                  const GValue          *values,
                  gpointer               user_data)
{
  gint64 now = g_get_monotonic_time ();

  painted += now - paint_began_at;
  write_line ("frame", now, 0);

  return TRUE;
}

static gboolean
watch_frames_cb (gpointer user_data)
{
  gpointer clock_class = g_type_class_ref (GDK_TYPE_FRAME_CLOCK);

  g_signal_add_emission_hook (g_signal_lookup ("before-paint", GDK_TYPE_FRAME_CLOCK), 0, frame_begun_cb, NULL, NULL);
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
