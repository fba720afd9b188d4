/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-section.h"

static void
test_section (void)
{
  g_autoptr (SmithSection) section = smith_section_new ("Subject", "Whom it is for");
  g_autoptr (SmithSection) bare = smith_section_new ("Subject", NULL);
  GListModel *fields = smith_section_get_fields (section);
  g_autoptr (SmithField) field = NULL;

  g_assert_cmpstr (smith_section_get_title (section), ==, "Subject");
  g_assert_cmpstr (smith_section_get_subtitle (section), ==, "Whom it is for");
  g_assert_null (smith_section_get_subtitle (bare));
  g_assert_true (g_list_model_get_item_type (fields) == SMITH_TYPE_FIELD);

  smith_section_append (section, "Common name", "example.com", FALSE);
  smith_section_append (section, "Unit", NULL, FALSE);
  smith_section_append (section, "Locality", "", FALSE);
  smith_section_append (section, "Serial", "01AB", TRUE);
  g_assert_cmpuint (g_list_model_get_n_items (fields), ==, 2);
  field = g_list_model_get_item (fields, 1);
  g_assert_cmpstr (smith_field_get_label (field), ==, "Serial");
  g_assert_cmpstr (smith_field_get_value (field), ==, "01AB");
  g_assert_true (smith_field_get_monospace (field));
}

static void
test_field (void)
{
  g_autoptr (SmithField) field = smith_field_new ("Label", "two\nlines", FALSE);

  g_assert_cmpstr (smith_field_get_label (field), ==, "Label");
  g_assert_cmpstr (smith_field_get_value (field), ==, "two\nlines");
  g_assert_false (smith_field_get_monospace (field));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/section/section", test_section);
  g_test_add_func ("/section/field", test_field);

  return g_test_run ();
}
