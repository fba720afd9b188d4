/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-passphrase-draft.h"

#include <string.h>

static void
count_cb (guint *count)
{
  (*count)++;
}

static void
type (SmithPassphraseDraft *draft,
      const char           *passphrase,
      const char           *repeat)
{
  g_autoptr (SmithSecret) first = passphrase != NULL ? smith_secret_new_string (passphrase) : NULL;
  g_autoptr (SmithSecret) second = repeat != NULL ? smith_secret_new_string (repeat) : NULL;

  smith_passphrase_draft_set_passphrase (draft, first);
  smith_passphrase_draft_set_repeat (draft, second);
}

static void
test_typing (void)
{
  g_autoptr (SmithPassphraseDraft) draft = smith_passphrase_draft_new ();
  g_autoptr (SmithSecret) secret = NULL;
  guint n_valid = 0;

  g_signal_connect_swapped (draft, "notify::valid", G_CALLBACK (count_cb), &n_valid);
  g_assert_true (smith_passphrase_draft_get_valid (draft));
  g_assert_null (smith_passphrase_draft_dup_passphrase (draft));

  smith_passphrase_draft_set_protect (draft, TRUE);
  smith_passphrase_draft_set_protect (draft, TRUE);
  g_assert_false (smith_passphrase_draft_get_valid (draft));
  g_assert_cmpuint (n_valid, ==, 1);
  g_assert_null (smith_passphrase_draft_get_error (draft));

  /* Half of it is no reason to complain; something else is. */
  type (draft, "correct horse", "corr");
  g_assert_false (smith_passphrase_draft_get_valid (draft));
  g_assert_null (smith_passphrase_draft_get_repeat_error (draft));
  type (draft, "correct horse", "corn");
  g_assert_nonnull (smith_passphrase_draft_get_repeat_error (draft));
  type (draft, "correct horse", "correct horses");
  g_assert_nonnull (smith_passphrase_draft_get_repeat_error (draft));

  type (draft, "correct horse", "correct horse");
  g_assert_null (smith_passphrase_draft_get_repeat_error (draft));
  g_assert_true (smith_passphrase_draft_get_valid (draft));
  secret = smith_passphrase_draft_dup_passphrase (draft);
  g_assert_cmpstr (smith_secret_get_string (secret), ==, "correct horse");

  smith_passphrase_draft_clear (draft);
  g_assert_false (smith_passphrase_draft_get_valid (draft));
  g_assert_true (smith_passphrase_draft_get_protect (draft));
  smith_passphrase_draft_set_protect (draft, FALSE);
  g_assert_true (smith_passphrase_draft_get_valid (draft));
}

static void
test_limits (void)
{
  g_autoptr (SmithPassphraseDraft) draft = smith_passphrase_draft_new ();
  g_autofree char *longest = g_strnfill (1023, 'x');
  g_autofree char *longer = g_strnfill (1024, 'x');

  smith_passphrase_draft_set_protect (draft, TRUE);
  type (draft, "abc", "abc");
  g_assert_nonnull (smith_passphrase_draft_get_error (draft));
  g_assert_false (smith_passphrase_draft_get_valid (draft));
  /* Four characters, whatever number of bytes. */
  type (draft, "\303\244\303\266\303\274", "\303\244\303\266\303\274");
  g_assert_nonnull (smith_passphrase_draft_get_error (draft));
  type (draft, "abcd", "abcd");
  g_assert_null (smith_passphrase_draft_get_error (draft));
  type (draft, longest, longest);
  g_assert_true (smith_passphrase_draft_get_valid (draft));
  type (draft, longer, longer);
  g_assert_nonnull (smith_passphrase_draft_get_error (draft));
  g_assert_false (smith_passphrase_draft_get_valid (draft));
}

