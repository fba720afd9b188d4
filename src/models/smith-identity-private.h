/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-identity-data.h"

G_BEGIN_DECLS

/* For SmithLibrary and its tests only. */
SmithIdentity     *smith_identity_new           (SmithIdentityData *data);
SmithIdentityData *smith_identity_get_data      (SmithIdentity     *self);
void               smith_identity_set_data      (SmithIdentity     *self,
                                                 SmithIdentityData *data);
void               smith_identity_refresh       (SmithIdentity     *self,
                                                 gint64             now);
/* Whether changes go to disk: kept, or about to be. */
gboolean           smith_identity_get_stored    (SmithIdentity     *self);
void               smith_identity_set_stored    (SmithIdentity     *self,
                                                 gboolean           stored);

G_END_DECLS
