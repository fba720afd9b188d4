/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-profile-list.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "smith-test.h"

typedef struct
{
  char             *folder;
  char             *path;
  SmithProfileList *list;
} Fixture;

static gboolean
is_quiet (gpointer list)
{
  return !smith_profile_list_get_loading (list) && !smith_profile_list_get_saving (list);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->folder = smith_test_make_folder ();
  fixture->path = g_build_filename (fixture->folder, "profiles.ini", NULL);
  fixture->list = smith_profile_list_new (fixture->folder);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  smith_test_wait_until (is_quiet, fixture->list);
  smith_test_unref_and_wait (fixture->list);
  smith_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

/* What is on disk, read by a list of its own. */
static void
reload (Fixture *fixture)
{
  smith_test_wait_until (is_quiet, fixture->list);
  g_assert_null (smith_profile_list_get_problem (fixture->list));
  g_object_unref (fixture->list);
  fixture->list = smith_profile_list_new (fixture->folder);
  smith_test_wait_until (is_quiet, fixture->list);
}

static void
assert_list (Fixture    *fixture,
             const char *expected)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (fixture->list)); i++)
    {
      g_autoptr (SmithProfile) profile = g_list_model_get_item (G_LIST_MODEL (fixture->list), i);

      g_string_append_printf (text, "%s%s (%s)", i > 0 ? "; " : "", smith_profile_get_name (profile),
                              smith_profile_get_summary (profile));
    }
  g_assert_cmpstr (text->str, ==, expected);
}

static SmithRequestDraft *
make_draft (const char *organization)
{
  SmithRequestDraft *draft = smith_request_draft_new ();

  smith_request_draft_add_names (draft, "www.example.com");
  smith_request_draft_set_field (draft, SMITH_REQUEST_FIELD_ORGANIZATION, organization);
  smith_request_draft_set_field (draft, SMITH_REQUEST_FIELD_COUNTRY, "de");
  smith_request_draft_add_extra (draft, "OU", "One; two");
  smith_request_draft_add_extra (draft, "OU", "M\303\274nchen = \\n [x]");

  return draft;
}

static void
test_keep (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (SmithRequestDraft) draft = make_draft ("Example");
  g_autoptr (SmithRequestDraft) next = smith_request_draft_new ();
  g_autoptr (SmithExtensions) asked = smith_extensions_new ();
  g_autoptr (SmithSecret) challenge = smith_secret_new_string ("never written");
  g_autoptr (SmithName) before = NULL;
  g_autoptr (SmithName) after = NULL;
  g_autofree char *text = NULL;
  g_autofree char *name = NULL;
  g_autofree char *summary = NULL;
  SmithProfile *profile;
  struct stat information;

  asked->key_usage = SMITH_KEY_USAGE_DIGITAL_SIGNATURE | SMITH_KEY_USAGE_DECIPHER_ONLY | SMITH_KEY_USAGE_KEY_AGREEMENT;
  asked->extended_key_usages = g_strsplit ("serverAuth 1.2.3.4", " ", -1);
  asked->must_staple = TRUE;
  asked->is_ca = TRUE;
  asked->path_length = 2;
  asked->permitted_names = g_strsplit ("DNS:a.example IP:10.0.0.0/8", " ", -1);
  asked->excluded_names = g_strsplit ("DNS:b.a.example", " ", -1);
  asked->crl_urls = g_strsplit ("http://a.example/x;y", " ", -1);
  asked->ocsp_urls = g_strsplit ("http://a.example/o", " ", -1);
  asked->issuer_urls = g_strsplit ("http://a.example/i", " ", -1);
  smith_request_draft_set_extensions (draft, asked);
  smith_request_draft_set_digest (draft, "SHA384");
  smith_request_draft_set_challenge (draft, challenge);
  /* Added before the list is read: nothing gets lost. */
  g_assert_true (smith_profile_list_get_loading (fixture->list));
  smith_profile_list_add (fixture->list, "  Work [1] ", draft);
  reload (fixture);

  assert_list (fixture, "Work [1] (Example, One; two, M\303\274nchen = \\n [x], DE)");
  profile = smith_profile_list_find (fixture->list, "WORK [1]");
  g_assert_true (smith_extensions_equal (smith_profile_get_extensions (profile), asked));
  g_assert_cmpstr (smith_profile_get_digest (profile), ==, "SHA384");
  g_assert_true (smith_profile_get_use_common_name (profile));
  g_assert_cmpuint (g_strv_length ((char **) smith_profile_get_attributes (profile)), ==, 8);
  g_object_get (profile, "name", &name, "summary", &summary, NULL);
  g_assert_cmpstr (name, ==, "Work [1]");
  g_assert_cmpstr (summary, ==, smith_profile_get_summary (profile));

  smith_request_draft_add_names (next, "www.example.com");
  smith_request_draft_set_field (next, SMITH_REQUEST_FIELD_STATE, "gone");
  smith_request_draft_apply_profile (next, profile);
  before = smith_request_draft_dup_subject (draft, NULL);
  after = smith_request_draft_dup_subject (next, NULL);
  g_assert_cmpstr (smith_name_get_rfc4514 (after), ==, smith_name_get_rfc4514 (before));
  g_assert_true (smith_extensions_equal (smith_request_draft_get_extensions (next), asked));
  g_assert_cmpstr (smith_request_draft_get_digest (next), ==, "SHA384");
  g_assert_null (smith_request_draft_get_challenge (next));

  g_assert_true (g_file_get_contents (fixture->path, &text, NULL, NULL));
  g_assert_null (strstr (text, "never written"));
  g_assert_cmpint (stat (fixture->path, &information), ==, 0);
  g_assert_true (S_ISREG (information.st_mode));
}

