/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-identity-edit.h"
#include "smith-library.h"

G_BEGIN_DECLS

/* One worker for all that touches the disk: in the order in which it was asked for, and the answers
 * come back in that order, so that no answer is older than what the object says already. */
void           smith_library_push       (SmithLibrary       *self,
                                         GTask              *task,
                                         GTaskThreadFunc     run);
/* An identity that is not kept, with contents. Returns it, owned by the list. */
SmithIdentity *smith_library_add_edit   (SmithLibrary       *self,
                                         SmithIdentityEdit  *edit,
                                         GError            **error);
void           smith_library_append     (SmithLibrary       *self,
                                         GPtrArray          *identities);
void           smith_library_remove     (SmithLibrary       *self,
                                         SmithIdentity      *identity);
gboolean       smith_library_contains   (SmithLibrary       *self,
                                         SmithIdentity      *identity);
/* For the walk over the folder. */
void           smith_library_set_error  (SmithLibrary       *self,
                                         const GError       *error);
void           smith_library_count_load (SmithLibrary       *self,
                                         int                 change);
void           smith_library_watch      (SmithLibrary       *self);
void           smith_library_schedule_rescan (SmithLibrary  *self,
                                         guint               delay_ms);
/* Where what was deleted in this session lies in the trash. */
void           smith_library_set_trashed (SmithLibrary      *self,
                                         const char         *id,
                                         const char         *name);
const char    *smith_library_get_trashed (SmithLibrary      *self,
                                         const char         *id);
/* One change of one identity, on disk where it is kept; answered by smith_library_change_finish(). */
void           smith_library_edit_async (SmithLibrary       *self,
                                         SmithIdentity      *identity,
                                         SmithIdentityEdit  *edit,
                                         GCancellable       *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer            user_data);

G_END_DECLS
