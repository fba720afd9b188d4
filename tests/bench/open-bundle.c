/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "smith-bundle.h"

#include <malloc.h>

/* open-bundle FILE: reads it as the program does, and prints how many entries it has, the milliseconds until
 * the first of them were there, those until the last were, and the bytes of memory that each takes then. */

typedef struct
{
  GMainLoop *loop;
  GPtrArray *batches;
  gint64     first_at;
  gint64     last_at;
  guint      n;
} Run;

static void
batch_cb (SmithBundleBatch *batch,
          double            fraction,
          gpointer          user_data)
{
  Run *run = user_data;

  if (run->first_at == 0)
    run->first_at = g_get_monotonic_time ();
  run->n += smith_bundle_batch_get_n_entries (batch);
  g_ptr_array_add (run->batches, smith_bundle_batch_ref (batch));
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Run *run = user_data;

  if (!smith_bundle_read_finish (result, NULL))
    run->n = 0;
  run->last_at = g_get_monotonic_time ();
  g_main_loop_quit (run->loop);
}

static gsize
count_memory (void)
{
  struct mallinfo2 info = mallinfo2 ();

  return info.uordblks + info.hblkhd;
}

int
main (int    argc,
      char **argv)
{
  Run run = { g_main_loop_new (NULL, FALSE), g_ptr_array_new (), };
  g_autoptr (GFile) file = NULL;
  g_autoptr (GFileInputStream) stream = NULL;
  g_autoptr (GFileInfo) info = NULL;
  gint64 began_at;
  gsize before;

  if (argc != 2)
    return 2;
  file = g_file_new_for_commandline_arg (argv[1]);
  before = count_memory ();
  began_at = g_get_monotonic_time ();
  stream = g_file_read (file, NULL, NULL);
  info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE, G_FILE_QUERY_INFO_NONE, NULL, NULL);
  if (stream == NULL || info == NULL)
    return 2;
  smith_bundle_read_async (G_INPUT_STREAM (stream), g_file_info_get_size (info), NULL, batch_cb, &run, NULL, NULL, read_cb, &run);
  g_main_loop_run (run.loop);
  if (run.n == 0)
    return 1;
  g_print ("%u %.3f %.3f %.0f\n", run.n, (double) (run.first_at - began_at) / 1e3, (double) (run.last_at - began_at) / 1e3,
           (double) (count_memory () - before) / run.n);

  return 0;
}