static void
test_change (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (SmithRequestDraft) a = make_draft ("Alpha");
  g_autoptr (SmithRequestDraft) b = make_draft ("Beta");
  g_autoptr (SmithRequestDraft) plain = smith_request_draft_new ();
  g_autoptr (SmithProfile) removed = NULL;
  g_autoptr (SmithProfile) replaced = NULL;
  SmithProfile *next;

  smith_test_wait_until (is_quiet, fixture->list);
  smith_profile_list_add (fixture->list, "B", b);
  smith_profile_list_add (fixture->list, "A", a);
  smith_profile_list_add (fixture->list, "C", plain);
  g_assert_true (smith_profile_list_get_saving (fixture->list));
  assert_list (fixture, "A (Alpha, One; two, M\303\274nchen = \\n [x], DE); B (Beta, One; two, M\303\274nchen = \\n [x], DE); C ()");

  smith_profile_list_rename (fixture->list, smith_profile_list_find (fixture->list, "A"), " Z ");
  replaced = g_object_ref (smith_profile_list_find (fixture->list, "B"));
  next = smith_profile_list_update (fixture->list, replaced, plain);
  g_assert_true (smith_profile_list_find (fixture->list, "B") == next);
  g_assert_null (smith_profile_get_extensions (next));
  assert_list (fixture, "B (); C (); Z (Alpha, One; two, M\303\274nchen = \\n [x], DE)");
  reload (fixture);
  assert_list (fixture, "B (); C (); Z (Alpha, One; two, M\303\274nchen = \\n [x], DE)");

  removed = g_object_ref (smith_profile_list_find (fixture->list, "Z"));
  smith_profile_list_remove (fixture->list, removed);
  smith_profile_list_remove (fixture->list, removed);
  reload (fixture);
  assert_list (fixture, "B (); C ()");

  /* Undone, also when somebody took the name in between. */
  smith_profile_list_add (fixture->list, "z", plain);
  smith_profile_list_restore (fixture->list, removed);
  smith_profile_list_restore (fixture->list, removed);
  reload (fixture);
  assert_list (fixture, "B (); C (); Z 2 (Alpha, One; two, M\303\274nchen = \\n [x], DE); z ()");
}

