/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-passphrase-draft.h"
#include "smith-workspace.h"

G_BEGIN_DECLS

/* The private key that an identity is about to get. Every getter is a property and notifies. */
#define SMITH_TYPE_KEY_DRAFT (smith_key_draft_get_type ())
G_DECLARE_FINAL_TYPE (SmithKeyDraft, smith_key_draft, SMITH, KEY_DRAFT, GObject)

SmithKeyDraft           *smith_key_draft_new            (void);
SmithKeyDraft           *smith_key_draft_for_identity   (SmithIdentity            *identity);
const SmithKeyAlgorithm *smith_key_draft_get_algorithm  (SmithKeyDraft            *self);
void                     smith_key_draft_set_algorithm  (SmithKeyDraft            *self,
                                                         const SmithKeyAlgorithm  *algorithm);
SmithPassphraseDraft    *smith_key_draft_get_protection (SmithKeyDraft            *self);
SmithJob                *smith_key_draft_get_job        (SmithKeyDraft            *self);  /* (nullable): under way */
const char              *smith_key_draft_get_problem    (SmithKeyDraft            *self);  /* (nullable): of the last try */
gboolean                 smith_key_draft_get_valid      (SmithKeyDraft            *self);
char                    *smith_key_draft_dup_command    (SmithKeyDraft            *self,
                                                         SmithIdentity            *identity);

void                     smith_key_draft_create_async   (SmithKeyDraft            *self,
                                                         SmithWorkspace           *workspace,
                                                         SmithIdentity            *identity,
                                                         GCancellable             *cancellable,
                                                         GAsyncReadyCallback       callback,
                                                         gpointer                  user_data);
void                     smith_key_draft_replace_async  (SmithKeyDraft            *self,
                                                         SmithWorkspace           *workspace,
                                                         SmithIdentity            *identity,
                                                         GCancellable             *cancellable,
                                                         GAsyncReadyCallback       callback,
                                                         gpointer                  user_data);
gboolean                 smith_key_draft_create_finish  (SmithKeyDraft            *self,
                                                         GAsyncResult             *result,
                                                         char                    **warning,
                                                         GError                  **error);

G_END_DECLS