static void
test_no_secret_property (void)
{
  g_autoptr (SmithPassphraseDraft) draft = smith_passphrase_draft_new ();
  guint n;
  g_autofree GParamSpec **specs = g_object_class_list_properties (G_OBJECT_GET_CLASS (draft), &n);

  smith_passphrase_draft_set_protect (draft, TRUE);
  type (draft, "a needle in the hay", "another needle");
  for (guint i = 0; i < n; i++)
    {
      g_auto (GValue) value = G_VALUE_INIT;

      if (specs[i]->value_type != G_TYPE_STRING)
        continue;
      g_value_init (&value, G_TYPE_STRING);
      g_object_get_property (G_OBJECT (draft), specs[i]->name, &value);
      g_assert_true (g_value_get_string (&value) == NULL || strstr (g_value_get_string (&value), "needle") == NULL);
    }
}

static void
test_strength (void)
{
  static const struct
  {
    const char              *text;
    SmithPassphraseStrength  worst;
    SmithPassphraseStrength  best;
  } cases[] = {
    { "", SMITH_PASSPHRASE_NONE, SMITH_PASSPHRASE_NONE },
    { "a", SMITH_PASSPHRASE_WEAK, SMITH_PASSPHRASE_WEAK },
    { "password", SMITH_PASSPHRASE_WEAK, SMITH_PASSPHRASE_WEAK },
    { "Passwort1!", SMITH_PASSPHRASE_WEAK, SMITH_PASSPHRASE_WEAK },
    { "aaaaaaaaaaaaaaaaaaaa", SMITH_PASSPHRASE_WEAK, SMITH_PASSPHRASE_WEAK },
    { "hahahahahahahahahahaha", SMITH_PASSPHRASE_WEAK, SMITH_PASSPHRASE_WEAK },
    { "12345678901234567890", SMITH_PASSPHRASE_WEAK, SMITH_PASSPHRASE_WEAK },
    { "test test test test test test", SMITH_PASSPHRASE_WEAK, SMITH_PASSPHRASE_WEAK },
    { "correct horse", SMITH_PASSPHRASE_WEAK, SMITH_PASSPHRASE_WEAK },
    { "correct horse battery staple", SMITH_PASSPHRASE_FAIR, SMITH_PASSPHRASE_GOOD },
    { "correct horse battery staple orchid tunnel", SMITH_PASSPHRASE_STRONG, SMITH_PASSPHRASE_STRONG },
    { "k7!Qz2", SMITH_PASSPHRASE_FAIR, SMITH_PASSPHRASE_FAIR },
    { "k7!Qz2#pV9", SMITH_PASSPHRASE_GOOD, SMITH_PASSPHRASE_GOOD },
    { "k7!Qz2#pV9x&4Rf1", SMITH_PASSPHRASE_STRONG, SMITH_PASSPHRASE_STRONG },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SmithSecret) secret = smith_secret_new_string (cases[i].text);
      SmithPassphraseStrength strength = smith_passphrase_grade (secret);

      g_test_message ("“%s”: %.1f bits", cases[i].text, smith_passphrase_estimate_bits (secret));
      g_assert_cmpint (strength, >=, cases[i].worst);
      g_assert_cmpint (strength, <=, cases[i].best);
    }
  for (guint i = SMITH_PASSPHRASE_NONE; i <= SMITH_PASSPHRASE_STRONG; i++)
    g_assert_nonnull (smith_passphrase_describe_grade (i));
}

/* Whatever is typed: no more bits than there are. */
static void
test_any_bytes (void)
{
  for (guint i = 0; i < 2000; i++)
    {
      char bytes[24];
      gsize size = g_test_rand_int_range (0, sizeof bytes);
      g_autoptr (SmithSecret) secret = NULL;
      double bits;

      for (gsize j = 0; j < size; j++)
        bytes[j] = g_test_rand_int_range (0, 256);
      secret = smith_secret_new (bytes, size);
      bits = smith_passphrase_estimate_bits (secret);
      g_assert_cmpfloat (bits, >=, 0);
      g_assert_cmpfloat (bits, <=, 8.0 * size);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/passphrase-draft/typing", test_typing);
  g_test_add_func ("/passphrase-draft/limits", test_limits);
  g_test_add_func ("/passphrase-draft/no-secret-property", test_no_secret_property);
  g_test_add_func ("/passphrase-strength/grades", test_strength);
  g_test_add_func ("/passphrase-strength/any-bytes", test_any_bytes);

  return g_test_run ();
}
