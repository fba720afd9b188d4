/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-certificate.h"

G_BEGIN_DECLS

typedef enum
{
  SMITH_KEY_FILE_ABSENT,
  SMITH_KEY_FILE_DAMAGED,
  SMITH_KEY_FILE_ENCRYPTED,
  SMITH_KEY_FILE_OPEN,
} SmithKeyFileState;

/* What of the checks costs time: everything that verifies signatures, reads the key's file or writes
 * PEM. Found out in a worker for one certificate, chain and key; immutable afterwards. */
typedef struct
{
  gatomicrefcount    ref_count;

  gboolean           is_self_signed;
  gboolean           is_ordered;         /* each signed the one above, and nothing is there twice */
  gboolean           can_order;          /* smith_path_order() makes a better chain of the same certificates */
  gboolean           has_leaf_copy;
  gboolean           has_duplicate;
  gboolean           has_root;
  char              *unsigned_subject;   /* (nullable): the first one that the next did not sign */
  char              *unsigned_issuer;    /* (nullable): who should be next */
  char              *dated_out;          /* (nullable): a certificate of the chain outside its validity */

  gboolean           is_canonical;       /* 64 columns, LF, nothing around the blocks */
  gsize              body_size;
  gsize              chain_size;

  SmithKeyFileState  key_state;
  gsize              key_size;           /* of what is sent; an upper bound while it is encrypted */
  gboolean           key_fits;
  gboolean           key_has_parameters; /* an EC PARAMETERS block in the file */
} SmithCheckFacts;

void             smith_check_facts_unref       (SmithCheckFacts      *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SmithCheckFacts, smith_check_facts_unref)

SmithCheckFacts *smith_check_facts_ref         (SmithCheckFacts      *self);
SmithCheckFacts *smith_check_facts_find        (SmithCertificate     *certificate,
                                                GPtrArray            *chain,
                                                SmithPublicKey       *public_key,
                                                const char           *key_path);
void             smith_check_facts_find_async  (SmithCertificate     *certificate,
                                                GPtrArray            *chain,
                                                SmithPublicKey       *public_key,
                                                const char           *key_path,
                                                GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
SmithCheckFacts *smith_check_facts_find_finish (GAsyncResult         *result,
                                                GError              **error);

G_END_DECLS
