/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-gradual-layout.h"
#include "smith-test.h"

#define SPACING 18
#define N_LABELS 5

static const char * const texts[N_LABELS] = {
  "One", "Two\nlines", "Three\nlines\nof text", "Four", "Five is longer than the others are",
};

/* A column with a layout of its own kind, and GTK's own column as the measure. */
typedef struct
{
  GtkWidget *window;
  GtkWidget *column;
  GtkWidget *box;
  guint      most_at_once;
  guint      n_mapped;
  guint      n_frames;
} Fixture;

static void
fill (GtkWidget *box)
{
  for (guint i = 0; i < N_LABELS; i++)
    gtk_box_append (GTK_BOX (box), gtk_label_new (texts[i]));
}

static guint
count_mapped (GtkWidget *column)
{
  guint n_mapped = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (column); child != NULL; child = gtk_widget_get_next_sibling (child))
    n_mapped += gtk_widget_get_mapped (child);

  return n_mapped;
}

static void
update_cb (Fixture *fixture)
{
  guint n_mapped = count_mapped (fixture->column);

  if (n_mapped > fixture->n_mapped)
    fixture->most_at_once = MAX (fixture->most_at_once, n_mapped - fixture->n_mapped);
  fixture->n_mapped = n_mapped;
}

static void
after_paint_cb (Fixture *fixture)
{
  fixture->n_frames++;
}

static gboolean
all_are_mapped (gpointer user_data)
{
  Fixture *fixture = user_data;
  guint n_visible = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (fixture->column); child != NULL; child = gtk_widget_get_next_sibling (child))
    n_visible += gtk_widget_get_visible (child);

  return count_mapped (fixture->column) == n_visible;
}

static gboolean
is_painted (gpointer user_data)
{
  return ((Fixture *) user_data)->n_frames > 0;
}

/* Until all that is shown has come up. */
static void
wait_frames (Fixture *fixture)
{
  for (guint i = 0; i < 2 * N_LABELS; i++)
    {
      fixture->n_frames = 0;
      gtk_widget_queue_draw (fixture->window);
      smith_test_wait_until (is_painted, fixture);
    }
  smith_test_wait_until (all_are_mapped, fixture);
}

static void
set_up (Fixture      *fixture,
        gconstpointer user_data)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  fixture->column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_layout_manager (fixture->column, g_object_new (SMITH_TYPE_GRADUAL_LAYOUT, "spacing", SPACING, NULL));
  gtk_widget_set_valign (fixture->column, GTK_ALIGN_START);
  fixture->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);
  gtk_widget_set_valign (fixture->box, GTK_ALIGN_START);
  fill (fixture->column);
  fill (fixture->box);
  gtk_box_append (GTK_BOX (row), fixture->column);
  gtk_box_append (GTK_BOX (row), fixture->box);

  fixture->window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (fixture->window), row);
  gtk_widget_realize (fixture->window);
  g_signal_connect_swapped (gtk_widget_get_frame_clock (fixture->window), "update", G_CALLBACK (update_cb), fixture);
  g_signal_connect_swapped (gtk_widget_get_frame_clock (fixture->window), "after-paint", G_CALLBACK (after_paint_cb), fixture);
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static void
tear_down (Fixture      *fixture,
           gconstpointer user_data)
{
  g_signal_handlers_disconnect_by_data (gtk_widget_get_frame_clock (fixture->window), fixture);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
}

static void
assert_as_gtk_lays_it (Fixture *fixture)
{
  GtkWidget *ours = gtk_widget_get_first_child (fixture->column);
  GtkWidget *theirs = gtk_widget_get_first_child (fixture->box);

  for (; ours != NULL; ours = gtk_widget_get_next_sibling (ours), theirs = gtk_widget_get_next_sibling (theirs))
    {
      graphene_rect_t mine, other;

      g_assert_cmpint (gtk_widget_get_visible (ours), ==, gtk_widget_get_visible (theirs));
      if (!gtk_widget_get_visible (ours))
        continue;
      g_assert_true (gtk_widget_compute_bounds (ours, fixture->column, &mine));
      g_assert_true (gtk_widget_compute_bounds (theirs, fixture->box, &other));
      g_assert_true (graphene_rect_equal (&mine, &other));
    }
  for (int orientation = GTK_ORIENTATION_HORIZONTAL; orientation <= GTK_ORIENTATION_VERTICAL; orientation++)
    {
      int minimum, natural, expected_minimum, expected_natural;

      gtk_widget_measure (fixture->column, orientation, -1, &minimum, &natural, NULL, NULL);
      gtk_widget_measure (fixture->box, orientation, -1, &expected_minimum, &expected_natural, NULL, NULL);
      g_assert_cmpint (minimum, ==, expected_minimum);
      g_assert_cmpint (natural, ==, expected_natural);
    }
}

/* All are there in the end, where GTK puts them, and never two came with the same frame. */
static void
test_come_up (Fixture      *fixture,
              gconstpointer user_data)
{
  wait_frames (fixture);

  g_assert_cmpuint (fixture->most_at_once, ==, 1);
  assert_as_gtk_lays_it (fixture);
}

static void
show_second (Fixture *fixture,
             gboolean visible)
{
  gtk_widget_set_visible (gtk_widget_get_next_sibling (gtk_widget_get_first_child (fixture->column)), visible);
  gtk_widget_set_visible (gtk_widget_get_next_sibling (gtk_widget_get_first_child (fixture->box)), visible);
}

/* What is hidden leaves no gap; what is shown again, or added, comes up as well. */
static void
test_hide_and_show (Fixture      *fixture,
                    gconstpointer user_data)
{
  wait_frames (fixture);
  show_second (fixture, FALSE);
  wait_frames (fixture);
  assert_as_gtk_lays_it (fixture);

  show_second (fixture, TRUE);
  wait_frames (fixture);
  g_assert_cmpuint (fixture->most_at_once, ==, 1);
  assert_as_gtk_lays_it (fixture);

  gtk_box_append (GTK_BOX (fixture->column), gtk_label_new ("Six"));
  gtk_box_append (GTK_BOX (fixture->box), gtk_label_new ("Six"));
  wait_frames (fixture);

  g_assert_cmpuint (count_mapped (fixture->column), ==, N_LABELS + 1);
  assert_as_gtk_lays_it (fixture);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add ("/gradual-layout/come-up", Fixture, NULL, set_up, test_come_up, tear_down);
  g_test_add ("/gradual-layout/hide-and-show", Fixture, NULL, set_up, test_hide_and_show, tear_down);

  return g_test_run ();
}
