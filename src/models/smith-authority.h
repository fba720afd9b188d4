/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-crl.h"
#include "smith-issuance.h"

#include "smith-issued.h"
#include "smith-keyring.h"
#include "smith-library.h"

G_BEGIN_DECLS

/* What an identity that is an authority, with its key here, can do: issue, revoke, say what it revoked. */
#define SMITH_TYPE_AUTHORITY (smith_authority_get_type ())
G_DECLARE_FINAL_TYPE (SmithAuthority, smith_authority, SMITH, AUTHORITY, GObject)

#define SMITH_AUTHORITY_DEFAULT_DAYS 397

gboolean               smith_authority_is_one          (SmithIdentity         *identity);
GListModel            *smith_authority_list            (SmithLibrary          *library);
char                  *smith_authority_find_obstacle   (SmithIdentity         *identity);

SmithAuthority        *smith_authority_new             (SmithLibrary          *library,
                                                        SmithKeyring          *keyring,
                                                        SmithIdentity         *identity);
SmithLibrary          *smith_authority_get_library     (SmithAuthority        *self);
SmithIdentity         *smith_authority_get_identity    (SmithAuthority        *self);
GListModel            *smith_authority_get_issued      (SmithAuthority        *self);
gboolean               smith_authority_get_loading     (SmithAuthority        *self);
const char            *smith_authority_get_problem     (SmithAuthority        *self);
SmithCrl              *smith_authority_get_crl         (SmithAuthority        *self);
const char            *smith_authority_get_crl_text    (SmithAuthority        *self);
const SmithExtensions *smith_authority_get_addresses   (SmithAuthority        *self);
guint                  smith_authority_get_crl_days    (SmithAuthority        *self);
gboolean               smith_authority_get_crl_due     (SmithAuthority        *self);
GFile                 *smith_authority_dup_export_file (SmithAuthority        *self);
char                  *smith_authority_dup_crl_command (SmithAuthority        *self);
char                  *smith_authority_parse_serial    (const char            *text,
                                                        GError               **error);
SmithIssued           *smith_authority_find_issued     (SmithAuthority        *self,
                                                        const char            *serial);
gboolean               smith_authority_has_issued      (SmithAuthority        *self,
                                                        SmithCertificate      *certificate);
GPtrArray             *smith_authority_dup_chain       (SmithAuthority        *self);
SmithIdentity         *smith_authority_find_recipient  (SmithAuthority        *self,
                                                        SmithPublicKey        *public_key);

void                   smith_authority_load_async      (SmithAuthority        *self,
                                                        GCancellable          *cancellable,
                                                        GAsyncReadyCallback    callback,
                                                        gpointer               user_data);
/* One _finish serves the verbs that answer with success only. */
gboolean               smith_authority_change_finish   (SmithAuthority        *self,
                                                        GAsyncResult          *result,
                                                        GError               **error);
void                   smith_authority_issue_async     (SmithAuthority        *self,
                                                        SmithPublicKey        *public_key,
                                                        const SmithIssuance   *issuance,
                                                        GTlsInteraction       *interaction,
                                                        GCancellable          *cancellable,
                                                        GAsyncReadyCallback    callback,
                                                        gpointer               user_data);
SmithCertificate      *smith_authority_issue_finish    (SmithAuthority        *self,
                                                        GAsyncResult          *result,
                                                        SmithIdentity        **recipient,
                                                        char                 **warning,
                                                        GError               **error);
void                   smith_authority_revoke_async    (SmithAuthority        *self,
                                                        SmithIssued           *issued,
                                                        SmithRevocationReason  reason,
                                                        GTlsInteraction       *interaction,
                                                        GCancellable          *cancellable,
                                                        GAsyncReadyCallback    callback,
                                                        gpointer               user_data);
void                   smith_authority_revoke_serial_async (SmithAuthority    *self,
                                                        const char            *serial,
                                                        SmithCertificate      *certificate,
                                                        SmithRevocationReason  reason,
                                                        GTlsInteraction       *interaction,
                                                        GCancellable          *cancellable,
                                                        GAsyncReadyCallback    callback,
                                                        gpointer               user_data);
void                   smith_authority_restore_async   (SmithAuthority        *self,
                                                        SmithIssued           *issued,
                                                        GTlsInteraction       *interaction,
                                                        GCancellable          *cancellable,
                                                        GAsyncReadyCallback    callback,
                                                        gpointer               user_data);
void                   smith_authority_export_async    (SmithAuthority        *self,
                                                        GFile                 *file,
                                                        GTlsInteraction       *interaction,
                                                        GCancellable          *cancellable,
                                                        GAsyncReadyCallback    callback,
                                                        gpointer               user_data);
void                   smith_authority_renew_async     (SmithAuthority        *self,
                                                        GTlsInteraction       *interaction,
                                                        GCancellable          *cancellable,
                                                        GAsyncReadyCallback    callback,
                                                        gpointer               user_data);
gboolean               smith_authority_renew_finish    (SmithAuthority        *self,
                                                        GAsyncResult          *result,
                                                        GFile                **written,
                                                        char                 **warning,
                                                        GError               **error);
void                   smith_authority_set_crl_days_async (SmithAuthority     *self,
                                                        guint                  days,
                                                        GCancellable          *cancellable,
                                                        GAsyncReadyCallback    callback,
                                                        gpointer               user_data);

G_END_DECLS
