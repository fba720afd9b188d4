/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-target.h"

#include <string.h>

/* Which key works where, written down a second time: y yes, n note, - no; IAM, ACM, Classic, Application, Network. */
static const struct
{
  const char *nick;
  const char *verdicts;
} expected[] = {
  { "rsa-1024", "nynyy" },
  { "rsa-2048", "yyyyy" },
  { "rsa-3072", "yynyy" },
  { "rsa-4096", "yyny-" },
  { "ec-p256", "yynyy" },
  { "ec-p384", "yynyy" },
  { "ec-p521", "nynyy" },
  { "rsa-8192", "-----" },
  { "ed25519", "-----" },
  { "ed448", "-----" },
};

static void
test_table (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      const SmithKeyAlgorithm *algorithm = smith_key_algorithm_lookup (expected[i].nick);

      g_assert_nonnull (algorithm);
      for (guint target = 0; target < SMITH_N_TARGETS; target++)
        {
          const char *sentence = NULL;
          SmithTargetVerdict verdict = smith_target_judge (target, algorithm, &sentence);

          g_test_message ("%s at %s", expected[i].nick, smith_target_get_short_title (target));
          g_assert_cmpint ("yn-"[verdict], ==, expected[i].verdicts[target]);
          g_assert_true (g_str_has_suffix (sentence, "."));
          g_assert_cmpuint (strlen (sentence), >, 10);
        }
      g_assert_false (g_str_has_suffix (smith_target_describe (algorithm), "."));
      g_assert_cmpint (smith_target_works_anywhere (algorithm), ==, !g_str_equal (expected[i].verdicts, "-----"));
    }
}

/* What is offered behind "More" works nowhere on AWS, says so at once, and says why. */
static void
test_rare (void)
{
  for (guint i = 0; i < smith_key_algorithm_get_n_rows (); i++)
    {
      const SmithKeyAlgorithm *algorithm = smith_key_algorithm_get_row (i);

      g_assert_cmpint (smith_target_works_anywhere (algorithm), !=, smith_key_algorithm_is_rare (algorithm));
      g_assert_cmpint (g_str_has_prefix (smith_target_describe (algorithm), "Not on AWS"), ==,
                       smith_key_algorithm_is_rare (algorithm));
      for (guint target = 0; target < SMITH_N_TARGETS; target++)
        {
          const char *sentence = NULL;

          smith_target_judge (target, algorithm, &sentence);
          g_assert_cmpstr (sentence, !=, "AWS does not work with keys of this kind.");
        }
    }
}

static void
test_unknown_key (void)
{
  const char *sentence = NULL;

  /* A key of a kind that is in no row, such as DSA, has no algorithm. */
  for (guint target = 0; target < SMITH_N_TARGETS; target++)
    {
      g_assert_cmpint (smith_target_judge (target, NULL, &sentence), ==, SMITH_TARGET_VERDICT_NO);
      g_assert_nonnull (sentence);
    }
}

static void
test_symbols (void)
{
  for (guint a = 0; a <= SMITH_TARGET_VERDICT_NO; a++)
    {
      for (guint b = 0; b < a; b++)
        {
          g_assert_cmpstr (smith_target_get_verdict_icon (a), !=, smith_target_get_verdict_icon (b));
          g_assert_cmpstr (smith_target_get_verdict_word (a), !=, smith_target_get_verdict_word (b));
        }
    }
  g_assert_cmpuint (strlen (smith_target_get_rules_date ()), ==, strlen ("2026-11"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/target/table", test_table);
  g_test_add_func ("/target/rare", test_rare);
  g_test_add_func ("/target/unknown-key", test_unknown_key);
  g_test_add_func ("/target/symbols", test_symbols);

  return g_test_run ();
}