static void
test_names (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *long_name = g_strnfill (101, 'x');
  g_autoptr (SmithRequestDraft) draft = smith_request_draft_new ();
  SmithProfile *profile = smith_profile_list_add (fixture->list, "Work", draft);
  const char *wrong[] = { "", "  ", "work", " WORK ", "a\nb", "\xff", long_name };
  g_autofree char *own = smith_profile_list_check_name (fixture->list, "work", profile);
  g_autofree char *fine = smith_profile_list_check_name (fixture->list, "Home", NULL);

  g_assert_null (own);
  g_assert_null (fine);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autofree char *problem = smith_profile_list_check_name (fixture->list, wrong[i], NULL);

      g_assert_nonnull (problem);
    }
}

static void
test_last (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (SmithRequestDraft) used = make_draft ("Example");
  g_autoptr (SmithRequestDraft) early = smith_request_draft_new ();
  g_autoptr (SmithRequestDraft) touched = smith_request_draft_new ();
  g_autoptr (SmithRequestDraft) late = smith_request_draft_new ();
  g_autoptr (SmithExtensions) asked = smith_extensions_new ();
  SmithProfile *last;

  asked->is_ca = TRUE;
  smith_request_draft_set_extensions (used, asked);
  smith_test_wait_until (is_quiet, fixture->list);
  g_assert_null (smith_profile_list_get_last (fixture->list));
  smith_request_draft_apply_last (late, fixture->list);
  g_assert_cmpstr (smith_request_draft_get_field (late, SMITH_REQUEST_FIELD_ORGANIZATION), ==, "");

  smith_profile_list_remember (fixture->list, used);
  reload (fixture);
  assert_list (fixture, "");
  last = smith_profile_list_get_last (fixture->list);
  g_assert_cmpstr (smith_profile_get_name (last), ==, "");
  /* Who once made an authority does not make one unseen the next time. */
  g_assert_null (smith_profile_get_extensions (last));
  /* The same again is no change. */
  smith_profile_list_remember (fixture->list, used);
  g_assert_false (smith_profile_list_get_saving (fixture->list));

  g_object_unref (fixture->list);
  fixture->list = smith_profile_list_new (fixture->folder);
  smith_request_draft_add_names (early, "www.example.com");
  smith_request_draft_apply_last (early, fixture->list);
  smith_request_draft_apply_last (touched, fixture->list);
  smith_request_draft_set_field (touched, SMITH_REQUEST_FIELD_LOCALITY, "Leipzig");
  smith_test_wait_until (is_quiet, fixture->list);
  smith_request_draft_apply_last (late, fixture->list);
  g_assert_cmpstr (smith_request_draft_get_field (early, SMITH_REQUEST_FIELD_ORGANIZATION), ==, "Example");
  g_assert_cmpuint (g_list_model_get_n_items (smith_request_draft_get_names (early)), ==, 1);
  g_assert_cmpstr (smith_request_draft_get_field (late, SMITH_REQUEST_FIELD_ORGANIZATION), ==, "Example");
  g_assert_cmpstr (smith_request_draft_get_field (touched, SMITH_REQUEST_FIELD_ORGANIZATION), ==, "");
}

/* Damaged: put aside, said, and never written over. */
static void
test_damaged (void)
{
  g_autofree char *folder = smith_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "profiles.ini", NULL);
  g_autofree char *aside = g_build_filename (folder, "profiles.ini.damaged", NULL);
  g_autofree char *text = NULL;
  g_autofree char *problem = NULL;
  g_autoptr (SmithRequestDraft) draft = smith_request_draft_new ();
  SmithProfileList *list;

  g_assert_true (g_file_set_contents (path, "what is this", -1, NULL));
  list = smith_profile_list_new (folder);
  smith_test_wait_until (is_quiet, list);
  g_object_get (list, "problem", &problem, NULL);
  g_assert_nonnull (strstr (problem, "profiles.ini.damaged"));
  g_assert_true (g_file_get_contents (aside, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "what is this");
  smith_profile_list_add (list, "A", draft);
  smith_test_wait_until (is_quiet, list);
  g_assert_null (smith_profile_list_get_problem (list));
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  smith_test_unref_and_wait (list);
  smith_test_remove_folder (folder);
}

