/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-identity.h"

G_BEGIN_DECLS

/* GListModel of SmithIdentity: all identities of this computer, one folder each. Load is lazy: the
 * rows appear in batches while the window is up. Every async verb writes to disk in a worker
 * (new file, fsync, rename; several files of one change are one transaction) and changes the object
 * only after that. A verb on an identity that is not kept changes only the object, until
 * smith_library_keep_async(). */
#define SMITH_TYPE_LIBRARY (smith_library_get_type ())
G_DECLARE_FINAL_TYPE (SmithLibrary, smith_library, SMITH, LIBRARY, GObject)

typedef enum
{
  SMITH_LIBRARY_ERROR_FAILED,
  SMITH_LIBRARY_ERROR_BUSY,        /* another process is writing this identity */
  SMITH_LIBRARY_ERROR_NO_KEY,
  SMITH_LIBRARY_ERROR_DAMAGED,
} SmithLibraryError;

#define SMITH_LIBRARY_ERROR (smith_library_error_quark ())
GQuark         smith_library_error_quark               (void);

SmithLibrary  *smith_library_new                       (const char           *folder);   /* NULL: XDG data dir/chainsmith */
const char    *smith_library_get_folder                (SmithLibrary         *self);
gboolean       smith_library_get_loading               (SmithLibrary         *self);     /* property, notifies */
const GError  *smith_library_get_error                 (SmithLibrary         *self);     /* (nullable): the folder itself cannot be read */
void           smith_library_load_async                (SmithLibrary         *self,
                                                        GCancellable         *cancellable,
                                                        GAsyncReadyCallback   callback,
                                                        gpointer              user_data);
gboolean       smith_library_load_finish               (SmithLibrary         *self,
                                                        GAsyncResult         *result,
                                                        GError              **error);
/* Reads again what other programs changed; the library does so by itself where it can watch its folder. */
void           smith_library_rescan_async              (SmithLibrary         *self,
                                                        GCancellable         *cancellable,
                                                        GAsyncReadyCallback   callback,
                                                        gpointer              user_data);
/* States and their words follow the time: to be said once a day and when the window gets the focus. */
void           smith_library_refresh_states            (SmithLibrary         *self);
SmithIdentity *smith_library_find                      (SmithLibrary         *self,
                                                        const char           *id);
SmithIdentity *smith_library_find_home                 (SmithLibrary         *self,
                                                        SmithIdentity        *identity);
SmithIdentity *smith_library_find_by_public_key        (SmithLibrary         *self,
                                                        SmithPublicKey       *key);
/* Appends an identity that is not kept yet; returns it, borrowed by the caller, owned by the list. */
SmithIdentity *smith_library_add                       (SmithLibrary         *self,
                                                        const char           *name);

/* One _finish serves the verbs that answer with success only. */
gboolean       smith_library_change_finish             (SmithLibrary         *self,
                                                        GAsyncResult         *result,
                                                        GError              **error);
void           smith_library_keep_async                (SmithLibrary         *self,
                                                        SmithIdentity        *identity,
                                                        GCancellable         *cancellable,
                                                        GAsyncReadyCallback   callback,
                                                        gpointer              user_data);
void           smith_library_rename_async              (SmithLibrary         *self,
                                                        SmithIdentity        *identity,
                                                        const char           *name,
                                                        GCancellable         *cancellable,
                                                        GAsyncReadyCallback   callback,
                                                        gpointer              user_data);
/* Writes the private key (0600; encrypted PKCS#8 if there is a passphrase) and keeps the identity.
 * Never overwrites a key: SMITH_LIBRARY_ERROR_FAILED if there is one. */
void           smith_library_set_key_async             (SmithLibrary         *self,
                                                        SmithIdentity        *identity,
                                                        SmithKey             *key,
                                                        SmithSecret          *passphrase,
                                                        GCancellable         *cancellable,
                                                        GAsyncReadyCallback   callback,
                                                        gpointer              user_data);
/* Passphrase NULL: decrypted on disk. The key must be the identity's own. */
void           smith_library_change_passphrase_async   (SmithLibrary         *self,
                                                        SmithIdentity        *identity,
                                                        SmithKey             *key,
                                                        SmithSecret          *passphrase,
                                                        GCancellable         *cancellable,
                                                        GAsyncReadyCallback   callback,
                                                        gpointer              user_data);
void           smith_library_set_request_async         (SmithLibrary         *self,
                                                        SmithIdentity        *identity,
                                                        SmithRequest         *request,
                                                        GCancellable         *cancellable,
                                                        GAsyncReadyCallback   callback,
                                                        gpointer              user_data);
/* Certificate (nullable) and chain (GListModel of SmithCertificate, nullable: empty), in one transaction. */
void           smith_library_set_certificate_async     (SmithLibrary         *self,
                                                        SmithIdentity        *identity,
                                                        SmithCertificate     *certificate,
                                                        GListModel           *chain,
                                                        GCancellable         *cancellable,
                                                        GAsyncReadyCallback   callback,
                                                        gpointer              user_data);
void           smith_library_set_upload_async          (SmithLibrary         *self,
                                                        SmithIdentity        *identity,
                                                        const SmithUploadRecord *record,
                                                        GCancellable         *cancellable,
                                                        GAsyncReadyCallback   callback,
                                                        gpointer              user_data);
/* Reads the private key; asks @interaction for the passphrase where there is one. */
void           smith_library_load_key_async            (SmithLibrary         *self,
                                                        SmithIdentity        *identity,
                                                        GTlsInteraction      *interaction,
                                                        GCancellable         *cancellable,
                                                        GAsyncReadyCallback   callback,
                                                        gpointer              user_data);
SmithKey      *smith_library_load_key_finish           (SmithLibrary         *self,
                                                        GAsyncResult         *result,
                                                        GError              **error);
/* The folder goes to <library>/trash; smith_library_restore_async() brings it back whole. */
void           smith_library_trash_async               (SmithLibrary         *self,
                                                        SmithIdentity        *identity,
                                                        GCancellable         *cancellable,
                                                        GAsyncReadyCallback   callback,
                                                        gpointer              user_data);
void           smith_library_restore_async             (SmithLibrary         *self,
                                                        SmithIdentity        *identity,
                                                        GCancellable         *cancellable,
                                                        GAsyncReadyCallback   callback,
                                                        gpointer              user_data);

G_END_DECLS
