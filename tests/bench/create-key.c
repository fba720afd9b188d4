/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <stdlib.h>

#include "smith-file.h"
#include "smith-key.h"

/* What the Key pane does for a key: generate, encode as PKCS#8, write to disk with fsync. */
static gboolean
create_key (const SmithKeyAlgorithm *algorithm,
            const char              *path,
            GError                 **error)
{
  g_autoptr (SmithKey) key = smith_key_generate (algorithm, NULL, error);
  g_autoptr (SmithSecret) pem = NULL;

  if (key == NULL)
    return FALSE;
  pem = smith_key_to_pem (key, NULL, error);

  return pem != NULL && smith_file_write (path, smith_secret_get_data (pem), smith_secret_get_size (pem), 0600, error);
}

/* create-key ALGORITHM FILE COUNT: so many keys one after the other, as the running program creates them. */
int
main (int    argc,
      char **argv)
{
  const SmithKeyAlgorithm *algorithm = argc == 4 ? smith_key_algorithm_lookup (argv[1]) : NULL;
  g_autoptr (GError) error = NULL;

  if (algorithm == NULL)
    {
      g_printerr ("Usage: create-key ALGORITHM FILE COUNT\n");
      return 2;
    }
  for (int i = atoi (argv[3]); i > 0; i--)
    if (!create_key (algorithm, argv[2], &error))
      {
        g_printerr ("%s\n", error->message);
        return 1;
      }

  return 0;
}
