/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-test.h"

#include <glib/gstdio.h>

/* Sanitizers slow some things down by ten. */
#ifdef __SANITIZE_ADDRESS__
#define DEADLINE_SECONDS 150
#else
#define DEADLINE_SECONDS 30
#endif

static gboolean
stop_waiting_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;

  return G_SOURCE_REMOVE;
}

/**
 * smith_test_wait_until:
 * @condition: checked after each turn of the default main context
 *
 * Fails the test after 30 seconds.
 */
void
smith_test_wait_until (SmithTestCondition condition,
                       gpointer           user_data)
{
  gboolean timed_out = FALSE;
  guint source = g_timeout_add_seconds (DEADLINE_SECONDS, stop_waiting_cb, &timed_out);

  while (!condition (user_data) && !timed_out)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (timed_out);
  g_source_remove (source);
}

void
smith_test_store_result (GObject      *source,
                         GAsyncResult *result,
                         gpointer      user_data)
{
  GAsyncResult **place = user_data;

  g_assert_null (*place);
  *place = g_object_ref (result);
}

static gboolean
has_result (gpointer user_data)
{
  return *(GAsyncResult **) user_data != NULL;
}

/**
 * smith_test_wait_result:
 * @result: the place that was given to smith_test_store_result()
 *
 * Returns: (transfer full): the result, once it is there; the place is cleared for the next call
 */
GAsyncResult *
smith_test_wait_result (GAsyncResult **result)
{
  smith_test_wait_until (has_result, result);

  return g_steal_pointer (result);
}

static gboolean
is_gone (gpointer user_data)
{
  return g_atomic_pointer_get ((gpointer *) user_data) == NULL;
}

static gboolean
look_again_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/**
 * smith_test_unref_and_wait:
 * @object: (transfer full): an object
 *
 * Drops the reference of the test and waits until the object is gone: a worker may hold one until it is
 * through. Fails the test after 30 seconds.
 */
void
smith_test_unref_and_wait (gpointer object)
{
  gpointer place = object;
  guint source = g_timeout_add (5, look_again_cb, NULL);

  g_object_add_weak_pointer (object, &place);
  g_object_unref (object);
  smith_test_wait_until (is_gone, &place);
  g_source_remove (source);
}

/**
 * smith_test_make_folder:
 *
 * Returns: (transfer full) (type filename): a new folder of mode 0700
 */
char *
smith_test_make_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *path = g_dir_make_tmp ("smith-test-XXXXXX", &error);

  g_assert_no_error (error);

  return path;
}

void
smith_test_remove_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        smith_test_remove_folder (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

/**
 * smith_test_run:
 * @argv: (array zero-terminated=1): the command
 * @standard_input: (nullable): what it reads
 * @exit_status: (out) (optional): where NULL, anything but 0 fails the test
 *
 * Returns: (transfer full): what it wrote to its standard output
 */
char *
smith_test_run (const char * const *argv,
                GBytes             *standard_input,
                int                *exit_status)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GBytes) output = NULL;
  g_autoptr (GBytes) errors = NULL;

  process = g_subprocess_newv (argv,
                               (standard_input != NULL ? G_SUBPROCESS_FLAGS_STDIN_PIPE : 0) | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                               G_SUBPROCESS_FLAGS_STDERR_PIPE, &error);
  g_assert_no_error (error);
  g_subprocess_communicate (process, standard_input, NULL, &output, &errors, &error);
  g_assert_no_error (error);
  if (exit_status != NULL)
    *exit_status = g_subprocess_get_if_exited (process) ? g_subprocess_get_exit_status (process) : -1;
  else if (!g_subprocess_get_successful (process))
    g_error ("%s failed: %.*s", argv[0], (int) g_bytes_get_size (errors), (char *) g_bytes_get_data (errors, NULL));

  return g_strndup (g_bytes_get_size (output) > 0 ? g_bytes_get_data (output, NULL) : "", g_bytes_get_size (output));
}
