/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-authority-creation.h"

G_BEGIN_DECLS

/* Authorities in a library on disk; what they sign is verified by openssl and certtool. */
typedef struct
{
  char           *folder;
  SmithKeyring   *keyring;
  SmithWorkspace *workspace;
  SmithLibrary   *library;   /* borrowed */
} Authorities;

void               authorities_open_library    (Authorities *fixture);
void               authorities_close_library   (Authorities *fixture);
void               authorities_set_up          (Authorities  *fixture,
                                                gconstpointer data);
void               authorities_tear_down       (Authorities  *fixture,
                                                gconstpointer data);
SmithIdentity     *authorities_create          (Authorities              *fixture,
                                                const SmithAuthorityPlan *plan,
                                                GTlsInteraction          *interaction,
                                                GError                  **error);
SmithIdentity     *authorities_create_pair     (Authorities *fixture,
                                                const char  *name);
SmithIdentity     *authorities_find_named      (Authorities *fixture,
                                                const char  *name);
SmithAuthority    *authorities_load_authority  (Authorities   *fixture,
                                                SmithIdentity *identity);
SmithRequest      *authorities_make_request    (const char *host);
SmithCertificate  *authorities_issue           (SmithAuthority  *authority,
                                                SmithRequest    *request,
                                                GTlsInteraction *interaction,
                                                SmithIdentity  **recipient,
                                                GError         **error);
gboolean           authorities_revoke          (SmithAuthority       *authority,
                                                SmithIssued          *issued,
                                                SmithRevocationReason reason,
                                                GTlsInteraction      *interaction,
                                                GError              **error);
gboolean           authorities_restore         (SmithAuthority *authority,
                                                SmithIssued    *issued,
                                                GError        **error);
gboolean           authorities_export          (SmithAuthority *authority,
                                                const char     *path,
                                                GError        **error);
SmithIssued       *authorities_get_issued      (SmithAuthority *authority,
                                                guint           position);
char              *authorities_dup_path        (SmithIdentity *identity,
                                                const char    *name);
void               authorities_assert_verifies (const char *root,
                                                const char *chain,
                                                const char *leaf);
char              *authorities_read_list       (const char *path,
                                                const char *issuer);

G_END_DECLS
