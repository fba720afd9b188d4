/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "material.h"

#include <string.h>

#include "smith-bundle.h"
#include "smith-import-plan.h"
#include "smith-import-reader.h"
#include "smith-test.h"

/* What comes in: names of fixtures. */
static GPtrArray *
find (const char *names)
{
  g_auto (GStrv) list = g_strsplit (names, " ", -1);
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func ((GDestroyNotify) smith_import_problem_free);
  GPtrArray *found = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; list[i] != NULL; i++)
    {
      g_autofree char *path = material_path (list[i]);

      g_ptr_array_add (files, g_file_new_for_path (path));
    }
  g_assert_true (smith_import_read_files (files, NULL, NULL, NULL, found, problems, NULL, NULL));
  g_assert_cmpuint (problems->len, ==, 0);

  return found;
}

static void
add_identity (GPtrArray  *library,
              const char *id,
              const char *key,
              const char *certificate,
              const char *chain)
{
  g_autoptr (SmithIdentityEdit) edit = smith_identity_edit_new ();
  g_autoptr (SmithIdentityData) nothing = smith_identity_data_new (id, id);
  SmithIdentityData *data;

  if (key != NULL)
    {
      g_autoptr (SmithKey) parsed = material_key (key);

      smith_identity_edit_set_key (edit, parsed, NULL);
    }
  if (certificate != NULL)
    {
      g_autoptr (SmithCertificate) parsed = material_certificate (certificate);
      g_autoptr (GPtrArray) links = chain != NULL ? material_chain_array (chain) : NULL;

      smith_identity_edit_set_certificate (edit, parsed, links);
    }
  data = smith_identity_edit_apply (edit, nothing, NULL);
  g_assert_nonnull (data);
  g_ptr_array_add (library, data);
}

static GPtrArray *
make_library (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) smith_identity_data_unref);
}

/* Of several identities with the same key the one in front of the person is asked. */
static void
test_current (void)
{
  g_autoptr (GPtrArray) library = make_library ();
  g_autoptr (GPtrArray) found = find ("rsa-leaf.crt rsa-two.crt");
  const char *ids[] = { "first", "second", NULL };

  add_identity (library, "first", "rsa-leaf", NULL, NULL);
  add_identity (library, "second", "rsa-leaf", NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr (SmithImportPlan) plan = smith_import_plan_new (found, library, ids[i]);
      SmithImportStep *step;

      g_assert_cmpuint (plan->steps->len, ==, 1);
      step = plan->steps->pdata[0];
      g_assert_cmpstr (step->identity_id, ==, ids[i] != NULL ? ids[i] : "first");
      g_assert_cmpint (step->edit->what, ==, SMITH_IDENTITY_EDIT_CERTIFICATE);
      g_assert_cmpuint (step->edit->chain->len, ==, 1);
    }
}

/* What is in a chain already, in any order, with or without a place in it, is not lost by what comes to it. */
static void
test_chain_keeps (void)
{
  g_autoptr (GPtrArray) library = make_library ();
  g_autoptr (GPtrArray) found = find ("rsa-two.crt");
  g_autoptr (SmithImportPlan) plan = NULL;
  SmithImportStep *step;

  add_identity (library, "www", "rsa-leaf", "rsa-leaf", "ec-two,rsa-root,rsa-one");
  plan = smith_import_plan_new (found, library, "www");
  g_assert_cmpuint (plan->steps->len, ==, 1);
  step = plan->steps->pdata[0];
  g_assert_cmpstr (step->identity_id, ==, "www");
  g_assert_cmpuint (step->edit->chain->len, ==, 4);
  {
    g_autoptr (GPtrArray) expected = material_chain_array ("rsa-two,rsa-one,rsa-root,ec-two");

    for (guint i = 0; i < 4; i++)
      g_assert_true (smith_certificate_equal (expected->pdata[i], step->edit->chain->pdata[i]));
  }
}

