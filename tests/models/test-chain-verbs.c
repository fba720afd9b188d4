/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "chains.h"

#include <glib/gstdio.h>

#include "smith-test.h"

/* What SmithChain can do, how it fails, and how it is called off. */

static void
test_move (Chains        *fixture,
           gconstpointer  data)
{
  g_autoptr (SmithChainLink) moved = NULL;
  GAsyncResult *result = NULL;

  chains_set_certificate (fixture, "rsa-leaf", "rsa-two rsa-one rsa-root");
  moved = g_object_ref (chains_get_link (fixture, 1));
  smith_chain_move_async (fixture->chain, 1, 3, NULL, smith_test_store_result, &result);
  /* At once, and it is still the same row. */
  chains_assert_rows (fixture, CHAINS_LEAF "|" CHAINS_ONE "|" CHAINS_ROOT "|" CHAINS_TWO);
  g_assert_true (chains_get_link (fixture, 3) == moved);
  chains_assert_saved (fixture, CHAINS_TWO "|" CHAINS_ONE "|" CHAINS_ROOT);
  chains_finish_change (fixture, &result);
  chains_assert_saved (fixture, CHAINS_ONE "|" CHAINS_ROOT "|" CHAINS_TWO);
  g_assert_false (smith_chain_get_is_ordered (fixture->chain));

  smith_chain_move_async (fixture->chain, 3, 1, NULL, smith_test_store_result, &result);
  chains_finish_change (fixture, &result);
  chains_assert_saved (fixture, CHAINS_TWO "|" CHAINS_ONE "|" CHAINS_ROOT);
  g_assert_cmpint (smith_chain_get_state (fixture->chain), ==, SMITH_CHAIN_STATE_COMPLETE);
}

/* As a person who holds Alt+Down: each builds on the one before, which is not on disk yet. */
static void
test_move_fast (Chains        *fixture,
                gconstpointer  data)
{
  GAsyncResult *results[20] = { NULL };

  chains_set_certificate (fixture, "rsa-leaf", "rsa-two rsa-one rsa-root");
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    smith_chain_move_async (fixture->chain, 1 + i % 2, 2 + i % 2, NULL, smith_test_store_result, &results[i]);
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    chains_finish_change (fixture, &results[i]);
  /* Twenty moves of the first two places: a rotation by ten times two. */
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->chain)), ==, 4);
  {
    g_autoptr (GListStore) rows = g_list_store_new (SMITH_TYPE_CERTIFICATE);

    for (guint i = 1; i < 4; i++)
      g_list_store_append (rows, smith_chain_link_get_certificate (chains_get_link (fixture, i)));
    for (guint i = 0; i < 3; i++)
      {
        g_autoptr (SmithCertificate) shown = g_list_model_get_item (G_LIST_MODEL (rows), i);
        g_autoptr (SmithCertificate) saved = g_list_model_get_item (smith_identity_get_chain (fixture->identity), i);

        g_assert_true (smith_certificate_equal (shown, saved));
      }
  }
  chains_assert_rows (fixture, CHAINS_LEAF "|" CHAINS_ONE "|" CHAINS_ROOT "|" CHAINS_TWO);
}

static void
test_remove_and_restore (Chains        *fixture,
                         gconstpointer  data)
{
  g_autoptr (SmithChainSnapshot) snapshot = NULL;
  GAsyncResult *result = NULL;

  chains_set_certificate (fixture, "rsa-leaf", "rsa-two rsa-one rsa-root");
  snapshot = smith_chain_dup_snapshot (fixture->chain);
  g_assert_true (smith_chain_snapshot_get_identity (snapshot) == fixture->identity);
  g_assert_nonnull (smith_chain_snapshot_get_certificate (snapshot));
  chains_assert_titles (smith_chain_snapshot_get_chain (snapshot), CHAINS_TWO "|" CHAINS_ONE "|" CHAINS_ROOT);
  chains_assert_titles (smith_chain_snapshot_get_left_over (snapshot), "");
  smith_chain_remove_async (fixture->chain, 2, NULL, smith_test_store_result, &result);
  chains_assert_rows (fixture, CHAINS_LEAF "|" CHAINS_TWO "|" CHAINS_ROOT);
  chains_finish_change (fixture, &result);
  chains_assert_saved (fixture, CHAINS_TWO "|" CHAINS_ROOT);
  g_assert_cmpint (smith_chain_get_state (fixture->chain), ==, SMITH_CHAIN_STATE_GAP);

  /* Undo works while something else is shown, too. */
  smith_chain_set_identity (fixture->chain, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->chain)), ==, 0);
  smith_chain_restore_async (fixture->chain, snapshot, NULL, smith_test_store_result, &result);
  chains_finish_change (fixture, &result);
  chains_assert_saved (fixture, CHAINS_TWO "|" CHAINS_ONE "|" CHAINS_ROOT);
  smith_chain_set_identity (fixture->chain, fixture->identity);
  chains_settle (fixture->chain);
  chains_assert_rows (fixture, CHAINS_LEAF "|" CHAINS_TWO "|" CHAINS_ONE "|" CHAINS_ROOT);
}

