/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-chain.h"
#include "smith-chain-inspection-private.h"

G_BEGIN_DECLS

struct _SmithChain
{
  GObject parent_instance;

  /* Owned */
  SmithLibrary     *library;
  SmithIdentity    *identity;
  SmithCertificate *leaf;
  GPtrArray        *chain;       /* SmithCertificate: what is shown; ahead of the disk while saving */
  GPtrArray        *links;       /* SmithChainLink, the leaf first */
  GPtrArray        *ordered;     /* SmithCertificate: the best chain that the last inspection found */
  GListStore       *left_over;   /* SmithCertificate; kept with the identity */
  GHashTable       *verdicts;    /* "child issuer" (SHA-256) -> whether signed + 1 */
  GCancellable     *inspection;  /* of the worker that is under way */
  GQueue           *saves;       /* Save; the head is under way */
  char             *sentence;

  SmithChainState   state;
  gboolean          is_ordered;
  gboolean          is_complete;
  gboolean          can_order;
};

/* smith-chain.c */
void              smith_chain_set_summary      (SmithChain           *self,
                                                SmithChainState       state,
                                                gboolean              is_ordered,
                                                gboolean              is_complete,
                                                gboolean              can_order);
void              smith_chain_notify_checking  (SmithChain           *self);

/* smith-chain-follow.c */
void              smith_chain_set_chain        (SmithChain           *self,
                                                GPtrArray            *chain);
void              smith_chain_follow           (SmithChain           *self);
void              smith_chain_inspect          (SmithChain           *self);

/* smith-chain-certificates.c */
GListStore       *smith_chain_array_to_list    (GPtrArray            *certificates);
gboolean          smith_chain_arrays_equal     (GPtrArray            *a,
                                                GPtrArray            *b);
GListStore       *smith_chain_left_over_of     (SmithIdentity        *identity);

/* smith-chain-verbs.c */
void              smith_chain_free_saves       (SmithChain           *self);
gboolean          smith_chain_get_pending      (SmithChain           *self,
                                                SmithIdentity        *identity,
                                                SmithCertificate    **leaf,
                                                GPtrArray           **chain);
void              smith_chain_change           (SmithChain           *self,
                                                GPtrArray            *chain,
                                                GPtrArray            *left_over,
                                                GTask                *task);
GTask            *smith_chain_start            (SmithChain           *self,
                                                GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data,
                                                gpointer              source_tag);

/* smith-chain-judge.c */
void              smith_chain_remember_signed  (SmithChain           *self,
                                                SmithCertificate     *child,
                                                SmithCertificate     *issuer,
                                                gboolean              is_signed);
void              smith_chain_judge_links      (SmithChain           *self,
                                                GPtrArray            *links);
SmithChainLink   *smith_chain_find_repairable  (SmithChain           *self,
                                                SmithChainRepair      repair);
char             *smith_chain_dup_sentence     (SmithChain           *self,
                                                SmithChainState       state);

G_END_DECLS