/* An authority of one's own: its certificate belongs to its key, and to the chains of what it signed. */
static void
test_own_authority (void)
{
  g_autoptr (GPtrArray) library = make_library ();
  g_autoptr (GPtrArray) found = find ("rsa-two.crt rsa-leaf.crt");
  g_autoptr (SmithImportPlan) plan = NULL;
  gboolean own = FALSE;
  gboolean leaf = FALSE;

  add_identity (library, "authority", "rsa-two", NULL, NULL);
  plan = smith_import_plan_new (found, library, NULL);
  g_assert_cmpuint (plan->steps->len, ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      SmithImportStep *step = plan->steps->pdata[i];

      own |= g_strcmp0 (step->identity_id, "authority") == 0 && step->edit->chain->len == 0;
      leaf |= step->identity_id == NULL && step->edit->chain->len == 1;
    }
  g_assert_true (own);
  g_assert_true (leaf);
}

static void
test_duplicates (void)
{
  g_autoptr (GPtrArray) library = make_library ();
  g_autoptr (GPtrArray) found = find ("rsa-leaf.key rsa-leaf.crt rsa-two.crt rsa-one.crt rsa-one.crt");
  g_autoptr (SmithImportPlan) plan = NULL;

  add_identity (library, "www", "rsa-leaf", "rsa-leaf", "rsa-two,rsa-one");
  plan = smith_import_plan_new (found, library, NULL);
  g_assert_cmpuint (plan->steps->len, ==, 0);
  g_assert_cmpuint (plan->lines->len, ==, 5);
  for (guint i = 0; i < plan->lines->len; i++)
    g_assert_cmpint (((SmithImportLine *) plan->lines->pdata[i])->outcome, ==, SMITH_IMPORT_KNOWN);
  g_assert_cmpstr (plan->known_id, ==, "www");
}

static void
test_nothing (void)
{
  g_autoptr (GPtrArray) library = make_library ();
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  g_autoptr (SmithImportPlan) plan = smith_import_plan_new (found, library, "gone");

  g_assert_cmpuint (plan->steps->len, ==, 0);
  g_assert_cmpuint (plan->lines->len, ==, 0);
}

static guint
count (const char *text,
       const char *word)
{
  guint n = 0;

  while ((text = strstr (text, word)) != NULL)
    {
      text += strlen (word);
      n++;
    }

  return n;
}

/* Who opens a key with a hundred and more certificates of others wants no hundred identities. */
static void
test_bundle (void)
{
  for (guint n = SMITH_BUNDLE_MANY; n <= SMITH_BUNDLE_MANY + 50; n += 50)
    {
      g_autoptr (GPtrArray) library = make_library ();
      g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func ((GDestroyNotify) smith_import_problem_free);
      g_autoptr (GPtrArray) found = find ("rsa-leaf.crt rsa-leaf.key rsa-two.crt");
      g_autoptr (SmithImportPlan) plan = NULL;
      g_autoptr (GBytes) bytes = NULL;
      GString *text = g_string_new (NULL);

      material_append_strangers (text, n);
      bytes = g_string_free_to_bytes (text);
      g_assert_true (smith_import_read_bytes (bytes, "many.zip!roots.pem", NULL, found, problems, NULL, NULL));
      g_assert_cmpuint (found->len, ==, n + 3);
      plan = smith_import_plan_new (found, library, NULL);
      if (n == SMITH_BUNDLE_MANY)
        {
          g_assert_cmpuint (plan->steps->len, ==, n + 1);
          g_assert_null (plan->loose);
          continue;
        }
      g_assert_cmpuint (plan->steps->len, ==, 1);
      g_assert_nonnull (plan->loose);
      g_assert_cmpuint (count (plan->loose->str, "-----BEGIN CERTIFICATE-----"), ==, n);
      g_assert_cmpstr (plan->loose_name, ==, "many.zip");
      g_assert_cmpuint (plan->lines->len, ==, n);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/import-plan/current", test_current);
  g_test_add_func ("/import-plan/chain-keeps", test_chain_keeps);
  g_test_add_func ("/import-plan/own-authority", test_own_authority);
  g_test_add_func ("/import-plan/duplicates", test_duplicates);
  g_test_add_func ("/import-plan/nothing", test_nothing);
  g_test_add_func ("/import-plan/bundle", test_bundle);

  return g_test_run ();
}
