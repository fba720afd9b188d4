/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-former-key.h"
#include "smith-key-export.h"
#include "smith-passphrase-draft.h"
#include "smith-workspace.h"

G_BEGIN_DECLS

/* A copy of a private key for another place, while a person decides on its form. */
#define SMITH_TYPE_KEY_EXPORT_DRAFT (smith_key_export_draft_get_type ())
G_DECLARE_FINAL_TYPE (SmithKeyExportDraft, smith_key_export_draft, SMITH, KEY_EXPORT_DRAFT, GObject)

SmithKeyExportDraft  *smith_key_export_draft_new              (SmithIdentity         *identity,
                                                               SmithFormerKey        *former);
SmithIdentity        *smith_key_export_draft_get_identity     (SmithKeyExportDraft   *self);
SmithKeyEncoding      smith_key_export_draft_get_encoding     (SmithKeyExportDraft   *self);
void                  smith_key_export_draft_set_encoding     (SmithKeyExportDraft   *self,
                                                               SmithKeyEncoding       encoding);
gboolean              smith_key_export_draft_takes            (SmithKeyExportDraft   *self,
                                                               SmithKeyEncoding       encoding);
gboolean              smith_key_export_draft_get_scrypt       (SmithKeyExportDraft   *self);
void                  smith_key_export_draft_set_scrypt       (SmithKeyExportDraft   *self,
                                                               gboolean               scrypt);
SmithPassphraseDraft *smith_key_export_draft_get_passphrase   (SmithKeyExportDraft   *self);
gboolean              smith_key_export_draft_get_protectable  (SmithKeyExportDraft   *self);
gboolean              smith_key_export_draft_get_encrypted    (SmithKeyExportDraft   *self);
gboolean              smith_key_export_draft_get_valid        (SmithKeyExportDraft   *self);
const char           *smith_key_export_draft_get_problem      (SmithKeyExportDraft   *self);
char                 *smith_key_export_draft_dup_file_name    (SmithKeyExportDraft   *self);
char                 *smith_key_export_draft_dup_command      (SmithKeyExportDraft   *self);
const char           *smith_key_export_draft_get_title        (SmithKeyEncoding       encoding);
const char           *smith_key_export_draft_get_description  (SmithKeyEncoding       encoding);

void                  smith_key_export_draft_write_async      (SmithKeyExportDraft   *self,
                                                               SmithWorkspace        *workspace,
                                                               GTlsInteraction       *interaction,
                                                               GFile                 *file,
                                                               GCancellable          *cancellable,
                                                               GAsyncReadyCallback    callback,
                                                               gpointer               user_data);
gboolean              smith_key_export_draft_write_finish     (SmithKeyExportDraft   *self,
                                                               GAsyncResult          *result,
                                                               GError               **error);

G_END_DECLS
