/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "material.h"

#include <stdio.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "smith-test.h"

/* As many as the issue asks for: the rows come while the main loop goes on. */
#ifdef __SANITIZE_ADDRESS__
#define N_IDENTITIES 2000
#else
#define N_IDENTITIES 10000
#endif
#define N_TO_CANCEL 1500

typedef struct
{
  guint  n_signals;
  guint  n_added;
  guint  largest;
  gint64 last_iteration;
  gint64 longest;
  guint  n_iterations;
} Watch;

static void
write_file (const char *folder,
            const char *name,
            const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  FILE *file = fopen (path, "w");

  g_assert_nonnull (file);
  g_assert_cmpint (fputs (text, file), >=, 0);
  g_assert_cmpint (fclose (file), ==, 0);
}

/* The same file in many folders: what differs is in identity.ini. */
static void
link_file (const char *folder,
           const char *name,
           const char *file)
{
  g_autofree char *from = material_path (file);
  g_autofree char *to = g_build_filename (folder, name, NULL);

  if (link (from, to) != 0)
    {
      g_autofree char *text = material_text (file);

      write_file (folder, name, text);
    }
}

static char *
make_library (guint n)
{
  char *library = smith_test_make_folder ();
  g_autofree char *identities = g_build_filename (library, "identities", NULL);
  g_autoptr (SmithKey) parsed = material_key ("ec-leaf");

  g_assert_cmpint (g_mkdir_with_parents (identities, 0700), ==, 0);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *folder = g_strdup_printf ("%s/%08x-0000-4000-8000-000000000000", identities, i);
      g_autofree char *ini = g_strdup_printf ("[Identity]\nname=host-%05u.example.com\n", i);

      g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
      write_file (folder, "identity.ini", ini);
      link_file (folder, "certificate.pem", "ec-leaf.crt");
      link_file (folder, "chain.pem", "ec-chain.pem");
      if (i % 4 != 0)
        continue;
      link_file (folder, "private-key.pem", "ec-leaf.key");
      link_file (folder, "request.pem", "ec-leaf.csr");
      write_file (folder, "public-key.pem", smith_public_key_get_pem (smith_key_get_public_key (parsed)));
    }

  return library;
}

static void
items_changed_cb (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  Watch      *watch)
{
  g_assert_cmpuint (removed, ==, 0);
  g_assert_cmpuint (position, ==, watch->n_added);
  watch->n_signals++;
  watch->n_added += added;
  watch->largest = MAX (watch->largest, added);
}

static long
read_resident_kib (void)
{
  g_autofree char *status = NULL;
  const char *line;

  g_assert_true (g_file_get_contents ("/proc/self/status", &status, NULL, NULL));
  line = strstr (status, "VmRSS:");
  g_assert_nonnull (line);

  return strtol (line + strlen ("VmRSS:"), NULL, 10);
}

static void
test_many (void)
{
  g_autofree char *folder = make_library (N_IDENTITIES);
  g_autoptr (SmithLibrary) library = smith_library_new (folder);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  Watch watch = { 0 };
  long before = read_resident_kib ();
  gint64 start = g_get_monotonic_time ();
  gint64 first_rows = 0;
  gint64 lookup;

  g_signal_connect (library, "items-changed", G_CALLBACK (items_changed_cb), &watch);
  smith_library_load_async (library, NULL, smith_test_store_result, &result);
  g_assert_cmpint (g_get_monotonic_time () - start, <, G_USEC_PER_SEC);
  g_assert_true (smith_library_get_loading (library));
  /* No iteration waits for the disk: what it takes is what the main loop was blocked for. */
  while (result == NULL)
    {
      gint64 begin = g_get_monotonic_time ();

      if (!g_main_context_iteration (NULL, FALSE))
        {
          g_usleep (200);
          continue;
        }
      watch.longest = MAX (watch.longest, g_get_monotonic_time () - begin);
      watch.n_iterations++;
      if (first_rows == 0 && watch.n_added > 0)
        first_rows = g_get_monotonic_time () - start;
    }
  smith_library_load_finish (library, result, &error);
  g_assert_no_error (error);

  g_test_message ("%u identities in %.2f s, first rows after %.1f ms, in %u batches of at most %u; "
                  "longest iteration of the main loop %.2f ms; %.1f KiB an identity",
                  watch.n_added, (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC,
                  (double) first_rows / 1000, watch.n_signals, watch.largest, (double) watch.longest / 1000,
                  (double) (read_resident_kib () - before) / N_IDENTITIES);
  g_assert_false (smith_library_get_loading (library));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (library)), ==, N_IDENTITIES);
  g_assert_cmpuint (watch.n_added, ==, N_IDENTITIES);
  /* In batches: neither one by one nor all at once. */
  g_assert_cmpuint (watch.n_signals, <, N_IDENTITIES / 4);
  g_assert_cmpuint (watch.n_signals, >, 20);

  for (guint i = 0; i < N_IDENTITIES; i += 997)
    {
      g_autofree char *id = g_strdup_printf ("%08x-0000-4000-8000-000000000000", i);
      g_autofree char *name = g_strdup_printf ("host-%05u.example.com", i);
      SmithIdentity *identity = smith_library_find (library, id);

      g_assert_nonnull (identity);
      g_assert_cmpstr (smith_identity_get_name (identity), ==, name);
      g_assert_cmpstr (smith_identity_get_problem (identity), ==, NULL);
      g_assert_cmpint (smith_identity_get_state (identity), ==, SMITH_IDENTITY_STATE_VALID);
      g_assert_cmpuint (g_list_model_get_n_items (smith_identity_get_chain (identity)), ==, 3);
    }

  lookup = g_get_monotonic_time ();
  smith_library_refresh_states (library);
  g_test_message ("all states anew in %.2f ms", (double) (g_get_monotonic_time () - lookup) / 1000);

  g_clear_object (&result);
  material_drop (g_steal_pointer (&library));
  smith_test_remove_folder (folder);
}

/* A cancelled load keeps what is there, and the next one brings the rest, nothing twice. */
static void
test_cancel (void)
{
  g_autofree char *folder = make_library (N_TO_CANCEL);
  g_autoptr (SmithLibrary) library = smith_library_new (folder);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  guint n;

  smith_library_load_async (library, cancellable, smith_test_store_result, &result);
  while (result == NULL && g_list_model_get_n_items (G_LIST_MODEL (library)) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_cancellable_cancel (cancellable);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (smith_library_load_finish (library, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (smith_library_get_loading (library));
  g_assert_null (smith_library_get_error (library));
  n = g_list_model_get_n_items (G_LIST_MODEL (library));
  g_assert_cmpuint (n, >, 0);
  g_assert_cmpuint (n, <, N_TO_CANCEL);

  material_load (library);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (library)), ==, N_TO_CANCEL);

  g_clear_object (&result);
  material_drop (g_steal_pointer (&library));
  smith_test_remove_folder (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/library/many", test_many);
  g_test_add_func ("/library/many/cancel", test_cancel);

  return g_test_run ();
}
