/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-authority-plan.h"

G_BEGIN_DECLS

/* The command lines of "Show command" for what authorities do: POSIX sh, without a secret. openssl asks for
 * passphrases itself. */
char *smith_command_create_authority (const SmithAuthorityPlan  *plan,
                                      const SmithExtensions     *parent_addresses);
char *smith_command_issue            (SmithRequest              *request,
                                      const SmithIssuance       *issuance,
                                      SmithIdentity             *authority,
                                      SmithIdentity             *recipient);
char *smith_command_make_crl         (SmithIdentity             *authority,
                                      guint                      days,
                                      guint64                    number,
                                      gboolean                   has_revocations,
                                      const char                *export_name);

G_END_DECLS
