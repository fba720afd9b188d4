/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <malloc.h>
#include <stdio.h>
#include <time.h>

#include <openssl/err.h>
#include <openssl/pem.h>

/* read-bundle FILE: the loop that everybody writes, as the yardstick. Prints how many certificates it read, the
 * milliseconds that it took, of which the start of the process is no part, and the bytes of memory that each of
 * some that are kept takes. */
#define N_KEPT 1000

static unsigned
read_all (BIO *bio)
{
  unsigned n = 0;
  X509 *x509;

  while ((x509 = PEM_read_bio_X509 (bio, NULL, NULL, NULL)) != NULL)
    {
      n++;
      X509_free (x509);
    }
  ERR_clear_error ();

  return n;
}

static double
measure_memory (BIO *bio)
{
  size_t before = mallinfo2 ().uordblks;
  unsigned n = 0;

  while (n < N_KEPT && PEM_read_bio_X509 (bio, NULL, NULL, NULL) != NULL)
    n++;

  return n > 0 ? (double) (mallinfo2 ().uordblks - before) / n : 0.0;
}

int
main (int    argc,
      char **argv)
{
  struct timespec before;
  struct timespec after;
  BIO *bio = argc == 2 ? BIO_new_file (argv[1], "r") : NULL;
  unsigned n;

  if (bio == NULL)
    return 2;
  clock_gettime (CLOCK_MONOTONIC, &before);
  n = read_all (bio);
  clock_gettime (CLOCK_MONOTONIC, &after);
  if (BIO_seek (bio, 0) < 0)
    return 1;
  printf ("%u %.3f %.0f\n", n,
          (double) (after.tv_sec - before.tv_sec) * 1e3 + (double) (after.tv_nsec - before.tv_nsec) / 1e6, measure_memory (bio));
  BIO_free (bio);

  return 0;
}