static void
test_put_in_order (Chains        *fixture,
                   gconstpointer  data)
{
  g_autoptr (SmithChainSnapshot) snapshot = NULL;
  g_autofree char *certificate = NULL;
  g_autofree char *chain = NULL;
  g_autofree char *output = NULL;
  GAsyncResult *result = NULL;

  chains_set_certificate (fixture, "rsa-leaf", "rsa-root other-root rsa-leaf rsa-one ec-two rsa-two rsa-one");
  snapshot = smith_chain_dup_snapshot (fixture->chain);
  g_assert_true (smith_chain_get_can_order (fixture->chain));
  smith_chain_put_in_order_async (fixture->chain, NULL, smith_test_store_result, &result);
  chains_finish_change (fixture, &result);
  chains_assert_rows (fixture, CHAINS_LEAF "|" CHAINS_TWO "|" CHAINS_ONE "|" CHAINS_ROOT);
  chains_assert_saved (fixture, CHAINS_TWO "|" CHAINS_ONE "|" CHAINS_ROOT);
  chains_assert_titles (smith_chain_get_left_over (fixture->chain), "Other Root|Example EC Authority Two");
  g_assert_cmpint (smith_chain_get_state (fixture->chain), ==, SMITH_CHAIN_STATE_COMPLETE);

  /* The outside authority: the files on disk. */
  certificate = g_build_filename (smith_identity_get_folder (fixture->identity), "certificate.pem", NULL);
  chain = g_build_filename (smith_identity_get_folder (fixture->identity), "chain.pem", NULL);
  {
    const char *argv[] = { "openssl", "verify", "-CAfile", chain, "-untrusted", chain, certificate, NULL };

    output = smith_test_run (argv, NULL, NULL);
    g_assert_true (g_str_has_suffix (output, ": OK\n"));
  }

  /* What was put aside stays with the identity. */
  smith_chain_set_identity (fixture->chain, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (smith_chain_get_left_over (fixture->chain)), ==, 0);
  smith_chain_set_identity (fixture->chain, fixture->identity);
  g_assert_cmpuint (g_list_model_get_n_items (smith_chain_get_left_over (fixture->chain)), ==, 2);

  /* Undo takes it back, with what was put aside. */
  smith_chain_restore_async (fixture->chain, snapshot, NULL, smith_test_store_result, &result);
  chains_finish_change (fixture, &result);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->chain)), ==, 8);
  g_assert_cmpuint (g_list_model_get_n_items (smith_chain_get_left_over (fixture->chain)), ==, 0);
}

static void
test_left_over (Chains        *fixture,
                gconstpointer  data)
{
  GAsyncResult *result = NULL;

  chains_set_certificate (fixture, "rsa-leaf", "rsa-two rsa-root other-root");
  smith_chain_put_in_order_async (fixture->chain, NULL, smith_test_store_result, &result);
  chains_finish_change (fixture, &result);
  chains_assert_rows (fixture, CHAINS_LEAF "|" CHAINS_TWO);
  chains_assert_titles (smith_chain_get_left_over (fixture->chain), CHAINS_ROOT "|Other Root");

  smith_chain_adopt_async (fixture->chain, 1, 1, NULL, smith_test_store_result, &result);
  chains_assert_rows (fixture, CHAINS_LEAF "|Other Root|" CHAINS_TWO);
  chains_finish_change (fixture, &result);
  chains_assert_saved (fixture, "Other Root|" CHAINS_TWO);
  chains_assert_titles (smith_chain_get_left_over (fixture->chain), CHAINS_ROOT);

  smith_chain_forget (fixture->chain, 0);
  g_assert_cmpuint (g_list_model_get_n_items (smith_chain_get_left_over (fixture->chain)), ==, 0);
}

