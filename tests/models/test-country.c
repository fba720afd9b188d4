/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-country.h"

#include <string.h>

/* The time zone database brings ISO 3166-1 along: every system has it. */
#define TABLE "/usr/share/zoneinfo/iso3166.tab"

static void
test_table (void)
{
  g_autofree char *table = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) codes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents (TABLE, &table, NULL, &error))
    {
      g_test_skip ("No " TABLE " on this machine");
      return;
    }

  lines = g_strsplit (table, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (strlen (lines[i]) > 2 && lines[i][0] != '#')
        g_hash_table_add (codes, g_strndup (lines[i], 2));
    }
  g_assert_cmpuint (g_hash_table_size (codes), >=, 249);
  /* Reserved for "none of them" by the CA/Browser Forum; no country. */
  g_hash_table_add (codes, g_strdup ("XX"));

  for (char a = 'A'; a <= 'Z'; a++)
    {
      for (char b = 'A'; b <= 'Z'; b++)
        {
          const char text[] = { a, b, '\0' };
          g_autofree char *problem = NULL;
          g_autofree char *code = smith_country_normalize (text, &problem);

          g_test_message ("%s", text);
          g_assert_cmpint (code != NULL, ==, g_hash_table_contains (codes, text));
          g_assert_cmpint (code == NULL, ==, problem != NULL);
        }
    }
}

static void
test_text (void)
{
  static const struct
  {
    const char *text;
    const char *code;
    const char *problem;
  } cases[] = {
    { "de", "DE", NULL },
    { " us ", "US", NULL },
    { "UK", NULL, "*GB*" },
    { "usa", NULL, "*US*" },
    { "Germany", NULL, "Two letters*" },
    { "D", NULL, "Two letters*" },
    { "4A", NULL, "Two letters*" },
    { "\303\204\303\226", NULL, "Two letters*" },
    { "QQ", NULL, "No country*" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *problem = NULL;
      g_autofree char *code = smith_country_normalize (cases[i].text, &problem);

      g_assert_cmpstr (code, ==, cases[i].code);
      if (cases[i].problem == NULL)
        g_assert_null (problem);
      else
        g_assert_true (g_pattern_match_simple (cases[i].problem, problem));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/country/table", test_table);
  g_test_add_func ("/country/text", test_text);

  return g_test_run ();
}
