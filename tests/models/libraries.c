/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "libraries.h"

#include <string.h>

#include "material.h"
#include "smith-identity-folder.h"
#include "smith-test.h"

void
libraries_set_up (Libraries     *fixture,
                  gconstpointer  data)
{
  fixture->folder = smith_test_make_folder ();
  fixture->library = smith_library_new (fixture->folder);
  material_load (fixture->library);
}

void
libraries_tear_down (Libraries     *fixture,
                     gconstpointer  data)
{
  g_clear_error (&fixture->error);
  g_assert_null (fixture->result);
  material_drop (fixture->library);
  smith_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

guint
libraries_count (Libraries *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (fixture->library));
}

void
libraries_finish (Libraries *fixture)
{
  material_finish (fixture->library, &fixture->result, &fixture->error);
}

void
libraries_finish_well (Libraries *fixture)
{
  libraries_finish (fixture);
  g_assert_no_error (fixture->error);
}

void
libraries_finish_badly (Libraries *fixture,
                        GQuark     domain,
                        int        code)
{
  libraries_finish (fixture);
  g_assert_error (fixture->error, domain, code);
  g_assert_cmpint (strlen (fixture->error->message), >, 10);
  g_clear_error (&fixture->error);
}

SmithIdentityData *
libraries_load_from_disk (Libraries     *fixture,
                          SmithIdentity *identity)
{
  return smith_identity_folder_load (fixture->folder, smith_identity_get_id (identity), NULL, NULL);
}
