/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-extensions.h"
#include "smith-openssl-private.h"

G_BEGIN_DECLS

gboolean         smith_extensions_add_to_stack  (const SmithExtensions           *self,
                                                 GListModel                      *alt_names,
                                                 STACK_OF (X509_EXTENSION)      **stack,
                                                 GError                         **error);
gboolean         smith_extensions_add_others    (const SmithExtensions           *self,
                                                 STACK_OF (X509_EXTENSION)       *stack,
                                                 GError                         **error);
SmithExtensions *smith_extensions_new_from_stack (const STACK_OF (X509_EXTENSION) *stack);

G_END_DECLS
