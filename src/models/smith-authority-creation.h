/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-authority-plan.h"
#include "smith-workspace.h"

G_BEGIN_DECLS

void           smith_authority_create_async  (SmithWorkspace            *workspace,
                                              const SmithAuthorityPlan  *plan,
                                              GTlsInteraction           *interaction,
                                              GCancellable              *cancellable,
                                              GAsyncReadyCallback        callback,
                                              gpointer                   user_data);
SmithIdentity *smith_authority_create_finish (SmithWorkspace            *workspace,
                                              GAsyncResult              *result,
                                              char                     **warning,
                                              GError                   **error);

G_END_DECLS
