/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <dlfcn.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/types.h>
#include <unistd.h>

/* Preloaded into the program: a disk, or a network, that takes SLOW_DISK_MICROSECONDS for every large read. */
#define LARGE 65536

ssize_t
read (int     fd,
      void   *buffer,
      size_t  size)
{
  static ssize_t (*real_read) (int, void *, size_t);
  const char *pause = getenv ("SLOW_DISK_MICROSECONDS");

  if (real_read == NULL)
    real_read = (ssize_t (*) (int, void *, size_t)) dlsym (RTLD_NEXT, "read");
  if (size >= LARGE && pause != NULL)
    usleep ((useconds_t) atoi (pause));

  return real_read (fd, buffer, size);
}
