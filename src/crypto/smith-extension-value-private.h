/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-extension-value.h"
#include "smith-openssl-private.h"

G_BEGIN_DECLS

SmithExtensionValue *smith_extension_value_new   (X509_EXTENSION *extension);
char                *smith_extension_value_print (X509_EXTENSION *extension);

G_END_DECLS
