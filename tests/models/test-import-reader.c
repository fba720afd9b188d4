/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "material.h"

#include <string.h>
#include <sys/stat.h>

#include "smith-import-reader.h"
#include "smith-test.h"

typedef struct
{
  char      *folder;
  GPtrArray *files;
  GPtrArray *found;
  GPtrArray *problems;
  GError    *error;
  double     last_fraction;
  guint      n_reports;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->folder = smith_test_make_folder ();
  fixture->files = g_ptr_array_new_with_free_func (g_object_unref);
  fixture->found = g_ptr_array_new_with_free_func (g_object_unref);
  fixture->problems = g_ptr_array_new_with_free_func ((GDestroyNotify) smith_import_problem_free);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  smith_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_ptr_array_unref (fixture->files);
  g_ptr_array_unref (fixture->found);
  g_ptr_array_unref (fixture->problems);
  g_clear_error (&fixture->error);
}

static void
add_file (Fixture    *fixture,
          const char *path)
{
  g_ptr_array_add (fixture->files, g_file_new_for_path (path));
}

static void
progress (double      fraction,
          const char *detail,
          gpointer    user_data)
{
  Fixture *fixture = user_data;

  g_assert_cmpfloat (fraction, >=, fixture->last_fraction);
  g_assert_cmpfloat (fraction, <, 1);
  g_assert_nonnull (detail);
  fixture->last_fraction = fraction;
  fixture->n_reports++;
}

static gboolean
read_files (Fixture      *fixture,
            GCancellable *cancellable)
{
  return smith_import_read_files (fixture->files, NULL, progress, fixture, fixture->found, fixture->problems,
                                  cancellable, &fixture->error);
}

static void
test_bytes (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *text = material_text ("rsa-chain.pem");
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GBytes) other = g_bytes_new ("milk", 4);

  g_assert_true (smith_import_read_bytes (bytes, "mail", NULL, fixture->found, fixture->problems, NULL, &fixture->error));
  g_assert_no_error (fixture->error);
  g_assert_cmpuint (fixture->found->len, ==, 3);
  g_assert_cmpstr (smith_parsed_get_source (fixture->found->pdata[0]), ==, "mail");
  g_assert_cmpuint (fixture->problems->len, ==, 0);

  /* What is not understood is told once, here or as an entry with an error. */
  g_assert_true (smith_import_read_bytes (other, "list", NULL, fixture->found, fixture->problems, NULL, &fixture->error));
  g_assert_cmpuint (fixture->found->len + fixture->problems->len, ==, 4);
}

static void
test_files (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *leaf = material_path ("rsa-leaf.crt");
  g_autofree char *key = material_path ("rsa-leaf.key");
  g_autofree char *missing = g_build_filename (fixture->folder, "missing", NULL);
  g_autofree char *pipe = g_build_filename (fixture->folder, "pipe", NULL);

  /* One that nobody writes to would keep an open() waiting for ever. */
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  add_file (fixture, leaf);
  add_file (fixture, missing);
  add_file (fixture, pipe);
  add_file (fixture, "/dev/zero");
  add_file (fixture, key);
  g_assert_true (read_files (fixture, NULL));
  g_assert_no_error (fixture->error);
  g_assert_cmpuint (fixture->n_reports, ==, 2);
  g_assert_cmpuint (fixture->found->len, ==, 2);
  g_assert_nonnull (smith_parsed_get_certificate (fixture->found->pdata[0]));
  g_assert_nonnull (smith_parsed_get_key (fixture->found->pdata[1]));
  g_assert_cmpuint (fixture->problems->len, ==, 3);
  for (guint i = 0; i < fixture->problems->len; i++)
    {
      SmithImportProblem *problem = fixture->problems->pdata[i];

      g_assert_cmpint (strlen (problem->label), >, 0);
      g_assert_cmpint (strlen (problem->reason), >, 5);
    }
}

/* /proc tells a size of 0 for files that have content. */
static void
test_wrong_size (Fixture       *fixture,
                 gconstpointer  data)
{
  add_file (fixture, "/proc/self/maps");
  g_assert_true (read_files (fixture, NULL));
  g_assert_no_error (fixture->error);
  g_assert_cmpuint (fixture->found->len + fixture->problems->len, ==, 1);
  if (fixture->problems->len == 1)
    g_assert_null (strstr (((SmithImportProblem *) fixture->problems->pdata[0])->reason, "larger"));
}

static void
test_cancel (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *leaf = material_path ("rsa-leaf.crt");
  g_autofree char *text = material_text ("rsa-leaf.crt");
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  g_cancellable_cancel (cancellable);
  add_file (fixture, leaf);
  add_file (fixture, fixture->folder);
  g_assert_false (read_files (fixture, cancellable));
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&fixture->error);
  g_assert_false (smith_import_read_bytes (bytes, "mail", NULL, fixture->found, fixture->problems, cancellable,
                                           &fixture->error));
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (fixture->found->len, ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add ("/import-reader/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("bytes", test_bytes);
  ADD ("files", test_files);
  ADD ("wrong-size", test_wrong_size);
  ADD ("cancel", test_cancel);

  return g_test_run ();
}
