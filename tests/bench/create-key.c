/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "smith-file.h"
#include "smith-key.h"

/* create-key ALGORITHM FILE: what the Key pane does, as one command that can be timed beside
 * "openssl genpkey": generate, encode as PKCS#8, write to disk with fsync. */
int
main (int    argc,
      char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SmithKey) key = NULL;
  g_autoptr (SmithSecret) pem = NULL;
  const SmithKeyAlgorithm *algorithm = argc == 3 ? smith_key_algorithm_lookup (argv[1]) : NULL;

  if (algorithm == NULL)
    {
      g_printerr ("Usage: create-key ALGORITHM FILE\n");
      return 2;
    }
  key = smith_key_generate (algorithm, NULL, &error);
  if (key != NULL)
    pem = smith_key_to_pem (key, NULL, &error);
  if (pem == NULL ||
      !smith_file_write (argv[2], smith_secret_get_data (pem), smith_secret_get_size (pem), 0600, &error))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }

  return 0;
}
