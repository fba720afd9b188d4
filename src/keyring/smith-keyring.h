/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-secret.h"

G_BEGIN_DECLS

/**
 * SmithKeyringError:
 * @SMITH_KEYRING_ERROR_FAILED: the service answered with an error of its own
 * @SMITH_KEYRING_ERROR_LOCKED: the keyring stays locked: its password was not given
 * @SMITH_KEYRING_ERROR_NO_SERVICE: nothing on this session offers a keyring
 */
typedef enum
{
  SMITH_KEYRING_ERROR_FAILED,
  SMITH_KEYRING_ERROR_LOCKED,
  SMITH_KEYRING_ERROR_NO_SERVICE,
} SmithKeyringError;

#define SMITH_KEYRING_ERROR (smith_keyring_error_quark ())

GQuark  smith_keyring_error_quark (void);
GError *smith_keyring_error_new   (SmithKeyringError  code,
                                   const char        *detail);

/**
 * SmithKeyringItem:
 * @SMITH_KEYRING_ITEM_AWS_SECRET: secret access key (and session token) of an account, by account id
 * @SMITH_KEYRING_ITEM_KEY_PASSPHRASE: passphrase of a private key, by identity id; a cache only
 */
typedef enum
{
  SMITH_KEYRING_ITEM_AWS_SECRET,
  SMITH_KEYRING_ITEM_KEY_PASSPHRASE,
} SmithKeyringItem;

/* Keeps secrets by kind and id. Each call may ask the person for the password of the keyring, so each
 * can be cancelled. Errors: SMITH_KEYRING_ERROR, G_IO_ERROR_CANCELLED. A lookup that finds nothing
 * gives NULL and no error; clearing what is not there is a success. */
#define SMITH_TYPE_KEYRING (smith_keyring_get_type ())
G_DECLARE_INTERFACE (SmithKeyring, smith_keyring, SMITH, KEYRING, GObject)

struct _SmithKeyringInterface
{
  GTypeInterface parent;

  void         (*lookup_async)  (SmithKeyring         *self,
                                 SmithKeyringItem      item,
                                 const char           *id,
                                 GCancellable         *cancellable,
                                 GAsyncReadyCallback   callback,
                                 gpointer              user_data);
  SmithSecret *(*lookup_finish) (SmithKeyring         *self,
                                 GAsyncResult         *result,
                                 GError              **error);
  void         (*store_async)   (SmithKeyring         *self,
                                 SmithKeyringItem      item,
                                 const char           *id,
                                 const char           *label,
                                 SmithSecret          *secret,
                                 GCancellable         *cancellable,
                                 GAsyncReadyCallback   callback,
                                 gpointer              user_data);
  gboolean     (*store_finish)  (SmithKeyring         *self,
                                 GAsyncResult         *result,
                                 GError              **error);
  void         (*clear_async)   (SmithKeyring         *self,
                                 SmithKeyringItem      item,
                                 const char           *id,
                                 GCancellable         *cancellable,
                                 GAsyncReadyCallback   callback,
                                 gpointer              user_data);
  gboolean     (*clear_finish)  (SmithKeyring         *self,
                                 GAsyncResult         *result,
                                 GError              **error);
};

void         smith_keyring_lookup_async  (SmithKeyring         *self,
                                          SmithKeyringItem      item,
                                          const char           *id,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
SmithSecret *smith_keyring_lookup_finish (SmithKeyring         *self,
                                          GAsyncResult         *result,
                                          GError              **error);
void         smith_keyring_store_async   (SmithKeyring         *self,
                                          SmithKeyringItem      item,
                                          const char           *id,
                                          const char           *label,
                                          SmithSecret          *secret,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
gboolean     smith_keyring_store_finish  (SmithKeyring         *self,
                                          GAsyncResult         *result,
                                          GError              **error);
void         smith_keyring_clear_async   (SmithKeyring         *self,
                                          SmithKeyringItem      item,
                                          const char           *id,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
gboolean     smith_keyring_clear_finish  (SmithKeyring         *self,
                                          GAsyncResult         *result,
                                          GError              **error);

G_END_DECLS
