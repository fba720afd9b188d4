/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <stdlib.h>

#include "smith-certificate.h"
#include "smith-test.h"

/* The program may end while its workers still read certificates, and it ends well: each time in a process of its own. */

#define N_WORKERS 2
#define N_ENDS 40

static gpointer
read_for_ever (gpointer data)
{
  const char *pem = data;

  for (;;)
    {
      g_autoptr (SmithCertificate) certificate = smith_certificate_new_from_pem (pem, NULL);

      if (!smith_certificate_is_self_signed (certificate))
        g_error ("a root that did not sign itself");
    }

  return NULL;
}

static void
test_at_work (void)
{
  if (g_test_subprocess ())
    {
      g_autofree char *path = g_test_build_filename (G_TEST_BUILT, "fixtures", "data", "pki", "ec-root.crt", NULL);
      char *pem = NULL;

      g_assert_true (g_file_get_contents (path, &pem, NULL, NULL));
      for (guint i = 0; i < N_WORKERS; i++)
        g_thread_unref (g_thread_new ("worker", read_for_ever, pem));
      g_usleep (g_random_int_range (5000, 30000));
      exit (EXIT_SUCCESS);
    }
  for (guint i = 0; i < N_ENDS; i++)
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
      g_test_trap_assert_passed ();
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/openssl/ends-at-work", test_at_work);

  return g_test_run ();
}
