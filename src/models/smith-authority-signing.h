/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-authority.h"
#include "smith-workspace.h"

G_BEGIN_DECLS

SmithIdentity *smith_authority_find_signer    (SmithLibrary         *library,
                                               SmithCertificate     *certificate);
SmithJob      *smith_authority_sign_async     (SmithWorkspace       *workspace,
                                               SmithIdentity        *signer,
                                               SmithRequest         *request,
                                               GTlsInteraction      *interaction,
                                               GCancellable         *cancellable,
                                               GAsyncReadyCallback   callback,
                                               gpointer              user_data);
gboolean       smith_authority_sign_finish    (SmithWorkspace       *workspace,
                                               GAsyncResult         *result,
                                               GError              **error);

G_END_DECLS
