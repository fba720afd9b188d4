/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-certificate.h"

G_BEGIN_DECLS

/**
 * SmithChainVerdict:
 *
 * What a certificate is to the one above it. Only the first three and the two about dates keep the
 * chain in order.
 */
typedef enum
{
  SMITH_CHAIN_VERDICT_CHECKING,       /* a worker is verifying the signature */
  SMITH_CHAIN_VERDICT_LEAF,           /* the first row: nothing above it */
  SMITH_CHAIN_VERDICT_SIGNED_ABOVE,
  SMITH_CHAIN_VERDICT_EXPIRED,        /* signed the one above, but is out of date */
  SMITH_CHAIN_VERDICT_NOT_YET_VALID,  /* signed the one above, but is not good yet */
  SMITH_CHAIN_VERDICT_NOT_ISSUER,     /* the one above names another issuer */
  SMITH_CHAIN_VERDICT_BAD_SIGNATURE,  /* right name, but its key did not make the signature */
  SMITH_CHAIN_VERDICT_AFTER_ROOT,     /* the one above is self-signed: the chain ends there */
  SMITH_CHAIN_VERDICT_DUPLICATE,      /* the same certificate stands further up in the chain */
  SMITH_CHAIN_VERDICT_LEAF_AGAIN,     /* the leaf, which never belongs into the chain */
} SmithChainVerdict;

typedef enum
{
  SMITH_CHAIN_REPAIR_NONE,
  SMITH_CHAIN_REPAIR_REMOVE,
  SMITH_CHAIN_REPAIR_ORDER,
  SMITH_CHAIN_REPAIR_ADD_ISSUER,
} SmithChainRepair;

/* One row of a SmithChain. Owned and changed by the chain only; every getter is a property of the
 * same name and notifies. Main thread only. */
#define SMITH_TYPE_CHAIN_LINK (smith_chain_link_get_type ())
G_DECLARE_FINAL_TYPE (SmithChainLink, smith_chain_link, SMITH, CHAIN_LINK, GObject)

SmithCertificate  *smith_chain_link_get_certificate  (SmithChainLink *self);
guint              smith_chain_link_get_position     (SmithChainLink *self); /* 0: the leaf */
guint              smith_chain_link_get_n_links      (SmithChainLink *self); /* of the whole chain, leaf included */
gboolean           smith_chain_link_get_is_leaf      (SmithChainLink *self);
gboolean           smith_chain_link_get_is_root      (SmithChainLink *self);
SmithChainVerdict  smith_chain_link_get_verdict      (SmithChainLink *self);
gboolean           smith_chain_link_get_holds        (SmithChainLink *self); /* joined to the one above */
SmithChainRepair   smith_chain_link_get_repair       (SmithChainLink *self);
const char        *smith_chain_link_get_title        (SmithChainLink *self); /* who it is about */
const char        *smith_chain_link_get_role_text    (SmithChainLink *self); /* "intermediate" */
const char        *smith_chain_link_get_issuer_text  (SmithChainLink *self); /* "Issued by X" */
const char        *smith_chain_link_get_expiry_text  (SmithChainLink *self); /* "Valid until 3 March 2027" */
const char        *smith_chain_link_get_verdict_text (SmithChainLink *self); /* (nullable): a sentence */
const char        *smith_chain_link_get_description  (SmithChainLink *self); /* all of it, to be read aloud */

G_END_DECLS
