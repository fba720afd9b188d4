/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-openssl-private.h"
#include "smith-request.h"

G_BEGIN_DECLS

X509_REQ       *smith_request_peek           (SmithRequest  *self);
X509_EXTENSION *smith_request_make_alt_names (GListModel    *alt_names,
                                              SmithName     *subject);
GListModel     *smith_request_make_sections  (SmithRequest  *self);

G_END_DECLS
