/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-account.h"

G_BEGIN_DECLS

/* accounts.ini and the AWS_* variables, read into accounts. Nothing secret is in the file. */
GPtrArray    *smith_account_store_load             (const char          *path,
                                                    GError             **error);
GPtrArray    *smith_account_store_parse            (GBytes              *bytes);
GBytes       *smith_account_store_to_bytes         (GListModel          *accounts);
SmithAccount *smith_account_store_read_environment (const char * const  *environment);

G_END_DECLS