static void
test_save_fails (Chains        *fixture,
                 gconstpointer  data)
{
  g_autofree char *moved = NULL;
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;
  g_autoptr (GError) first_error = NULL;
  g_autoptr (GError) second_error = NULL;
  GAsyncResult *first_place = NULL;
  GAsyncResult *second_place = NULL;
  const char *folder;

  chains_set_certificate (fixture, "rsa-leaf", "rsa-two rsa-one rsa-root");
  /* The folder is gone and a file stands in its place: nothing can be written. */
  folder = smith_identity_get_folder (fixture->identity);
  moved = g_strconcat (folder, ".away", NULL);
  g_assert_cmpint (g_rename (folder, moved), ==, 0);
  g_assert_true (g_file_set_contents (folder, "", 0, NULL));

  smith_chain_move_async (fixture->chain, 1, 2, NULL, smith_test_store_result, &first_place);
  smith_chain_remove_async (fixture->chain, 1, NULL, smith_test_store_result, &second_place);
  chains_assert_rows (fixture, CHAINS_LEAF "|" CHAINS_TWO "|" CHAINS_ROOT);
  first = smith_test_wait_result (&first_place);
  second = smith_test_wait_result (&second_place);
  g_assert_false (smith_chain_change_finish (fixture->chain, first, &first_error));
  g_assert_nonnull (first_error);
  g_assert_false (smith_chain_change_finish (fixture->chain, second, &second_error));
  g_assert_nonnull (second_error);
  /* The rows are again what is on disk. */
  chains_settle (fixture->chain);
  chains_assert_rows (fixture, CHAINS_LEAF "|" CHAINS_TWO "|" CHAINS_ONE "|" CHAINS_ROOT);
  chains_assert_saved (fixture, CHAINS_TWO "|" CHAINS_ONE "|" CHAINS_ROOT);

  g_assert_cmpint (g_unlink (folder), ==, 0);
  g_assert_cmpint (g_rename (moved, folder), ==, 0);
}

static void
test_cancel (Chains        *fixture,
             gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GPtrArray) array = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (SmithChainSnapshot) snapshot = NULL;
  GAsyncResult *results[5] = { NULL };

  chains_set_certificate (fixture, "rsa-leaf", "rsa-one rsa-two");
  snapshot = smith_chain_dup_snapshot (fixture->chain);
  g_ptr_array_add (array, chains_load_certificate ("rsa-root"));
  g_cancellable_cancel (cancellable);
  smith_chain_move_async (fixture->chain, 1, 2, cancellable, smith_test_store_result, &results[0]);
  smith_chain_remove_async (fixture->chain, 1, cancellable, smith_test_store_result, &results[1]);
  smith_chain_put_in_order_async (fixture->chain, cancellable, smith_test_store_result, &results[2]);
  smith_chain_restore_async (fixture->chain, snapshot, cancellable, smith_test_store_result, &results[3]);
  smith_chain_add_async (fixture->chain, array, cancellable, smith_test_store_result, &results[4]);
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autoptr (GAsyncResult) result = smith_test_wait_result (&results[i]);
      g_autoptr (GError) error = NULL;

      if (i < 4)
        g_assert_false (smith_chain_change_finish (fixture->chain, result, &error));
      else
        g_assert_null (smith_chain_add_finish (fixture->chain, result, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
  chains_assert_rows (fixture, CHAINS_LEAF "|" CHAINS_ONE "|" CHAINS_TWO);
  chains_assert_saved (fixture, CHAINS_ONE "|" CHAINS_TWO);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add ("/chain-verbs/" path, Chains, NULL, chains_set_up, function, chains_tear_down)
  ADD ("move", test_move);
  ADD ("move/fast", test_move_fast);
  ADD ("remove", test_remove_and_restore);
  ADD ("put-in-order", test_put_in_order);
  ADD ("left-over", test_left_over);
  ADD ("save-fails", test_save_fails);
  ADD ("cancel", test_cancel);
#undef ADD

  return g_test_run ();
}
