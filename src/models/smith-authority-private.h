/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-authority-folder.h"
#include "smith-authority.h"

G_BEGIN_DECLS

SmithKeyring *smith_authority_get_keyring  (SmithAuthority               *self);
void          smith_authority_take_records (SmithAuthority               *self,
                                            SmithAuthorityRecords        *records);
void          smith_authority_take_issued  (SmithAuthority               *self,
                                            GPtrArray                    *files);
void          smith_authority_add          (SmithAuthority               *self,
                                            SmithCertificate             *certificate);
void          smith_authority_count_load   (SmithAuthority               *self,
                                            int                           change);
gboolean      smith_authority_needs_new_list (SmithAuthority             *self);

G_END_DECLS
