/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-activity-button.h"
#include "smith-test.h"

static gboolean
is_visible (gpointer user_data)
{
  return gtk_widget_get_visible (user_data);
}

static void
test_jobs (void)
{
  g_autoptr (SmithJobList) jobs = smith_job_list_new ();
  GtkWidget *button = g_object_ref_sink (g_object_new (SMITH_TYPE_ACTIVITY_BUTTON, "jobs", jobs, NULL));
  GtkWidget *menu_button = gtk_widget_get_first_child (button);
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "The disk is full.");
  SmithJob *job;

  g_assert_false (gtk_widget_get_visible (menu_button));

  /* Over in a moment: nothing flashes. */
  smith_job_finish (smith_job_list_start (jobs, "Short"), NULL);
  g_assert_false (gtk_widget_get_visible (menu_button));

  job = smith_job_list_start (jobs, "Long");
  g_assert_false (gtk_widget_get_visible (menu_button));
  smith_test_wait_until (is_visible, menu_button);
  smith_job_finish (job, NULL);
  g_assert_false (gtk_widget_get_visible (menu_button));

  /* A failure shows at once, and stays until it is dismissed. */
  job = smith_job_list_start (jobs, "Broken");
  smith_job_finish (job, error);
  g_assert_true (gtk_widget_get_visible (menu_button));
  smith_job_list_dismiss (jobs, job);
  g_assert_false (gtk_widget_get_visible (menu_button));

  g_assert_finalize_object (button);
}

static void
test_ends_while_busy (void)
{
  g_autoptr (SmithJobList) jobs = smith_job_list_new ();
  GtkWidget *button = g_object_ref_sink (g_object_new (SMITH_TYPE_ACTIVITY_BUTTON, "jobs", jobs, NULL));
  SmithJob *job = smith_job_list_start (jobs, "Long");

  g_assert_finalize_object (button);
  smith_job_finish (job, NULL);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/activity-button/jobs", test_jobs);
  g_test_add_func ("/activity-button/ends-while-busy", test_ends_while_busy);

  return g_test_run ();
}
