/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "importing.h"

#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#include "material.h"
#include "smith-fake-keyring.h"
#include "smith-test.h"

void
importing_set_up (Importing    *fixture,
                  gconstpointer data)
{
  g_autoptr (SmithFakeKeyring) keyring = smith_fake_keyring_new ();

  fixture->folder = smith_test_make_folder ();
  fixture->files = smith_test_make_folder ();
  fixture->workspace = smith_workspace_new (fixture->folder, SMITH_KEYRING (keyring));
  fixture->library = smith_workspace_get_library (fixture->workspace);
  g_assert_true (smith_workspace_get_keyring (fixture->workspace) == SMITH_KEYRING (keyring));
  g_assert_nonnull (smith_workspace_get_accounts (fixture->workspace));
  material_load (fixture->library);
}

void
importing_tear_down (Importing    *fixture,
                     gconstpointer data)
{
  g_clear_object (&fixture->summary);
  g_clear_error (&fixture->error);
  material_drop (fixture->workspace);
  smith_test_remove_folder (fixture->folder);
  smith_test_remove_folder (fixture->files);
  g_free (fixture->folder);
  g_free (fixture->files);
}

guint
importing_count (Importing *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (fixture->library));
}

SmithIdentity *
importing_get (Importing *fixture,
               guint      position)
{
  g_autoptr (SmithIdentity) identity = g_list_model_get_item (G_LIST_MODEL (fixture->library), position);

  return identity;
}

void
importing_take_summary (Importing     *fixture,
                        GAsyncResult **result)
{
  g_autoptr (GAsyncResult) waited = smith_test_wait_result (result);

  g_clear_object (&fixture->summary);
  fixture->summary = smith_workspace_import_finish (fixture->workspace, waited, &fixture->error);
}

/* Fixtures by name, "rsa-leaf.crt rsa-leaf.key", or paths. */
void
importing_files (Importing       *fixture,
                 const char      *names,
                 SmithIdentity   *current,
                 GTlsInteraction *interaction)
{
  g_auto (GStrv) list = g_strsplit (names, " ", -1);
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);
  g_autoptr (GAsyncResult) result = NULL;

  for (guint i = 0; list[i] != NULL; i++)
    {
      g_autofree char *path = list[i][0] == '/' ? g_strdup (list[i]) : material_path (list[i]);
      g_autoptr (GFile) file = g_file_new_for_path (path);

      g_list_store_append (files, file);
    }
  smith_workspace_import_files_async (fixture->workspace, G_LIST_MODEL (files), current, interaction,
                                      smith_test_store_result, &result);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (smith_workspace_get_jobs (fixture->workspace))), ==, 1);
  importing_take_summary (fixture, &result);
  g_assert_no_error (fixture->error);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (smith_workspace_get_jobs (fixture->workspace))), ==, 0);
}

void
importing_text (Importing     *fixture,
                const char    *text,
                SmithIdentity *current)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GAsyncResult) result = NULL;

  smith_workspace_import_bytes_async (fixture->workspace, bytes, "Clipboard", current, NULL,
                                      smith_test_store_result, &result);
  importing_take_summary (fixture, &result);
  g_assert_no_error (fixture->error);
}

void
importing_assert_title (Importing  *fixture,
                        const char *title)
{
  g_assert_cmpstr (smith_import_summary_get_title (fixture->summary), ==, title);
}

static gboolean
find_line (GListModel *items,
           const char *label,
           const char *value)
{
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (SmithImportItem) item = g_list_model_get_item (items, i);
      GListModel *children = smith_import_item_get_children (item);
      g_autofree char *all = g_strconcat (smith_import_item_get_title (item), "\n", smith_import_item_get_text (item), NULL);

      if (strstr (all, label) != NULL && strstr (smith_import_item_get_text (item), value) != NULL)
        return TRUE;
      if (children != NULL && find_line (children, label, value))
        return TRUE;
    }

  return FALSE;
}

/* Whether one item has both in it. */
void
importing_assert_line (Importing  *fixture,
                       const char *label,
                       const char *value)
{
  g_autofree char *text = smith_import_summary_dup_text (fixture->summary);

  if (!find_line (smith_import_summary_get_items (fixture->summary), label, value))
    g_error ("No “%s: %s” in:\n%s", label, value, text);
}

void
importing_assert_chain (SmithIdentity *identity,
                        const char    *names)
{
  g_autoptr (GPtrArray) expected = *names != '\0' ? material_chain_array (names) : g_ptr_array_new ();
  GListModel *chain = smith_identity_get_chain (identity);

  g_assert_cmpuint (g_list_model_get_n_items (chain), ==, expected->len);
  for (guint i = 0; i < expected->len; i++)
    {
      g_autoptr (SmithCertificate) link = g_list_model_get_item (chain, i);

      g_assert_true (smith_certificate_equal (link, g_ptr_array_index (expected, i)));
    }
}

void
importing_assert_leaf (SmithIdentity *identity,
                       const char    *name)
{
  g_autoptr (SmithCertificate) expected = material_certificate (name);

  g_assert_true (smith_certificate_equal (smith_identity_get_certificate (identity), expected));
}

SmithIdentity *
importing_keep (Importing  *fixture,
                const char *name)
{
  g_autoptr (SmithKey) key = material_key (name);
  g_autoptr (SmithRequest) request = material_request (name);
  g_autoptr (GAsyncResult) result = NULL;
  SmithIdentity *identity = smith_library_add (fixture->library, name);

  smith_library_set_key_async (fixture->library, identity, key, NULL, NULL, smith_test_store_result, &result);
  g_assert_true (material_finish (fixture->library, &result, NULL));
  smith_library_set_request_async (fixture->library, identity, request, NULL, smith_test_store_result, &result);
  g_assert_true (material_finish (fixture->library, &result, NULL));

  return identity;
}

void
importing_write (Importing  *fixture,
                 const char *name,
                 const char *text)
{
  g_autofree char *path = g_build_filename (fixture->files, name, NULL);

  g_assert_true (g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
}

/* Nothing can be written to any file, by root either: as on a disk that is full. */
void
importing_fill_disk (gboolean full)
{
  struct rlimit limit;

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  limit.rlim_cur = full ? 0 : limit.rlim_max;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}
