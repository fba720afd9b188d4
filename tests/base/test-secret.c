/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-secret.h"

#include <string.h>

static void
test_content (void)
{
  static const char with_nul[] = { 'a', '\0', 'b' };
  g_autoptr (SmithSecret) secret = smith_secret_new (with_nul, sizeof with_nul);
  g_autoptr (SmithSecret) text = smith_secret_new_string ("päss word");
  g_autoptr (SmithSecret) empty = smith_secret_new (NULL, 0);

  g_assert_cmpmem (smith_secret_get_data (secret), smith_secret_get_size (secret), with_nul, sizeof with_nul);
  g_assert_cmpstr (smith_secret_get_string (secret), ==, "a");
  g_assert_cmpstr (smith_secret_get_string (text), ==, "päss word");
  g_assert_cmpuint (smith_secret_get_size (text), ==, strlen ("päss word"));
  g_assert_cmpuint (smith_secret_get_size (empty), ==, 0);
  g_assert_cmpstr (smith_secret_get_string (empty), ==, "");
}

static void
test_take_wipes (void)
{
  char *memory = g_malloc (4096);
  g_autoptr (SmithSecret) secret = NULL;

  memset (memory, 'k', 4096);
  secret = smith_secret_new_take (memory, 4096);
  g_assert_cmpuint (smith_secret_get_size (secret), ==, 4096);
  g_assert_cmpint (smith_secret_get_string (secret)[4095], ==, 'k');
}

static void
test_wipe (void)
{
  char memory[] = "very secret";

  smith_secret_wipe (memory, sizeof memory);
  for (gsize i = 0; i < sizeof memory; i++)
    g_assert_cmpint (memory[i], ==, 0);
  smith_secret_wipe (NULL, 0);
}

static void
test_equal (void)
{
  g_autoptr (SmithSecret) a = smith_secret_new_string ("one");
  g_autoptr (SmithSecret) b = smith_secret_new_string ("one");
  g_autoptr (SmithSecret) c = smith_secret_new_string ("onE");
  g_autoptr (SmithSecret) d = smith_secret_new_string ("one ");
  g_autoptr (SmithSecret) empty = smith_secret_new (NULL, 0);

  g_assert_true (smith_secret_equal (a, a));
  g_assert_true (smith_secret_equal (a, b));
  g_assert_false (smith_secret_equal (a, c));
  g_assert_false (smith_secret_equal (a, d));
  g_assert_false (smith_secret_equal (a, empty));
}

static gpointer
use_in_thread (gpointer user_data)
{
  SmithSecret *secret = user_data;

  for (guint i = 0; i < 10000; i++)
    {
      g_autoptr (SmithSecret) mine = smith_secret_ref (secret);

      g_assert_cmpstr (smith_secret_get_string (mine), ==, "shared");
    }

  return NULL;
}

static void
test_threads (void)
{
  g_autoptr (SmithSecret) secret = smith_secret_new_string ("shared");
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("user", use_in_thread, secret);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_cmpstr (smith_secret_get_string (secret), ==, "shared");
}

static void
test_boxed (void)
{
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (SmithSecret) secret = smith_secret_new_string ("boxed");

  g_value_init (&value, SMITH_TYPE_SECRET);
  g_value_set_boxed (&value, secret);
  g_assert_true (g_value_get_boxed (&value) == secret);
  /* Nothing turns a secret into a string. */
  g_assert_false (g_value_type_transformable (SMITH_TYPE_SECRET, G_TYPE_STRING));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/secret/content", test_content);
  g_test_add_func ("/secret/take-wipes", test_take_wipes);
  g_test_add_func ("/secret/wipe", test_wipe);
  g_test_add_func ("/secret/equal", test_equal);
  g_test_add_func ("/secret/threads", test_threads);
  g_test_add_func ("/secret/boxed", test_boxed);

  return g_test_run ();
}
