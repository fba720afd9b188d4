/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-chain-link.h"
#include "smith-chain-snapshot.h"
#include "smith-library.h"

G_BEGIN_DECLS

typedef enum
{
  SMITH_CHAIN_STATE_NO_CERTIFICATE,
  SMITH_CHAIN_STATE_CHECKING,      /* a worker is verifying, and nothing is known yet */
  SMITH_CHAIN_STATE_SELF_SIGNED,   /* the leaf signed itself: no chain needed, none there */
  SMITH_CHAIN_STATE_EMPTY,         /* the leaf was issued by somebody, and there is no chain */
  SMITH_CHAIN_STATE_UNORDERED,     /* "Put in Order" makes it better */
  SMITH_CHAIN_STATE_GAP,           /* an issuer is missing, which only a person can bring */
  SMITH_CHAIN_STATE_OUT_OF_DATE,   /* in order, but one of it has expired or is not valid yet */
  SMITH_CHAIN_STATE_ROOTLESS,      /* in order; ends with an intermediate */
  SMITH_CHAIN_STATE_COMPLETE,      /* in order, and nothing is missing */
} SmithChainState;

typedef enum
{
  SMITH_CHAIN_PARTS_CHAIN = 0,
  SMITH_CHAIN_PARTS_LEAF  = 1 << 0,
  SMITH_CHAIN_PARTS_ROOT  = 1 << 1,
} SmithChainParts;

#define SMITH_TYPE_CHAIN (smith_chain_get_type ())
G_DECLARE_FINAL_TYPE (SmithChain, smith_chain, SMITH, CHAIN, GObject)

SmithChain         *smith_chain_new                (SmithLibrary         *library);
SmithLibrary       *smith_chain_get_library        (SmithChain           *self);
SmithIdentity      *smith_chain_get_identity       (SmithChain           *self);
void                smith_chain_set_identity       (SmithChain           *self,
                                                    SmithIdentity        *identity);
GListModel         *smith_chain_get_left_over      (SmithChain           *self);
SmithChainState     smith_chain_get_state          (SmithChain           *self);
const char         *smith_chain_get_sentence       (SmithChain           *self);
gboolean            smith_chain_get_checking       (SmithChain           *self);
gboolean            smith_chain_get_is_ordered     (SmithChain           *self);
gboolean            smith_chain_get_is_complete    (SmithChain           *self);
gboolean            smith_chain_get_can_order      (SmithChain           *self);
gboolean            smith_chain_get_has_root       (SmithChain           *self);
char               *smith_chain_dup_pem            (SmithChain           *self,
                                                    SmithChainParts       parts);
SmithChainSnapshot *smith_chain_dup_snapshot       (SmithChain           *self);

/* One _finish serves the verbs below that answer with success only. */
gboolean            smith_chain_change_finish      (SmithChain           *self,
                                                    GAsyncResult         *result,
                                                    GError              **error);
void                smith_chain_move_async         (SmithChain           *self,
                                                    guint                 from,
                                                    guint                 to,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
void                smith_chain_remove_async       (SmithChain           *self,
                                                    guint                 position,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
void                smith_chain_put_in_order_async (SmithChain           *self,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
void                smith_chain_adopt_async        (SmithChain           *self,
                                                    guint                 position,
                                                    guint                 to,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
void                smith_chain_restore_async      (SmithChain           *self,
                                                    SmithChainSnapshot   *snapshot,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
void                smith_chain_forget             (SmithChain           *self,
                                                    guint                 position);

void                smith_chain_add_async          (SmithChain           *self,
                                                    GPtrArray            *certificates,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
void                smith_chain_add_bytes_async    (SmithChain           *self,
                                                    GBytes               *bytes,
                                                    const char           *source,
                                                    GTlsInteraction      *interaction,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
void                smith_chain_add_files_async    (SmithChain           *self,
                                                    GListModel           *files,
                                                    GTlsInteraction      *interaction,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
char               *smith_chain_add_finish         (SmithChain           *self,
                                                    GAsyncResult         *result,
                                                    GError              **error);

G_END_DECLS
