/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-test.h"
#include "smith-toast.h"

/* Longer than any animation of a toast. */
#define STILL_MS 900

typedef struct
{
  GtkWidget *window;
  GtkWidget *overlay;
  GtkWidget *content;
} Fixture;

static gboolean
is_mapped (gpointer user_data)
{
  return gtk_widget_get_mapped (user_data);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  fixture->window = gtk_window_new ();
  fixture->overlay = adw_toast_overlay_new ();
  fixture->content = gtk_label_new (NULL);
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (fixture->overlay), fixture->content);
  gtk_window_set_child (GTK_WINDOW (fixture->window), fixture->overlay);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 600, 300);
  gtk_window_present (GTK_WINDOW (fixture->window));
  smith_test_wait_until (is_mapped, fixture->content);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
}

static void
stop_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
}

static gboolean
is_set (gpointer user_data)
{
  return *(gboolean *) user_data;
}

static void
wait_ms (guint milliseconds)
{
  gboolean stopped = FALSE;

  g_timeout_add_once (milliseconds, stop_cb, &stopped);
  smith_test_wait_until (is_set, &stopped);
}

static GtkWidget *
find_label (GtkWidget  *below,
            const char *text)
{
  GtkWidget *child;

  if (GTK_IS_LABEL (below) && g_str_equal (gtk_label_get_text (GTK_LABEL (below)), text))
    return below;
  for (child = gtk_widget_get_first_child (below); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_label (child, text);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static void
test_latest (Fixture       *fixture,
             gconstpointer  user_data)
{
  smith_toast_show (fixture->content, "Request copied");
  g_assert_nonnull (find_label (fixture->overlay, "Request copied"));
  smith_toast_show (fixture->content, "<Key> & pin copied");
  wait_ms (STILL_MS);

  g_assert_null (find_label (fixture->overlay, "Request copied"));
  g_assert_nonnull (find_label (fixture->overlay, "<Key> & pin copied"));
}

static gboolean
has_no_news (gpointer user_data)
{
  return find_label (user_data, "Key exported") == NULL;
}

static void
test_gone (Fixture       *fixture,
           gconstpointer  user_data)
{
  smith_toast_show (fixture->content, "Key exported");
  smith_test_wait_until (has_no_news, fixture->overlay);

  smith_toast_show (fixture->content, "Key exported again");
  g_assert_nonnull (find_label (fixture->overlay, "Key exported again"));
}

static void
undo_cb (GtkWidget *content)
{
  smith_toast_show (content, "The import was taken back");
}

/* Undo brings back the news that had to wait, and at once there is other news. */
static void
test_after_undo (Fixture       *fixture,
                 gconstpointer  user_data)
{
  GtkWidget *undo;

  for (guint i = 0; i < 3; i++)
    {
      smith_toast_show (fixture->content, "Request copied");
      smith_toast_show_with_undo (fixture->content, "2 certificates added", G_CALLBACK (undo_cb), fixture->content, NULL);
      wait_ms (STILL_MS);

      undo = find_label (fixture->overlay, "Undo");
      g_assert_nonnull (undo);
      g_signal_emit_by_name (gtk_widget_get_parent (undo), "clicked");
      smith_toast_show (fixture->content, "Chain exported");
      wait_ms (STILL_MS);
      g_assert_null (find_label (fixture->overlay, "Undo"));
      g_assert_null (find_label (fixture->overlay, "Request copied"));
      g_assert_nonnull (find_label (fixture->overlay, "Chain exported"));
    }
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add ("/toast/latest", Fixture, NULL, set_up, test_latest, tear_down);
  g_test_add ("/toast/gone", Fixture, NULL, set_up, test_gone, tear_down);
  g_test_add ("/toast/after-undo", Fixture, NULL, set_up, test_after_undo, tear_down);

  return g_test_run ();
}
