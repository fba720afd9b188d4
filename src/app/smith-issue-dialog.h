/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "smith-workspace.h"

G_BEGIN_DECLS

/* What a request asks for, to be changed and signed by an authority of the library. */
#define SMITH_TYPE_ISSUE_DIALOG (smith_issue_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SmithIssueDialog, smith_issue_dialog, SMITH, ISSUE_DIALOG, AdwWindow)

GtkWidget *smith_issue_dialog_new (SmithWorkspace *workspace,
                                   SmithRequest   *request,
                                   SmithIdentity  *authority);

G_END_DECLS