/* Written by hand: what is no profile, or has half a pair, does no harm. */
static void
test_by_hand (void)
{
  g_autofree char *folder = smith_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "profiles.ini", NULL);
  g_autoptr (SmithRequestDraft) draft = smith_request_draft_new ();
  SmithProfileList *list;
  SmithProfile *profile;

  g_assert_true (g_file_set_contents (path,
                                      "[profile-1]\nname=A\nsubject=O;Example;OU\ndigest=MD5\nextensions=maybe\n"
                                      "[profile-2]\nname=a\n[profile-3]\nsubject=O;x\n[profile-4]\nname=\n[other]\nname=B\n"
                                      "[profile-5]\nname=C\nsubject=NOSUCH;x;C;Atlantis\n", -1, NULL));
  list = smith_profile_list_new (folder);
  smith_test_wait_until (is_quiet, list);
  g_assert_null (smith_profile_list_get_problem (list));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 2);
  profile = smith_profile_list_find (list, "A");
  g_assert_cmpstr (smith_profile_get_digest (profile), ==, "SHA256");
  g_assert_cmpuint (g_strv_length ((char **) smith_profile_get_attributes (profile)), ==, 2);
  smith_request_draft_apply_profile (draft, smith_profile_list_find (list, "C"));
  g_assert_nonnull (smith_request_draft_get_field_error (draft, SMITH_REQUEST_FIELD_COUNTRY));
  smith_test_unref_and_wait (list);
  smith_test_remove_folder (folder);
}

/* A folder that cannot be made: the list goes on, and says what is wrong. */
static void
test_no_folder (void)
{
  g_autofree char *base = smith_test_make_folder ();
  g_autofree char *file = g_build_filename (base, "file", NULL);
  g_autofree char *folder = g_build_filename (file, "library", NULL);
  g_autoptr (SmithRequestDraft) draft = smith_request_draft_new ();
  SmithProfileList *list;

  g_assert_true (g_file_set_contents (file, "", -1, NULL));
  list = smith_profile_list_new (folder);
  smith_profile_list_add (list, "A", draft);
  smith_test_wait_until (is_quiet, list);
  g_assert_nonnull (strstr (smith_profile_list_get_problem (list), "could not be saved"));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 1);
  smith_test_unref_and_wait (list);
  smith_test_remove_folder (base);
}

static void
test_for_library (void)
{
  g_autofree char *folder = smith_test_make_folder ();
  SmithLibrary *library = smith_library_new (folder);
  SmithProfileList *list = smith_profile_list_for_library (library);
  g_autofree char *path = g_build_filename (folder, "profiles.ini", NULL);
  g_autoptr (SmithRequestDraft) draft = smith_request_draft_new ();

  g_assert_true (smith_profile_list_for_library (library) == list);
  smith_profile_list_add (list, "A", draft);
  smith_test_wait_until (is_quiet, list);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  smith_test_unref_and_wait (library);
  smith_test_remove_folder (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/profile-list/keep", Fixture, NULL, set_up, test_keep, tear_down);
  g_test_add ("/profile-list/change", Fixture, NULL, set_up, test_change, tear_down);
  g_test_add ("/profile-list/names", Fixture, NULL, set_up, test_names, tear_down);
  g_test_add ("/profile-list/last", Fixture, NULL, set_up, test_last, tear_down);
  g_test_add_func ("/profile-list/damaged", test_damaged);
  g_test_add_func ("/profile-list/by-hand", test_by_hand);
  g_test_add_func ("/profile-list/no-folder", test_no_folder);
  g_test_add_func ("/profile-list/for-library", test_for_library);

  return g_test_run ();
}
