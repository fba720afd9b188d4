/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "chains.h"

#include <string.h>

#include "smith-test.h"

char *
chains_dup_path (const char *name)
{
  g_autofree char *file = g_strconcat (name, strchr (name, '.') == NULL ? ".crt" : "", NULL);

  return g_test_build_filename (G_TEST_BUILT, "fixtures", "data", "pki", file, NULL);
}

SmithCertificate *
chains_load_certificate (const char *name)
{
  g_autofree char *path = chains_dup_path (name);
  g_autofree char *pem = NULL;
  g_autoptr (GError) error = NULL;
  SmithCertificate *certificate;

  g_file_get_contents (path, &pem, NULL, &error);
  g_assert_no_error (error);
  certificate = smith_certificate_new_from_pem (pem, &error);
  g_assert_no_error (error);

  return certificate;
}

/* @names: separated by spaces */
GListStore *
chains_load_certificates (const char *names)
{
  g_auto (GStrv) strv = g_strsplit (names, " ", -1);
  GListStore *store = g_list_store_new (SMITH_TYPE_CERTIFICATE);

  for (guint i = 0; strv[i] != NULL; i++)
    if (*strv[i] != '\0')
      {
        g_autoptr (SmithCertificate) certificate = chains_load_certificate (strv[i]);

        g_list_store_append (store, certificate);
      }

  return store;
}

static gboolean
is_settled (gpointer user_data)
{
  return !smith_chain_get_checking (user_data);
}

void
chains_settle (SmithChain *chain)
{
  smith_test_wait_until (is_settled, chain);
}

void
chains_set_certificate (Chains     *fixture,
                        const char *leaf,
                        const char *chain)
{
  g_autoptr (SmithCertificate) certificate = chains_load_certificate (leaf);
  g_autoptr (GListStore) store = chains_load_certificates (chain);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  smith_library_set_certificate_async (fixture->library, fixture->identity, certificate, G_LIST_MODEL (store), NULL,
                                       smith_test_store_result, &result);
  result = smith_test_wait_result (&result);
  g_assert_true (smith_library_change_finish (fixture->library, result, &error));
  g_assert_no_error (error);
  chains_settle (fixture->chain);
}

static void
keep (Chains *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  smith_library_keep_async (fixture->library, fixture->identity, NULL, smith_test_store_result, &result);
  result = smith_test_wait_result (&result);
  g_assert_true (smith_library_change_finish (fixture->library, result, &error));
  g_assert_no_error (error);
}

void
chains_set_up (Chains        *fixture,
               gconstpointer  data)
{
  fixture->folder = smith_test_make_folder ();
  fixture->library = smith_library_new (fixture->folder);
  fixture->identity = smith_library_add (fixture->library, "www.example.com");
  keep (fixture);
  fixture->chain = smith_chain_new (fixture->library);
  smith_chain_set_identity (fixture->chain, fixture->identity);
}

void
chains_tear_down (Chains        *fixture,
                  gconstpointer  data)
{
  smith_test_unref_and_wait (fixture->chain);
  smith_test_unref_and_wait (fixture->library);
  smith_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

SmithChainLink *
chains_get_link (Chains *fixture,
                 guint    position)
{
  g_autoptr (SmithChainLink) link = g_list_model_get_item (G_LIST_MODEL (fixture->chain), position);

  g_assert_nonnull (link);

  return link;
}

void
chains_assert_titles (GListModel *model,
                      const char *expected)
{
  g_autoptr (GString) titles = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (model, i);
      SmithCertificate *certificate = SMITH_IS_CHAIN_LINK (item)
                                      ? smith_chain_link_get_certificate (SMITH_CHAIN_LINK (item))
                                      : SMITH_CERTIFICATE (item);

      g_string_append_printf (titles, "%s%s", i > 0 ? "|" : "", smith_certificate_get_title (certificate));
    }
  g_assert_cmpstr (titles->str, ==, expected);
}

void
chains_assert_rows (Chains     *fixture,
                    const char *expected)
{
  chains_assert_titles (G_LIST_MODEL (fixture->chain), expected);
}

void
chains_assert_saved (Chains     *fixture,
                     const char *expected)
{
  chains_assert_titles (smith_identity_get_chain (fixture->identity), expected);
}

void
chains_finish_change (Chains        *fixture,
                      GAsyncResult **place)
{
  g_autoptr (GAsyncResult) result = smith_test_wait_result (place);
  g_autoptr (GError) error = NULL;

  g_assert_true (smith_chain_change_finish (fixture->chain, result, &error));
  g_assert_no_error (error);
  chains_settle (fixture->chain);
}
