/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "chains.h"

#include <string.h>

#include "smith-test.h"

/* What SmithChain does with certificates, bytes and files that are added to it. */

static char *
finish_addition (Chains        *fixture,
                 GAsyncResult **place)
{
  g_autoptr (GAsyncResult) result = smith_test_wait_result (place);
  g_autoptr (GError) error = NULL;
  char *sentence = smith_chain_add_finish (fixture->chain, result, &error);

  g_assert_no_error (error);
  chains_settle (fixture->chain);

  return sentence;
}

static char *
add (Chains     *fixture,
     const char *names)
{
  g_autoptr (GListStore) store = chains_load_certificates (names);
  g_autoptr (GPtrArray) array = g_ptr_array_new_with_free_func (g_object_unref);
  GAsyncResult *result = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (store)); i++)
    g_ptr_array_add (array, g_list_model_get_item (G_LIST_MODEL (store), i));
  smith_chain_add_async (fixture->chain, array, NULL, smith_test_store_result, &result);

  return finish_addition (fixture, &result);
}

static void
test_add (Chains        *fixture,
          gconstpointer  data)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;
  g_autofree char *fourth = NULL;

  chains_set_certificate (fixture, "rsa-leaf", "");
  first = add (fixture, "rsa-root rsa-two rsa-leaf");
  g_assert_cmpstr (first, ==, "1 certificate added to the chain; 1 is not part of this chain");
  chains_assert_saved (fixture, CHAINS_TWO);
  chains_assert_titles (smith_chain_get_left_over (fixture->chain), CHAINS_ROOT);

  /* The missing one brings in what had no place before. */
  second = add (fixture, "rsa-one other-root");
  g_assert_cmpstr (second, ==, "1 certificate added to the chain; 1 is not part of this chain");
  chains_assert_saved (fixture, CHAINS_TWO "|" CHAINS_ONE "|" CHAINS_ROOT);
  chains_assert_titles (smith_chain_get_left_over (fixture->chain), "Other Root");

  third = add (fixture, "rsa-one other-root rsa-leaf");
  g_assert_nonnull (strstr (third, "Nothing new"));
  chains_assert_saved (fixture, CHAINS_TWO "|" CHAINS_ONE "|" CHAINS_ROOT);

  /* What a person has put there is not thrown out; the new one is. */
  chains_set_certificate (fixture, "rsa-leaf", "other-root rsa-one");
  fourth = add (fixture, "rsa-two");
  chains_assert_saved (fixture, "Other Root|" CHAINS_ONE "|" CHAINS_TWO);
}

static void
test_add_bytes (Chains        *fixture,
                gconstpointer  data)
{
  g_autofree char *path = chains_dup_path ("rsa-chain.pem");
  g_autofree char *pem = NULL;
  g_autofree char *sentence = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) nonsense = g_bytes_new_static ("no certificate", 14);
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) failed = NULL;
  GAsyncResult *result = NULL;
  gsize size;

  chains_set_certificate (fixture, "rsa-leaf", "");
  g_file_get_contents (path, &pem, &size, &error);
  g_assert_no_error (error);
  bytes = g_bytes_new (pem, size);
  smith_chain_add_bytes_async (fixture->chain, bytes, "clipboard", NULL, NULL, smith_test_store_result, &result);
  sentence = finish_addition (fixture, &result);
  g_assert_cmpstr (sentence, ==, "3 certificates added to the chain");
  chains_assert_saved (fixture, CHAINS_TWO "|" CHAINS_ONE "|" CHAINS_ROOT);

  smith_chain_add_bytes_async (fixture->chain, nonsense, "clipboard", NULL, NULL, smith_test_store_result, &result);
  failed = smith_test_wait_result (&result);
  g_assert_null (smith_chain_add_finish (fixture->chain, failed, &error));
  g_assert_nonnull (error);
  chains_assert_saved (fixture, CHAINS_TWO "|" CHAINS_ONE "|" CHAINS_ROOT);
}

static void
test_add_files (Chains        *fixture,
                gconstpointer  data)
{
  const char *names[] = { "rsa-one.crt", "does-not-exist.crt", "rsa-two.crt", "rsa-leaf.key" };
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);
  g_autoptr (GListStore) missing = g_list_store_new (G_TYPE_FILE);
  g_autofree char *sentence = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) failed = NULL;
  GAsyncResult *result = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = chains_dup_path (names[i]);
      g_autoptr (GFile) file = g_file_new_for_path (path);

      g_list_store_append (files, file);
      if (i == 1)
        g_list_store_append (missing, file);
    }
  chains_set_certificate (fixture, "rsa-leaf", "");
  smith_chain_add_files_async (fixture->chain, G_LIST_MODEL (files), NULL, NULL, smith_test_store_result, &result);
  sentence = finish_addition (fixture, &result);
  g_assert_cmpstr (sentence, ==, "2 certificates added to the chain");
  chains_assert_saved (fixture, CHAINS_TWO "|" CHAINS_ONE);

  smith_chain_add_files_async (fixture->chain, G_LIST_MODEL (missing), NULL, NULL, smith_test_store_result, &result);
  failed = smith_test_wait_result (&result);
  g_assert_null (smith_chain_add_finish (fixture->chain, failed, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

static void
test_add_without_certificate (Chains        *fixture,
                              gconstpointer  data)
{
  g_autoptr (GPtrArray) array = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GAsyncResult) failed = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *result = NULL;

  g_ptr_array_add (array, chains_load_certificate ("rsa-two"));
  smith_chain_add_async (fixture->chain, array, NULL, smith_test_store_result, &result);
  failed = smith_test_wait_result (&result);
  g_assert_null (smith_chain_add_finish (fixture->chain, failed, &error));
  g_assert_error (error, SMITH_LIBRARY_ERROR, SMITH_LIBRARY_ERROR_FAILED);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add ("/chain-add/" path, Chains, NULL, chains_set_up, function, chains_tear_down)
  ADD ("certificates", test_add);
  ADD ("bytes", test_add_bytes);
  ADD ("files", test_add_files);
  ADD ("without-certificate", test_add_without_certificate);
#undef ADD

  return g_test_run ();
}
