/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-job-list.h"
#include "smith-test.h"

static void
changed_cb (GListModel *model,
            guint       position,
            guint       removed,
            guint       added,
            GString    *log)
{
  g_string_append_printf (log, "%u-%u+%u ", position, removed, added);
}

static void
test_leave (void)
{
  SmithJobList *list = smith_job_list_new ();
  g_autoptr (GString) log = g_string_new (NULL);
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "No.");
  SmithJob *good;
  SmithJob *bad;
  SmithJob *cancelled;
  guint n;

  g_signal_connect (list, "items-changed", G_CALLBACK (changed_cb), log);
  g_assert_true (g_list_model_get_item_type (G_LIST_MODEL (list)) == SMITH_TYPE_JOB);
  bad = smith_job_list_start (list, "bad");
  good = smith_job_list_start (list, "good");
  cancelled = smith_job_list_start (list, "cancelled");
  g_assert_cmpstr (log->str, ==, "0-0+1 1-0+1 2-0+1 ");
  g_object_get (list, "n-items", &n, NULL);
  g_assert_cmpuint (n, ==, 3);

  /* Success and cancel leave by themselves, failure stays until it was seen. */
  g_string_truncate (log, 0);
  smith_job_finish (bad, error);
  g_assert_cmpstr (log->str, ==, "");
  smith_job_finish (good, NULL);
  g_assert_cmpstr (log->str, ==, "1-1+0 ");
  smith_job_cancel (cancelled);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 2);
  {
    g_autoptr (GError) reason = NULL;

    g_cancellable_set_error_if_cancelled (smith_job_get_cancellable (cancelled), &reason);
    smith_job_finish (cancelled, reason);
  }
  g_assert_cmpstr (log->str, ==, "1-1+0 1-1+0 ");
  smith_job_list_dismiss (list, bad);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 0);
  smith_job_list_dismiss (list, bad);
  g_assert_cmpstr (log->str, ==, "1-1+0 1-1+0 0-1+0 ");
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (list), 0));

  g_assert_finalize_object (good);
  g_assert_finalize_object (bad);
  g_assert_finalize_object (cancelled);
  g_assert_finalize_object (list);
}

static void
test_dismiss_running (void)
{
  SmithJobList *list = smith_job_list_new ();
  SmithJob *job = smith_job_list_start (list, "long");

  smith_job_list_dismiss (list, job);
  g_assert_true (g_cancellable_is_cancelled (smith_job_get_cancellable (job)));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 0);
  smith_job_finish (job, NULL);
  g_assert_finalize_object (job);
  g_assert_finalize_object (list);
}

/* The list may go before the work. */
static void
test_outlive (void)
{
  SmithJobList *list = smith_job_list_new ();
  SmithJob *job = smith_job_list_start (list, "long");

  g_assert_finalize_object (list);
  smith_job_finish (job, NULL);
  g_assert_finalize_object (job);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/job-list/leave", test_leave);
  g_test_add_func ("/job-list/dismiss-running", test_dismiss_running);
  g_test_add_func ("/job-list/outlive", test_outlive);

  return g_test_run ();
}
