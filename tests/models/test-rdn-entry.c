/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-rdn-entry.h"

#include <string.h>

#include "smith-name.h"
#include "smith-rdn-attribute-private.h"

static void
count_cb (guint *count)
{
  (*count)++;
}

static void
test_value (void)
{
  g_autoptr (SmithRdnEntry) entry = smith_rdn_entry_new ("jurisdictionC", NULL);
  g_autofree char *title = NULL;
  g_autofree char *attribute = NULL;
  g_autofree char *error = NULL;
  guint n_values = 0;
  guint n_errors = 0;

  g_signal_connect_swapped (entry, "notify::value", G_CALLBACK (count_cb), &n_values);
  g_signal_connect_swapped (entry, "notify::error", G_CALLBACK (count_cb), &n_errors);
  g_assert_cmpstr (smith_rdn_entry_get_value (entry), ==, "");
  g_assert_null (smith_rdn_entry_get_final_value (entry));
  g_assert_null (smith_rdn_entry_get_error (entry));

  smith_rdn_entry_set_value (entry, "Delaware");
  g_assert_cmpstr (smith_rdn_entry_get_value (entry), ==, "Delaware");
  g_assert_null (smith_rdn_entry_get_final_value (entry));
  g_assert_nonnull (smith_rdn_entry_get_error (entry));
  g_object_set (entry, "value", " us ", NULL);
  g_assert_cmpstr (smith_rdn_entry_get_final_value (entry), ==, "US");
  smith_rdn_entry_set_value (entry, " us ");
  g_assert_cmpuint (n_values, ==, 2);
  g_assert_cmpuint (n_errors, ==, 2);

  g_object_get (entry, "attribute", &attribute, "title", &title, "error", &error, NULL);
  g_assert_cmpstr (attribute, ==, smith_rdn_entry_get_attribute (entry));
  g_assert_cmpstr (title, ==, "Jurisdiction: country");
  g_assert_cmpstr (title, ==, smith_rdn_entry_get_title (entry));
  g_assert_null (error);
}

/* Every row that is offered is an attribute for OpenSSL, has a place in the order, and a title that nobody else has. */
static void
test_rows (void)
{
  g_autoptr (GHashTable) titles = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < smith_rdn_attribute_get_n_rows (); i++)
    {
      const char *nick = smith_rdn_attribute_get_nick (i);
      const char *hint = smith_rdn_attribute_get_hint (i);
      g_autoptr (GError) error = NULL;
      const char *value = strchr (nick, 'C') != NULL && strlen (nick) > 2 ? "DE" : strcmp (nick, "C") == 0 ? "DE" : "x1";

      g_assert_true (g_hash_table_add (titles, (gpointer) smith_rdn_attribute_get_title (i)));
      g_assert_cmpstr (smith_rdn_attribute_title (nick), ==, smith_rdn_attribute_get_title (i));
      g_assert_true (hint == NULL || *hint != '\0');
      g_assert_cmpuint (smith_rdn_attribute_get_rank (nick), <, smith_rdn_attribute_get_rank ("1.2.3.4"));
      smith_name_check_attribute (nick, value, &error);
      g_assert_no_error (error);
    }
  g_assert_cmpstr (smith_rdn_attribute_title ("1.2.3.4"), ==, "1.2.3.4");
  /* The table of the Baseline Requirements, 7.1.4.2. */
  g_assert_cmpuint (smith_rdn_attribute_get_rank ("DC"), <, smith_rdn_attribute_get_rank ("C"));
  g_assert_cmpuint (smith_rdn_attribute_get_rank ("L"), <, smith_rdn_attribute_get_rank ("O"));
  g_assert_cmpuint (smith_rdn_attribute_get_rank ("O"), <, smith_rdn_attribute_get_rank ("OU"));
  g_assert_cmpuint (smith_rdn_attribute_get_rank ("OU"), <, smith_rdn_attribute_get_rank ("CN"));
}

static void
test_normalize (void)
{
  static const struct
  {
    const char *attribute;
    const char *text;
    const char *value;
    gboolean    wrong;
  } cases[] = {
    { "OU", "  Web ", "Web", FALSE },
    { "OU", "  ", NULL, FALSE },
    { "OU", "a\nb", NULL, TRUE },
    { "OU", "\xff", NULL, TRUE },
    { "C", "de", "DE", FALSE },
    { "C", "UK", NULL, TRUE },
    { "serialNumber", "HRB 123", "HRB 123", FALSE },
    { "serialNumber", "HRB_123", NULL, TRUE },
    { "emailAddress", "a@B\303\234CHER.example", "a@xn--bcher-kva.example", FALSE },
    { "emailAddress", "nobody", NULL, TRUE },
    { "DC", "example.com", NULL, TRUE },
    { "1.2.3.4", "any", "any", FALSE },
    { "NOSUCH", "any", NULL, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *problem = NULL;
      g_autofree char *value = smith_rdn_attribute_normalize (cases[i].attribute, cases[i].text, &problem);

      g_assert_cmpstr (value, ==, cases[i].value);
      g_assert_cmpint (problem != NULL, ==, cases[i].wrong);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/rdn-entry/value", test_value);
  g_test_add_func ("/rdn-entry/rows", test_rows);
  g_test_add_func ("/rdn-entry/normalize", test_normalize);

  return g_test_run ();
}
