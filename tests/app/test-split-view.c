/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-split-view.h"
#include "smith-test.h"

typedef struct
{
  GtkWidget *window;
  GtkWidget *split;
  GtkWidget *sidebar;
  GtkWidget *content;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->window = gtk_window_new ();
  fixture->sidebar = gtk_label_new ("Sidebar");
  fixture->content = gtk_label_new ("Content");
  fixture->split = g_object_new (SMITH_TYPE_SPLIT_VIEW,
                                 "sidebar", fixture->sidebar,
                                 "content", fixture->content,
                                 NULL);
  gtk_window_set_child (GTK_WINDOW (fixture->window), fixture->split);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_object_add_weak_pointer (G_OBJECT (fixture->split), (gpointer *) &fixture->split);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_assert_null (fixture->split);
}

static void
show (Fixture *fixture,
      int      width)
{
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), width, 400);
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static gboolean
is_laid_out (gpointer user_data)
{
  return gtk_widget_get_width (user_data) > 0;
}

static void
test_side_by_side (Fixture       *fixture,
                   gconstpointer  data)
{
  show (fixture, 1200);
  smith_test_wait_until (is_laid_out, fixture->split);

  g_assert_false (smith_split_view_get_folded (SMITH_SPLIT_VIEW (fixture->split)));
  g_assert_true (smith_split_view_get_roomy (SMITH_SPLIT_VIEW (fixture->split)));
  g_assert_true (gtk_widget_get_mapped (fixture->sidebar));
  g_assert_true (gtk_widget_get_mapped (fixture->content));
  g_assert_cmpint (gtk_widget_get_width (fixture->sidebar) + 1 + gtk_widget_get_width (fixture->content), ==,
                   gtk_widget_get_width (fixture->split));
}

static gboolean
is_mapped (gpointer user_data)
{
  return gtk_widget_get_mapped (user_data) && gtk_widget_get_width (user_data) == 400;
}

static void
test_folded (Fixture       *fixture,
             gconstpointer  data)
{
  show (fixture, 400);
  smith_test_wait_until (is_mapped, fixture->sidebar);

  g_assert_true (smith_split_view_get_folded (SMITH_SPLIT_VIEW (fixture->split)));
  g_assert_false (gtk_widget_get_mapped (fixture->content));

  smith_split_view_set_show_content (SMITH_SPLIT_VIEW (fixture->split), TRUE);
  smith_test_wait_until (is_mapped, fixture->content);
  g_assert_false (gtk_widget_get_mapped (fixture->sidebar));

  smith_split_view_set_show_content (SMITH_SPLIT_VIEW (fixture->split), FALSE);
  smith_test_wait_until (is_mapped, fixture->sidebar);
}

/* Content that is wide while there is room must not keep the window from getting narrow. */
static void
test_minimum (Fixture       *fixture,
              gconstpointer  data)
{
  int minimum;

  gtk_widget_set_size_request (fixture->content, 700, -1);
  show (fixture, 1200);
  smith_test_wait_until (is_laid_out, fixture->split);
  gtk_widget_measure (fixture->split, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);
}

/* It does not fit beside the sidebar: one at a time, even in a window that is not narrow. */
static void
test_needed_width (Fixture       *fixture,
                   gconstpointer  data)
{
  gtk_widget_set_size_request (fixture->content, 700, -1);
  show (fixture, 800);
  smith_test_wait_until (is_laid_out, fixture->split);
  g_assert_true (smith_split_view_get_folded (SMITH_SPLIT_VIEW (fixture->split)));
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add ("/split-view/side-by-side", Fixture, NULL, set_up, test_side_by_side, tear_down);
  g_test_add ("/split-view/folded", Fixture, NULL, set_up, test_folded, tear_down);
  g_test_add ("/split-view/minimum", Fixture, NULL, set_up, test_minimum, tear_down);
  g_test_add ("/split-view/needed-width", Fixture, NULL, set_up, test_needed_width, tear_down);

  return g_test_run ();
}
