/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-identity-data.h"

G_BEGIN_DECLS

/* The files of one identity. */
#define SMITH_IDENTITY_FILE_INI "identity.ini"
#define SMITH_IDENTITY_FILE_PRIVATE_KEY "private-key.pem"
#define SMITH_IDENTITY_FILE_PUBLIC_KEY "public-key.pem"
#define SMITH_IDENTITY_FILE_REQUEST "request.pem"
#define SMITH_IDENTITY_FILE_CERTIFICATE "certificate.pem"
#define SMITH_IDENTITY_FILE_CHAIN "chain.pem"
/* The folder of what was replaced: history/20270303T101500Z/private-key.pem … */
#define SMITH_IDENTITY_HISTORY "history"

#define SMITH_IDENTITY_GROUP "Identity"
/* No file of an identity comes near: a chain of hundreds of certificates does not either. */
#define SMITH_IDENTITY_MAX_SIZE ((gsize) 4 * 1024 * 1024)

/* Reads @path as it is, under a lock that the caller holds. Never NULL: what is wrong becomes a problem. */
SmithIdentityData *smith_identity_reader_read  (const char            *path,
                                                const char            *id,
                                                SmithIdentityContents *contents);
/* The same for a folder of the history, which has none itself. */
SmithIdentityData *smith_identity_reader_read_former (const char            *path,
                                                       const char            *id,
                                                       SmithIdentityContents *contents);
guint64            smith_identity_reader_stamp (const char            *path);

G_END_DECLS
