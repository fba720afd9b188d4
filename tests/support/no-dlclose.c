/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Linked into what runs under LeakSanitizer: a module that stays has names in the stack of a leak, and
 * so tests/support/lsan.supp can tell the libraries' leaks from ours. */
int dlclose (void *handle);

int
dlclose (void *handle)
{
  return 0;
}
