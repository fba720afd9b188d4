/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-library-private.h"

G_BEGIN_DECLS

/* What the library's worker needs to know of one identity, and what it is to do with it. */
typedef struct
{
  char              *folder;
  char              *id;
  SmithIdentity     *identity;  /* for the main thread only */
  SmithIdentityEdit *edit;
  gboolean           creates;   /* the folder of the identity, that is */
  char              *trashed;   /* what the trash calls it */
} SmithLibraryWork;

SmithLibraryWork *smith_library_work_new         (SmithLibrary        *library,
                                                  SmithIdentity       *identity);
GTask            *smith_library_work_make_task   (SmithLibrary        *library,
                                                  GCancellable        *cancellable,
                                                  GAsyncReadyCallback  callback,
                                                  gpointer             user_data);
void              smith_library_work_push        (SmithLibraryWork    *work,
                                                  SmithLibrary        *library,
                                                  GTask               *task,
                                                  GTaskThreadFunc      run,
                                                  GAsyncReadyCallback  done);
void              smith_library_work_return_data (GTask               *task,
                                                  SmithIdentityData   *data,
                                                  GError              *error);

G_END_DECLS
