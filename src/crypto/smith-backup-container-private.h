/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-backup-container.h"

G_BEGIN_DECLS

/* How often the passphrase is stretched: less only in tests of something else, which open many containers. */
extern guint smith_backup_container_rounds;

gboolean smith_backup_container_is_affordable (const guint8  *data,
                                               gsize          size,
                                               GError       **error);

G_END_DECLS
