/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-identity-edit.h"

G_BEGIN_DECLS

gboolean smith_identity_writer_write (const char                   *path,
                                      const SmithIdentityEdit      *edit,
                                      const SmithIdentityData      *before,
                                      const SmithIdentityContents  *contents,
                                      GCancellable                 *cancellable,
                                      GError                      **error);

G_END_DECLS
