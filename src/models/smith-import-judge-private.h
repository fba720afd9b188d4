/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-certificate.h"
#include "smith-identity-data.h"
#include "smith-key.h"

G_BEGIN_DECLS

/* What one thing that came in is worth. Keys take their time: for workers. */
gboolean smith_import_judge_key (SmithKey                 *key,
                                 gboolean                  thorough,
                                 gint64                   *budget,
                                 char                    **remark);
gboolean smith_import_is_newer  (SmithCertificate         *certificate,
                                 SmithCertificate         *other);
gboolean smith_import_is_older  (SmithCertificate         *certificate,
                                 const SmithIdentityData  *data);

G_END_DECLS
