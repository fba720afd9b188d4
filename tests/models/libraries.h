/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-identity-data.h"
#include "smith-library.h"

G_BEGIN_DECLS

/* A library in a folder of its own, and the change that is under way. */
typedef struct
{
  char         *folder;
  SmithLibrary *library;
  GAsyncResult *result;
  GError       *error;
} Libraries;

void               libraries_set_up         (Libraries     *fixture,
                                             gconstpointer  data);
void               libraries_tear_down      (Libraries     *fixture,
                                             gconstpointer  data);
guint              libraries_count          (Libraries     *fixture);
void               libraries_finish         (Libraries     *fixture);
void               libraries_finish_well    (Libraries     *fixture);
void               libraries_finish_badly   (Libraries     *fixture,
                                             GQuark         domain,
                                             int            code);
SmithIdentityData *libraries_load_from_disk (Libraries     *fixture,
                                             SmithIdentity *identity);

G_END_DECLS
