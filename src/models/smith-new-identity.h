/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-request-draft.h"

G_BEGIN_DECLS

/* The identity that a person is about to get: names and a kind of key in, key and request out, in one go.
 * Also renews one: the same names, with a new key or with the one that is there. Every getter is a property
 * and notifies. Main thread only. */
#define SMITH_TYPE_NEW_IDENTITY (smith_new_identity_get_type ())
G_DECLARE_FINAL_TYPE (SmithNewIdentity, smith_new_identity, SMITH, NEW_IDENTITY, GObject)

SmithNewIdentity        *smith_new_identity_new             (void);
SmithNewIdentity        *smith_new_identity_new_renewal     (SmithIdentity            *source);
SmithIdentity           *smith_new_identity_get_source      (SmithNewIdentity         *self);  /* (nullable): what is renewed */
SmithRequestDraft       *smith_new_identity_get_draft       (SmithNewIdentity         *self);
const SmithKeyAlgorithm *smith_new_identity_get_algorithm   (SmithNewIdentity         *self);
void                     smith_new_identity_set_algorithm   (SmithNewIdentity         *self,
                                                             const SmithKeyAlgorithm  *algorithm);
gboolean                 smith_new_identity_get_keep_key    (SmithNewIdentity         *self);
void                     smith_new_identity_set_keep_key    (SmithNewIdentity         *self,
                                                             gboolean                  keep_key);
gboolean                 smith_new_identity_get_replaces_key (SmithNewIdentity        *self);
SmithJob                *smith_new_identity_get_job         (SmithNewIdentity         *self);  /* (nullable): under way */
const char              *smith_new_identity_get_problem     (SmithNewIdentity         *self);  /* (nullable): of the last try */
char                    *smith_new_identity_dup_name        (SmithNewIdentity         *self);
char                    *smith_new_identity_dup_explanation (SmithNewIdentity         *self);

SmithIdentity           *smith_new_identity_begin           (SmithNewIdentity         *self,
                                                             SmithWorkspace           *workspace,
                                                             const char               *name);
void                     smith_new_identity_create_async    (SmithNewIdentity         *self,
                                                             SmithWorkspace           *workspace,
                                                             GTlsInteraction          *interaction,
                                                             GCancellable             *cancellable,
                                                             GAsyncReadyCallback       callback,
                                                             gpointer                  user_data);
SmithIdentity           *smith_new_identity_create_finish   (SmithNewIdentity         *self,
                                                             GAsyncResult             *result,
                                                             GError                  **error);

G_END_DECLS
