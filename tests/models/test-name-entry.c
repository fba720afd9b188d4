/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-name-entry.h"

#include <string.h>

#include "smith-name-note.h"

static const struct
{
  const char *text;
  const char *note;      /* A pattern; NULL for none. */
} notes[] = {
  { "www.example.com", NULL },
  { "example.com", NULL },
  { "*.example.com", NULL },
  { "example.co.uk", NULL },
  { "*.example.co.uk", NULL },
  { "shop.example", NULL },
  { "abc.onion", NULL },
  { "co.uk", "*only its registry*" },
  { "com", "*only its registry*" },
  { "*.co.uk", "*no CA issues a wildcard*" },
  { "*.com", "*no CA issues a wildcard*" },
  { "*.github.io", "*belong to many people*" },
  { "github.io", "*belong to many people*" },
  { "me.github.io", NULL },
  { "xn--55qx5d.cn", "*registry*" },
  { "localhost", "*localhost*own CA*" },
  { "intranet", "*internal*own CA*" },
  { "mailserver", "*without a dot*own CA*" },
  { "printer.local", "*.local*own CA*" },
  { "*.lan", "*.lan*own CA*" },
  { "router.home.arpa", "*.home.arpa*own CA*" },
  { "db.prod.internal", "*.internal*own CA*" },
  { "www.nosuchtld", "*top-level domain*nosuchtld*" },
  { "10.0.0.1", "*private*" },
  { "192.168.1.1", "*private*" },
  { "172.16.0.1", "*private*" },
  { "100.64.0.1", "*private*" },
  { "127.0.0.1", "*private*" },
  { "169.254.1.1", "*private*" },
  { "::1", "*private*" },
  { "fe80::1", "*private*" },
  { "fd00::1", "*private*" },
  { "224.0.0.1", "*group*" },
  { "192.0.2.1", NULL },
  { "2001:db8::1", NULL },
  { "b\303\274cher.de", NULL },
  { "\344\276\213\343\201\210.com", NULL },
  /* A Cyrillic a. */
  { "p\320\260ypal.com", "*different scripts*" },
  { "\320\277\321\200\320\270\320\274\320\265\321\200.com", NULL },
  { "admin@intranet.example", NULL },
  { "https://localhost/", NULL },
};

static void
test_notes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (notes); i++)
    {
      g_autoptr (SmithNameEntry) entry = smith_name_entry_new (notes[i].text);
      g_autofree char *note = NULL;
      g_autofree char *property = NULL;

      g_assert_null (smith_name_entry_get_error (entry));
      note = smith_name_note_for (smith_name_entry_get_alt_name (entry));
      g_object_get (entry, "note", &property, NULL);
      g_assert_cmpstr (note, ==, smith_name_entry_get_note (entry));
      g_assert_cmpstr (note, ==, property);
      if (notes[i].note == NULL && note != NULL)
        g_error ("%s: %s", notes[i].text, note);
      if (notes[i].note != NULL && (note == NULL || !g_pattern_match_simple (notes[i].note, note)))
        g_error ("%s: “%s” is not like “%s”", notes[i].text, note, notes[i].note);
    }
}

static void
test_international (void)
{
  static const struct
  {
    const char *text;
    const char *unicode;
    const char *ascii;
  } cases[] = {
    { "www.example.com", NULL, NULL },
    { "B\303\234CHER.example", "b\303\274cher.example", "xn--bcher-kva.example" },
    { "*.b\303\274cher.example", "*.b\303\274cher.example", "*.xn--bcher-kva.example" },
    { "xn--bcher-kva.example", "b\303\274cher.example", "xn--bcher-kva.example" },
    { "info@b\303\274cher.example", "info@b\303\274cher.example", "info@xn--bcher-kva.example" },
    { "192.0.2.1", NULL, NULL },
    { "not a name", NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SmithNameEntry) entry = smith_name_entry_new (cases[i].text);
      g_autofree char *unicode = NULL;
      g_autofree char *ascii = NULL;

      g_object_get (entry, "unicode", &unicode, "ascii", &ascii, NULL);
      g_assert_cmpstr (unicode, ==, cases[i].unicode);
      g_assert_cmpstr (ascii, ==, cases[i].ascii);
      g_assert_cmpstr (smith_name_entry_get_unicode (entry), ==, cases[i].unicode);
      g_assert_cmpstr (smith_name_entry_get_ascii (entry), ==, cases[i].ascii);
    }
}

static void
test_text (void)
{
  g_autoptr (SmithNameEntry) wrong = smith_name_entry_new (" no_name ");
  g_autoptr (SmithNameEntry) binary = smith_name_entry_new ("\xff");
  g_autoptr (SmithNameEntry) uri = smith_name_entry_new ("URI:urn:x:y");
  g_autoptr (SmithNameEntry) same = smith_name_entry_new_for_alt_name (smith_name_entry_get_alt_name (uri));

  g_assert_cmpstr (smith_name_entry_get_text (wrong), ==, "no_name");
  g_assert_cmpstr (smith_name_entry_get_edit_text (wrong), ==, "no_name");
  g_assert_nonnull (smith_name_entry_get_error (wrong));
  g_assert_null (smith_name_entry_get_note (wrong));
  g_assert_true (g_utf8_validate (smith_name_entry_get_text (binary), -1, NULL));
  g_assert_cmpstr (smith_name_entry_get_edit_text (uri), ==, "URI:urn:x:y");
  g_assert_cmpstr (smith_name_entry_get_text (same), ==, smith_name_entry_get_text (uri));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/name-entry/notes", test_notes);
  g_test_add_func ("/name-entry/international", test_international);
  g_test_add_func ("/name-entry/text", test_text);

  return g_test_run ();
}
