/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "smith-openssl-private.h"

G_BEGIN_DECLS

/* What a revocation list revokes, as a list of SmithField that are made when they are asked for. */
#define SMITH_TYPE_REVOKED_LIST (smith_revoked_list_get_type ())
G_DECLARE_FINAL_TYPE (SmithRevokedList, smith_revoked_list, SMITH, REVOKED_LIST, GObject)

GListModel *smith_revoked_list_new (X509_CRL *crl);

G_END_DECLS
