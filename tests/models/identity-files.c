/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "identity-files.h"

#include <string.h>
#include <sys/stat.h>

#include "material.h"
#include "smith-test.h"

void
identity_files_set_up (IdentityFiles *fixture,
                       gconstpointer  data)
{
  fixture->library = smith_test_make_folder ();
  fixture->folder = g_build_filename (fixture->library, "identities", IDENTITY_FILES_ID, NULL);
}

void
identity_files_tear_down (IdentityFiles *fixture,
                          gconstpointer  data)
{
  smith_test_remove_folder (fixture->library);
  g_free (fixture->library);
  g_free (fixture->folder);
  g_clear_pointer (&fixture->edit, smith_identity_edit_free);
  g_clear_pointer (&fixture->whole, smith_identity_edit_free);
  g_clear_object (&fixture->certificate);
}

SmithIdentityEdit *
identity_files_make_edit (const char *key,
                          const char *certificate,
                          const char *chain)
{
  SmithIdentityEdit *edit = smith_identity_edit_new ();

  smith_identity_edit_set_name (edit, "www.example.com");
  if (key != NULL)
    {
      g_autoptr (SmithKey) parsed = material_key (key);
      g_autoptr (SmithRequest) request = material_request (key);

      smith_identity_edit_set_key (edit, parsed, NULL);
      smith_identity_edit_set_request (edit, request);
    }
  if (certificate != NULL)
    {
      g_autoptr (SmithCertificate) parsed = material_certificate (certificate);
      g_autoptr (GPtrArray) links = chain != NULL ? material_chain_array (chain) : NULL;

      smith_identity_edit_set_certificate (edit, parsed, links);
    }

  return edit;
}

SmithIdentityEdit *
identity_files_make_certificate_edit (const char *certificate,
                                      const char *chain)
{
  SmithIdentityEdit *edit = identity_files_make_edit (NULL, certificate, chain);

  edit->what &= ~SMITH_IDENTITY_EDIT_NAME;

  return edit;
}

void
identity_files_create (IdentityFiles *fixture)
{
  g_autoptr (SmithIdentityEdit) edit = identity_files_make_edit ("rsa-leaf", "rsa-leaf", "rsa-two,rsa-one");
  g_autoptr (SmithIdentityData) data = NULL;
  g_autoptr (GError) error = NULL;

  data = smith_identity_folder_create (fixture->library, IDENTITY_FILES_ID, edit, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (data->problem, ==, NULL);
}

char *
identity_files_build (IdentityFiles *fixture,
                      const char    *name)
{
  return g_build_filename (fixture->folder, name, NULL);
}

char *
identity_files_read (IdentityFiles *fixture,
                     const char    *name)
{
  g_autofree char *path = identity_files_build (fixture, name);
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, NULL);

  return text;
}

void
identity_files_write (IdentityFiles *fixture,
                      const char    *name,
                      const char    *text)
{
  g_autofree char *path = identity_files_build (fixture, name);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

SmithIdentityData *
identity_files_load (IdentityFiles *fixture)
{
  g_autoptr (GError) error = NULL;
  SmithIdentityData *data = smith_identity_folder_load (fixture->library, IDENTITY_FILES_ID, NULL, &error);

  g_assert_no_error (error);

  return data;
}

int
identity_files_get_mode (const char *path)
{
  struct stat info;

  g_assert_cmpint (stat (path, &info), ==, 0);

  return info.st_mode & 07777;
}

static int
compare_texts (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

/* Everything of the folder: to see that a failure changed nothing. */
char *
identity_files_take_picture (IdentityFiles *fixture)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *text = identity_files_read (fixture, name);

      g_ptr_array_add (parts, g_strdup_printf ("%s:%s", name, text));
    }
  g_ptr_array_sort (parts, compare_texts);
  g_ptr_array_add (parts, NULL);

  return g_strjoinv ("\n", (char **) parts->pdata);
}

char *
identity_files_find_history (IdentityFiles *fixture,
                             const char    *prefix)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, prefix))
      return g_strdup (name);

  return NULL;
}
