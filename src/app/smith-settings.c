/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-settings.h"

/* A program that was just built lies in src/ beside data/ with the compiled schema. */
static char *
find_build_folder (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = NULL;
  g_autofree char *data = NULL;
  g_autofree char *schemas = NULL;

  if (program == NULL)
    return NULL;
  folder = g_path_get_dirname (program);
  data = g_build_filename (folder, "..", "data", NULL);
  schemas = g_build_filename (data, "gschemas.compiled", NULL);
  if (!g_file_test (schemas, G_FILE_TEST_IS_REGULAR))
    return NULL;

  return g_steal_pointer (&data);
}

/**
 * smith_settings_open:
 *
 * Looks for the schema in the build folder that the program lies in, then where schemas are installed.
 * Unlike g_settings_new() it does not end the program when there is none.
 *
 * Returns: (transfer full) (nullable): the settings
 */
GSettings *
smith_settings_open (void)
{
  g_autoptr (GSettingsSchemaSource) source = NULL;
  g_autoptr (GSettingsSchema) schema = NULL;
  g_autofree char *folder = find_build_folder ();

  if (folder != NULL)
    source = g_settings_schema_source_new_from_directory (folder, g_settings_schema_source_get_default (),
                                                          FALSE, NULL);
  if (source == NULL && g_settings_schema_source_get_default () != NULL)
    source = g_settings_schema_source_ref (g_settings_schema_source_get_default ());
  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, APPLICATION_ID, TRUE);
  if (schema == NULL)
    {
      g_info ("The settings schema %s is not installed; nothing will be remembered.", APPLICATION_ID);
      return NULL;
    }

  return g_settings_new_full (schema, NULL, NULL);
}
