/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-country-list.h"

#include <locale.h>
#include <string.h>

#include <glib/gstdio.h>

#include "smith-test.h"

#define TABLE "/usr/share/iso-codes/json/iso_3166-1.json"

static gboolean
is_loaded (gpointer list)
{
  return !smith_country_list_get_loading (list);
}

/* What Python reads in iso-codes: "code<tab>name" by lines, translated. */
static char *
read_table (const char *language)
{
  const char *argv[] = {
    "/usr/bin/python3", "-c",
    "import gettext, json, sys\n"
    "t = gettext.translation('iso_3166-1', languages=[sys.argv[1]], fallback=True)\n"
    "for c in sorted(json.load(open('" TABLE "'))['3166-1'], key=lambda c: c['alpha_2']):\n"
    "    print(c['alpha_2'], t.gettext(c.get('common_name', c['name'])), sep='\t')\n", language, NULL
  };

  return smith_test_run (argv, NULL, NULL);
}

static int
compare_lines (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

/* The process has one language: each is a test of its own, in a process of its own. */
static void
test_names (gconstpointer data)
{
  const char *language = data;
  g_autoptr (SmithCountryList) list = NULL;
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *expected = NULL;
  g_autofree char *joined = NULL;
  g_autofree char *before = NULL;

  if (!g_file_test (TABLE, G_FILE_TEST_EXISTS))
    {
      g_test_skip ("iso-codes is not installed");
      return;
    }
  if (!g_test_subprocess ())
    {
      g_setenv ("LANGUAGE", language, TRUE);
      g_test_trap_subprocess (NULL, 0, 0);
      g_test_trap_assert_passed ();
      return;
    }

  setlocale (LC_ALL, "");
  list = smith_country_list_new (NULL);
  g_assert_true (smith_country_list_get_loading (list));
  smith_test_wait_until (is_loaded, list);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++)
    {
      g_autoptr (SmithCountry) country = g_list_model_get_item (G_LIST_MODEL (list), i);
      const char *name = smith_country_get_name (country);

      g_assert_true (before == NULL || g_utf8_collate (before, name) <= 0);
      g_free (before);
      before = g_strdup (name);
      g_ptr_array_add (lines, g_strdup_printf ("%s\t%s", smith_country_get_code (country), name));
    }
  g_ptr_array_sort (lines, compare_lines);
  g_ptr_array_add (lines, NULL);
  joined = g_strjoinv ("\n", (char **) lines->pdata);
  expected = read_table (language);
  g_assert_cmpstr (joined, ==, g_strchomp (expected));
}

static void
test_find (void)
{
  SmithCountryList *list = smith_country_list_get_default ();
  SmithCountry *country;
  guint position = 0;
  g_autoptr (SmithCountry) same = NULL;
  g_autofree char *code = NULL;
  g_autofree char *name = NULL;
  g_autofree char *label = NULL;

  g_assert_true (list == smith_country_list_get_default ());
  smith_test_wait_until (is_loaded, list);
  g_assert_true (g_list_model_get_item_type (G_LIST_MODEL (list)) == SMITH_TYPE_COUNTRY);
  country = smith_country_list_find (list, " gb ", &position);
  g_assert_cmpstr (smith_country_get_code (country), ==, "GB");
  same = g_list_model_get_item (G_LIST_MODEL (list), position);
  g_assert_true (same == country);
  g_object_get (country, "code", &code, "name", &name, "label", &label, NULL);
  g_assert_cmpstr (label, ==, smith_country_get_label (country));
  g_assert_nonnull (strstr (label, code));
  g_assert_nonnull (strstr (label, name));
  g_assert_true (smith_country_list_find (list, name, NULL) == country);
  g_assert_null (smith_country_list_find (list, "Atlantis", NULL));
  g_assert_null (smith_country_list_find (list, "", NULL));
  g_assert_null (smith_country_list_find (list, "\xff", NULL));
}

/* Without iso-codes, or with one that is damaged, there are the codes. */
static void
test_fallback (void)
{
  static const char * const contents[] = {
    NULL, "", "{", "[]", "{}", "{\"3166-1\": {}}", "{\"3166-1\": [1, {}, {\"alpha_2\": 3, \"name\": []}]}",
  };
  g_autofree char *folder = smith_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "iso_3166-1.json", NULL);
  g_auto (GStrv) codes = smith_country_dup_codes ();

  for (guint i = 0; i < G_N_ELEMENTS (contents); i++)
    {
      g_autoptr (SmithCountryList) list = NULL;
      g_autoptr (SmithCountry) last = NULL;

      if (contents[i] != NULL)
        g_assert_true (g_file_set_contents (path, contents[i], -1, NULL));
      list = smith_country_list_new (path);
      smith_test_wait_until (is_loaded, list);
      g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, g_strv_length (codes));
      g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 249);
      last = g_list_model_get_item (G_LIST_MODEL (list), 248);
      g_assert_cmpstr (smith_country_get_label (last), ==, "ZW");
      g_assert_cmpstr (smith_country_get_name (smith_country_list_find (list, "de", NULL)), ==, "DE");
    }
  smith_test_remove_folder (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/country-list/names/en", "en", test_names);
  g_test_add_data_func ("/country-list/names/de", "de", test_names);
  g_test_add_data_func ("/country-list/names/ja", "ja", test_names);
  g_test_add_func ("/country-list/find", test_find);
  g_test_add_func ("/country-list/fallback", test_fallback);

  return g_test_run ();
}
