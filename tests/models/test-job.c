/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-job.h"
#include "smith-test.h"

static void
count_cb (GObject    *object,
          GParamSpec *pspec,
          guint      *n)
{
  (*n)++;
}

static void
test_progress (void)
{
  SmithJob *job = smith_job_new ("Creating a key");
  guint n_fractions = 0;
  guint n_details = 0;

  g_signal_connect (job, "notify::fraction", G_CALLBACK (count_cb), &n_fractions);
  g_signal_connect (job, "notify::detail", G_CALLBACK (count_cb), &n_details);
  g_assert_cmpstr (smith_job_get_title (job), ==, "Creating a key");
  g_assert_cmpstr (smith_job_get_detail (job), ==, "");
  g_assert_cmpfloat (smith_job_get_fraction (job), ==, 0);
  g_assert_false (smith_job_is_done (job));

  smith_job_set_fraction (job, 0.5);
  smith_job_set_fraction (job, 0.5);
  g_assert_cmpuint (n_fractions, ==, 1);
  smith_job_set_fraction (job, 7);
  g_assert_cmpfloat (smith_job_get_fraction (job), ==, 1);
  smith_job_set_fraction (job, -7);
  g_assert_cmpfloat (smith_job_get_fraction (job), ==, 0);
  g_assert_cmpuint (n_fractions, ==, 3);

  smith_job_set_detail (job, "RSA 4096");
  smith_job_set_detail (job, "RSA 4096");
  g_assert_cmpuint (n_details, ==, 1);
  smith_job_set_detail (job, NULL);
  g_assert_cmpstr (smith_job_get_detail (job), ==, "");
  g_assert_cmpuint (n_details, ==, 2);

  g_assert_finalize_object (job);
}

static void
test_success (void)
{
  SmithJob *job = smith_job_new ("Title");
  guint n_done = 0;

  g_signal_connect (job, "notify::done", G_CALLBACK (count_cb), &n_done);
  smith_job_finish (job, NULL);
  g_assert_true (smith_job_is_done (job));
  g_assert_null (smith_job_get_error (job));
  g_assert_cmpfloat (smith_job_get_fraction (job), ==, 1);
  g_assert_cmpuint (n_done, ==, 1);
  g_assert_finalize_object (job);
}

static void
test_failure (void)
{
  SmithJob *job = smith_job_new ("Title");
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NO_SPACE, "The disk is full.");
  g_autofree char *message = NULL;

  smith_job_set_fraction (job, 0.25);
  smith_job_finish (job, error);
  g_assert_true (smith_job_is_done (job));
  g_assert_error (smith_job_get_error (job), G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_object_get (job, "error-message", &message, NULL);
  g_assert_cmpstr (message, ==, "The disk is full.");
  g_assert_cmpfloat (smith_job_get_fraction (job), ==, 0.25);
  g_assert_finalize_object (job);
}

static void
test_cancel (void)
{
  SmithJob *job = smith_job_new ("Title");
  g_autoptr (GError) error = NULL;

  g_assert_false (g_cancellable_is_cancelled (smith_job_get_cancellable (job)));
  smith_job_cancel (job);
  g_assert_true (g_cancellable_set_error_if_cancelled (smith_job_get_cancellable (job), &error));
  /* It ends when whoever does the work says so. */
  g_assert_false (smith_job_is_done (job));
  smith_job_finish (job, error);
  g_assert_true (smith_job_is_done (job));
  g_assert_null (smith_job_get_error (job));
  g_assert_finalize_object (job);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/job/progress", test_progress);
  g_test_add_func ("/job/success", test_success);
  g_test_add_func ("/job/failure", test_failure);
  g_test_add_func ("/job/cancel", test_cancel);

  return g_test_run ();
}
