/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-keyring.h"

#include "smith-fake-keyring.h"
#include "smith-test.h"

/* The interface, through the keyring that other suites use: it has to keep its promises. */

static gboolean
store (SmithFakeKeyring  *fake,
       SmithKeyringItem   item,
       const char        *id,
       const char        *text,
       GCancellable      *cancellable,
       GError           **error)
{
  g_autoptr (SmithSecret) secret = smith_secret_new_string (text);
  g_autoptr (GAsyncResult) done = NULL;
  GAsyncResult *result = NULL;

  smith_keyring_store_async (SMITH_KEYRING (fake), item, id, "label", secret, cancellable,
                             smith_test_store_result, &result);
  done = smith_test_wait_result (&result);

  return smith_keyring_store_finish (SMITH_KEYRING (fake), done, error);
}

static SmithSecret *
lookup (SmithFakeKeyring  *fake,
        SmithKeyringItem   item,
        const char        *id,
        GCancellable      *cancellable,
        GError           **error)
{
  g_autoptr (GAsyncResult) done = NULL;
  GAsyncResult *result = NULL;

  smith_keyring_lookup_async (SMITH_KEYRING (fake), item, id, cancellable, smith_test_store_result, &result);
  done = smith_test_wait_result (&result);

  return smith_keyring_lookup_finish (SMITH_KEYRING (fake), done, error);
}

static gboolean
clear (SmithFakeKeyring  *fake,
       SmithKeyringItem   item,
       const char        *id,
       GCancellable      *cancellable,
       GError           **error)
{
  g_autoptr (GAsyncResult) done = NULL;
  GAsyncResult *result = NULL;

  smith_keyring_clear_async (SMITH_KEYRING (fake), item, id, cancellable, smith_test_store_result, &result);
  done = smith_test_wait_result (&result);

  return smith_keyring_clear_finish (SMITH_KEYRING (fake), done, error);
}

static void
test_round_trip (void)
{
  g_autoptr (SmithFakeKeyring) fake = smith_fake_keyring_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithSecret) found = NULL;

  g_assert_null (lookup (fake, SMITH_KEYRING_ITEM_AWS_SECRET, "a", NULL, &error));
  g_assert_no_error (error);
  g_assert_true (store (fake, SMITH_KEYRING_ITEM_AWS_SECRET, "a", "one", NULL, &error));
  g_assert_true (store (fake, SMITH_KEYRING_ITEM_AWS_SECRET, "a", "two", NULL, &error));
  g_assert_true (store (fake, SMITH_KEYRING_ITEM_KEY_PASSPHRASE, "a", "three", NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (smith_fake_keyring_get_n_items (fake), ==, 2);
  found = lookup (fake, SMITH_KEYRING_ITEM_AWS_SECRET, "a", NULL, &error);
  g_assert_cmpstr (smith_secret_get_string (found), ==, "two");
  g_assert_true (clear (fake, SMITH_KEYRING_ITEM_AWS_SECRET, "a", NULL, &error));
  g_assert_true (clear (fake, SMITH_KEYRING_ITEM_AWS_SECRET, "a", NULL, &error));
  g_assert_no_error (error);
  g_assert_null (smith_fake_keyring_peek (fake, SMITH_KEYRING_ITEM_AWS_SECRET, "a"));
  g_assert_nonnull (smith_fake_keyring_peek (fake, SMITH_KEYRING_ITEM_KEY_PASSPHRASE, "a"));
  g_assert_cmpuint (smith_fake_keyring_get_n_operations (fake), ==, 7);
}

static void
test_failures (void)
{
  static const SmithKeyringError codes[] =
  {
    SMITH_KEYRING_ERROR_FAILED, SMITH_KEYRING_ERROR_LOCKED, SMITH_KEYRING_ERROR_NO_SERVICE,
  };
  g_autoptr (SmithFakeKeyring) fake = smith_fake_keyring_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_autoptr (GError) error = NULL;

      for (guint k = 0; k < 3; k++)
        smith_fake_keyring_fail_next (fake, codes[i]);
      g_assert_false (store (fake, SMITH_KEYRING_ITEM_AWS_SECRET, "a", "x", NULL, &error));
      g_assert_error (error, SMITH_KEYRING_ERROR, (int) codes[i]);
      g_clear_error (&error);
      g_assert_null (lookup (fake, SMITH_KEYRING_ITEM_AWS_SECRET, "a", NULL, &error));
      g_assert_error (error, SMITH_KEYRING_ERROR, (int) codes[i]);
      g_clear_error (&error);
      g_assert_false (clear (fake, SMITH_KEYRING_ITEM_AWS_SECRET, "a", NULL, &error));
      g_assert_error (error, SMITH_KEYRING_ERROR, (int) codes[i]);
    }
  g_assert_cmpuint (smith_fake_keyring_get_n_items (fake), ==, 0);
}

static gboolean
cancel_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);

  return G_SOURCE_REMOVE;
}

static void
test_cancelled (void)
{
  g_autoptr (SmithFakeKeyring) fake = smith_fake_keyring_new ();

  for (guint i = 0; i < 6; i++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GError) error = NULL;

      if (i < 3)
        g_cancellable_cancel (cancellable);
      else
        {
          smith_fake_keyring_hang_next (fake);
          g_timeout_add (10, cancel_cb, cancellable);
        }
      if (i % 3 == 0)
        g_assert_false (store (fake, SMITH_KEYRING_ITEM_AWS_SECRET, "a", "x", cancellable, &error));
      else if (i % 3 == 1)
        g_assert_null (lookup (fake, SMITH_KEYRING_ITEM_AWS_SECRET, "a", cancellable, &error));
      else
        g_assert_false (clear (fake, SMITH_KEYRING_ITEM_AWS_SECRET, "a", cancellable, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
  g_assert_cmpuint (smith_fake_keyring_get_n_items (fake), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/keyring/round-trip", test_round_trip);
  g_test_add_func ("/keyring/failures", test_failures);
  g_test_add_func ("/keyring/cancelled", test_cancelled);

  return g_test_run ();
}
