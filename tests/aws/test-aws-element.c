/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-aws-element.h"

#include <string.h>

/* XML as AWS sends it, and as nobody should. */

static SmithAwsElement *
parse (const char  *xml,
       gssize       size,
       GError     **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (xml, size < 0 ? strlen (xml) : (gsize) size);

  return smith_aws_element_parse (bytes, error);
}

static void
test_tree (void)
{
  static const char xml[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<ns:Answer xmlns:ns=\"https://iam.amazonaws.com/doc/2010-05-08/\">\n"
    "  <List><member><Name>one</Name></member><member><Name>two</Name></member></List>\n"
    "  <Text>a &lt;b&gt; &amp; &quot;c&quot; &#xe4;<![CDATA[<d>&amp;]]></Text><Empty/>\n"
    "</ns:Answer>\n";
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithAwsElement) root = parse (xml, -1, &error);
  g_autoptr (SmithAwsElement) again = NULL;
  SmithAwsElement *list;

  g_assert_no_error (error);
  again = smith_aws_element_ref (root);
  g_assert_cmpstr (smith_aws_element_get_name (root), ==, "Answer");
  g_assert_cmpuint (smith_aws_element_get_n_children (root), ==, 3);
  list = smith_aws_element_find (root, "List");
  g_assert_cmpuint (smith_aws_element_get_n_children (list), ==, 2);
  g_assert_cmpstr (smith_aws_element_find_text (smith_aws_element_get_child (list, 1), "Name"), ==, "two");
  g_assert_cmpstr (smith_aws_element_find_text (root, "List/member/Name"), ==, "one");
  g_assert_cmpstr (smith_aws_element_find_text (root, "Text"), ==, "a <b> & \"c\" ä<d>&amp;");
  g_assert_cmpstr (smith_aws_element_find_text (root, "Empty"), ==, "");
  g_assert_cmpstr (smith_aws_element_get_text (smith_aws_element_find (root, "Empty")), ==, "");
  g_assert_null (smith_aws_element_find (root, "Missing"));
  g_assert_null (smith_aws_element_find (root, "Text/Missing"));
  g_assert_null (smith_aws_element_find_text (root, "List/other/Name"));
}

static void
test_hostile (void)
{
  static const struct
  {
    const char *xml;
    gssize      size;
  } rows[] =
  {
    { "", -1 },
    { "   ", -1 },
    { "no XML at all", -1 },
    { "<", -1 },
    { "<a>", -1 },
    { "<a></b>", -1 },
    { "<a/><b/>", -1 },
    { "<a>&unknown;</a>", -1 },
    { "<a>&#0;</a>", -1 },
    { "<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><a>&e;</a>", -1 },
    { "<!DOCTYPE a [<!ENTITY x \"xxxxxxxxxx\"><!ENTITY y \"&x;&x;&x;\">]><a>&y;</a>", -1 },
    { "<a>\xff\xfe</a>", -1 },
    { "<a>\0</a>", 8 },
    { "<a b='1' b='2'></a", -1 },
    { "<?xml version='1.0'?>", -1 },
    { "<!-- only a remark -->", -1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      SmithAwsElement *root = parse (rows[i].xml, rows[i].size, &error);

      if (root != NULL)
        g_error ("This was taken for XML: %s", rows[i].xml);
      g_assert_nonnull (error);
      g_assert_true (error->domain == G_MARKUP_ERROR);
    }
}

static void
test_limits (void)
{
  g_autoptr (GString) deep = g_string_new (NULL);
  g_autoptr (GString) wide = g_string_new ("<a>");
  g_autoptr (GString) fair = g_string_new ("<a>");
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithAwsElement) root = NULL;

  for (guint i = 0; i < 200000; i++)
    g_string_append (deep, "<a>");
  g_assert_null (parse (deep->str, -1, &error));
  g_assert_error (error, G_MARKUP_ERROR, G_MARKUP_ERROR_INVALID_CONTENT);
  g_clear_error (&error);

  for (guint i = 0; i < 200000; i++)
    g_string_append (wide, "<b/>");
  g_string_append (wide, "</a>");
  g_assert_null (parse (wide->str, -1, &error));
  g_assert_error (error, G_MARKUP_ERROR, G_MARKUP_ERROR_INVALID_CONTENT);
  g_clear_error (&error);

  for (guint i = 0; i < 50000; i++)
    g_string_append (fair, "<b/>");
  g_string_append (fair, "</a>");
  root = parse (fair->str, -1, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (smith_aws_element_get_n_children (root), ==, 50000);
}

/* Whatever is cut off or overwritten, nothing crashes and an error says so or a tree comes out. */
static void
test_damaged (void)
{
  static const char xml[] =
    "<?xml version=\"1.0\"?><Answer xmlns=\"x\"><List><member a='b'>&amp;<![CDATA[x]]></member></List><!-- y --></Answer>";
  const gsize size = sizeof xml - 1;
  g_autoptr (GRand) random = g_rand_new_with_seed (1);

  for (gsize i = 0; i < size; i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (parse (xml, (gssize) i, &error));
      g_assert_nonnull (error);
    }
  for (guint round = 0; round < 20000; round++)
    {
      g_autofree char *copy = g_memdup2 (xml, size);
      g_autoptr (GError) error = NULL;
      g_autoptr (SmithAwsElement) root = NULL;

      for (int n = g_rand_int_range (random, 1, 4); n > 0; n--)
        copy[g_rand_int_range (random, 0, (gint32) size)] = (char) g_rand_int_range (random, 0, 256);
      root = parse (copy, (gssize) size, &error);
      g_assert_true ((root == NULL) == (error != NULL));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/aws-element/tree", test_tree);
  g_test_add_func ("/aws-element/hostile", test_hostile);
  g_test_add_func ("/aws-element/limits", test_limits);
  g_test_add_func ("/aws-element/damaged", test_damaged);

  return g_test_run ();
}
