/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-name.h"
#include "smith-openssl-private.h"

G_BEGIN_DECLS

SmithName *smith_name_new_from_x509 (const X509_NAME *name);
X509_NAME *smith_name_peek          (SmithName       *self);

G_END_DECLS
