/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-identity-edit.h"
#include "smith-lock.h"

G_BEGIN_DECLS

/* The library on disk, one folder an identity. All of it blocks: for workers. @library is the
 * library's folder, @id the name of the identity's. */
char              *smith_identity_folder_dup_path  (const char               *library,
                                                    const char               *id);
SmithLock         *smith_identity_folder_lock      (const char               *library,
                                                    SmithLockMode             mode,
                                                    GCancellable             *cancellable,
                                                    GError                  **error);
gboolean           smith_identity_folder_prepare   (const char               *library,
                                                    GError                  **error);
GPtrArray         *smith_identity_folder_list      (const char               *library,
                                                    GError                  **error);
guint64            smith_identity_folder_stamp     (const char               *library,
                                                    const char               *id);
SmithIdentityData *smith_identity_folder_load      (const char               *library,
                                                    const char               *id,
                                                    GCancellable             *cancellable,
                                                    GError                  **error);
SmithIdentityData *smith_identity_folder_create    (const char               *library,
                                                    const char               *id,
                                                    const SmithIdentityEdit  *edit,
                                                    GCancellable             *cancellable,
                                                    GError                  **error);
SmithIdentityData *smith_identity_folder_change    (const char               *library,
                                                    const char               *id,
                                                    const SmithIdentityEdit  *edit,
                                                    GCancellable             *cancellable,
                                                    GError                  **error);
SmithSecret       *smith_identity_folder_read_key  (const char               *library,
                                                    const char               *id,
                                                    GCancellable             *cancellable,
                                                    GError                  **error);
SmithSecret       *smith_identity_folder_read_former_key (const char         *library,
                                                    const char               *id,
                                                    const char               *former,
                                                    GCancellable             *cancellable,
                                                    GError                  **error);
GPtrArray         *smith_identity_folder_read_history (const char            *library,
                                                    const char               *id,
                                                    GCancellable             *cancellable,
                                                    GError                  **error);
char              *smith_identity_folder_trash     (const char               *library,
                                                    const char               *id,
                                                    GCancellable             *cancellable,
                                                    GError                  **error);
SmithIdentityData *smith_identity_folder_restore   (const char               *library,
                                                    const char               *id,
                                                    const char               *trashed,
                                                    GCancellable             *cancellable,
                                                    GError                  **error);

G_END_DECLS
