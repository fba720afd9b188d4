/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <stdio.h>
#include <time.h>

#include <openssl/err.h>
#include <openssl/pem.h>

/* read-bundle FILE: the loop that everybody writes, as the yardstick: prints how many certificates it read
 * and the milliseconds that it took, of which the start of the process is no part. */
int
main (int    argc,
      char **argv)
{
  struct timespec before;
  struct timespec after;
  unsigned n = 0;
  BIO *bio = argc == 2 ? BIO_new_file (argv[1], "r") : NULL;
  X509 *x509;

  if (bio == NULL)
    return 2;
  clock_gettime (CLOCK_MONOTONIC, &before);
  while ((x509 = PEM_read_bio_X509 (bio, NULL, NULL, NULL)) != NULL)
    {
      n++;
      X509_free (x509);
    }
  clock_gettime (CLOCK_MONOTONIC, &after);
  ERR_clear_error ();
  BIO_free (bio);
  printf ("%u %.3f\n", n, (double) (after.tv_sec - before.tv_sec) * 1e3 + (double) (after.tv_nsec - before.tv_nsec) / 1e6);

  return 0;
}
