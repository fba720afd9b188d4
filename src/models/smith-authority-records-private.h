/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-authority-records.h"

G_BEGIN_DECLS

/* The files of the records, for smith-authority-folder.c, which has the lock. Both block. */
SmithAuthorityRecords *smith_authority_records_read     (const char            *path);
char                  *smith_authority_records_dup_text (SmithAuthorityRecords *self,
                                                         const char            *path);

G_END_DECLS
